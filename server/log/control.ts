import { and, asc, count, desc, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { citizen, citizenRead, logPerson, readAlarm } from '../../db/schema/citizens.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';

const reader = alias(user, 'reader');
const caseworker = alias(user, 'caseworker');
const settler = alias(user, 'settler');

// Spelled out: a partial index is used for a condition that says the same, not for one with a placeholder.
const isUnrelated = sql`${citizenRead.relation} = 'ingen'`;

export type CheckedRead = ReturnType<typeof sampleOf>[number];

/** Some reads without a relation between two instants, drawn at random: nobody can know beforehand which. */
export function sampleOf(
  db: Db,
  { from, to, userId, most }: { from: string; to: string; userId?: number; most: number },
) {
  // First which, out of the index of such reads: who read and whose citizen it was is asked about the drawn ones alone.
  const drawn = db
    .select({ id: citizenRead.id })
    .from(citizenRead)
    .where(
      and(
        isUnrelated,
        gte(citizenRead.at, from),
        lte(citizenRead.at, to),
        userId === undefined ? undefined : eq(citizenRead.userId, userId),
      ),
    )
    .orderBy(sql`random()`)
    .limit(most);
  return db
    .select({
      number: citizenRead.id,
      at: citizenRead.at,
      purpose: citizenRead.purpose,
      person: citizenRead.person,
      readerName: reader.name,
      caseworkerName: caseworker.name,
    })
    .from(citizenRead)
    .innerJoin(reader, eq(reader.id, citizenRead.userId))
    .leftJoin(logPerson, eq(logPerson.number, citizenRead.person))
    .leftJoin(citizen, eq(citizen.id, logPerson.citizenId))
    .leftJoin(caseworker, eq(caseworker.id, citizen.caseworkerUserId))
    .where(inArray(citizenRead.id, drawn))
    .orderBy(asc(citizenRead.id))
    .all();
}

export function unrelatedReads(db: Db, { from, to }: { from: string; to: string }): number {
  const within = and(isUnrelated, gte(citizenRead.at, from), lte(citizenRead.at, to));
  return db.select({ n: count() }).from(citizenRead).where(within).get()?.n ?? 0;
}

const alarms = (db: Pick<Db, 'select'>) =>
  db
    .select({
      id: readAlarm.id,
      userId: readAlarm.userId,
      readerName: reader.name,
      fromAt: readAlarm.fromAt,
      raisedAt: readAlarm.raisedAt,
      persons: readAlarm.persons,
      settledAt: readAlarm.settledAt,
      settledByName: settler.name,
      finding: readAlarm.finding,
    })
    .from(readAlarm)
    .innerJoin(reader, eq(reader.id, readAlarm.userId))
    .leftJoin(settler, eq(settler.id, readAlarm.settledBy));

export type Alarm = ReturnType<typeof latestAlarms>[number];

/** Those that nobody has settled first, the oldest of them on top; then what was found about the others. */
export function latestAlarms(db: Db) {
  return alarms(db)
    .orderBy(
      sql`${readAlarm.settledAt} IS NOT NULL`,
      asc(sql`CASE WHEN ${readAlarm.settledAt} IS NULL THEN ${readAlarm.raisedAt} END`),
      desc(readAlarm.raisedAt),
    )
    .limit(50)
    .all();
}

export function openAlarms(db: Db): number {
  return db.select({ n: count() }).from(readAlarm).where(isNull(readAlarm.settledAt)).get()?.n ?? 0;
}

export function findAlarm(db: Pick<Db, 'select'>, id: number): Alarm | undefined {
  return alarms(db).where(eq(readAlarm.id, id)).get();
}

/** Says what an alarm was; `settled` when somebody has said so before. */
export function settleAlarm(
  db: Db,
  id: number,
  { finding, at, by }: { finding: string; at: string; by: number },
): 'saved' | 'settled' {
  return db.transaction(
    (tx) => {
      const { changes } = tx
        .update(readAlarm)
        .set({ settledAt: at, settledBy: by, finding })
        .where(and(eq(readAlarm.id, id), isNull(readAlarm.settledAt)))
        .run();
      if (changes === 0) return 'settled';
      recordEvent(tx, { at, userId: by, action: 'afgør', entity: 'read_alarm', entityKey: String(id) });
      return 'saved';
    },
    { behavior: 'immediate' },
  );
}
