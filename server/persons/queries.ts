import { and, asc, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { contactPerson, contactPersonVersion, type InformedWay } from '../../db/schema/contact-persons.ts';
import { contact } from '../../db/schema/contacts.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import type { FieldError } from '../problems.ts';
import { localDate } from '../ui/dates.ts';
import { checkPerson, type PersonDraft, type PersonFacts } from './rules.ts';

type Reader = Pick<Db, 'select'>;
type Writer = Pick<Db, 'select' | 'insert' | 'update'>;

/** A firm's contact persons: those who are still there first, by name. A firm has some, never hundreds. */
export function personsAt(db: Reader, pNumber: number) {
  return personsOfFirm(db).all({ pNumber });
}
export type ContactPerson = ReturnType<typeof personsAt>[number];

const personsOfFirm = preparedOnce((db: Reader) => {
  // Full names: drizzle leaves the table out in a sub-query, and the columns would then compare with themselves.
  const lastSpokenTo = sql<string | null>`(SELECT max(contact.contact_date) FROM ${contact}
    WHERE contact.contact_person_id = contact_person.id AND contact.superseded_at IS NULL)`;
  return selectPersons(db, lastSpokenTo)
    .where(
      and(
        eq(contactPerson.pNumber, sql.placeholder('pNumber')),
        isNull(contactPersonVersion.supersededAt),
        isNull(contactPerson.erasedAt),
      ),
    )
    .orderBy(
      sql`${contactPersonVersion.leftOn} IS NOT NULL`,
      asc(contactPersonVersion.name),
      asc(contactPerson.id),
    )
    .prepare();
});

export function findPerson(db: Reader, id: number) {
  return selectPersons(db, sql<string | null>`NULL`)
    .where(
      and(
        eq(contactPerson.id, id),
        isNull(contactPersonVersion.supersededAt),
        isNull(contactPerson.erasedAt),
      ),
    )
    .get();
}

function selectPersons(db: Reader, lastSpokenTo: SQL<string | null>) {
  return db
    .select({
      id: contactPerson.id,
      pNumber: contactPerson.pNumber,
      name: contactPersonVersion.name,
      role: contactPersonVersion.role,
      phone: contactPersonVersion.phone,
      email: contactPersonVersion.email,
      leftOn: contactPersonVersion.leftOn,
      informedOn: contactPersonVersion.informedOn,
      informedWay: contactPersonVersion.informedWay,
      lastSpokenTo,
    })
    .from(contactPerson)
    .innerJoin(contactPersonVersion, eq(contactPersonVersion.personId, contactPerson.id))
    .$dynamic();
}

/** What we have known of a person, the latest first, with who wrote it. */
export function versionsOfPerson(db: Reader, id: number) {
  return db
    .select({ version: contactPersonVersion, recordedByName: user.name })
    .from(contactPersonVersion)
    .leftJoin(user, eq(user.id, contactPersonVersion.recordedBy))
    .where(eq(contactPersonVersion.personId, id))
    .orderBy(desc(contactPersonVersion.id))
    .all();
}

/** Whom a contact means by a name: the firm's person of exactly that name, whatever the case. */
export function personNamed(db: Reader, pNumber: number, name: string | null): number | null {
  if (name === null) return null;
  const wanted = name.toLocaleLowerCase('da');
  return personsAt(db, pNumber).find((person) => person.name.toLocaleLowerCase('da') === wanted)?.id ?? null;
}

export type PersonAnswer =
  | { outcome: 'saved'; id: number; pNumber: number }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' };

/** Adds a person to a firm, once per form key. */
export function addPerson(
  db: Db,
  entry: { pNumber: number; draft: PersonDraft; formKey: string },
  { actor, at }: Doing,
): PersonAnswer {
  const { person, errors } = checkPerson(entry.draft, localDate(new Date(at)));
  if (!person) return { outcome: 'refused', errors };
  const { pNumber, formKey } = entry;
  return db.transaction(
    (tx): PersonAnswer => {
      if (!tx.select().from(pUnit).where(eq(pUnit.pNumber, pNumber)).get()) return { outcome: 'unknown' };
      const earlier = tx.select().from(contactPerson).where(eq(contactPerson.formKey, formKey)).get();
      if (earlier) return { outcome: 'saved', id: earlier.id, pNumber };
      const { id } = tx
        .insert(contactPerson)
        .values({ pNumber, createdAt: at, createdBy: actor.userId, formKey })
        .returning({ id: contactPerson.id })
        .get();
      writeVersion(tx, id, person, { actor, at });
      recordEvent(tx, personEvent('opret', id, { actor, at }));
      return { outcome: 'saved', id, pNumber };
    },
    { behavior: 'immediate' },
  );
}

/** Writes what is known now; what was known before stays. Nothing happens when nothing has changed. */
export function editPerson(
  db: Db,
  { id, draft }: { id: number; draft: PersonDraft },
  doing: Doing,
): PersonAnswer {
  const { person, errors } = checkPerson(draft, localDate(new Date(doing.at)));
  if (!person) return { outcome: 'refused', errors };
  return db.transaction((tx) => replaceVersion(tx, id, () => person, doing), { behavior: 'immediate' });
}

/** They have been told today that we keep their name (databeskyttelsesforordningen art. 14). */
export function informPerson(db: Db, id: number, informedWay: InformedWay, doing: Doing): PersonAnswer {
  const informedOn = localDate(new Date(doing.at));
  return db.transaction(
    (tx) =>
      replaceVersion(
        tx,
        id,
        (before) => (before.informedOn === null ? { ...before, informedOn, informedWay } : before),
        doing,
      ),
    { behavior: 'immediate' },
  );
}

function replaceVersion(
  tx: Writer,
  id: number,
  change: (before: PersonFacts) => PersonFacts,
  { actor, at }: Doing,
): PersonAnswer {
  const found = findPerson(tx, id);
  if (!found) return { outcome: 'unknown' };
  const before = factsOf(found);
  const after = change(before);
  const answer: PersonAnswer = { outcome: 'saved', id, pNumber: found.pNumber };
  if (JSON.stringify(after) === JSON.stringify(before)) return answer;
  tx.update(contactPersonVersion)
    .set({ supersededAt: at })
    .where(and(eq(contactPersonVersion.personId, id), isNull(contactPersonVersion.supersededAt)))
    .run();
  writeVersion(tx, id, after, { actor, at });
  recordEvent(tx, personEvent('ret', id, { actor, at }));
  return answer;
}

function factsOf(found: PersonFacts): PersonFacts {
  const { name, role, phone, email, leftOn, informedOn, informedWay } = found;
  return { name, role, phone, email, leftOn, informedOn, informedWay };
}

function writeVersion(tx: Writer, personId: number, person: PersonFacts, { actor, at }: Doing): void {
  tx.insert(contactPersonVersion)
    .values({ personId, ...person, recordedAt: at, recordedBy: actor.userId })
    .run();
}

function personEvent(action: string, id: number, { actor, at }: Doing) {
  return { at, userId: actor.userId, action, entity: 'contact_person', entityKey: String(id) };
}
