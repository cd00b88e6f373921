import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, asc, desc, eq, isNotNull, lt } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { matchOrderResult, matchRun } from '../../db/schema/matching.ts';
import type { OrderResult } from '../../workers/matching/engine.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import type { Attempt } from '../../workers/queues.ts';
import { readShardResult } from '../../workers/shard-result.ts';
import { readPlaces } from './places.ts';
import { findRun, isUnderWay, type MatchRun } from './run-queries.ts';

export type Outcome = 'gemt' | 'gentaget' | 'for sent' | 'ordren er slettet';

interface CommitOptions {
  now: () => Date;
  log: Log;
  /** pass over, without a word, the orders that have their result */
  onlyNew?: boolean;
}

/** Rows between two turns of the event loop: some milliseconds' worth. */
const ROWS_A_TURN = 2000;

/**
 * Takes in what a score worker brings. BullMQ may bring it twice, or after the run has gone on without it: each order
 * is written once, by the attempt that is under way. Pages get their turn between the transactions.
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
  const orders = shard.orders.filter(({ orderId }) => !done.has(orderId));
  for (const some of inTurns(orders)) {
    for (const outcome of commitOrders(db, shard, some, now().toISOString())) {
      if (outcome !== 'gemt') refused[outcome] = (refused[outcome] ?? 0) + 1;
    }
    await nextTurn();
  }
  for (const [reason, count] of Object.entries(refused)) {
    log.info(`Match: ${count} svar til kørsel ${shard.runId} forsøg ${shard.fence} afvist: ${reason}`);
  }
}

function inTurns(orders: OrderResult[]): OrderResult[][] {
  const turns: OrderResult[][] = [];
  let rows = ROWS_A_TURN;
  for (const order of orders) {
    if (rows >= ROWS_A_TURN) {
      turns.push([]);
      rows = 0;
    }
    turns.at(-1)?.push(order);
    rows += order.rows.length;
  }
  return turns;
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

/** What each order of a run was said to be, for the run's own hash. */
export function committedShas(db: Pick<Db, 'select'>, runId: number): { orderId: number; sha: string }[] {
  return db
    .select({ orderId: matchOrderResult.jobOrderId, sha: matchOrderResult.resultSha })
    .from(matchOrderResult)
    .where(eq(matchOrderResult.runId, runId))
    .orderBy(asc(matchOrderResult.jobOrderId))
    .all()
    .map(({ orderId, sha }) => ({ orderId, sha: sha ?? '' }));
}

/** Writes orders' results, unless they are there already or belong to an attempt that has been given up. */
export function commitOrders(db: Db, attempt: Attempt, orders: OrderResult[], at: string): Outcome[] {
  const { runId } = attempt;
  return db.transaction(
    (tx) => {
      const run = findRun(tx, runId);
      if (!isUnderWay(run, attempt)) return orders.map(() => 'for sent');
      const writeHead = headWriter(db, attempt, at);
      const writeRows = rowWriter(db, run, lastRunBefore(tx, runId));
      return orders.map((order): Outcome => {
        const outcome = writeHead(order);
        if (outcome === 'gemt') writeRows(order);
        return outcome;
      });
    },
    { behavior: 'immediate' },
  );
}

/** Writes the head of an order's result, once. Plain SQL, prepared once for thousands of orders. */
function headWriter({ $client }: Db, { runId, fence }: Attempt, at: string) {
  const exists = $client.prepare('SELECT 1 FROM job_order WHERE id = ?').pluck();
  const insert = $client.prepare(
    `INSERT INTO match_order_result (run_id, job_order_id, fence, rows, excluded_counts, result_sha, committed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  return ({ orderId, rows, excludedCounts, sha }: OrderResult): Outcome => {
    if (exists.get(orderId) === undefined) return 'ordren er slettet';
    const counts = JSON.stringify(excludedCounts);
    const { changes } = insert.run(runId, orderId, fence, rows.length, counts, sha, at);
    return changes === 0 ? 'gentaget' : 'gemt';
  };
}

/** The last run with a result before this one: what is not on its list is new. */
function lastRunBefore(tx: Pick<Db, 'select'>, runId: number): MatchRun | undefined {
  return tx
    .select()
    .from(matchRun)
    .where(and(eq(matchRun.status, 'faerdig'), lt(matchRun.id, runId), isNotNull(matchRun.resultSha)))
    .orderBy(desc(matchRun.id))
    .limit(1)
    .get();
}

/** Writes an order's rows by place, also of whoever has been erased since: nobody stands there any more. */
function rowWriter({ $client }: Db, run: MatchRun, before: MatchRun | undefined) {
  const placesNow = readPlaces(run.citizenPlaces);
  const placesBefore = readPlaces(before?.citizenPlaces ?? null);
  const listedBefore = $client
    .prepare<[number, number], number>('SELECT place FROM match_row WHERE run_id = ? AND job_order_id = ?')
    .pluck();
  const insert = $client.prepare(
    `INSERT INTO match_row (run_id, job_order_id, rank, place, score, parts, reasons, is_new)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return ({ orderId, rows }: OrderResult): void => {
    const listed = before ? listedBefore.all(before.id, orderId) : [];
    const known = new Set(listed.map((place) => placesBefore[place]));
    for (const [index, { place, score, parts, reasons }] of rows.entries()) {
      const isNew = known.has(placesNow[place]) ? 0 : 1;
      insert.run(run.id, orderId, index + 1, place, score, `[${parts.join(',')}]`, reasons, isNew);
    }
  };
}
