import { sql } from 'drizzle-orm';
import { check, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  FUNCTIONAL_NEEDS,
  ORDER_TYPES,
  PRAKTIK_PURPOSES,
  REQUIREMENT_KINDS,
  WORKING_TIMES,
} from '../../workers/matching/types.ts';
import { foldedSql, isoDate, oneOf } from './columns.ts';
import { company, pUnit } from './companies.ts';
import { importBatch } from './imports.ts';
import { user } from './users.ts';

export type { PraktikPurpose } from '../../workers/matching/types.ts';
export { FUNCTIONAL_NEEDS, ORDER_TYPES, PRAKTIK_PURPOSES, REQUIREMENT_KINDS, WORKING_TIMES };

/** Bekendtgørelse 442/2023 § 137. */
export const ORDER_STATUSES = ['under_behandling', 'inaktiveret', 'behov_daekket', 'frist_udloebet'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** An order or place of any type (design.md: one model). Lengths are STAR's. */
export const jobOrder = sqliteTable(
  'job_order',
  {
    id: integer().primaryKey(),
    /** ordre_id: the key people and files use */
    orderKey: text('order_key').notNull().unique(),
    pNumber: integer('p_number').references(() => pUnit.pNumber),
    cvr: integer()
      .notNull()
      .references(() => company.cvr),
    type: text({ enum: ORDER_TYPES }).notNull(),
    purpose: text({ enum: PRAKTIK_PURPOSES }),
    title: text().notNull(),
    description: text().notNull(),
    positions: integer().notNull(),
    hoursMin: real('hours_min'),
    hoursMax: real('hours_max'),
    workingTimes: text('working_times', { mode: 'json' }).$type<(typeof WORKING_TIMES)[number][]>().notNull(),
    allWorkingTimes: integer('all_working_times', { mode: 'boolean' }).notNull(),
    danishMin: text('danish_min'),
    danishOralMin: text('danish_oral_min'),
    danishWrittenMin: text('danish_written_min'),
    /** functional needs that cannot be met here: whoever has one is not suggested */
    unavoidable: text({ mode: 'json' }).$type<(typeof FUNCTIONAL_NEEDS)[number][]>().notNull().default([]),
    /** the employer and kommunen follow up together; NULL: not asked */
    followUp: integer('follow_up', { mode: 'boolean' }),
    /** may lead to ordinary paid hours; NULL: not asked */
    leadsToJob: integer('leads_to_job', { mode: 'boolean' }),
    offers: text({ mode: 'json' }).$type<(typeof FUNCTIONAL_NEEDS)[number][]>().notNull(),
    postcode: text(),
    startDate: text('start_date'),
    deadline: text(),
    /** when the employer must have had the first answer (an instant); NULL: no clock, as for imported orders */
    firstAnswerDue: text('first_answer_due'),
    internalComment: text('internal_comment'),
    /** the latest row of job_order_status, kept here for lists */
    status: text({ enum: ORDER_STATUSES }).notNull(),
    ownerUserId: integer('owner_user_id').references(() => user.id),
    version: integer().notNull(),
    importId: integer('import_id').references(() => importBatch.id),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by').references(() => user.id),
    updatedAt: text('updated_at').notNull(),
    editedAt: text('edited_at'),
    editedBy: integer('edited_by').references(() => user.id),
    formKey: text('form_key').unique(),
  },
  (t) => [
    index('job_order_status_deadline').on(t.status, t.deadline, t.id),
    // As the list is sorted: those without a deadline last.
    index('job_order_by_deadline').on(t.status, sql`${t.deadline} IS NULL`, t.deadline),
    index('job_order_p_unit').on(t.pNumber, t.createdAt),
    index('job_order_cvr').on(t.cvr),
    index('job_order_owner').on(t.ownerUserId, t.status),
    index('job_order_type').on(t.type, t.status),
    index('job_order_import').on(t.importId),
    index('job_order_first_answer').on(t.firstAnswerDue).where(sql`${t.firstAnswerDue} IS NOT NULL`),
    // Covers the trend of orders received: quarter by quarter, without reading the orders.
    index('job_order_created').on(t.createdAt, t.positions),
    // Covers the search for an order by its title: descriptions need not be read.
    index('job_order_title').on(t.title, t.orderKey, t.status),
    index('job_order_folded').on(foldedSql(t.title), foldedSql(t.orderKey)),
    oneOf('job_order_type_value', t.type, ORDER_TYPES),
    oneOf('job_order_purpose', t.purpose, PRAKTIK_PURPOSES),
    oneOf('job_order_status_value', t.status, ORDER_STATUSES),
    check('job_order_purpose_praktik', sql`${t.purpose} IS NULL OR ${t.type} = 'virksomhedspraktik'`),
    check('job_order_title', sql`length(${t.title}) BETWEEN 1 AND 100`),
    check('job_order_description', sql`length(${t.description}) BETWEEN 1 AND 5000`),
    check('job_order_internal_comment', sql`length(${t.internalComment}) <= 2000`),
    check('job_order_positions', sql`${t.positions} >= 1`),
    check(
      'job_order_hours',
      sql`${t.hoursMin} IS NULL OR ${t.hoursMax} IS NULL OR ${t.hoursMin} <= ${t.hoursMax}`,
    ),
    isoDate('job_order_start_date', t.startDate),
    isoDate('job_order_deadline', t.deadline),
  ],
);

export const jobOrderRequirement = sqliteTable(
  'job_order_requirement',
  {
    id: integer().primaryKey(),
    jobOrderId: integer('job_order_id')
      .notNull()
      .references(() => jobOrder.id),
    position: integer().notNull(),
    kind: text({ enum: REQUIREMENT_KINDS }).notNull(),
    text: text().notNull(),
    kanLaeres: integer('kan_laeres', { mode: 'boolean' }).notNull(),
  },
  (t) => [
    index('job_order_requirement_order').on(t.jobOrderId, t.position),
    oneOf('job_order_requirement_kind', t.kind, REQUIREMENT_KINDS),
  ],
);

/** Every change of status is a row with who, when and why (§ 137: comment on every change). */
export const jobOrderStatus = sqliteTable(
  'job_order_status',
  {
    id: integer().primaryKey(),
    jobOrderId: integer('job_order_id')
      .notNull()
      .references(() => jobOrder.id),
    status: text({ enum: ORDER_STATUSES }).notNull(),
    comment: text().notNull(),
    changedAt: text('changed_at').notNull(),
    changedBy: integer('changed_by').references(() => user.id),
  },
  (t) => [
    index('job_order_status_order').on(t.jobOrderId, t.changedAt),
    index('job_order_status_changed').on(t.changedAt, t.status, t.jobOrderId),
    oneOf('job_order_status_status', t.status, ORDER_STATUSES),
  ],
);

/**
 * The latest change of each order and of what bars its firm, written by triggers: whoever keeps orders in memory reads
 * those alone that have a later number.
 */
export const jobOrderChange = sqliteTable('job_order_change', {
  jobOrderId: integer('job_order_id').primaryKey(),
  seq: integer().notNull().unique(),
});
