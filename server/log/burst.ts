import { and, count, countDistinct, eq, gte, max, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { apiToken } from '../../db/schema/api-tokens.ts';
import { citizenRead, readAlarm } from '../../db/schema/citizens.ts';
import { recordEvent } from '../admin/queries.ts';

export const BURST_PERSONS = 100;
export const BURST_MINUTES = 10;

const HOUR = 3_600_000;

/**
 * After reads outside the reader's own cases: so many different citizens in so few minutes are an alarm. One that goes on is
 * told of again when as much time has passed, and not before; of a program, whose work may be to read them all, once a day.
 */
export function raiseOnBurst(db: Db, userId: number, now: Date): void {
  const raisedAt = now.toISOString();
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  const lately = before(BURST_MINUTES * 60_000);
  if (!isBurst(db, userId, lately)) return;
  const isProgram = programOf(db).get({ userId }) !== undefined;
  const last = lastAlarm(db, userId);
  if (last && last > (isProgram ? before(24 * HOUR) : lately)) return;
  // What a program read between two alarms is in the second: no day's reads go without being looked at.
  const fromAt = isProgram && last && last > before(48 * HOUR) ? last : lately;
  const persons = unrelatedTo(db, userId, fromAt);
  const { id } = db
    .insert(readAlarm)
    .values({ userId, fromAt, raisedAt, persons })
    .returning({ id: readAlarm.id })
    .get();
  const event = { action: 'alarm', entity: 'read_alarm', entityKey: String(id) };
  recordEvent(db, { at: raisedAt, userId, ...event, detail: `${persons} borgere` });
}

/** Somebody may read thousands of rows in the same minutes: as many are looked at as it takes. */
function isBurst(db: Db, userId: number, fromAt: string): boolean {
  return (firstUnrelated(db).get({ userId, fromAt })?.persons ?? 0) >= BURST_PERSONS;
}

function unrelatedTo(db: Db, userId: number, fromAt: string): number {
  return unrelatedSince(db).get({ userId, fromAt })?.persons ?? 0;
}

function lastAlarm(db: Db, userId: number): string | null {
  return newestAlarm(db).get({ userId })?.at ?? null;
}

const newestAlarm = preparedOnce((db: Db) =>
  db
    .select({ at: max(readAlarm.raisedAt) })
    .from(readAlarm)
    .where(eq(readAlarm.userId, sql.placeholder('userId')))
    .prepare(),
);

const programOf = preparedOnce((db: Db) =>
  db
    .select({ id: apiToken.id })
    .from(apiToken)
    .where(eq(apiToken.userId, sql.placeholder('userId')))
    .prepare(),
);

const isUnrelated = and(
  eq(citizenRead.userId, sql.placeholder('userId')),
  gte(citizenRead.at, sql.placeholder('fromAt')),
  eq(citizenRead.relation, 'ingen'),
);

const unrelatedSince = preparedOnce((db: Db) =>
  db
    .select({ persons: countDistinct(citizenRead.person) })
    .from(citizenRead)
    .where(isUnrelated)
    .prepare(),
);

const firstUnrelated = preparedOnce((db: Db) => {
  const { person } = citizenRead;
  const first = db.selectDistinct({ person }).from(citizenRead).where(isUnrelated).limit(BURST_PERSONS);
  return db.select({ persons: count() }).from(first.as('first_unrelated')).prepare();
});
