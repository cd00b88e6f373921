import os from 'node:os';
import { UnrecoverableError } from 'bullmq';
import type { QueueBackend } from './backend.ts';
import { readPayload, workerLock } from './queues.ts';
import { type ScorePool, startScorePool } from './score-pool.ts';
import { type ShardResult, toShardResult } from './shard-result.ts';
import { loadSnapshot, type SnapshotPlace } from './snapshots.ts';

/**
 * Scores shards: BullMQ spreads them over machines, and a pool of threads spreads a shard's orders over this
 * machine's cores, one core left for the rest of the program. The thread that holds the job only waits, so its lock
 * is always renewed. They end with the backend.
 */
export function startScoreWorkers(backend: QueueBackend, queueUrl: string | undefined): void {
  const pool = startScorePool(Math.max(1, os.availableParallelism() - 1));
  const snapshotOf = rememberLast(queueUrl);
  const worker = backend.worker(
    'match-score',
    async (job): Promise<ShardResult> => {
      const { runId, fence, orderIds, snapshotSha, snapshotPath } = readPayload('match-score', job);
      const snapshot = await snapshotOf({ sha: snapshotSha, path: snapshotPath });
      return toShardResult({ runId, snapshotSha, fence }, await rank(pool, snapshotSha, snapshot, orderIds));
    },
    { concurrency: 1, ...workerLock },
  );
  worker.once('closed', () => void pool.close());
}

async function rank(pool: ScorePool, sha: string, snapshot: SharedArrayBuffer, orderIds: readonly number[]) {
  try {
    return await pool.score(sha, snapshot, orderIds);
  } catch (error) {
    // The engine is a pure function: what it refuses once it refuses each time.
    throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
  }
}

/** The shards of a run come one after another, so the last snapshot is the next one too. */
function rememberLast(queueUrl: string | undefined) {
  let last: { sha: string; snapshot: SharedArrayBuffer } | undefined;
  return async (place: SnapshotPlace): Promise<SharedArrayBuffer> => {
    if (last?.sha !== place.sha) {
      const bytes = await loadSnapshot(place, queueUrl);
      const snapshot = new SharedArrayBuffer(bytes.length);
      new Uint8Array(snapshot).set(bytes);
      last = { sha: place.sha, snapshot };
    }
    return last.snapshot;
  };
}
