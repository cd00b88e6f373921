import { asc, eq, max, sql, sum } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchOrderResult, matchRun } from '../../db/schema/matching.ts';
import { resultSha } from '../../workers/matching/engine.ts';
import type { Attempt } from '../../workers/queues.ts';
import { tellPrograms } from '../webhooks/deliveries.ts';
import { committedOrders, committedShas } from './commit.ts';
import { addWork, ordersOfAttempt } from './outbox.ts';
import { findRun, isOver, isUnderWay, type MatchRun } from './run-queries.ts';

/** So many attempts in a row may bring nothing new before a run is given up. */
export const MOST_ATTEMPTS = 3;
const NAMED_ORDERS = 5;

type Tx = Pick<Db, 'select' | 'insert' | 'update'>;

/**
 * Ends an attempt: the run is done when every order has its result, else what is missing is asked for again with a
 * higher fence, which shuts out whatever the old attempt may still bring. Harmless when the attempt is over already.
 */
export function endAttempt(db: Db, attempt: Attempt, now: Date): void {
  const { runId, fence } = attempt;
  db.transaction(
    (tx) => {
      const run = findRun(tx, runId);
      if (!isUnderWay(run, attempt)) return;
      const missing = missingOrders(tx, run);
      if (missing.length === 0) return finish(tx, run, now);
      if (fence - lastProductiveFence(tx, runId) >= MOST_ATTEMPTS) return giveUp(tx, run, missing, now);
      tx.update(matchRun)
        .set({ fence: fence + 1 })
        .where(eq(matchRun.id, runId))
        .run();
      const orderIds = missing.map((order) => order.id);
      addWork(tx, 'match-score', { runId, fence: fence + 1, orderIds }, now.toISOString());
    },
    { behavior: 'immediate' },
  );
}

/** The run ends with a sentence for people; the technical reason stands in the log. */
export function failRun(db: Db, runId: number, error: string, now: Date): void {
  db.transaction(
    (tx) => {
      const run = findRun(tx, runId);
      if (run && !isOver(run.status)) fail(tx, run, error, now);
    },
    { behavior: 'immediate' },
  );
}

/** Has every order of the attempt its result? Then nobody need look at what the queue still holds of them. */
export function isWhole(db: Db, attempt: Attempt): boolean {
  const run = findRun(db, attempt.runId);
  return isUnderWay(run, attempt) && missingOrders(db, run).length === 0;
}

/** Orders that have been deleted since the plan cannot get a result and are not waited for. */
function missingOrders(tx: Tx, { id, fence }: MatchRun): { id: number; orderKey: string }[] {
  const done = committedOrders(tx, id);
  const wanted = new Set(ordersOfAttempt(tx, id, fence).filter((orderId) => !done.has(orderId)));
  return tx
    .select({ id: jobOrder.id, orderKey: jobOrder.orderKey })
    .from(jobOrder)
    .where(sql`${jobOrder.id} IN (SELECT value FROM json_each(${JSON.stringify([...wanted])}))`)
    .orderBy(asc(jobOrder.id))
    .all();
}

function lastProductiveFence(tx: Tx, runId: number): number {
  const found = tx
    .select({ fence: max(matchOrderResult.fence) })
    .from(matchOrderResult)
    .where(eq(matchOrderResult.runId, runId))
    .get();
  return found?.fence ?? 0;
}

function giveUp(tx: Tx, run: MatchRun, missing: { orderKey: string }[], now: Date): void {
  const named = missing.slice(0, NAMED_ORDERS).map((order) => order.orderKey);
  const rest = missing.length - named.length;
  const list = rest > 0 ? `${named.join(', ')} og ${rest} flere` : named.join(', ');
  const error =
    `Kørslen er opgivet efter ${MOST_ATTEMPTS} forsøg uden nye resultater. ` +
    `${missing.length} af ${run.orders} ordrer mangler: ${list}. Prøv igen, eller kontakt driften.`;
  fail(tx, run, error, now);
}

/** Every order has its result: only now is there anything to replay, and to look over afterwards. */
function finish(tx: Tx, run: MatchRun, now: Date): void {
  const committed = committedShas(tx, run.id);
  tx.update(matchRun)
    .set({
      ...ending(tx, run, now),
      status: 'faerdig',
      resultSha: resultSha(committed),
      newMatches: sumOf(tx, run.id, matchOrderResult.newRows),
    })
    .where(eq(matchRun.id, run.id))
    .run();
  addWork(tx, 'match-review', { runId: run.id, failures: 0 }, now.toISOString());
  const event = { entity: 'match_run', action: 'faerdig', entityKey: String(run.id) };
  tellPrograms(tx, { ...event, at: now.toISOString() });
}

function fail(tx: Tx, run: MatchRun, error: string, now: Date): void {
  tx.update(matchRun)
    .set({ ...ending(tx, run, now), status: 'fejlet', error })
    .where(eq(matchRun.id, run.id))
    .run();
}

function ending(tx: Tx, run: MatchRun, now: Date) {
  // A clock that has been set back must not give a negative time.
  const durationMs = Math.max(0, now.getTime() - Date.parse(run.plannedAt));
  return { matches: sumOf(tx, run.id, matchOrderResult.rows), finishedAt: now.toISOString(), durationMs };
}

function sumOf(
  tx: Tx,
  runId: number,
  column: typeof matchOrderResult.rows | typeof matchOrderResult.newRows,
): number {
  const found = tx
    .select({ rows: sum(column).mapWith(Number) })
    .from(matchOrderResult)
    .where(eq(matchOrderResult.runId, runId))
    .get();
  return found?.rows ?? 0;
}
