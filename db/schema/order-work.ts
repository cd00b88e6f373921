import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { ORDER_TYPES } from '../../workers/matching/types.ts';
import { isoDate, oneOf } from './columns.ts';
import { pUnit } from './companies.ts';
import { contact } from './contacts.ts';
import { jobOrder } from './job-orders.ts';
import { user } from './users.ts';

/** The days and times of an order's work. Monday is 1; a night shift is two rows. */
export const jobOrderShift = sqliteTable(
  'job_order_shift',
  {
    jobOrderId: integer('job_order_id')
      .notNull()
      .references(() => jobOrder.id),
    weekday: integer().notNull(),
    fromMinute: integer('from_minute').notNull(),
    toMinute: integer('to_minute').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.jobOrderId, t.weekday, t.fromMinute] }),
    check('job_order_shift_weekday', sql`${t.weekday} BETWEEN 1 AND 7`),
    check(
      'job_order_shift_times',
      sql`${t.fromMinute} >= 0 AND ${t.toMinute} > ${t.fromMinute} AND ${t.toMinute} <= 1440`,
    ),
  ],
);

/** What a firm usually asks for, to begin an order with. */
export const orderTemplate = sqliteTable(
  'order_template',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    name: text().notNull(),
    /** JSON: the order's form as it was when the template was made */
    draft: text({ mode: 'json' }).$type<unknown>().notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by')
      .notNull()
      .references(() => user.id),
    retiredAt: text('retired_at'),
    retiredBy: integer('retired_by').references(() => user.id),
  },
  (t) => [
    index('order_template_p_unit').on(t.pNumber, t.name),
    check('order_template_name', sql`length(${t.name}) BETWEEN 1 AND 100`),
    check('order_template_draft', sql`json_valid(${t.draft})`),
  ],
);

export const LEAD_ENDS = ['blev_til_ordre', 'intet_behov', 'fandt_selv', 'andet'] as const;

/** A mulighed: something a firm may need, not ripe for an order. */
export const lead = sqliteTable(
  'lead',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    title: text().notNull(),
    note: text(),
    /** NULL: not decided */
    type: text({ enum: ORDER_TYPES }),
    positions: integer(),
    weeklyHours: real('weekly_hours'),
    likelyFrom: text('likely_from'),
    followUpOn: text('follow_up_on').notNull(),
    ownerUserId: integer('owner_user_id').references(() => user.id),
    /** the talk it comes from */
    contactId: integer('contact_id').references(() => contact.id),
    jobOrderId: integer('job_order_id').references(() => jobOrder.id),
    ended: text({ enum: LEAD_ENDS }),
    endedAt: text('ended_at'),
    endedBy: integer('ended_by').references(() => user.id),
    version: integer().notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by')
      .notNull()
      .references(() => user.id),
    updatedAt: text('updated_at').notNull(),
    formKey: text('form_key').unique(),
  },
  (t) => [
    index('lead_p_unit').on(t.pNumber, t.createdAt),
    index('lead_open').on(t.ownerUserId, t.followUpOn).where(sql`${t.ended} IS NULL`),
    index('lead_follow_up').on(t.followUpOn, t.id).where(sql`${t.ended} IS NULL`),
    index('lead_ended').on(t.endedAt, t.id).where(sql`${t.ended} IS NOT NULL`),
    index('lead_contact').on(t.contactId).where(sql`${t.contactId} IS NOT NULL`),
    index('lead_order').on(t.jobOrderId).where(sql`${t.jobOrderId} IS NOT NULL`),
    oneOf('lead_type', t.type, ORDER_TYPES),
    oneOf('lead_ended', t.ended, LEAD_ENDS),
    isoDate('lead_likely_from', t.likelyFrom),
    isoDate('lead_follow_up_on', t.followUpOn),
    check('lead_title', sql`length(${t.title}) BETWEEN 1 AND 100`),
    check('lead_note', sql`length(${t.note}) <= 2000`),
    check('lead_positions', sql`${t.positions} BETWEEN 1 AND 500`),
    check('lead_weekly_hours', sql`${t.weeklyHours} BETWEEN 0 AND 60`),
    check('lead_end', sql`(${t.ended} IS NULL) = (${t.endedAt} IS NULL)`),
    check(
      'lead_became_order',
      sql`(${t.ended} IS NOT NULL AND ${t.ended} = 'blev_til_ordre') = (${t.jobOrderId} IS NOT NULL)`,
    ),
  ],
);

/** What the employer was told. */
export const EMPLOYER_ANSWERS = ['paa_vej', 'kandidater_sendt', 'ingen_passer'] as const;
export type EmployerAnswer = (typeof EMPLOYER_ANSWERS)[number];

/** Løfteuret: an answer to the employer, the first of which stops the clock (job_order.first_answer_due). */
export const employerAnswer = sqliteTable(
  'employer_answer',
  {
    id: integer().primaryKey(),
    jobOrderId: integer('job_order_id')
      .notNull()
      .references(() => jobOrder.id),
    answer: text({ enum: EMPLOYER_ANSWERS }).notNull(),
    text: text(),
    answeredAt: text('answered_at').notNull(),
    answeredBy: integer('answered_by')
      .notNull()
      .references(() => user.id),
    /** the contact it was logged as */
    contactId: integer('contact_id').references(() => contact.id),
    formKey: text('form_key').unique(),
  },
  (t) => [
    index('employer_answer_order').on(t.jobOrderId, t.answeredAt),
    index('employer_answer_contact').on(t.contactId).where(sql`${t.contactId} IS NOT NULL`),
    oneOf('employer_answer_answer', t.answer, EMPLOYER_ANSWERS),
    check('employer_answer_text', sql`length(${t.text}) BETWEEN 1 AND 2000`),
  ],
);
