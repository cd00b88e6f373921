import os from 'node:os';
import path from 'node:path';
import type { QueueBackend } from './backend.ts';
import { workerLock } from './queues.ts';
import type { ScoreThreadData } from './score.ts';

const processor = path.join(import.meta.dirname, `score${path.extname(import.meta.filename)}`);

/** Scores shards in threads, one core left for the rest of the program. They end with the backend. */
export function startScoreWorkers(backend: QueueBackend, queueUrl: string | undefined): void {
  const workerData: ScoreThreadData = { queueUrl };
  backend.worker('match-score', processor, {
    useWorkerThreads: true,
    workerThreadsOptions: { workerData },
    concurrency: Math.max(1, os.availableParallelism() - 1),
    ...workerLock,
  });
}
