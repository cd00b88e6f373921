import { eq } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { citizenRead, logPerson } from '../db/schema/citizens.ts';
import { appendReads } from '../server/log/append.ts';
import { logNumberOf } from '../server/log/person.ts';

/** The read log, oldest first, each row with the citizen it tells of: null when the citizen has been erased. */
export function readsIn(db: Db) {
  return db
    .select({
      citizenId: logPerson.citizenId,
      userId: citizenRead.userId,
      at: citizenRead.at,
      purpose: citizenRead.purpose,
      jobOrderId: citizenRead.jobOrderId,
      relation: citizenRead.relation,
    })
    .from(citizenRead)
    .innerJoin(logPerson, eq(logPerson.number, citizenRead.person))
    .orderBy(citizenRead.id)
    .all();
}

/** Somebody has opened the citizen's page. */
export function seenBy(db: Db, citizenId: number, userId: number, at = '2026-11-23T08:00:00.000Z'): void {
  const person = logNumberOf(db, citizenId);
  appendReads(db.$client, [
    { person, userId, at, purpose: 'borgerside', jobOrderId: null, relation: 'ingen' },
  ]);
}
