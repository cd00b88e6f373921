import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { citizen } from './citizens.ts';
import { oneOf } from './columns.ts';
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
