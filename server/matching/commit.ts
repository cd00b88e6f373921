import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, desc, eq, isNotNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { matchOrderResult, matchRun } from '../../db/schema/matching.ts';
import type { OrderResult } from '../../workers/matching/engine.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import type { Attempt } from '../../workers/queues.ts';
import { readShardResult } from '../../workers/shard-result.ts';
import { numberList } from '../coverage/conditions.ts';
import { readPlaces } from './places.ts';
import { findRun, isUnderWay, type MatchRun } from './run-queries.ts';

export type Outcome = 'gemt' | 'gentaget' | 'for sent' | 'ordren er slettet';

interface CommitOptions {
  now: () => Date;
  log: Log;
  /** pass over, without a word, the orders that have their result */
  onlyNew?: boolean;
}

/** What a page waits for at most while orders are written, beside the commit itself. */
const A_TURN_MS = 15;

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
  // A shard with nothing new is a shard all the same: two hundred of them would be one piece.
  await nextTurn();
  const refused: Partial<Record<Outcome, number>> = {};
  const done = onlyNew ? committedAmong(db, shard) : new Set();
  let orders = shard.orders.filter(({ orderId }) => !done.has(orderId));
  while (orders.length > 0) {
    const outcomes = commitOrders(db, shard, orders, now().toISOString(), forSomeTime());
    for (const outcome of outcomes) {
      if (outcome !== 'gemt') refused[outcome] = (refused[outcome] ?? 0) + 1;
    }
    orders = orders.slice(outcomes.length);
    await nextTurn();
  }
  for (const [reason, count] of Object.entries(refused)) {
    log.info(`Match: ${count} svar til kørsel ${shard.runId} forsøg ${shard.fence} afvist: ${reason}`);
  }
}

/** True until a turn is used up. */
function forSomeTime(): () => boolean {
  const until = performance.now() + A_TURN_MS;
  return () => performance.now() < until;
}

/** The orders of a run that have their result. */
export function committedOrders(db: Pick<Db, 'select'>, runId: number): Set<number> {
  const found = db
    .select({ ids: numberList(matchOrderResult.jobOrderId) })
    .from(matchOrderResult)
    .where(eq(matchOrderResult.runId, runId))
    .get();
  return new Set(found?.ids);
}

function committedAmong(db: Db, { runId, orders }: { runId: number; orders: OrderResult[] }): Set<number> {
  const ids = JSON.stringify(orders.map(({ orderId }) => orderId));
  return new Set(amongAsked(db).get({ runId, ids })?.ids);
}

const amongAsked = preparedOnce((db: Db) =>
  db
    .select({ ids: numberList(matchOrderResult.jobOrderId) })
    .from(matchOrderResult)
    .where(
      and(eq(matchOrderResult.runId, sql.placeholder('runId')), isAmong(matchOrderResult.jobOrderId, 'ids')),
    )
    .prepare(),
);

/** What each order of a run was said to be, for the run's own hash. */
export function committedShas(db: Pick<Db, 'select'>, runId: number): { orderId: number; sha: string }[] {
  const { jobOrderId, resultSha } = matchOrderResult;
  // As JSON: a region's ten thousand rows take longer to make than to find.
  const list = sql<string>`json_group_array(json_array(${jobOrderId}, ${resultSha}) ORDER BY ${jobOrderId})`;
  const found = db.select({ list }).from(matchOrderResult).where(eq(matchOrderResult.runId, runId)).get();
  const pairs = JSON.parse(found?.list ?? '[]') as [number, string | null][];
  return pairs.map(([orderId, sha]) => ({ orderId, sha: sha ?? '' }));
}

/**
 * Writes orders' results, unless they are there already or belong to an attempt that has been given up: the first at
 * least, and more while `goesOn`. Tells what became of those.
 */
export function commitOrders(
  db: Db,
  attempt: Attempt,
  orders: OrderResult[],
  at: string,
  goesOn = () => true,
): Outcome[] {
  const { runId } = attempt;
  return db.transaction(
    (tx) => {
      const run = findRun(tx, runId);
      if (!isUnderWay(run, attempt)) return orders.map(() => 'for sent');
      const newsOf = newsFinder(db, run, lastRunBefore(tx, runId));
      const writeHead = headWriter(db, attempt, at);
      const writeRows = rowWriter(db, runId);
      const outcomes: Outcome[] = [];
      for (const order of orders) {
        const news = newsOf(order);
        const outcome = writeHead(order, news);
        if (outcome === 'gemt') writeRows(order, news);
        outcomes.push(outcome);
        if (!goesOn()) break;
      }
      return outcomes;
    },
    { behavior: 'immediate' },
  );
}

/** Writes the head of an order's result, once. Plain SQL, prepared once for thousands of orders. */
function headWriter({ $client }: Db, { runId, fence }: Attempt, at: string) {
  const exists = $client.prepare('SELECT 1 FROM job_order WHERE id = ?').pluck();
  const insert = $client.prepare(
    `INSERT INTO match_order_result
      (run_id, job_order_id, fence, rows, new_rows, excluded_counts, result_sha, committed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  return ({ orderId, rows, excludedCounts, sha }: OrderResult, news: ReadonlySet<number>): Outcome => {
    if (exists.get(orderId) === undefined) return 'ordren er slettet';
    const counts = JSON.stringify(excludedCounts);
    const { changes } = insert.run(runId, orderId, fence, rows.length, news.size, counts, sha, at);
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

/** The places of an order's list at which stands somebody who was not on it in the run before. */
function newsFinder({ $client }: Db, run: MatchRun, before: MatchRun | undefined) {
  const placesNow = readPlaces(run.citizenPlaces);
  const placesBefore = readPlaces(before?.citizenPlaces ?? null);
  const listedBefore = $client
    .prepare<[number, number], number>('SELECT place FROM match_row WHERE run_id = ? AND job_order_id = ?')
    .pluck();
  return ({ orderId, rows }: OrderResult): ReadonlySet<number> => {
    const listed = before ? listedBefore.all(before.id, orderId) : [];
    const known = new Set(listed.map((place) => placesBefore[place]));
    return new Set(rows.flatMap(({ place }) => (known.has(placesNow[place]) ? [] : place)));
  };
}

/** Writes an order's rows by place, also of whoever has been erased since: nobody stands there any more. */
function rowWriter({ $client }: Db, runId: number) {
  const insert = $client.prepare(
    `INSERT INTO match_row (run_id, job_order_id, rank, place, score, parts, reasons, is_new)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return ({ orderId, rows }: OrderResult, news: ReadonlySet<number>): void => {
    for (const [index, { place, score, parts, reasons }] of rows.entries()) {
      const isNew = news.has(place) ? 1 : 0;
      insert.run(runId, orderId, index + 1, place, score, `[${parts.join(',')}]`, reasons, isNew);
    }
  };
}
