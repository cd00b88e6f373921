import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  blob,
  check,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { isoDate, oneOf } from './columns.ts';
import { pUnit } from './companies.ts';
import { contactPerson } from './contact-persons.ts';
import { importBatch } from './imports.ts';
import { user } from './users.ts';

export const CONTACT_KINDS = [
  'telefon',
  'besoeg',
  'moede',
  'onlinemoede',
  'mail',
  'sms',
  'brev',
  'arrangement',
] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

export const CONTACT_DIRECTIONS = ['ud', 'ind'] as const;
export type ContactDirection = (typeof CONTACT_DIRECTIONS)[number];

export const CONTACT_OUTCOMES = [
  'opnaaet',
  'ikke_opnaaet',
  'besked_lagt',
  'ikke_interesseret',
  'senere',
] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];

/** In which role the contact was made, as it was then; NULL: unknown, counted as a konsulent's. */
export const CONTACT_ROLES = ['konsulent', 'sagsbehandler'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

/** One contact with a firm. A correction is a new row that replaces the old one (superseded_at). */
export const contact = sqliteTable(
  'contact',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    contactDate: text('contact_date').notNull(),
    kind: text({ enum: CONTACT_KINDS }).notNull(),
    direction: text({ enum: CONTACT_DIRECTIONS }).notNull(),
    outcome: text({ enum: CONTACT_OUTCOMES }).notNull(),
    topic: text(),
    offer: text(),
    /** the name as written in the old system, when it is no user here */
    consultantName: text('consultant_name'),
    userId: integer('user_id').references(() => user.id),
    madeAs: text('made_as', { enum: CONTACT_ROLES }),
    contactPerson: text('contact_person'),
    /** the person of that name among the firm's contact persons, when it was logged */
    contactPersonId: integer('contact_person_id').references(() => contactPerson.id),
    note: text(),
    nextStep: text('next_step'),
    nextStepDate: text('next_step_date'),
    nextStepDoneAt: text('next_step_done_at'),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by').references(() => user.id),
    replacesId: integer('replaces_id').references((): AnySQLiteColumn => contact.id),
    correctionReason: text('correction_reason'),
    supersededAt: text('superseded_at'),
    importId: integer('import_id').references(() => importBatch.id),
    /** hash of all imported fields and the row's number among equal rows: the same file twice adds nothing */
    importKey: blob('import_key', { mode: 'buffer' }),
    /** the form's one-time key: a double click logs one contact */
    formKey: text('form_key').unique(),
  },
  (t) => [
    index('contact_p_unit').on(t.pNumber, t.contactDate),
    // Covers the question of coverage: whom did we reach in a period, as known at an instant. The outcomes that count
    // are a range each, so that the attempts that failed are not even read.
    index('contact_period').on(
      t.outcome,
      t.contactDate,
      t.kind,
      t.direction,
      t.madeAs,
      t.recordedAt,
      t.supersededAt,
      t.pNumber,
    ),
    index('contact_user').on(t.userId, t.contactDate),
    index('contact_import').on(t.importId),
    index('contact_contact_person').on(t.contactPersonId).where(sql`${t.contactPersonId} IS NOT NULL`),
    index('contact_replaces').on(t.replacesId).where(sql`${t.replacesId} IS NOT NULL`),
    uniqueIndex('contact_import_key').on(t.importKey).where(sql`${t.supersededAt} IS NULL`),
    oneOf('contact_kind', t.kind, CONTACT_KINDS),
    oneOf('contact_direction', t.direction, CONTACT_DIRECTIONS),
    oneOf('contact_outcome', t.outcome, CONTACT_OUTCOMES),
    oneOf('contact_made_as', t.madeAs, CONTACT_ROLES),
    isoDate('contact_contact_date', t.contactDate),
    isoDate('contact_next_step_date', t.nextStepDate),
  ],
);

/**
 * A contact that never took place: it is superseded with nothing in its stead, so that past figures stay and later ones
 * do without. Regretted: a later version of the contact replaces it.
 */
export const contactWithdrawal = sqliteTable(
  'contact_withdrawal',
  {
    contactId: integer('contact_id')
      .primaryKey()
      .references(() => contact.id),
    reason: text().notNull(),
    withdrawnAt: text('withdrawn_at').notNull(),
    withdrawnBy: integer('withdrawn_by')
      .notNull()
      .references(() => user.id),
  },
  (t) => [check('contact_withdrawal_reason', sql`length(${t.reason}) BETWEEN 1 AND 500`)],
);

/**
 * The next steps that are promised and not kept yet, in step with contact by triggers: a konsulent's thousands are
 * counted on every look at Min dag. Promised and not ticked off; an imported one also ends when whoever made it has been
 * in touch with the firm since (the old CRM had no tick). One made here is never dropped in silence.
 */
export const openStep = sqliteTable(
  'open_step',
  {
    contactId: integer('contact_id')
      .primaryKey()
      .references(() => contact.id),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    /** who promised it; NULL: a name of the old system, who is no user here */
    userId: integer('user_id').references(() => user.id),
    nextStepDate: text('next_step_date').notNull(),
  },
  (t) => [
    index('open_step_user').on(t.userId, t.nextStepDate),
    index('open_step_p_unit').on(t.pNumber, t.userId),
    isoDate('open_step_next_step_date', t.nextStepDate),
  ],
);
