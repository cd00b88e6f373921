import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, real, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { isoDate, oneOf } from './columns.ts';
import { pUnit } from './companies.ts';
import { CONTACT_DIRECTIONS, CONTACT_KINDS, CONTACT_OUTCOMES, contact } from './contacts.ts';
import { importBatch } from './imports.ts';
import { user } from './users.ts';

/** A version of what counts. Two clocks: in force from a date, known from an instant. Never changed (triggers). */
export const coverageRule = sqliteTable(
  'coverage_rule',
  {
    id: integer().primaryKey(),
    validFrom: text('valid_from').notNull(),
    /** a firm is in scope with more employees than this */
    moreThanEmployees: integer('more_than_employees').notNull(),
    /** whether contacts made as sagsbehandler count as well */
    countsSagsbehandler: integer('counts_sagsbehandler', { mode: 'boolean' }).notNull(),
    reason: text().notNull(),
    source: text(),
    recordedAt: text('recorded_at').notNull(),
    /** NULL: the version the program came with */
    recordedBy: integer('recorded_by').references(() => user.id),
  },
  (t) => [
    index('coverage_rule_valid').on(t.validFrom),
    isoDate('coverage_rule_valid_from', t.validFrom),
    check('coverage_rule_more_than', sql`${t.moreThanEmployees} BETWEEN 0 AND 999`),
    check('coverage_rule_reason', sql`length(${t.reason}) BETWEEN 1 AND 500`),
  ],
);

/** One line that counts as kontakt, and maybe as besøg. What has no line does not count. */
export const coverageRuleLine = sqliteTable(
  'coverage_rule_line',
  {
    ruleId: integer('rule_id')
      .notNull()
      .references(() => coverageRule.id),
    kind: text({ enum: CONTACT_KINDS }).notNull(),
    direction: text({ enum: CONTACT_DIRECTIONS }).notNull(),
    outcome: text({ enum: CONTACT_OUTCOMES }).notNull(),
    isVisit: integer('is_visit', { mode: 'boolean' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ruleId, t.kind, t.direction, t.outcome] }),
    oneOf('coverage_rule_line_kind', t.kind, CONTACT_KINDS),
    oneOf('coverage_rule_line_direction', t.direction, CONTACT_DIRECTIONS),
    oneOf('coverage_rule_line_outcome', t.outcome, CONTACT_OUTCOMES),
  ],
);

/** The number of the latest change of a firm's facts, contacts or scope, kept by triggers: live figures read only those. */
export const firmChange = sqliteTable('firm_change', {
  pNumber: integer('p_number').primaryKey(),
  seq: integer().notNull().unique(),
});

/** Whether firms are counted as places of work or as companies. */
export const COVERAGE_UNITS = ['p', 'cvr'] as const;
export type CoverageUnit = (typeof COVERAGE_UNITS)[number];

/** A quarter as it was put before the committee. Never changed, never deleted (triggers). */
export const coverageSeal = sqliteTable(
  'coverage_seal',
  {
    id: integer().primaryKey(),
    fromDate: text('from_date').notNull(),
    toDate: text('to_date').notNull(),
    ruleId: integer('rule_id')
      .notNull()
      .references(() => coverageRule.id),
    unit: text({ enum: COVERAGE_UNITS }).notNull(),
    /** JSON: the settings that it was counted by */
    settings: text().notNull(),
    /** rows recorded until this instant (included) are in it */
    knownAt: text('known_at').notNull(),
    sealedAt: text('sealed_at').notNull(),
    sealedBy: integer('sealed_by')
      .notNull()
      .references(() => user.id),
    /** JSON: the figures */
    figures: text().notNull(),
    inputsSha256: text('inputs_sha256').notNull(),
    resultSha256: text('result_sha256').notNull(),
  },
  (t) => [
    unique('coverage_seal_period').on(t.fromDate, t.toDate),
    index('coverage_seal_rule').on(t.ruleId),
    oneOf('coverage_seal_unit', t.unit, COVERAGE_UNITS),
    isoDate('coverage_seal_from_date', t.fromDate),
    isoDate('coverage_seal_to_date', t.toDate),
    check('coverage_seal_period_order', sql`${t.fromDate} <= ${t.toDate}`),
  ],
);

export const SEALED_SCOPES = ['i_maal', 'uafklaret', 'uoplyst', 'under'] as const;
export type SealedScope = (typeof SEALED_SCOPES)[number];
export const SEALED_REACHES = ['besoegt', 'kontaktet', 'ikke_kontaktet'] as const;
export type SealedReach = (typeof SEALED_REACHES)[number];

/** A firm of a seal: its name as it was then, its state, and the contact that made it. */
export const coverageSealFirm = sqliteTable(
  'coverage_seal_firm',
  {
    sealId: integer('seal_id')
      .notNull()
      .references(() => coverageSeal.id),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    cvr: integer().notNull(),
    name: text().notNull(),
    postcode: text(),
    minCount: integer('min_count'),
    maxCount: integer('max_count'),
    scope: text({ enum: SEALED_SCOPES }).notNull(),
    reach: text({ enum: SEALED_REACHES }).notNull(),
    contactId: integer('contact_id').references(() => contact.id),
    contactDate: text('contact_date'),
  },
  (t) => [
    primaryKey({ columns: [t.sealId, t.pNumber] }),
    index('coverage_seal_firm_name').on(t.sealId, t.name, t.pNumber),
    index('coverage_seal_firm_p_unit').on(t.pNumber),
    index('coverage_seal_firm_contact').on(t.contactId).where(sql`${t.contactId} IS NOT NULL`),
    oneOf('coverage_seal_firm_scope', t.scope, SEALED_SCOPES),
    oneOf('coverage_seal_firm_reach', t.reach, SEALED_REACHES),
    isoDate('coverage_seal_firm_contact_date', t.contactDate),
  ],
);

/** The samarbejdsgrad as jobindsats published it, entered by hand or imported. The newest row of a period holds; none is changed. */
export const samarbejdsgrad = sqliteTable(
  'samarbejdsgrad',
  {
    id: integer().primaryKey(),
    /** first day of the month or quarter that it is about */
    periodFrom: text('period_from').notNull(),
    periodTo: text('period_to').notNull(),
    /** firms with at least one employee on average: jobindsats' denominator */
    firms: integer().notNull(),
    localShare: real('local_share').notNull(),
    othersShare: real('others_share').notNull(),
    allShare: real('all_share').notNull(),
    source: text().notNull(),
    sourceDate: text('source_date').notNull(),
    recordedAt: text('recorded_at').notNull(),
    /** NULL: an import that nobody was signed in for */
    recordedBy: integer('recorded_by').references(() => user.id),
    importId: integer('import_id').references(() => importBatch.id),
  },
  (t) => [
    index('samarbejdsgrad_import').on(t.importId).where(sql`${t.importId} IS NOT NULL`),
    index('samarbejdsgrad_period').on(t.periodFrom, t.periodTo, t.id),
    isoDate('samarbejdsgrad_period_from', t.periodFrom),
    isoDate('samarbejdsgrad_period_to', t.periodTo),
    isoDate('samarbejdsgrad_source_date', t.sourceDate),
    check('samarbejdsgrad_period_order', sql`${t.periodFrom} <= ${t.periodTo}`),
    check('samarbejdsgrad_firms', sql`${t.firms} > 0`),
    check(
      'samarbejdsgrad_shares',
      sql`${t.localShare} BETWEEN 0 AND 1 AND ${t.othersShare} BETWEEN 0 AND 1 AND ${t.allShare} BETWEEN 0 AND 1`,
    ),
    check('samarbejdsgrad_source', sql`length(${t.source}) BETWEEN 1 AND 300`),
  ],
);
