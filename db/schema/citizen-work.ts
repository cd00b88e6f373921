import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { citizen } from './citizens.ts';
import { isoDate, oneOf } from './columns.ts';
import { importBatch } from './imports.ts';
import { targetGroup } from './legal-rules.ts';
import { user } from './users.ts';

/** A stretch on public benefit in one target group. Months are counted across them. A correction is a new row. */
export const benefitPeriod = sqliteTable(
  'benefit_period',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    targetGroup: text('target_group')
      .notNull()
      .references(() => targetGroup.code),
    fromDate: text('from_date').notNull(),
    /** the first day without it; NULL: still on it */
    untilDate: text('until_date'),
    recordedAt: text('recorded_at').notNull(),
    /** NULL: imported */
    recordedBy: integer('recorded_by').references(() => user.id),
    importId: integer('import_id').references(() => importBatch.id),
    supersededAt: text('superseded_at'),
    /** NULL: stands, or an import replaced it */
    supersededBy: integer('superseded_by').references(() => user.id),
    /** why a person corrected or withdrew it */
    supersededReason: text('superseded_reason'),
  },
  (t) => [
    check('benefit_period_reason', sql`length(${t.supersededReason}) BETWEEN 1 AND 500`),
    uniqueIndex('benefit_period_standing').on(t.citizenId, t.fromDate).where(sql`${t.supersededAt} IS NULL`),
    index('benefit_period_citizen').on(t.citizenId, t.fromDate),
    index('benefit_period_target_group').on(t.targetGroup),
    index('benefit_period_import').on(t.importId).where(sql`${t.importId} IS NOT NULL`),
    isoDate('benefit_period_from_date', t.fromDate),
    isoDate('benefit_period_until_date', t.untilDate),
    check('benefit_period_period', sql`${t.untilDate} IS NULL OR ${t.untilDate} > ${t.fromDate}`),
  ],
);

/** What a citizen decides that an employer may be told. Functional needs and wishes, never diagnoses. */
export const DISCLOSURE_TOPICS = [
  'navn',
  'telefon',
  'cv',
  'jobmaal',
  'timer',
  'hensyn',
  'ordning',
  'dansk',
] as const;
export type DisclosureTopic = (typeof DISCLOSURE_TOPICS)[number];

export const disclosure = sqliteTable(
  'disclosure',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    topic: text({ enum: DISCLOSURE_TOPICS }).notNull(),
    may: integer({ mode: 'boolean' }).notNull(),
    agreedOn: text('agreed_on').notNull(),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => user.id),
    supersededAt: text('superseded_at'),
  },
  (t) => [
    uniqueIndex('disclosure_standing').on(t.citizenId, t.topic).where(sql`${t.supersededAt} IS NULL`),
    index('disclosure_citizen').on(t.citizenId),
    oneOf('disclosure_topic', t.topic, DISCLOSURE_TOPICS),
    isoDate('disclosure_agreed_on', t.agreedOn),
  ],
);

/** When a citizen can work, when more is known than day, evening, night and weekend. Monday is 1. */
export const citizenShift = sqliteTable(
  'citizen_shift',
  {
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    weekday: integer().notNull(),
    fromMinute: integer('from_minute').notNull(),
    toMinute: integer('to_minute').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.citizenId, t.weekday, t.fromMinute] }),
    check('citizen_shift_weekday', sql`${t.weekday} BETWEEN 1 AND 7`),
    check(
      'citizen_shift_times',
      sql`${t.fromMinute} >= 0 AND ${t.toMinute} > ${t.fromMinute} AND ${t.toMinute} <= 1440`,
    ),
  ],
);

/**
 * What a person changed of a citizen: each field as it was and as it became. The way back, and what an import must not
 * overwrite.
 */
export const citizenEdit = sqliteTable(
  'citizen_edit',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    /** JSON: field → value */
    before: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    after: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** the citizen's version after the change: another one means that somebody has been there since */
    version: integer().notNull(),
    editedAt: text('edited_at').notNull(),
    editedBy: integer('edited_by')
      .notNull()
      .references(() => user.id),
    undoneAt: text('undone_at'),
  },
  (t) => [
    index('citizen_edit_citizen').on(t.citizenId, t.id),
    check('citizen_edit_json', sql`json_valid(${t.before}) AND json_valid(${t.after})`),
  ],
);
