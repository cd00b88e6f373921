import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchRun } from '../../db/schema/matching.ts';
import {
  ENGINE_VERSION,
  openSnapshot,
  orderSha,
  readResults,
  repackResult,
  resultSha,
  snapshotMaker,
  snapshotSha,
} from '../../workers/matching/engine.ts';
import { startScorePool } from '../../workers/score-pool.ts';
import { committedShas } from './commit.ts';
import { readPlaces } from './places.ts';
import type { MatchRun } from './run-queries.ts';
import { snapshotFile } from './snapshot-file.ts';
import { storedResults } from './stored.ts';

/** Why a run cannot be replayed, as one line for people. */
export class ReplayRefused extends Error {}

/** What `npm run match -- --replay RUN --json` prints. */
export interface Replay {
  runId: number;
  runKey: string;
  /** `ranket`: every order ranked again; `lager`: made by another engine, so only what is stored was checked */
  method: 'ranket' | 'lager';
  /** the engine that made the snapshot, and this one */
  engine: { run: string; now: string };
  /** orders with a result, and of them the same bytes */
  orders: number;
  same: number;
  /** ordre_id of those with other bytes */
  differing: string[];
  /** orders with somebody who has been erased since: what is stored is not whole any more */
  unverifiable: number;
  /** orders that were deleted before they got a result */
  deleted: number;
  /** is the run's own hash that of its orders? */
  resultShaSame: boolean;
  ms: number;
}

/**
 * Ranks every order of a run again from its snapshot, or, of another engine's run, packs what is stored again, and
 * compares the bytes with the hashes that were kept. Only reads. `key`: the run's number or run_key.
 */
export async function replayRun(db: Db, key: string, snapshots: string): Promise<Replay> {
  const started = performance.now();
  const run = findReplayable(db, key);
  const bytes = await readSnapshot(run, snapshots);
  const maker = snapshotMaker(bytes);
  const kept = committedShas(db, run.id);
  const { shas, deleted, unverifiable } = maker.isOurs
    ? await rankAgain(bytes, run, kept)
    : packAgain(db, run, kept);
  const differing = kept.filter(({ orderId, sha }) => {
    return shas.get(orderId) !== sha && !unverifiable.has(orderId);
  });
  return {
    runId: run.id,
    runKey: run.runKey,
    method: maker.isOurs ? 'ranket' : 'lager',
    engine: { run: maker.engine, now: ENGINE_VERSION },
    orders: kept.length,
    same: kept.length - differing.length - unverifiable.size,
    differing: orderKeys(
      db,
      differing.map(({ orderId }) => orderId),
    ),
    unverifiable: unverifiable.size,
    deleted,
    resultShaSame: resultSha(kept) === run.resultSha,
    ms: Math.round(performance.now() - started),
  };
}

/** Did everything that could be checked come out the same? */
export function isTrue({ differing, resultShaSame }: Replay): boolean {
  return differing.length === 0 && resultShaSame;
}

function findReplayable(db: Db, key: string): MatchRun {
  const isId = /^[1-9][0-9]{0,9}$/.test(key);
  const run = db
    .select()
    .from(matchRun)
    .where(isId ? eq(matchRun.id, Number(key)) : eq(matchRun.runKey, key))
    .get();
  if (!run) throw new ReplayRefused(`Der er ingen kørsel ${key}`);
  if (run.status === 'fejlet')
    throw new ReplayRefused(`Kørsel ${run.id} fejlede og har intet at gentage: ${run.error ?? ''}`.trim());
  if (run.status !== 'faerdig') throw new ReplayRefused(`Kørsel ${run.id} er ikke færdig endnu`);
  if (!run.resultSha)
    throw new ReplayRefused(`Kørsel ${run.id} er fra før kørsler kunne gentages: den har ingen hash`);
  return run;
}

async function readSnapshot({ id, snapshotSha: sha, citizenPlaces }: MatchRun, snapshots: string) {
  const bytes = await readFile(snapshotFile(snapshots, sha ?? '')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    const why = citizenPlaces ? 'mangler i datamappen' : 'er slettet, fordi kørslen er for gammel';
    throw new ReplayRefused(`Øjebliksbilledet til kørsel ${id} ${why}`);
  });
  if (snapshotSha(bytes) !== sha) throw new ReplayRefused(`Øjebliksbilledet til kørsel ${id} er beskadiget`);
  return bytes;
}

type Shas = { orderId: number; sha: string }[];

async function rankAgain(bytes: Buffer, { snapshotSha: sha }: MatchRun, kept: Shas) {
  const snapshot = new SharedArrayBuffer(bytes.length);
  new Uint8Array(snapshot).set(bytes);
  const { orderIds } = openSnapshot(new Uint8Array(snapshot));
  const known = new Set(orderIds);
  const pool = startScorePool(os.availableParallelism());
  try {
    const wanted = kept.map(({ orderId }) => orderId).filter((id) => known.has(id));
    const results = readResults(await pool.score(sha ?? '', snapshot, wanted));
    const shas = new Map(results.map((result) => [result.orderId, result.sha]));
    return { shas, deleted: orderIds.length - wanted.length, unverifiable: new Set<number>() };
  } finally {
    await pool.close();
  }
}

// Rows of before migration 0005 went with the citizen: where one was erased then, nothing can be said of the list.
function packAgain(db: Db, run: MatchRun, kept: Shas) {
  const stored = storedResults(db, run);
  const isWhole = !readPlaces(run.citizenPlaces).includes(0);
  const shas = new Map<number, string>();
  const unverifiable = new Set<number>();
  for (const { orderId, sha } of kept) {
    const result = stored(orderId);
    const packed = result && orderSha(repackResult(result));
    if (packed) shas.set(orderId, packed);
    if (packed !== sha && !isWhole) unverifiable.add(orderId);
  }
  return { shas, deleted: run.orders - kept.length, unverifiable };
}

function orderKeys(db: Db, ids: number[]): string[] {
  const rows = db
    .select({ orderKey: jobOrder.orderKey })
    .from(jobOrder)
    .where(sql`${jobOrder.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .orderBy(jobOrder.id)
    .all();
  return rows.map(({ orderKey }) => orderKey);
}
