import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { logPerson } from '../../db/schema/citizens.ts';

/** The number by which the log knows the citizen; drawn at random the first time it is asked for. */
export function logNumberOf(tx: Pick<Db, 'select' | 'insert'>, citizenId: number): number {
  const known = numberAsked(tx).get({ citizenId });
  if (known) return known.number;
  const number = Number(randomBytes(8).readBigUInt64BE() >> 11n);
  tx.insert(logPerson).values({ number, citizenId }).run();
  return number;
}

const numberAsked = preparedOnce((tx: Pick<Db, 'select'>) =>
  tx
    .select({ number: logPerson.number })
    .from(logPerson)
    .where(eq(logPerson.citizenId, sql.placeholder('citizenId')))
    .prepare(),
);

/**
 * Destroys the only tie between the citizen and the log: from now on its rows are about nobody, and the chain holds. Call it
 * inside the transaction that erases the citizen. secure_delete overwrites what stood; a number that has lost its citizen
 * is never used again.
 */
export function destroyLogNumber(tx: Pick<Db, 'update'>, citizenId: number): void {
  tx.update(logPerson).set({ citizenId: null }).where(eq(logPerson.citizenId, citizenId)).run();
}

/** As people read it to one another: groups of four digits. */
export function showLogNumber(number: number): string {
  return String(number)
    .padStart(16, '0')
    .replaceAll(/(\d{4})(?=\d)/g, '$1 ');
}
