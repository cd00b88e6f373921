import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { citizen } from './citizens.ts';
import { oneOf } from './columns.ts';
import { jobOrder } from './job-orders.ts';
import { user } from './users.ts';

export const RUN_STATUSES = ['planlagt', 'koerer', 'faerdig', 'fejlet'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** One run of the matching over all open orders. run_key: `nat:<local date>` or `nu:<uuid>`. */
export const matchRun = sqliteTable(
  'match_run',
  {
    id: integer().primaryKey(),
    runKey: text('run_key').notNull().unique(),
    status: text({ enum: RUN_STATUSES }).notNull(),
    requestedBy: integer('requested_by').references(() => user.id),
    /** fencing number: a late worker of an earlier attempt carries a lower one and is refused */
    fence: integer().notNull(),
    snapshotSha: text('snapshot_sha'),
    engineVersion: text('engine_version').notNull(),
    orders: integer().notNull(),
    citizens: integer().notNull(),
    pairs: integer().notNull(),
    matches: integer(),
    shards: integer().notNull(),
    plannedAt: text('planned_at').notNull(),
    startedAt: text('started_at'),
    finishedAt: text('finished_at'),
    durationMs: integer('duration_ms'),
    error: text(),
  },
  (t) => [index('match_run_planned').on(t.plannedAt), oneOf('match_run_status', t.status, RUN_STATUSES)],
);

/** The head of one order's result in a run: the primary key makes delivery exactly-once. */
export const matchOrderResult = sqliteTable(
  'match_order_result',
  {
    runId: integer('run_id')
      .notNull()
      .references(() => matchRun.id),
    jobOrderId: integer('job_order_id')
      .notNull()
      .references(() => jobOrder.id),
    fence: integer().notNull(),
    rows: integer().notNull(),
    /** JSON: number of citizens excluded per reason */
    excludedCounts: text('excluded_counts', { mode: 'json' }).$type<Record<string, number>>().notNull(),
    committedAt: text('committed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.jobOrderId] }),
    index('match_order_result_order').on(t.jobOrderId, t.runId),
  ],
);

export const matchRow = sqliteTable(
  'match_row',
  {
    runId: integer('run_id')
      .notNull()
      .references(() => matchRun.id),
    jobOrderId: integer('job_order_id')
      .notNull()
      .references(() => jobOrder.id),
    rank: integer().notNull(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    score: integer().notNull(),
    /** JSON: integer points per part, ScoreParts */
    parts: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.jobOrderId, t.rank] }),
    index('match_row_citizen').on(t.citizenId, t.runId, t.score),
    index('match_row_order').on(t.jobOrderId),
  ],
);

/** Work for the queue, written in the transaction that causes it; the relay enqueues. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer().primaryKey(),
    topic: text().notNull(),
    payload: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    createdAt: text('created_at').notNull(),
    sentAt: text('sent_at'),
  },
  (t) => [index('outbox_unsent').on(t.sentAt, t.id)],
);
