import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { isoDate, oneOf } from './columns.ts';
import { pUnit } from './companies.ts';
import { user } from './users.ts';

/** How a contact person learned that we keep their name (databeskyttelsesforordningen art. 14). */
export const INFORMED_WAYS = ['mundtligt', 'mail', 'brev', 'sms'] as const;
export type InformedWay = (typeof INFORMED_WAYS)[number];

/** Somebody at a firm whom we talk to. What we know of them is in contact_person_version. */
export const contactPerson = sqliteTable(
  'contact_person',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by').references(() => user.id),
    /** the form's one-time key: a double click makes one person */
    formKey: text('form_key').unique(),
    /** nothing is left but the number */
    erasedAt: text('erased_at'),
  },
  (t) => [index('contact_person_p_unit').on(t.pNumber)],
);

/** What we know of a contact person; an edit is a new row, and the one without superseded_at stands. */
export const contactPersonVersion = sqliteTable(
  'contact_person_version',
  {
    id: integer().primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => contactPerson.id),
    name: text().notNull(),
    role: text(),
    phone: text(),
    email: text(),
    /** the day they left the firm; NULL: still there */
    leftOn: text('left_on'),
    /** told that we keep their name; NULL: still to be done */
    informedOn: text('informed_on'),
    informedWay: text('informed_way', { enum: INFORMED_WAYS }),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by').references(() => user.id),
    supersededAt: text('superseded_at'),
  },
  (t) => [
    index('contact_person_version_person').on(t.personId),
    uniqueIndex('contact_person_version_standing').on(t.personId).where(sql`${t.supersededAt} IS NULL`),
    oneOf('contact_person_version_informed_way', t.informedWay, INFORMED_WAYS),
    isoDate('contact_person_version_left_on', t.leftOn),
    isoDate('contact_person_version_informed_on', t.informedOn),
    check('contact_person_version_informed', sql`(${t.informedOn} IS NULL) = (${t.informedWay} IS NULL)`),
    check('contact_person_version_name', sql`length(${t.name}) BETWEEN 1 AND 200`),
  ],
);
