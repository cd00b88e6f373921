import { workerData } from 'node:worker_threads';
import type { SandboxedJob } from 'bullmq';
import { type Market, openSnapshot, rankOrder } from './matching/engine.ts';
import { readPayload } from './queues.ts';
import { KEPT_ROWS, type ShardResult, toOrderResult } from './shard-result.ts';
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
  return {
    runId,
    fence,
    orders: orderIds.map((id) => toOrderResult(rankOrder(market, id, KEPT_ROWS))),
  };
}

/** The shards of a run come one after another, so the last snapshot is the next one too. */
async function openMarket(place: SnapshotPlace): Promise<Market> {
  if (opened?.sha !== place.sha) {
    const { queueUrl }: ScoreThreadData = workerData;
    opened = { sha: place.sha, market: openSnapshot(await loadSnapshot(place, queueUrl)) };
  }
  return opened.market;
}
