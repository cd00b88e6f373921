import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { oneOf } from './columns.ts';
import { pUnit } from './companies.ts';
import { contact } from './contacts.ts';
import { user } from './users.ts';

/** besked: a short note to a colleague; omtale: named in a contact's note; overdragelse: the firm is yours now. */
export const COLLEAGUE_NOTE_KINDS = ['besked', 'omtale', 'overdragelse'] as const;
export type ColleagueNoteKind = (typeof COLLEAGUE_NOTE_KINDS)[number];

/** What one konsulent wants another to see about a firm, until somebody has dealt with it. */
export const colleagueNote = sqliteTable(
  'colleague_note',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    kind: text({ enum: COLLEAGUE_NOTE_KINDS }).notNull(),
    /** NULL: what there is to say stands in the contact's note */
    text: text(),
    contactId: integer('contact_id').references(() => contact.id),
    writtenAt: text('written_at').notNull(),
    writtenBy: integer('written_by')
      .notNull()
      .references(() => user.id),
    /** whose it is now, from the latest step; NULL: in the common queue */
    holderId: integer('holder_id').references(() => user.id),
    /** dealt with: on nobody's list any more */
    doneAt: text('done_at'),
    /** the form's one-time key: a double click sends one */
    formKey: text('form_key').unique(),
  },
  (t) => [
    index('colleague_note_p_unit').on(t.pNumber, t.writtenAt),
    index('colleague_note_open').on(t.holderId, t.writtenAt).where(sql`${t.doneAt} IS NULL`),
    index('colleague_note_written_by').on(t.writtenBy, t.writtenAt),
    index('colleague_note_contact').on(t.contactId).where(sql`${t.contactId} IS NOT NULL`),
    oneOf('colleague_note_kind', t.kind, COLLEAGUE_NOTE_KINDS),
    check('colleague_note_text', sql`length(${t.text}) BETWEEN 1 AND 500`),
    check('colleague_note_says', sql`(${t.kind} = 'omtale') = (${t.contactId} IS NOT NULL)`),
  ],
);

export const COLLEAGUE_NOTE_STEPS = ['sendt', 'tildelt', 'lagt_tilbage', 'klaret'] as const;
export type ColleagueNoteStep = (typeof COLLEAGUE_NOTE_STEPS)[number];

/** Who has had a note, and what they did with it. */
export const colleagueNoteStep = sqliteTable(
  'colleague_note_step',
  {
    id: integer().primaryKey(),
    noteId: integer('note_id')
      .notNull()
      .references(() => colleagueNote.id),
    step: text({ enum: COLLEAGUE_NOTE_STEPS }).notNull(),
    /** whose it is from then on; NULL: nobody's */
    holderId: integer('holder_id').references(() => user.id),
    at: text().notNull(),
    by: integer()
      .notNull()
      .references(() => user.id),
  },
  (t) => [
    index('colleague_note_step_note').on(t.noteId),
    oneOf('colleague_note_step_step', t.step, COLLEAGUE_NOTE_STEPS),
  ],
);
