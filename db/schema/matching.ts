import { sql } from 'drizzle-orm';
import {
  blob,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { citizen } from './citizens.ts';
import { oneOf } from './columns.ts';
import { jobOrder } from './job-orders.ts';
import { user } from './users.ts';

export const RUN_STATUSES = ['planlagt', 'koerer', 'faerdig', 'fejlet'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** The check of a finished run: some orders ranked again from the snapshot, and their rows judged from the words. */
export interface RunAudit {
  /** orders with a result */
  orders: number;
  /** of them ranked again, and the rows kept of these */
  rescored: number;
  rows: number;
  /** orders whose stored list is not what the snapshot gives */
  differing: number;
  /** rows that break a hard rule when judged from the words */
  broken: number;
  /** rows that break one now, but whose facts have changed since the snapshot was taken */
  changed: number;
  /** some of the orders with a fault */
  named: number[];
}

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
    taxonomyVersion: text('taxonomy_version'),
    weightsVersion: text('weights_version'),
    /**
     * The run's pseudonym key: which citizen stands at which place of the snapshot, as little-endian 32-bit ids.
     * The snapshot knows places only; an erased citizen's entry is set to 0, and the place can be nobody's again.
     */
    citizenPlaces: blob('citizen_places', { mode: 'buffer' }),
    /** SHA-256 over every order's rows in places and points: what a replay must give again */
    resultSha: text('result_sha'),
    newMatches: integer('new_matches'),
    /** JSON: what the check after the run looked at and found */
    audit: text({ mode: 'json' }).$type<RunAudit>(),
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
    /** how many of them were not on the order's list in the run before */
    newRows: integer('new_rows').notNull().default(0),
    /** JSON: number of citizens excluded per reason */
    excludedCounts: text('excluded_counts', { mode: 'json' }).$type<Record<string, number>>().notNull(),
    /** SHA-256 of the order's result in places and points */
    resultSha: text('result_sha'),
    committedAt: text('committed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.jobOrderId] }),
    index('match_order_result_order').on(t.jobOrderId, t.runId),
  ],
);

/**
 * One citizen on one order's list, known by the place in the run's snapshot: the run's key says who stands there.
 * Whoever is erased from the key is nobody here as well, so no index has to find their rows. Lies by its key
 * (WITHOUT ROWID in the SQL): a country is a million rows a night.
 */
export const matchRow = sqliteTable(
  'match_row',
  {
    runId: integer('run_id').notNull(),
    jobOrderId: integer('job_order_id').notNull(),
    rank: integer().notNull(),
    place: integer().notNull(),
    score: integer().notNull(),
    /** JSON list: integer points in the order of SCORE_PARTS */
    parts: text({ mode: 'json' }).$type<number[]>().notNull(),
    /** why, as the engine's reason codes; NULL for runs made before they were kept */
    reasons: blob({ mode: 'buffer' }),
    /** not on the order's list in the run before */
    isNew: integer('is_new', { mode: 'boolean' }).notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.jobOrderId, t.rank] }),
    foreignKey({
      columns: [t.runId, t.jobOrderId],
      foreignColumns: [matchOrderResult.runId, matchOrderResult.jobOrderId],
    }),
    check('match_row_place', sql`${t.place} >= 0`),
  ],
);

export const STANDING_SUBJECTS = ['borger', 'ordre'] as const;

/** The one standing answer of each citizen without a match and each order without candidates after a run. */
export const matchStanding = sqliteTable(
  'match_standing',
  {
    runId: integer('run_id')
      .notNull()
      .references(() => matchRun.id),
    subject: text({ enum: STANDING_SUBJECTS }).notNull(),
    citizenId: integer('citizen_id').references(() => citizen.id),
    jobOrderId: integer('job_order_id').references(() => jobOrder.id),
    /** the rule that stands in the way: an ExclusionReason, or why there is nothing to compare */
    rule: text().notNull(),
    /** plain Danish: rule, value and who can mend it */
    answer: text().notNull(),
    whoCanFix: text('who_can_fix').notNull(),
  },
  (t) => [
    uniqueIndex('match_standing_citizen').on(t.citizenId, t.runId),
    uniqueIndex('match_standing_order').on(t.jobOrderId, t.runId),
    index('match_standing_run').on(t.runId, t.subject, t.rule),
    oneOf('match_standing_subject', t.subject, STANDING_SUBJECTS),
    check(
      'match_standing_one_subject',
      sql`(${t.subject} = 'borger') = (${t.citizenId} IS NOT NULL) AND (${t.subject} = 'ordre') = (${t.jobOrderId} IS NOT NULL)`,
    ),
  ],
);

/** Why a person was set aside for an order; each points at the rule that people may have to mend. */
export const SET_ASIDE_REASONS = [
  'kan_ikke_kravet',
  'dansk_raekker_ikke',
  'rejsen_er_for_lang',
  'arbejdstiden_passer_ikke',
  'timerne_passer_ikke',
  'ordene_er_forstaaet_forkert',
  'borgeren_siger_nej',
  'virksomheden_siger_nej',
  'andet',
] as const;
export type SetAsideReason = (typeof SET_ASIDE_REASONS)[number];

/** A candidate set aside for one order: not shown for it again unless the facts behind the match change. */
export const setAside = sqliteTable(
  'set_aside',
  {
    id: integer().primaryKey(),
    jobOrderId: integer('job_order_id')
      .notNull()
      .references(() => jobOrder.id),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    reason: text({ enum: SET_ASIDE_REASONS }).notNull(),
    comment: text(),
    /** SHA-256 over what the engine was told of the order and the citizen: other facts bring the person back */
    factsSha: text('facts_sha').notNull(),
    setAsideAt: text('set_aside_at').notNull(),
    setAsideBy: integer('set_aside_by')
      .notNull()
      .references(() => user.id),
    withdrawnAt: text('withdrawn_at'),
    withdrawnBy: integer('withdrawn_by').references(() => user.id),
  },
  (t) => [
    uniqueIndex('set_aside_standing').on(t.jobOrderId, t.citizenId).where(sql`withdrawn_at IS NULL`),
    index('set_aside_citizen').on(t.citizenId),
    index('set_aside_reason').on(t.reason, t.setAsideAt),
    oneOf('set_aside_reason_value', t.reason, SET_ASIDE_REASONS),
    check('set_aside_comment', sql`length(${t.comment}) <= 500`),
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
