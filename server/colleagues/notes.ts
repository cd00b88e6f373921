import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import {
  type COLLEAGUE_NOTE_KINDS,
  type ColleagueNoteStep,
  colleagueNote,
  colleagueNoteStep,
} from '../../db/schema/colleague-notes.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { user, userRole } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { Doing } from '../doing.ts';
import type { FieldError } from '../problems.ts';

type Reader = Pick<Db, 'select'>;
type Writer = Pick<Db, 'select' | 'insert' | 'update'>;

export const NOTE_LIMIT = 500;
/** As many as anybody works through in a day; the page says when there are more. */
export const SHOWN_NOTES = 50;

const writer = alias(user, 'writer');
const holder = alias(user, 'holder');

function selectNotes(db: Reader) {
  return db
    .select({
      id: colleagueNote.id,
      kind: colleagueNote.kind,
      text: colleagueNote.text,
      pNumber: colleagueNote.pNumber,
      firmName: pUnit.name,
      writtenAt: colleagueNote.writtenAt,
      writtenByName: writer.name,
      holderId: colleagueNote.holderId,
      holderName: holder.name,
      doneAt: colleagueNote.doneAt,
      // A corrected note may have lost what should not have stood there: only the one that stands is shown.
      contactNote: contact.note,
    })
    .from(colleagueNote)
    .innerJoin(pUnit, eq(pUnit.pNumber, colleagueNote.pNumber))
    .innerJoin(writer, eq(writer.id, colleagueNote.writtenBy))
    .leftJoin(holder, eq(holder.id, colleagueNote.holderId))
    .leftJoin(contact, and(eq(contact.id, colleagueNote.contactId), isNull(contact.supersededAt)))
    .$dynamic();
}
export type ColleagueNote = ReturnType<typeof notesFor>[number];

/** What colleagues want the user to see and nobody has dealt with, oldest first. */
export function notesFor(db: Reader, userId: number) {
  return notesOfHolder(db).all({ userId });
}

const notesOfHolder = preparedOnce((db: Reader) =>
  selectNotes(db)
    .where(and(eq(colleagueNote.holderId, sql.placeholder('userId')), isNull(colleagueNote.doneAt)))
    .orderBy(asc(colleagueNote.writtenAt), asc(colleagueNote.id))
    .limit(SHOWN_NOTES)
    .prepare(),
);

/** What was put back and nobody has taken, oldest first. */
export function queuedNotes(db: Reader): ColleagueNote[] {
  return selectNotes(db)
    .where(and(isNull(colleagueNote.holderId), isNull(colleagueNote.doneAt)))
    .orderBy(asc(colleagueNote.writtenAt), asc(colleagueNote.id))
    .limit(SHOWN_NOTES)
    .all();
}

/** What the user has written to others, latest first, dealt with or not. */
export function notesBy(db: Reader, userId: number): ColleagueNote[] {
  return selectNotes(db)
    .where(eq(colleagueNote.writtenBy, userId))
    .orderBy(desc(colleagueNote.writtenAt), desc(colleagueNote.id))
    .limit(SHOWN_NOTES)
    .all();
}

/** The latest notes about a firm with each step they took. */
export function notesAt(db: Reader, pNumber: number) {
  const notes = notesOfFirm(db).all({ pNumber });
  if (notes.length === 0) return [];
  const steps = stepsOfNotes(db).all({ noteIds: JSON.stringify(notes.map(({ id }) => id)) });
  return notes.map((note) => ({ ...note, steps: steps.filter(({ noteId }) => noteId === note.id) }));
}
export type NoteWithSteps = ReturnType<typeof notesAt>[number];

const notesOfFirm = preparedOnce((db: Reader) =>
  selectNotes(db)
    .where(eq(colleagueNote.pNumber, sql.placeholder('pNumber')))
    .orderBy(desc(colleagueNote.writtenAt), desc(colleagueNote.id))
    .limit(10)
    .prepare(),
);

const stepsOfNotes = preparedOnce((db: Reader) =>
  db
    .select({
      noteId: colleagueNoteStep.noteId,
      step: colleagueNoteStep.step,
      at: colleagueNoteStep.at,
      byName: writer.name,
      holderName: holder.name,
    })
    .from(colleagueNoteStep)
    .innerJoin(writer, eq(writer.id, colleagueNoteStep.by))
    .leftJoin(holder, eq(holder.id, colleagueNoteStep.holderId))
    .where(isAmong(colleagueNoteStep.noteId, 'noteIds'))
    .orderBy(asc(colleagueNoteStep.id))
    .prepare(),
);

/** Those who may be written to: active konsulenter, who have a Min dag to see it on. */
function recipients(db: Reader) {
  return db
    .select({ id: user.id, username: user.username, name: user.name })
    .from(user)
    .innerJoin(userRole, and(eq(userRole.userId, user.id), eq(userRole.role, 'konsulent')))
    .where(isNull(user.disabledAt))
    .orderBy(asc(user.name))
    .all();
}

/** [id, "Anna Steen (anst)"] of everybody but oneself. */
export function recipientChoices(db: Reader, userId: number): [string, string][] {
  return recipients(db)
    .filter(({ id }) => id !== userId)
    .map(({ id, username, name }) => [String(id), `${name} (${username})`]);
}

const MENTION = /(?<![\p{L}\p{N}.@_-])@([\p{L}\p{N}_-]{2,40})/gu;

/** Whom a note names ("@anst") and whom was picked from the list. An address of mail names nobody. */
export function readMentions(
  db: Reader,
  { note, picked, userId }: { note: string | null; picked: number; userId: number },
): { mentioned: number[]; errors: FieldError[] } {
  const names = [...(note ?? '').matchAll(MENTION)].map((match) => (match[1] ?? '').toLocaleLowerCase('da'));
  if (names.length === 0 && picked === 0) return { mentioned: [], errors: [] };
  const known = recipients(db);
  const unknown = names.filter((name) => !known.some(({ username }) => username === name));
  const mentioned = known
    .filter(({ id, username }) => id !== userId && (id === picked || names.includes(username)))
    .map(({ id }) => id);
  const errors = unknown.map((name) => ({
    field: 'note',
    reason: `Ingen konsulent har initialerne @${name}. Ret dem, eller vælg kollegaen på listen.`,
  }));
  if (picked !== 0 && !known.some(({ id }) => id === picked))
    errors.push({ field: 'kollega', reason: 'Vælg en kollega på listen.' });
  return { mentioned, errors };
}

interface NewNote {
  pNumber: number;
  kind: (typeof COLLEAGUE_NOTE_KINDS)[number];
  text: string | null;
  to: number;
  contactId?: number;
  formKey?: string;
}

/** Call it inside the transaction. */
export function writeNote(tx: Writer, { to, ...note }: NewNote, { actor, at }: Doing): void {
  const { id } = tx
    .insert(colleagueNote)
    .values({ ...note, writtenAt: at, writtenBy: actor.userId, holderId: to })
    .returning({ id: colleagueNote.id })
    .get();
  addStep(tx, { noteId: id, step: 'sendt', holderId: to }, { actor, at });
}

function addStep(
  tx: Writer,
  step: { noteId: number; step: ColleagueNoteStep; holderId: number | null },
  { actor, at }: Doing,
): void {
  tx.insert(colleagueNoteStep)
    .values({ ...step, at, by: actor.userId })
    .run();
  const event = { action: step.step, entity: 'colleague_note', entityKey: String(step.noteId) };
  recordEvent(tx, { at, userId: actor.userId, ...event });
}

type NoteAnswer =
  | { outcome: 'saved' }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' };

/** What is wrong with a note to a colleague, at its field. */
export function noteErrors(db: Reader, { to, text }: { to: number; text: string | null }): FieldError[] {
  const errors = freeTextErrors('besked', text, NOTE_LIMIT);
  if (!recipients(db).some(({ id }) => id === to))
    errors.push({ field: 'kollega', reason: 'Vælg en kollega på listen.' });
  return errors;
}

/** Writes to a colleague about a firm, once per form key. */
export function sendNote(
  db: Db,
  note: { pNumber: number; to: number; text: string | null; formKey: string },
  doing: Doing,
): NoteAnswer {
  const { pNumber, text, formKey } = note;
  const errors = noteErrors(db, note);
  if (text === null) errors.push({ field: 'besked', reason: 'Skriv, hvad din kollega skal vide.' });
  if (errors.length > 0) return { outcome: 'refused', errors };
  return db.transaction(
    (tx): NoteAnswer => {
      if (!tx.select().from(pUnit).where(eq(pUnit.pNumber, pNumber)).get()) return { outcome: 'unknown' };
      const earlier = tx.select().from(colleagueNote).where(eq(colleagueNote.formKey, formKey)).get();
      if (!earlier) writeNote(tx, { ...note, kind: 'besked' }, doing);
      return { outcome: 'saved' };
    },
    { behavior: 'immediate' },
  );
}

/** What one can do with a note: take it from the queue, put it back there, or be done with it. */
export const NOTE_STEPS = ['tildelt', 'lagt_tilbage', 'klaret'] as const;

/** False: there is no such note, it is done, or it is another's. */
export function moveNote(
  db: Db,
  id: number,
  step: (typeof NOTE_STEPS)[number],
  { actor, at }: Doing,
): boolean {
  return db.transaction(
    (tx) => {
      const note = tx.select().from(colleagueNote).where(eq(colleagueNote.id, id)).get();
      const whose = step === 'tildelt' ? null : actor.userId;
      if (!note || note.doneAt !== null || note.holderId !== whose) return false;
      const holderId = step === 'lagt_tilbage' ? null : actor.userId;
      const doneAt = step === 'klaret' ? at : null;
      tx.update(colleagueNote).set({ holderId, doneAt }).where(eq(colleagueNote.id, id)).run();
      addStep(tx, { noteId: id, step, holderId }, { actor, at });
      return true;
    },
    { behavior: 'immediate' },
  );
}
