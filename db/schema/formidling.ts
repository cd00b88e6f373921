import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { citizen } from './citizens.ts';
import { isoDate, oneOf } from './columns.ts';
import { jobOrder } from './job-orders.ts';
import { user } from './users.ts';

/** Where a citizen stands on an order's board. */
export const FORMIDLING_STAGES = ['vurderes', 'spurgt', 'delt', 'samtale', 'startet', 'ej'] as const;
export type FormidlingStage = (typeof FORMIDLING_STAGES)[number];

export const CITIZEN_ANSWERS = ['ja', 'nej'] as const;

/** Why nothing came of it. */
export const FORMIDLING_ENDS = [
  'borger_nej',
  'intet_svar',
  'passer_ikke',
  'virksomhed_nej',
  'moedte_ikke',
  'fandt_andet',
  'ordre_lukket',
  'andet',
] as const;
export type FormidlingEnd = (typeof FORMIDLING_ENDS)[number];

/** A citizen considered for an order (bek. 442/2023 § 137). Nothing is shared without the citizen's yes. */
export const formidling = sqliteTable(
  'formidling',
  {
    id: integer().primaryKey(),
    jobOrderId: integer('job_order_id')
      .notNull()
      .references(() => jobOrder.id),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    /** the latest of formidling_event, kept here for the board */
    stage: text({ enum: FORMIDLING_STAGES }).notNull(),
    askedAt: text('asked_at'),
    /** the last local day on which the citizen may answer */
    answerBy: text('answer_by'),
    answer: text({ enum: CITIZEN_ANSWERS }),
    answeredAt: text('answered_at'),
    sharedAt: text('shared_at'),
    interviewOn: text('interview_on'),
    ended: text({ enum: FORMIDLING_ENDS }),
    version: integer().notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by')
      .notNull()
      .references(() => user.id),
    updatedAt: text('updated_at').notNull(),
    formKey: text('form_key').unique(),
  },
  (t) => [
    uniqueIndex('formidling_open').on(t.jobOrderId, t.citizenId).where(sql`${t.stage} <> 'ej'`),
    index('formidling_order').on(t.jobOrderId, t.stage),
    index('formidling_citizen').on(t.citizenId, t.stage),
    index('formidling_stage').on(t.stage, t.updatedAt),
    index('formidling_answer_by').on(t.answerBy).where(sql`${t.stage} = 'spurgt'`),
    index('formidling_shared').on(t.sharedAt).where(sql`${t.sharedAt} IS NOT NULL`),
    oneOf('formidling_stage', t.stage, FORMIDLING_STAGES),
    oneOf('formidling_answer', t.answer, CITIZEN_ANSWERS),
    oneOf('formidling_ended', t.ended, FORMIDLING_ENDS),
    isoDate('formidling_answer_by_date', t.answerBy),
    isoDate('formidling_interview_on', t.interviewOn),
    check('formidling_asked', sql`(${t.askedAt} IS NULL) = (${t.answerBy} IS NULL)`),
    check('formidling_was_asked', sql`${t.stage} <> 'spurgt' OR ${t.askedAt} IS NOT NULL`),
    check('formidling_answered', sql`(${t.answer} IS NULL) = (${t.answeredAt} IS NULL)`),
    // No name leaves without a yes, whatever the program above does.
    check(
      'formidling_yes_first',
      sql`${t.sharedAt} IS NULL OR (${t.answer} IS NOT NULL AND ${t.answer} = 'ja')`,
    ),
    check(
      'formidling_shared_first',
      sql`${t.stage} NOT IN ('delt', 'samtale', 'startet') OR ${t.sharedAt} IS NOT NULL`,
    ),
    check('formidling_why', sql`(${t.stage} = 'ej') = (${t.ended} IS NOT NULL)`),
  ],
);

export const FORMIDLING_EVENTS = [
  'oprettet',
  'anonym_profil',
  'spurgt',
  'rykket',
  'svar',
  'delt',
  'samtale',
  'startet',
  'ej',
  'genaabnet',
  'note',
] as const;
export type FormidlingEvent = (typeof FORMIDLING_EVENTS)[number];

/** Formidlingslog: everything that happened, with who and when; never changed (triggers). */
export const formidlingEvent = sqliteTable(
  'formidling_event',
  {
    id: integer().primaryKey(),
    formidlingId: integer('formidling_id')
      .notNull()
      .references(() => formidling.id),
    event: text({ enum: FORMIDLING_EVENTS }).notNull(),
    comment: text(),
    at: text().notNull(),
    /** NULL: the system */
    by: integer().references(() => user.id),
  },
  (t) => [
    index('formidling_event_formidling').on(t.formidlingId, t.id),
    oneOf('formidling_event_event', t.event, FORMIDLING_EVENTS),
    check('formidling_event_comment', sql`length(${t.comment}) BETWEEN 1 AND 2000`),
  ],
);
