import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Db } from '../../db/client.ts';
import { outbox } from '../../db/schema/matching.ts';

const count = Type.Integer({ minimum: 0 });
const work = {
  /** write the snapshot of the market */
  'match-plan': Type.Object({ runId: count, failures: count }),
  /** send these orders of the snapshot to the queue; `orderIds` is what this attempt is to bring */
  'match-score': Type.Object({ runId: count, fence: count, orderIds: Type.Array(count) }),
  /** look a finished run over: audit it, say what stands in the way, and clear away what is too old */
  'match-review': Type.Object({ runId: count, failures: count }),
};

export type Topic = keyof typeof work;
export type Work<T extends Topic> = Static<(typeof work)[T]>;
type Tx = Pick<Db, 'select' | 'insert' | 'update'>;
type OutboxRow = typeof outbox.$inferSelect;

/** Call it in the transaction that causes the work. */
export function addWork<T extends Topic>(tx: Tx, topic: T, payload: Work<T>, at: string): void {
  tx.insert(outbox).values({ topic, payload, createdAt: at }).run();
}

export function readWork<T extends Topic>(topic: T, row: OutboxRow): Work<T> {
  return Value.Parse(work[topic], row.payload);
}

/** Work that nobody has passed on yet, oldest first. */
export function unsentWork(db: Db): OutboxRow[] {
  return db.select().from(outbox).where(isNull(outbox.sentAt)).orderBy(asc(outbox.id)).all();
}

export function markSent(tx: Tx, id: number, at: string): void {
  tx.update(outbox).set({ sentAt: at }).where(eq(outbox.id, id)).run();
}

/** Has the queue been given this attempt? */
export function isSent(db: Tx, runId: number, fence: number): boolean {
  return scoreRow(db, runId, fence)?.sentAt != null;
}

/** The orders that this attempt was to bring. */
export function ordersOfAttempt(db: Tx, runId: number, fence: number): number[] {
  const row = scoreRow(db, runId, fence);
  return row ? readWork('match-score', row).orderIds : [];
}

function scoreRow(db: Tx, runId: number, fence: number): OutboxRow | undefined {
  return db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.topic, 'match-score'),
        sql`${outbox.payload} ->> 'runId' = ${runId}`,
        sql`${outbox.payload} ->> 'fence' = ${fence}`,
      ),
    )
    .get();
}
