import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  real,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core';
import { isoDate, oneOf } from './columns.ts';
import { importBatch } from './imports.ts';
import { user } from './users.ts';

/** CVR's company: groups P-units. */
export const company = sqliteTable(
  'company',
  {
    cvr: integer().primaryKey(),
    name: text(),
    formCode: integer('form_code'),
    formText: text('form_text'),
    status: text(),
    municipalityCode: integer('municipality_code'),
    reklamebeskyttet: integer({ mode: 'boolean' }).notNull().default(false),
    phone: text(),
    email: text(),
    importId: integer('import_id').references(() => importBatch.id),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
  },
  (t) => [index('company_import').on(t.importId)],
);

/** A place of work (produktionsenhed): contacts, orders and coverage hang on it. Holds what is true today. */
export const pUnit = sqliteTable(
  'p_unit',
  {
    pNumber: integer('p_number').primaryKey(),
    cvr: integer()
      .notNull()
      .references(() => company.cvr),
    name: text().notNull(),
    /** lower case, æøå kept apart from ae/oe/aa by foldText: SQLite's lower() leaves ÆØÅ alone */
    nameFolded: text('name_folded').notNull(),
    streetAddress: text('street_address'),
    postcode: text(),
    city: text(),
    municipalityCode: integer('municipality_code'),
    branchCode: text('branch_code'),
    branchText: text('branch_text'),
    phone: text(),
    email: text(),
    startDate: text('start_date'),
    endDate: text('end_date'),
    reklamebeskyttet: integer({ mode: 'boolean' }).notNull().default(false),
    ownerUserId: integer('owner_user_id').references(() => user.id),
    importId: integer('import_id').references(() => importBatch.id),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
    /** set when a person has changed the row: an import can then no longer be undone for it */
    editedAt: text('edited_at'),
    editedBy: integer('edited_by').references(() => user.id),
    /** the same place of work under another number (firm_merge): hidden, and out of every count */
    mergedInto: integer('merged_into').references((): AnySQLiteColumn => pUnit.pNumber),
  },
  (t) => [
    index('p_unit_merged_into').on(t.mergedInto).where(sql`${t.mergedInto} IS NOT NULL`),
    index('p_unit_cvr').on(t.cvr),
    // end_date, merged_into: the list of active firms by name needs no look at the rows.
    index('p_unit_name').on(t.nameFolded, t.pNumber, t.endDate, t.mergedInto),
    index('p_unit_municipality').on(t.municipalityCode, t.nameFolded),
    index('p_unit_owner').on(t.ownerUserId, t.nameFolded),
    index('p_unit_branch').on(t.branchCode, t.nameFolded),
    index('p_unit_import').on(t.importId),
    isoDate('p_unit_start_date', t.startDate),
    isoDate('p_unit_end_date', t.endDate),
  ],
);

/**
 * Register history with two clocks: valid_from/valid_to say when it was true in the world,
 * recorded_at/superseded_at when we knew it. Rows are never changed but for superseded_at.
 * valid_to is exclusive; NULL is "until further notice".
 */
export const lifePeriod = sqliteTable(
  'life_period',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    recordedAt: text('recorded_at').notNull(),
    supersededAt: text('superseded_at'),
    importId: integer('import_id').references(() => importBatch.id),
  },
  (t) => [
    index('life_period_p_unit').on(t.pNumber),
    index('life_period_import').on(t.importId),
    isoDate('life_period_valid_from', t.validFrom),
    isoDate('life_period_valid_to', t.validTo),
  ],
);

export const locationPeriod = sqliteTable(
  'location_period',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    municipalityCode: integer('municipality_code'),
    postcode: text(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    recordedAt: text('recorded_at').notNull(),
    supersededAt: text('superseded_at'),
    importId: integer('import_id').references(() => importBatch.id),
  },
  (t) => [
    index('location_period_p_unit').on(t.pNumber),
    index('location_period_import').on(t.importId),
    isoDate('location_period_valid_from', t.validFrom),
    isoDate('location_period_valid_to', t.validTo),
  ],
);

/** erst_maaned … aar: CVR's employment series, in falling order of trust; liste: a hand-made list; konsulent: learned on a visit. */
export const HEADCOUNT_SOURCES = ['erst_maaned', 'maaned', 'kvartal', 'aar', 'liste', 'konsulent'] as const;
export type HeadcountSource = (typeof HEADCOUNT_SOURCES)[number];

export const HEADCOUNT_INTERVALS = [
  'ANTAL_0_0',
  'ANTAL_1_1',
  'ANTAL_2_4',
  'ANTAL_5_9',
  'ANTAL_10_19',
  'ANTAL_20_49',
  'ANTAL_50_99',
  'ANTAL_100_199',
  'ANTAL_200_499',
  'ANTAL_500_999',
  'ANTAL_1000_',
  'ANTAL_1000_999999',
] as const;
export type HeadcountInterval = (typeof HEADCOUNT_INTERVALS)[number];

/** How many employees a P-unit had from a date on, with source. Same two clocks as above. */
export const headcount = sqliteTable(
  'headcount',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    validFrom: text('valid_from').notNull(),
    count: integer(),
    interval: text({ enum: HEADCOUNT_INTERVALS }),
    fullTimeEquivalents: real('full_time_equivalents'),
    source: text({ enum: HEADCOUNT_SOURCES }).notNull(),
    note: text(),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by').references(() => user.id),
    supersededAt: text('superseded_at'),
    importId: integer('import_id').references(() => importBatch.id),
  },
  (t) => [
    index('headcount_p_unit').on(t.pNumber, t.validFrom),
    index('headcount_import').on(t.importId),
    // What was learned since a seal: few of many.
    index('headcount_recorded').on(t.recordedAt),
    index('headcount_superseded').on(t.supersededAt).where(sql`${t.supersededAt} IS NOT NULL`),
    oneOf('headcount_source', t.source, HEADCOUNT_SOURCES),
    oneOf('headcount_interval', t.interval, HEADCOUNT_INTERVALS),
    isoDate('headcount_valid_from', t.validFrom),
    check('headcount_count', sql`${t.count} >= 0`),
    check('headcount_known', sql`${t.count} IS NOT NULL OR ${t.interval} IS NOT NULL`),
  ],
);

/**
 * Derived from the three histories whenever they change, and kept as a history itself: when a P-unit was
 * active in the municipality, and between which bounds its headcount lay. Coverage reads this table alone,
 * so that a figure for any period and as-of date is one indexed question. NULL bounds: no figure at all.
 */
export const scopePeriod = sqliteTable(
  'scope_period',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    minCount: integer('min_count'),
    maxCount: integer('max_count'),
    recordedAt: text('recorded_at').notNull(),
    supersededAt: text('superseded_at'),
  },
  (t) => [
    index('scope_period_p_unit').on(t.pNumber),
    // Covers the question of coverage: who is in scope on a day, as known at an instant.
    index('scope_period_valid').on(
      t.validTo,
      t.validFrom,
      t.minCount,
      t.maxCount,
      t.recordedAt,
      t.supersededAt,
      t.pNumber,
    ),
    isoDate('scope_period_valid_from', t.validFrom),
    isoDate('scope_period_valid_to', t.validTo),
  ],
);

/** Blokade and konflikt are the labour market's; spaerret is kommunen's own. All stop orders and matching. */
export const BAR_KINDS = ['blokade', 'konflikt', 'spaerret'] as const;
export type BarKind = (typeof BAR_KINDS)[number];

/** A period in which a place of work gets no candidates. Never changed but for its end. */
export const companyBar = sqliteTable(
  'company_bar',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    kind: text({ enum: BAR_KINDS }).notNull(),
    reason: text().notNull(),
    fromDate: text('from_date').notNull(),
    /** the first day without it; NULL: until it is lifted */
    untilDate: text('until_date'),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => user.id),
    liftedAt: text('lifted_at'),
    liftedBy: integer('lifted_by').references(() => user.id),
    liftedReason: text('lifted_reason'),
  },
  (t) => [
    index('company_bar_p_unit').on(t.pNumber, t.fromDate),
    oneOf('company_bar_kind', t.kind, BAR_KINDS),
    isoDate('company_bar_from_date', t.fromDate),
    isoDate('company_bar_until_date', t.untilDate),
    check('company_bar_period', sql`${t.untilDate} IS NULL OR ${t.untilDate} > ${t.fromDate}`),
    check('company_bar_reason', sql`length(${t.reason}) BETWEEN 1 AND 500`),
    check('company_bar_lifted', sql`(${t.liftedAt} IS NULL) = (${t.liftedBy} IS NULL)`),
  ],
);
