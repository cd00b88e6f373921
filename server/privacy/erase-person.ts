import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { contactPerson, contactPersonVersion } from '../../db/schema/contact-persons.ts';
import { contact } from '../../db/schema/contacts.ts';
import { placement } from '../../db/schema/placements.ts';
import { erasure } from '../../db/schema/privacy.ts';
import { recordEvent } from '../admin/queries.ts';
import { localDate } from '../ui/dates.ts';
import { emptyLog } from './empty-log.ts';
import type { Erasing, ListFiles, Tx } from './erase.ts';
import { keepErasureList } from './erasure-list.ts';
import { forgetName } from './mentions.ts';

const NAMELESS = 'Slettet person';

/** Erases somebody at a firm: name, role, telephone and mail, in every version, and the name where talks tell it. */
export function erasePerson(db: Db, files: ListFiles, id: number, erasing: Erasing): boolean {
  const erased = db.transaction(
    (tx) => {
      const done = erasePersonIn(tx, db, id, erasing);
      if (done) keepErasureList(tx, files);
      return done;
    },
    { behavior: 'immediate' },
  );
  if (erased) emptyLog(db, erasing.at);
  return erased;
}

/** Only inside a transaction of `db`. The contacts stay: they count, and are the firm's. */
export function erasePersonIn(
  tx: Tx,
  { $client }: Pick<Db, '$client'>,
  id: number,
  { reason, at, by }: Erasing,
): boolean {
  const found = tx
    .select({ pNumber: contactPerson.pNumber })
    .from(contactPerson)
    .where(and(eq(contactPerson.id, id), isNull(contactPerson.erasedAt)))
    .get();
  if (!found) return false;
  const names = tx
    .select({ name: contactPersonVersion.name })
    .from(contactPersonVersion)
    .where(eq(contactPersonVersion.personId, id))
    .orderBy(desc(contactPersonVersion.id))
    .all();
  tx.update(contactPerson).set({ erasedAt: at, formKey: null }).where(eq(contactPerson.id, id)).run();
  tx.update(contactPersonVersion)
    .set({
      ...{ name: NAMELESS, role: null, phone: null, email: null, informedOn: null, informedWay: null },
      leftOn: sql`coalesce(${contactPersonVersion.leftOn}, ${localDate(new Date(at))})`,
    })
    .where(eq(contactPersonVersion.personId, id))
    .run();
  tx.update(contact).set({ contactPerson: null }).where(eq(contact.contactPersonId, id)).run();
  for (const { name } of names) {
    const named = and(eq(contact.pNumber, found.pNumber), eq(contact.contactPerson, name));
    tx.update(contact).set({ contactPerson: null }).where(named).run();
    for (const column of ['mentorName', 'representativeName'] as const)
      tx.update(placement)
        .set({ [column]: null })
        .where(and(eq(placement.pNumber, found.pNumber), eq(placement[column], name)))
        .run();
    forgetName($client, name);
  }
  tx.insert(erasure).values({ contactPersonId: id, reason, erasedAt: at, erasedBy: by }).run();
  const event = { action: 'slet', entity: 'contact_person', entityKey: String(id), detail: reason };
  recordEvent(tx, { at, userId: by, ...event });
  return true;
}
