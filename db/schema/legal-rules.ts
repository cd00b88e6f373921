import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core';
import { isoDate, oneOf } from './columns.ts';
import { user } from './users.ts';

/** How far a source is to be trusted (domain.md): a low one must be checked by a jurist before use. */
export const CONFIDENCES = ['hoej', 'mellem', 'lav'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What a rule says of a fact, an action or a person. It never decides. */
export const RULE_ANSWERS = ['ja', 'nej', 'mangler'] as const;

/**
 * A target group (LAB § 6). The case system's codes: a citizen keeps the one that was recorded, and what it is called
 * after a reform follows from target_group_successor.
 */
export const targetGroup = sqliteTable(
  'target_group',
  {
    code: text().primaryKey(),
    /** its number in the law, as written there: "2"; NULL: not numbered */
    number: text(),
    label: text().notNull(),
    fromDate: text('from_date').notNull(),
    /** the first day on which it no longer exists; NULL: until further notice */
    untilDate: text('until_date'),
    source: text().notNull(),
    confidence: text({ enum: CONFIDENCES }).notNull(),
    recordedAt: text('recorded_at').notNull(),
    /** NULL: came with the program */
    recordedBy: integer('recorded_by').references(() => user.id),
    /** when somebody wrote until_date: an earlier question is answered without it */
    endedAt: text('ended_at'),
    endedBy: integer('ended_by').references(() => user.id),
  },
  (t) => [
    oneOf('target_group_confidence', t.confidence, CONFIDENCES),
    isoDate('target_group_from_date', t.fromDate),
    isoDate('target_group_until_date', t.untilDate),
    check('target_group_period', sql`${t.untilDate} IS NULL OR ${t.untilDate} > ${t.fromDate}`),
    check('target_group_code', sql`${t.code} GLOB '[a-z]*' AND length(${t.code}) BETWEEN 2 AND 60`),
    check('target_group_label', sql`length(${t.label}) BETWEEN 1 AND 120`),
  ],
);

/** Which group follows another from the new one's first day. Two successors: a person must say which. */
export const targetGroupSuccessor = sqliteTable(
  'target_group_successor',
  {
    code: text()
      .notNull()
      .references(() => targetGroup.code),
    successorCode: text('successor_code')
      .notNull()
      .references(() => targetGroup.code),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by').references(() => user.id),
  },
  (t) => [
    primaryKey({ columns: [t.code, t.successorCode] }),
    index('target_group_successor_successor').on(t.successorCode),
    check('target_group_successor_other', sql`${t.code} <> ${t.successorCode}`),
  ],
);

export const RULE_KINDS = [
  'hvem_maa',
  'varighed',
  'timer',
  'forholdstal',
  'merbeskaeftigelse',
  'seneste_arbejdsgiver',
  'sats',
  'arbejdspligt',
  'fritidsjob',
  'voksenlaerling',
  'refusion',
  'svarfrist',
  'myndighedsalder',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/**
 * One rule of law in force from a date. Two clocks: in force (from_date, until_date) and known (recorded_at,
 * superseded_at). Its content is never changed (triggers): a correction is a new row that replaces the old one.
 */
export const legalRule = sqliteTable(
  'legal_rule',
  {
    id: integer().primaryKey(),
    kind: text({ enum: RULE_KINDS }).notNull(),
    /** what it is about within its kind: a type of order, a rate's name; '' where there is one only */
    subject: text().notNull(),
    fromDate: text('from_date').notNull(),
    /** the first day on which it no longer holds; NULL: until the next of its kind and subject, or further notice */
    untilDate: text('until_date'),
    /** JSON, shaped by the kind: server/legal-rules/contents.ts; NULL: repealed, or not known and not guessed */
    content: text({ mode: 'json' }).$type<unknown>(),
    /** the rule in plain Danish, as shown with every answer */
    sentence: text().notNull(),
    source: text().notNull(),
    confidence: text({ enum: CONFIDENCES }).notNull(),
    changeReason: text('change_reason'),
    replacesId: integer('replaces_id').references((): AnySQLiteColumn => legalRule.id),
    recordedAt: text('recorded_at').notNull(),
    /** NULL: came with the program */
    recordedBy: integer('recorded_by').references(() => user.id),
    supersededAt: text('superseded_at'),
  },
  (t) => [
    index('legal_rule_in_force').on(t.kind, t.subject, t.fromDate),
    index('legal_rule_replaces').on(t.replacesId).where(sql`${t.replacesId} IS NOT NULL`),
    oneOf('legal_rule_kind', t.kind, RULE_KINDS),
    oneOf('legal_rule_confidence', t.confidence, CONFIDENCES),
    isoDate('legal_rule_from_date', t.fromDate),
    isoDate('legal_rule_until_date', t.untilDate),
    check('legal_rule_period', sql`${t.untilDate} IS NULL OR ${t.untilDate} > ${t.fromDate}`),
    check('legal_rule_content', sql`${t.content} IS NULL OR json_valid(${t.content})`),
    check('legal_rule_sentence', sql`length(${t.sentence}) BETWEEN 1 AND 500`),
    check('legal_rule_source', sql`length(${t.source}) BETWEEN 1 AND 300`),
  ],
);
