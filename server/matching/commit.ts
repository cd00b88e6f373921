import { setImmediate as nextTurn } from 'node:timers/promises';
import { eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchOrderResult, matchRow } from '../../db/schema/matching.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import type { Attempt } from '../../workers/queues.ts';
import { type OrderResult, readShardResult, rowsOf } from '../../workers/shard-result.ts';
import { findRun, isUnderWay } from './run-queries.ts';

export type Outcome = 'gemt' | 'gentaget' | 'for sent' | 'ordren er slettet';

interface CommitOptions {
  now: () => Date;
  log: Log;
  /** pass over, without a word, the orders that have their result */
  onlyNew?: boolean;
}

/**
 * Takes in what a score worker brings. BullMQ may bring it twice, or after the run has gone on without it: each order
 * is written once, by the attempt that is under way. One transaction per order, and pages get their turn between them.
 */
export async function commitShard(
  db: Db,
  value: unknown,
  { now, log, onlyNew = false }: CommitOptions,
): Promise<void> {
  const shard = readShardResult(value);
  if (!shard) return log.error('Match: et svar fra en regner kunne ikke læses');
  const refused: Partial<Record<Outcome, number>> = {};
  const done = onlyNew ? committedOrders(db, shard.runId) : new Set();
  for (const order of shard.orders.filter(({ orderId }) => !done.has(orderId))) {
    const outcome = commitOrder(db, shard, order, now().toISOString());
    if (outcome !== 'gemt') refused[outcome] = (refused[outcome] ?? 0) + 1;
    await nextTurn();
  }
  for (const [reason, count] of Object.entries(refused)) {
    log.info(`Match: ${count} svar til kørsel ${shard.runId} forsøg ${shard.fence} afvist: ${reason}`);
  }
}

/** The orders of a run that have their result. */
export function committedOrders(db: Pick<Db, 'select'>, runId: number): Set<number> {
  const rows = db
    .select({ id: matchOrderResult.jobOrderId })
    .from(matchOrderResult)
    .where(eq(matchOrderResult.runId, runId))
    .all();
  return new Set(rows.map((row) => row.id));
}

/** Writes one order's result, unless it is there already or belongs to an attempt that has been given up. */
export function commitOrder(
  db: Db,
  { runId, fence, snapshotSha }: Attempt,
  order: OrderResult,
  at: string,
): Outcome {
  return db.transaction(
    (tx) => {
      const run = findRun(tx, runId);
      if (!isUnderWay(run, { runId, fence, snapshotSha })) return 'for sent';
      const jobOrderId = order.orderId;
      if (!tx.select({ id: jobOrder.id }).from(jobOrder).where(eq(jobOrder.id, jobOrderId)).get()) {
        return 'ordren er slettet';
      }
      const rows = stillThere(tx, rowsOf(order)).map((row) => ({ ...row, runId, jobOrderId }));
      const head = { runId, jobOrderId, fence, rows: rows.length, excludedCounts: order.excluded };
      const { changes } = tx
        .insert(matchOrderResult)
        .values({ ...head, committedAt: at })
        .onConflictDoNothing()
        .run();
      if (changes === 0) return 'gentaget';
      if (rows.length > 0) tx.insert(matchRow).values(rows).run();
      return 'gemt';
    },
    { behavior: 'immediate' },
  );
}

/** A citizen may have been erased since the snapshot was taken; the others keep their rank. */
function stillThere<Row extends { citizenId: number }>(tx: Pick<Db, 'select'>, rows: Row[]): Row[] {
  const ids = rows.map((row) => row.citizenId);
  const found = tx.select({ id: citizen.id }).from(citizen).where(inArray(citizen.id, ids)).all();
  const existing = new Set(found.map((row) => row.id));
  return rows.filter((row) => existing.has(row.citizenId));
}
