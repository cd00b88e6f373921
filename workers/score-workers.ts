import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { QueueBackend } from './backend.ts';
import type { Log } from './pglite-pool.ts';
import { readPayload, workerLock } from './queues.ts';
import { startScorePool } from './score-pool.ts';
import { type ShardResult, toShardResult } from './shard-result.ts';
import { keepLatest, SnapshotOutOfReach, type SnapshotSource } from './snapshots.ts';

/** A worker that is told to stop gets so long for what it has in hand; the rest it hands back. */
const LAST_WORK = 2000;
/** So that a worker that cannot reach the server does not take all the work in turn. */
const PAUSE_OUT_OF_REACH = 2000;

class HandedBack extends Error {}

interface ScoreOptions {
  snapshots: SnapshotSource;
  log: Log;
  lock?: typeof workerLock;
}

/**
 * Scores shards: BullMQ spreads them over machines, and a pool of threads spreads a shard's orders over this
 * machine's cores, one core left for the rest of the program. The thread that holds the job only waits, so its lock
 * is always renewed. They end with the backend.
 */
export function startScoreWorkers(
  backend: QueueBackend,
  { snapshots, log, lock = workerLock }: ScoreOptions,
): void {
  const pool = startScorePool(Math.max(1, os.availableParallelism() - 1));
  const snapshotOf = keepLatest(snapshots);
  const stopping = new AbortController();

  async function score(job: Job): Promise<ShardResult> {
    const { runId, fence, orderIds, snapshotSha } = readPayload('match-score', job);
    const snapshot = await snapshotOf(snapshotSha, stopping.signal);
    try {
      const results = await pool.score(snapshotSha, snapshot, orderIds);
      return toShardResult({ runId, snapshotSha, fence }, results);
    } catch (error) {
      // The engine is a pure function: what it refuses once it refuses each time.
      throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
    }
  }

  const worker = backend.worker(
    'match-score',
    async (job, token) => {
      try {
        return await orHandedBack(score(job), stopping.signal);
      } catch (error) {
        if (!(error instanceof SnapshotOutOfReach || error instanceof HandedBack)) throw error;
        log.warn(error.message);
        await delay(PAUSE_OUT_OF_REACH, undefined, { signal: stopping.signal }).catch(() => undefined);
        // Neither a failed attempt nor a delay by this machine's clock: the next worker may begin at once.
        await job.moveToWait(token);
        throw new WaitingError();
      }
    },
    { concurrency: 1, ...lock },
  );
  worker.once('closing', () => stopping.abort());
  worker.once('closed', () => void pool.close());
}

/** The result, unless the worker has been told to stop and the result does not come soon. */
async function orHandedBack<T>(work: Promise<T>, stopping: AbortSignal): Promise<T> {
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const over = new AbortController();
  const stop = () => resolve();
  if (stopping.aborted) stop();
  else stopping.addEventListener('abort', stop, { once: true });
  const late = stopped
    .then(() => delay(LAST_WORK, undefined, { signal: over.signal }))
    .then(() => {
      throw new HandedBack('Regneren standser og giver sit arbejde tilbage');
    });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    stopping.removeEventListener('abort', stop);
  }
}
