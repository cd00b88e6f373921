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
import { ORDER_TYPES } from '../../workers/matching/types.ts';
import { isoDate, oneOf } from './columns.ts';
import { pUnit } from './companies.ts';
import { contactPerson } from './contact-persons.ts';
import { bulkEdit } from './firm-work.ts';
import { user } from './users.ts';

/** What is agreed with a firm or noted about it, with dates. What each kind asks for: server/records/kinds.ts. */
export const RECORD_KINDS = [
  'partnerskabsaftale',
  'samarbejdsaftale',
  'strategisk',
  'rekrutteringsplan',
  'afskedigelsesvarsel',
  'fastholdelse',
  'skolesamarbejde',
  'netvaerkssamarbejde',
  'ikke_nu',
  'aldrig_igen',
  'advarsel',
  'hjemmel',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** The pick-list of each kind that has one. */
export const RECORD_FORMS = {
  skolesamarbejde: ['erhvervspraktik', 'virksomhedsbesoeg', 'undervisningsforloeb', 'andet'],
  netvaerkssamarbejde: ['erhvervsnetvaerk', 'brancheforening', 'uddannelsesnetvaerk', 'andet'],
  ikke_nu: ['senere', 'intet_behov', 'svarer_ikke', 'omstilling', 'andet'],
  aldrig_igen: ['oensker_ikke_kontakt', 'ugyldige_oplysninger', 'andet'],
  advarsel: ['arbejdsmiljoe', 'loen_og_vilkaar', 'afbrudte_forloeb', 'betaling', 'andet'],
  hjemmel: ['samtykke', 'virksomhedsservice', 'igangvaerende_sag'],
} as const;
export type RecordForm = (typeof RECORD_FORMS)[keyof typeof RECORD_FORMS][number];

const ALL_FORMS = [...new Set(Object.values(RECORD_FORMS).flat())];

/** A kind with a pick-list has one of its own values, and no other kind has any. */
const formOfKind = sql.raw(
  [
    ...Object.entries(RECORD_FORMS).map(
      ([kind, forms]) => `(kind = '${kind}' AND form IN (${forms.map((form) => `'${form}'`).join(', ')}))`,
    ),
    `(kind NOT IN (${Object.keys(RECORD_FORMS)
      .map((kind) => `'${kind}'`)
      .join(', ')}) AND form IS NULL)`,
  ].join(' OR '),
);

/** One version of a record. A correction is a new row that replaces the old one (superseded_at). */
export const firmRecord = sqliteTable(
  'firm_record',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    kind: text({ enum: RECORD_KINDS }).notNull(),
    form: text({ enum: ALL_FORMS as [RecordForm, ...RecordForm[]] }),
    fromDate: text('from_date').notNull(),
    /** the first day on which it no longer holds; NULL: until further notice */
    untilDate: text('until_date'),
    /** how many people it is about */
    count: integer(),
    /** the other side: a school, a network, who else has signed */
    partner: text(),
    note: text(),
    contactPersonId: integer('contact_person_id').references(() => contactPerson.id),
    followUpDate: text('follow_up_date'),
    followUpDoneAt: text('follow_up_done_at'),
    followUpDoneBy: integer('follow_up_done_by').references(() => user.id),
    /** why it ended before its time */
    endedReason: text('ended_reason'),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by').references(() => user.id),
    replacesId: integer('replaces_id').references((): AnySQLiteColumn => firmRecord.id),
    changeReason: text('change_reason'),
    supersededAt: text('superseded_at'),
    withdrawnAt: text('withdrawn_at'),
    withdrawnBy: integer('withdrawn_by').references(() => user.id),
    withdrawnReason: text('withdrawn_reason'),
    bulkEditId: integer('bulk_edit_id').references(() => bulkEdit.id),
    /** the form's one-time key: a double click makes one record */
    formKey: text('form_key').unique(),
  },
  (t) => [
    index('firm_record_p_unit').on(t.pNumber, t.kind),
    // Lists ask which firms have one that holds today, and what must be followed up: neither reads what has ended.
    index('firm_record_standing')
      .on(t.kind, t.untilDate, t.pNumber)
      .where(sql`${t.supersededAt} IS NULL AND ${t.withdrawnAt} IS NULL`),
    index('firm_record_follow_up')
      .on(t.followUpDate, t.pNumber)
      .where(
        sql`${t.supersededAt} IS NULL AND ${t.withdrawnAt} IS NULL AND ${t.followUpDoneAt} IS NULL AND ${t.followUpDate} IS NOT NULL`,
      ),
    index('firm_record_person').on(t.contactPersonId).where(sql`${t.contactPersonId} IS NOT NULL`),
    index('firm_record_replaces').on(t.replacesId).where(sql`${t.replacesId} IS NOT NULL`),
    index('firm_record_bulk_edit').on(t.bulkEditId).where(sql`${t.bulkEditId} IS NOT NULL`),
    oneOf('firm_record_kind', t.kind, RECORD_KINDS),
    check('firm_record_form', formOfKind),
    isoDate('firm_record_from_date', t.fromDate),
    isoDate('firm_record_until_date', t.untilDate),
    isoDate('firm_record_follow_up_date', t.followUpDate),
    check('firm_record_period', sql`${t.untilDate} IS NULL OR ${t.untilDate} >= ${t.fromDate}`),
    check('firm_record_expires', sql`${t.kind} NOT IN ('ikke_nu', 'advarsel') OR ${t.untilDate} IS NOT NULL`),
    check('firm_record_count', sql`${t.count} BETWEEN 0 AND 99999`),
    check('firm_record_withdrawn', sql`(${t.withdrawnAt} IS NULL) = (${t.withdrawnReason} IS NULL)`),
  ],
);

/** One line of an agreement or a recruitment plan: so many places or people of a type, from when. */
export const firmRecordLine = sqliteTable(
  'firm_record_line',
  {
    recordId: integer('record_id')
      .notNull()
      .references(() => firmRecord.id),
    position: integer().notNull(),
    type: text({ enum: ORDER_TYPES }).notNull(),
    count: integer().notNull(),
    neededFrom: text('needed_from'),
  },
  (t) => [
    primaryKey({ columns: [t.recordId, t.position] }),
    oneOf('firm_record_line_type', t.type, ORDER_TYPES),
    isoDate('firm_record_line_needed_from', t.neededFrom),
    check('firm_record_line_count', sql`${t.count} BETWEEN 1 AND 9999`),
  ],
);
