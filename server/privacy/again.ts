import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { contactPerson } from '../../db/schema/contact-persons.ts';
import { eraseCitizenIn, type Tx } from './erase.ts';
import { erasePersonIn } from './erase-person.ts';
import type { Erased } from './erasure-list.ts';

/** Does to a restored database what was done to the live one since the copy was made. Gives how many came to life in it. */
export function eraseAgain(tx: Tx, db: Pick<Db, '$client'>, list: readonly Erased[]): number {
  return list.filter((one) => (one.who === 'borger' ? citizenAgain(tx, db, one) : personAgain(tx, db, one)))
    .length;
}

function citizenAgain(tx: Tx, db: Pick<Db, '$client'>, { id, createdAt, reason, erasedAt }: Erased): boolean {
  const same = and(eq(citizen.id, id), eq(citizen.createdAt, createdAt), isNull(citizen.erasedAt));
  if (!tx.select({ id: citizen.id }).from(citizen).where(same).get()) return false;
  return eraseCitizenIn(tx, db, id, { reason, at: erasedAt, by: null });
}

function personAgain(tx: Tx, db: Pick<Db, '$client'>, { id, createdAt, reason, erasedAt }: Erased): boolean {
  const same = and(
    eq(contactPerson.id, id),
    eq(contactPerson.createdAt, createdAt),
    isNull(contactPerson.erasedAt),
  );
  if (!tx.select({ id: contactPerson.id }).from(contactPerson).where(same).get()) return false;
  return erasePersonIn(tx, db, id, { reason, at: erasedAt, by: null });
}
