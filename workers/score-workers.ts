import os from 'node:os';
import path from 'node:path';
import type { QueueBackend } from './backend.ts';
import type { ScoreThreadData } from './score.ts';

const SECOND = 1000;
const processor = path.join(import.meta.dirname, `score${path.extname(import.meta.filename)}`);

/** Scores shards in threads, one core left for the rest of the program. They end with the backend. */
export function startScoreWorkers(backend: QueueBackend, queueUrl: string | undefined): void {
  const workerData: ScoreThreadData = { queueUrl };
  backend.worker('match-score', processor, {
    useWorkerThreads: true,
    workerThreadsOptions: { workerData },
    concurrency: Math.max(1, os.availableParallelism() - 1),
    // The thread that renews the lock does nothing else, so a lock of 10 s that runs out means a dead program.
    lockDuration: 10 * SECOND,
    stalledInterval: 10 * SECOND,
    maxStalledCount: 5,
  });
}
