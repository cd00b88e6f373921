import { sql } from 'drizzle-orm';
import { blob, check, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  type FUNCTIONAL_NEEDS,
  PRAKTIK_PURPOSES,
  TERM_KINDS,
  TRANSPORTS,
  type WORKING_TIMES,
} from '../../workers/matching/types.ts';
import { chained, isHash, isoDate, oneOf } from './columns.ts';
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
    /** nothing is left but the number and the target group: whoever this was counts, and is nobody */
    erasedAt: text('erased_at'),
  },
  (t) => [
    // All that a sagsbehandler's list and a team's are chosen and sorted by: a region's team has 25,000.
    index('citizen_caseworker').on(
      t.caseworkerUserId,
      t.nameFolded,
      t.protectedAddress,
      t.targetGroup,
      t.unemployedSince,
    ),
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
    oneOf('citizen_term_kind', t.kind, TERM_KINDS),
    isoDate('citizen_term_expires_on', t.expiresOn),
  ],
);

/**
 * The number of the last change of each citizen, written by triggers (0002_citizen_change.sql): what a live list must look
 * at again. Whoever writes terms or shifts changes the citizen with them, so those have no triggers. A row outlives its
 * citizen, so that a deletion is noticed too.
 */
export const citizenChange = sqliteTable('citizen_change', {
  citizenId: integer('citizen_id').primaryKey(),
  seq: integer().notNull().unique(),
});

/**
 * The number by which the log knows a citizen: drawn at random, and the only tie between the two. The log can never be
 * changed, so an erased citizen's row here loses its citizen (server/log/person.ts), and what the log tells is of nobody.
 */
export const logPerson = sqliteTable('log_person', {
  number: integer().primaryKey(),
  citizenId: integer('citizen_id')
    .unique()
    .references(() => citizen.id),
});

/** Why a citizen was seen; each page or list that shows a citizen writes one row per person shown. */
export const READ_PURPOSES = [
  'liste',
  'borgerside',
  'cpr',
  'forslagsliste',
  'tavle',
  'forloeb',
  'soegning',
  'api',
  'udtraek',
  'indsigt',
] as const;
export type ReadPurpose = (typeof READ_PURPOSES)[number];

/** What the reader had to do with the citizen then: own case, own or team's order, or nothing that the program knows of. */
export const READ_RELATIONS = ['sag', 'ordre', 'ingen'] as const;
export type ReadRelation = (typeof READ_RELATIONS)[number];

/**
 * Read log (databeskyttelsesforordningen art. 15; Datatilsynet 2024-32-0283): who saw whom, when and why. With audit_event
 * one chain: `id` counts through both, and triggers refuse every change (the newest migration that names them).
 */
export const citizenRead = sqliteTable(
  'citizen_read',
  {
    id: integer().primaryKey(),
    person: integer()
      .notNull()
      .references(() => logPerson.number),
    userId: integer('user_id')
      .notNull()
      .references(() => user.id),
    at: text().notNull(),
    purpose: text({ enum: READ_PURPOSES }).notNull(),
    /** the order whose shortlist showed the citizen */
    jobOrderId: integer('job_order_id'),
    /** NULL: from before this was written down */
    relation: text({ enum: READ_RELATIONS }),
    ...chained(),
  },
  (t) => [
    index('citizen_read_person').on(t.person, t.at),
    index('citizen_read_user').on(t.userId, t.at),
    index('citizen_read_unrelated').on(t.at).where(sql`${t.relation} = 'ingen'`),
    oneOf('citizen_read_purpose', t.purpose, READ_PURPOSES),
    oneOf('citizen_read_relation', t.relation, READ_RELATIONS),
    isHash('citizen_read_previous', t.previous),
    isHash('citizen_read_hash', t.hash),
  ],
);

/** Somebody saw many citizens outside their own cases in a short time: an administrator looks into it and says what it was. */
export const readAlarm = sqliteTable(
  'read_alarm',
  {
    id: integer().primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => user.id),
    /** the reads from this instant to the next are what it is about */
    fromAt: text('from_at').notNull(),
    raisedAt: text('raised_at').notNull(),
    /** different citizens seen in that time */
    persons: integer().notNull(),
    settledAt: text('settled_at'),
    settledBy: integer('settled_by').references(() => user.id),
    /** what it was */
    finding: text(),
  },
  (t) => [
    index('read_alarm_user').on(t.userId, t.raisedAt),
    index('read_alarm_open').on(t.raisedAt).where(sql`${t.settledAt} IS NULL`),
    check(
      'read_alarm_settled',
      sql`(${t.settledAt} IS NULL) = (${t.settledBy} IS NULL) AND (${t.settledAt} IS NULL) = (${t.finding} IS NULL)`,
    ),
  ],
);
