import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { citizen } from './citizens.ts';
import { isoDate, oneOf } from './columns.ts';
import { contactPerson } from './contact-persons.ts';
import { user } from './users.ts';

/** Why somebody was erased: they asked, the time was over, or they should never have been here. */
export const ERASURE_REASONS = ['anmodning', 'frist', 'fejl'] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/** Somebody of whom nothing is left but a number, so that what was counted still counts. Names nobody. */
export const erasure = sqliteTable(
  'erasure',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .unique()
      .references(() => citizen.id),
    contactPersonId: integer('contact_person_id')
      .unique()
      .references(() => contactPerson.id),
    reason: text({ enum: ERASURE_REASONS }).notNull(),
    erasedAt: text('erased_at').notNull(),
    /** NULL: the nightly job, or a restored backup from before it */
    erasedBy: integer('erased_by').references(() => user.id),
  },
  (t) => [
    oneOf('erasure_reason', t.reason, ERASURE_REASONS),
    check('erasure_of_one', sql`(${t.citizenId} IS NULL) <> (${t.contactPersonId} IS NULL)`),
  ],
);

/** What somebody may ask of us (databeskyttelsesforordningen art. 15-18, 21, 77). A complaint keeps their data while it runs. */
export const REQUEST_KINDS = ['indsigt', 'sletning', 'berigtigelse', 'indsigelse', 'klage'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];
export const REQUEST_OUTCOMES = ['imoedekommet', 'delvist', 'afslaaet'] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** A citizen's request, its deadline and what came of it (art. 12). */
export const rightsRequest = sqliteTable(
  'rights_request',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    kind: text({ enum: REQUEST_KINDS }).notNull(),
    receivedOn: text('received_on').notNull(),
    /** the last day to answer: a month, with a reason three */
    dueOn: text('due_on').notNull(),
    extendedReason: text('extended_reason'),
    outcome: text({ enum: REQUEST_OUTCOMES }),
    /** told to the citizen; always when it is not what they asked for */
    reason: text(),
    closedOn: text('closed_on'),
    closedBy: integer('closed_by').references(() => user.id),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by')
      .notNull()
      .references(() => user.id),
    formKey: text('form_key').unique(),
  },
  (t) => [
    index('rights_request_citizen').on(t.citizenId),
    index('rights_request_open').on(t.dueOn).where(sql`${t.closedOn} IS NULL`),
    oneOf('rights_request_kind', t.kind, REQUEST_KINDS),
    oneOf('rights_request_outcome', t.outcome, REQUEST_OUTCOMES),
    isoDate('rights_request_received_on', t.receivedOn),
    isoDate('rights_request_due_on', t.dueOn),
    isoDate('rights_request_closed_on', t.closedOn),
    check('rights_request_closed', sql`(${t.closedOn} IS NULL) = (${t.outcome} IS NULL)`),
    check(
      'rights_request_why',
      sql`${t.outcome} IS NULL OR ${t.outcome} = 'imoedekommet' OR ${t.reason} IS NOT NULL`,
    ),
  ],
);

export const RETAINED = ['borger', 'kontaktperson'] as const;
export type Retained = (typeof RETAINED)[number];

/** How long we keep somebody after the last that happened, from a day on. Never changed: a later row rules from its day. */
export const retentionRule = sqliteTable(
  'retention_rule',
  {
    id: integer().primaryKey(),
    subject: text({ enum: RETAINED }).notNull(),
    months: integer().notNull(),
    validFrom: text('valid_from').notNull(),
    /** who has decided it, where */
    source: text().notNull(),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => user.id),
  },
  (t) => [
    oneOf('retention_rule_subject', t.subject, RETAINED),
    isoDate('retention_rule_valid_from', t.validFrom),
    check('retention_rule_months', sql`${t.months} BETWEEN 1 AND 600`),
    check('retention_rule_source', sql`length(${t.source}) BETWEEN 1 AND 300`),
  ],
);

/** Why somebody whose time is over is still here. */
export const RETENTION_HOLDS = ['forloeb', 'tavle', 'henvendelse'] as const;
export type RetentionHold = (typeof RETENTION_HOLDS)[number];

/** One night's look at whose time is over. */
export const retentionRun = sqliteTable('retention_run', {
  id: integer().primaryKey(),
  onDate: text('on_date').notNull().unique(),
  startedAt: text('started_at').notNull(),
  /** NULL: cut off; the next look goes on */
  finishedAt: text('finished_at'),
  citizens: integer().notNull(),
  persons: integer().notNull(),
  kept: text({ mode: 'json' }).$type<Partial<Record<RetentionHold, number>>>().notNull(),
});
