import { workerData } from 'node:worker_threads';
import { type SandboxedJob, UnrecoverableError } from 'bullmq';
import { type Market, openSnapshot, rankOrder } from './matching/engine.ts';
import { readPayload } from './queues.ts';
import { KEPT_ROWS, type OrderResult, type ShardResult, toOrderResult } from './shard-result.ts';
import { loadSnapshot, type SnapshotPlace } from './snapshots.ts';

/** What startScoreWorkers tells each of its threads. */
export interface ScoreThreadData {
  queueUrl: string | undefined;
}

let opened: { sha: string; market: Market } | undefined;

/** Ranks a shard's orders in a thread of its own: a snapshot and order ids in, rows of integers out. */
export default async function score(job: SandboxedJob): Promise<ShardResult> {
  const { runId, fence, orderIds, snapshotSha, snapshotPath } = readPayload('match-score', job);
  const market = await openMarket({ sha: snapshotSha, path: snapshotPath });
  return { runId, snapshotSha, fence, orders: orderIds.map((id) => rank(market, id)) };
}

function rank(market: Market, orderId: number): OrderResult {
  try {
    return toOrderResult(rankOrder(market, orderId, KEPT_ROWS));
  } catch (error) {
    // The engine is a pure function: what it refuses once it refuses each time.
    throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
  }
}

/** The shards of a run come one after another, so the last snapshot is the next one too. */
async function openMarket(place: SnapshotPlace): Promise<Market> {
  if (opened?.sha !== place.sha) {
    const { queueUrl }: ScoreThreadData = workerData;
    opened = { sha: place.sha, market: openSnapshot(await loadSnapshot(place, queueUrl)) };
  }
  return opened.market;
}
