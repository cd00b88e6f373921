import { sql } from 'drizzle-orm';
import { blob, check, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  type FUNCTIONAL_NEEDS,
  PRAKTIK_PURPOSES,
  TERM_KINDS,
  TRANSPORTS,
  type WORKING_TIMES,
} from '../../workers/matching/types.ts';
import { isoDate, oneOf } from './columns.ts';
import { importBatch } from './imports.ts';
import { targetGroup } from './legal-rules.ts';
import { user } from './users.ts';

export { TERM_KINDS, TRANSPORTS };

export const EDUCATIONS = ['ingen', 'kompetencegivende'] as const;

/** An unemployed citizen: the least that matching and follow-up need. */
export const citizen = sqliteTable(
  'citizen',
  {
    id: integer().primaryKey(),
    /** borger_id: the case system's key */
    citizenKey: text('citizen_key').notNull().unique(),
    /** AES-256-GCM, key outside the database; never leaves this column but through decryptCpr */
    cprEncrypted: text('cpr_encrypted'),
    /** keyed hash, for finding and for uniqueness */
    cprIndex: blob('cpr_index', { mode: 'buffer' }).unique(),
    name: text(),
    nameFolded: text('name_folded'),
    phone: text(),
    email: text(),
    /** as the case system wrote it; what it is called after a reform: target_group_successor */
    targetGroup: text('target_group')
      .notNull()
      .references(() => targetGroup.code),
    benefitSince: text('benefit_since'),
    education: text({ enum: EDUCATIONS }),
    singleProvider: integer('single_provider', { mode: 'boolean' }),
    hasEmployer: integer('has_employer', { mode: 'boolean' }),
    unemployedSince: text('unemployed_since'),
    /** statutory rules only, never ranking */
    birthYear: integer('birth_year'),
    postcode: text(),
    danish: text(),
    danishOral: text('danish_oral'),
    danishWritten: text('danish_written'),
    transports: text({ mode: 'json' }).$type<(typeof TRANSPORTS)[number][]>().notNull(),
    maxTravelMinutes: integer('max_travel_minutes'),
    hoursMin: real('hours_min'),
    hoursMax: real('hours_max'),
    workingTimes: text('working_times', { mode: 'json' }).$type<(typeof WORKING_TIMES)[number][]>().notNull(),
    needs: text({ mode: 'json' }).$type<(typeof FUNCTIONAL_NEEDS)[number][]>().notNull(),
    canStart: text('can_start'),
    /** what the next place is for (plan 2018's consideration »formål«); NULL: not decided */
    purpose: text({ enum: PRAKTIK_PURPOSES }),
    /** NULL: not asked yet, which means not shown to employers */
    mayBeShared: integer('may_be_shared', { mode: 'boolean' }),
    /** NULL: unknown, treated as protected */
    protectedAddress: integer('protected_address', { mode: 'boolean' }),
    /** jobformidler as written in the case system, when it is no user here */
    caseworkerName: text('caseworker_name'),
    caseworkerUserId: integer('caseworker_user_id').references(() => user.id),
    version: integer().notNull(),
    importId: integer('import_id').references(() => importBatch.id),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
    editedAt: text('edited_at'),
    editedBy: integer('edited_by').references(() => user.id),
  },
  (t) => [
    index('citizen_caseworker').on(t.caseworkerUserId, t.nameFolded),
    index('citizen_import').on(t.importId),
    index('citizen_target_group').on(t.targetGroup),
    oneOf('citizen_education', t.education, EDUCATIONS),
    oneOf('citizen_purpose', t.purpose, PRAKTIK_PURPOSES),
    check(
      'citizen_hours',
      sql`${t.hoursMin} IS NULL OR ${t.hoursMax} IS NULL OR ${t.hoursMin} <= ${t.hoursMax}`,
    ),
    check('citizen_cpr_pair', sql`(${t.cprEncrypted} IS NULL) = (${t.cprIndex} IS NULL)`),
    isoDate('citizen_benefit_since', t.benefitSince),
    isoDate('citizen_unemployed_since', t.unemployedSince),
    isoDate('citizen_can_start', t.canStart),
  ],
);

/** Job goals, skills, experience, certificates, licences and languages, as the case worker typed them. */
export const citizenTerm = sqliteTable(
  'citizen_term',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    kind: text({ enum: TERM_KINDS }).notNull(),
    position: integer().notNull(),
    text: text().notNull(),
    years: real(),
    lastYear: integer('last_year'),
    expiresOn: text('expires_on'),
  },
  (t) => [
    index('citizen_term_citizen').on(t.citizenId, t.kind, t.position),
    // A decision about a word marks everyone who has typed it.
    index('citizen_term_text').on(t.text),
    oneOf('citizen_term_kind', t.kind, TERM_KINDS),
    isoDate('citizen_term_expires_on', t.expiresOn),
  ],
);

/**
 * The number of the last change of each citizen or of their terms, written by triggers (0002_citizen_change.sql): what a
 * live list must look at again. A row outlives its citizen, so that a deletion is noticed too.
 */
export const citizenChange = sqliteTable('citizen_change', {
  citizenId: integer('citizen_id').primaryKey(),
  seq: integer().notNull().unique(),
});

/** Why a citizen was seen; each page or list that shows a citizen writes one row per person shown. */
export const READ_PURPOSES = ['liste', 'borgerside', 'forslagsliste', 'api', 'udtraek'] as const;
export type ReadPurpose = (typeof READ_PURPOSES)[number];

/** Read log (databeskyttelsesforordningen art. 15; Datatilsynet 2024-32-0283): who saw whom, when and why. */
export const citizenRead = sqliteTable(
  'citizen_read',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    userId: integer('user_id')
      .notNull()
      .references(() => user.id),
    at: text().notNull(),
    purpose: text({ enum: READ_PURPOSES }).notNull(),
    /** the order whose shortlist showed the citizen */
    jobOrderId: integer('job_order_id'),
  },
  (t) => [
    index('citizen_read_citizen').on(t.citizenId, t.at),
    index('citizen_read_user').on(t.userId, t.at),
    oneOf('citizen_read_purpose', t.purpose, READ_PURPOSES),
  ],
);
