import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { insertsInto, preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { sliceBy } from '../api/keyset.ts';
import type { Paging } from '../api/paging.ts';
import { writeNote } from '../colleagues/notes.ts';
import type { Doing } from '../doing.ts';
import { personErrors, TICKED } from '../persons/person-check.ts';
import { personNamed } from '../persons/queries.ts';
import type { FieldError } from '../problems.ts';
import { keptInstead } from '../register/merge-queries.ts';
import { localDate } from '../ui/dates.ts';
import { isOpenStep } from './next-steps.ts';
import {
  type CheckedContact,
  type ContactDraft,
  checkContact,
  freeTextErrors,
  madeAs,
  TEXT_LIMITS,
} from './rules.ts';
import { readTalkWords, talkWords } from './talk-words.ts';

type Reader = Pick<Db, 'select'>;

export type ContactAnswer =
  | { outcome: 'saved'; id: number; pNumber: number }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' }
  /** somebody has corrected it in the meantime */
  | { outcome: 'stale' };

/** Logs a contact once per form key, however often the form is sent, and marks the promises it kept as done. */
export function logContact(
  db: Db,
  entry: {
    pNumber: number;
    draft: ContactDraft;
    formKey: string | null;
    completes?: readonly number[];
    mentioned?: readonly number[];
    /** asked whether the text tells of a citizen, they said no */
    ticked?: boolean;
  },
  { actor, at }: Doing,
): ContactAnswer {
  const words = readTalkWords(entry.draft, talkWords(db));
  const checked = checkContact({ ...entry.draft, ...said(words) }, localDate(new Date(at)));
  const errors = [...checked.errors, ...words.errors];
  if (!checked.contact || errors.length > 0) return { outcome: 'refused', errors };
  return db.transaction((tx) => writeContact(tx, { ...entry, checked: checked.contact }, { actor, at }), {
    behavior: 'immediate',
  });
}

interface CheckedEntry {
  pNumber: number;
  checked: CheckedContact;
  formKey: string | null;
  completes?: readonly number[];
  mentioned?: readonly number[];
  ticked?: boolean;
}

/** The same within an open transaction, for whoever writes more than the contact. */
export function writeContact(
  tx: Pick<Db, 'select' | 'insert' | 'update'>,
  { pNumber, checked, formKey, completes = [], mentioned = [], ticked = false }: CheckedEntry,
  { actor, at }: Doing,
): ContactAnswer {
  if (!firmAt(tx).get({ pNumber })) return { outcome: 'unknown' };
  const earlier = formKey && savedAs(tx).get({ formKey });
  if (earlier) return { outcome: 'saved', id: earlier.id, pNumber };
  const asked = askOfPeople(tx, pNumber, checked, ticked);
  if (asked.length > 0) return { outcome: 'refused', errors: asked };
  const id = insertContact(tx, {
    pNumber,
    ...columnsOf(checked),
    contactPersonId: personNamed(tx, pNumber, checked.contactPerson),
    userId: actor.userId,
    madeAs: madeAs(actor.roles),
    recordedAt: at,
    recordedBy: actor.userId,
    formKey,
  });
  recordEvent(tx, {
    at,
    userId: actor.userId,
    action: 'opret',
    entity: 'contact',
    entityKey: String(id),
    detail: ticked ? TICKED : undefined,
  });
  if (completes.length > 0) {
    const kept = and(inArray(contact.id, [...completes]), eq(contact.pNumber, pNumber), isOpenStep());
    tx.update(contact).set({ nextStepDoneAt: at }).where(kept).run();
  }
  for (const to of mentioned)
    writeNote(tx, { pNumber, kind: 'omtale', text: null, to, contactId: id }, { actor, at });
  return { outcome: 'saved', id, pNumber };
}

const firmAt = preparedOnce((db: Reader) =>
  db
    .select({ pNumber: pUnit.pNumber })
    .from(pUnit)
    .where(eq(pUnit.pNumber, sql.placeholder('pNumber')))
    .prepare(),
);

const savedAs = preparedOnce((db: Reader) =>
  db
    .select({ id: contact.id })
    .from(contact)
    .where(eq(contact.formKey, sql.placeholder('formKey')))
    .prepare(),
);

const insertContact = insertsInto(contact);

/**
 * Replaces a contact by a corrected one with a reason; the old one stays, and past figures with it. `pNumber` as typed:
 * the firm that it was with, where it was logged on a wrong one; '': the same.
 */
export function correctContact(
  db: Db,
  correction: { id: number; draft: ContactDraft; reason: string | null; pNumber?: string; ticked?: boolean },
  { actor, at }: Doing,
): ContactAnswer {
  return db.transaction(
    (tx): ContactAnswer => {
      const old = tx.select().from(contact).where(eq(contact.id, correction.id)).get();
      if (!old) return { outcome: 'unknown' };
      if (old.supersededAt !== null) return { outcome: 'stale' };
      const words = readTalkWords(correction.draft, talkWords(tx), old);
      const checked = checkContact({ ...correction.draft, ...said(words) }, localDate(new Date(at)));
      const errors = [...checked.errors, ...words.errors, ...reasonErrors(correction.reason)];
      if (!checked.contact || errors.length > 0) return { outcome: 'refused', errors };
      const pNumber = correction.pNumber ? standingFirm(tx, correction.pNumber) : old.pNumber;
      if (pNumber === undefined) return { outcome: 'refused', errors: [NO_SUCH_FIRM] };
      const asked = askOfPeople(tx, pNumber, checked.contact, correction.ticked);
      if (asked.length > 0) return { outcome: 'refused', errors: asked };
      tx.update(contact).set({ supersededAt: at }).where(eq(contact.id, old.id)).run();
      const sameStep = checked.contact.nextStepDate === old.nextStepDate;
      const { id } = tx
        .insert(contact)
        .values({
          pNumber,
          ...columnsOf(checked.contact),
          contactPersonId: personNamed(tx, pNumber, checked.contact.contactPerson),
          userId: old.userId,
          consultantName: old.consultantName,
          madeAs: old.madeAs,
          nextStepDoneAt: sameStep ? old.nextStepDoneAt : null,
          recordedAt: at,
          recordedBy: actor.userId,
          replacesId: old.id,
          correctionReason: correction.reason,
          // The same file imported again must still know the row, corrected or not.
          importKey: old.importKey,
        })
        .returning({ id: contact.id })
        .get();
      const event = { action: 'ret', entity: 'contact', entityKey: String(id) };
      const detail = correction.ticked ? TICKED : undefined;
      recordEvent(tx, { at, userId: actor.userId, ...event, detail });
      return { outcome: 'saved', id, pNumber };
    },
    { behavior: 'immediate' },
  );
}

const said = ({ topic, offer }: ReturnType<typeof readTalkWords>) => ({ topic, offer });

function askOfPeople(
  tx: Pick<Db, 'select'>,
  pNumber: number,
  { note, nextStep, contactPerson }: ContactDraft,
  ticked = false,
): FieldError[] {
  return personErrors(tx, { pNumber, texts: [note, nextStep], contactPerson, ticked });
}

const NO_SUCH_FIRM: FieldError = { field: 'pNumber', reason: 'Der er ingen virksomhed med det P-nummer.' };

/** The firm with a typed P-number, or the one that it was merged into. */
function standingFirm(tx: Pick<Db, 'select'>, typed: string): number | undefined {
  const pNumber = /^[1-9]\d{9}$/.test(typed) ? Number(typed) : 0;
  const known = firmAt(tx).get({ pNumber });
  return known && (keptInstead(tx, pNumber) ?? pNumber);
}

function reasonErrors(reason: string | null): FieldError[] {
  if (!reason) return [{ field: 'reason', reason: 'Skriv, hvorfor du retter kontakten.' }];
  return freeTextErrors('reason', reason, TEXT_LIMITS.reason);
}

/** Named one by one: a draft's other fields, if it had any, never reach the row. */
function columnsOf(checked: NonNullable<ReturnType<typeof checkContact>['contact']>) {
  const { contactDate, kind, direction, outcome } = checked;
  const { topic, offer, contactPerson, note, nextStep, nextStepDate } = checked;
  return { contactDate, kind, direction, outcome, topic, offer, contactPerson, note, nextStep, nextStepDate };
}

/** A contact that still stands, for correcting it. */
export function findContact(db: Db, id: number) {
  return db
    .select()
    .from(contact)
    .where(and(eq(contact.id, id), isNull(contact.supersededAt)))
    .get();
}

/** The version that stands of the contact that a row belongs to; undefined: none does. */
export function standingContact(db: Reader, id: number): ContactVersion | undefined {
  const [found] = readVersions(db).where(eq(contact.id, id)).all().map(flat);
  if (!found || found.supersededAt === null) return found;
  const next = db.select({ id: contact.id }).from(contact).where(eq(contact.replacesId, id)).get();
  return next && standingContact(db, next.id);
}

/** A firm's contacts for a program, the latest first; `superseded` adds those that were corrected. */
export function contactsAt(
  db: Db,
  pNumber: number,
  { paging, superseded }: { paging: Paging; superseded: boolean },
): ContactVersion[] {
  const { after, orderBy, limit } = sliceBy(LATEST_FIRST, paging);
  return readVersions(db)
    .where(and(eq(contact.pNumber, pNumber), superseded ? undefined : isNull(contact.supersededAt), after))
    .orderBy(...orderBy)
    .limit(limit)
    .all()
    .map(flat);
}

const LATEST_FIRST = [
  { by: contact.contactDate, descending: true },
  { by: contact.id, descending: true },
];

export interface ContactVersion extends ContactRow {
  recordedByName: string | null;
}
type ContactRow = typeof contact.$inferSelect;

function readVersions(db: Reader) {
  return db
    .select({ version: contact, recordedByName: user.name })
    .from(contact)
    .leftJoin(user, eq(user.id, contact.recordedBy))
    .$dynamic();
}

function flat({
  version,
  recordedByName,
}: {
  version: ContactRow;
  recordedByName: string | null;
}): ContactVersion {
  return { ...version, recordedByName };
}

/** The earlier versions of a contact, newest first, with who wrote them. */
export function versionsOf(db: Db, id: number) {
  const versions: ContactVersion[] = [];
  let next: number | null = id;
  while (next !== null) {
    const row = readVersions(db).where(eq(contact.id, next)).get();
    if (!row) break;
    versions.push(flat(row));
    next = row.version.replacesId;
  }
  return versions;
}
