import { and, countDistinct, eq, gt, gte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizenRead, readAlarm } from '../../db/schema/citizens.ts';
import { recordEvent } from '../admin/queries.ts';

export const BURST_PERSONS = 100;
export const BURST_MINUTES = 10;

/**
 * After reads outside the reader's own cases: so many different citizens in so few minutes are an alarm. One that goes on is
 * told of again when as much time has passed, and not before.
 */
export function raiseOnBurst(db: Db, userId: number, now: Date): void {
  const raisedAt = now.toISOString();
  const fromAt = new Date(now.getTime() - BURST_MINUTES * 60_000).toISOString();
  const persons = unrelatedSince(db).get({ userId, fromAt })?.persons ?? 0;
  if (persons < BURST_PERSONS) return;
  const told = db
    .select({ id: readAlarm.id })
    .from(readAlarm)
    .where(and(eq(readAlarm.userId, userId), gt(readAlarm.raisedAt, fromAt)))
    .get();
  if (told) return;
  const { id } = db
    .insert(readAlarm)
    .values({ userId, fromAt, raisedAt, persons })
    .returning({ id: readAlarm.id })
    .get();
  const event = { action: 'alarm', entity: 'read_alarm', entityKey: String(id) };
  recordEvent(db, { at: raisedAt, userId, ...event, detail: `${persons} borgere` });
}

const unrelatedSince = preparedOnce((db: Db) =>
  db
    .select({ persons: countDistinct(citizenRead.person) })
    .from(citizenRead)
    .where(
      and(
        eq(citizenRead.userId, sql.placeholder('userId')),
        gte(citizenRead.at, sql.placeholder('fromAt')),
        eq(citizenRead.relation, 'ingen'),
      ),
    )
    .prepare(),
);
