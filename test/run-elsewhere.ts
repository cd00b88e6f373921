import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type MatchingOptions, startMatching } from '../server/matching/night-run.ts';
import { planRun } from '../server/matching/plan.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import { openQueueBackend } from '../workers/backend.ts';
import { openTestApp, WORKER_TOKEN } from './app.ts';
import { log, now, openTown, type Town } from './night-run-town.ts';
import { killed, startRedis, until } from './redis.ts';
import { shippedProgram } from './shipped-flags.ts';

/** The server's part: the run, and the door where workers fetch the snapshot. */
export async function serve(
  town: Town,
  queueUrl: string,
  choices: Pick<MatchingOptions, 'withScoreWorkers'> &
    Partial<Pick<MatchingOptions, 'nightly' | 'lookEvery'>>,
) {
  const backend = await openQueueBackend({ queueUrl, folder: 'not-used', prefix: 'samtlige', log });
  const { app } = await openTestApp(now().toISOString(), town);
  const serverUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const matching = startMatching({ ...town, backend, now, log, nightly: false, ...choices });
  onTestFinished(async () => {
    await matching.stop();
    await backend.close(2000);
  });
  return { matching, serverUrl, backend };
}

/** `npm run worker` in a folder of its own, which is all it knows of this machine. */
export function startWorker({ queueUrl, serverUrl }: { queueUrl: string; serverUrl: string }): ChildProcess {
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'samtlige-andensteds-'));
  const worker = spawn(process.execPath, shippedProgram('worker'), {
    cwd: elsewhere,
    env: { QUEUE_URL: queueUrl, SERVER_URL: serverUrl, WORKER_TOKEN },
    stdio: 'ignore',
  });
  onTestFinished(async () => {
    await killed(worker);
    rmSync(elsewhere, { recursive: true });
  });
  return worker;
}

export interface Stopped {
  /** from SIGTERM until the next worker had the work, or it was done or free again, in ms */
  ms: number;
  outcome: 'taken over' | 'done' | 'free';
  exitCode: number | null;
}

/** SIGTERM to a worker in the midst of a shard of so many orders, with another one beside it or alone. Being stopped is no failed attempt. */
export async function stopWorkerAtWork(orders: number, { alone }: { alone: boolean }): Promise<Stopped> {
  const town = openTown({ orders: 20, citizens: 300 });
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const { backend, matching, serverUrl } = await serve(town, redis.url, { withScoreWorkers: false });
  await matching.stop();
  const { id: runId } = requestRun(town.db, { runKey: 'nu:stop', requestedBy: null, now: now() });
  await planRun(town.db, { runId, outboxId: 1, files: town.files, now });
  const snapshotSha = findRun(town.db, runId)?.snapshotSha ?? '';
  const orderIds = Array.from({ length: orders }, (_, at) => (at % 20) + 1);
  const queue = backend.queue('match-score');
  const { id = '' } = await queue.add('match-score', { runId, shard: 0, snapshotSha, orderIds, fence: 1 });
  const starts = async () => (await queue.getJob(id))?.attemptsStarted ?? 0;

  const place = { queueUrl: redis.url, serverUrl };
  const first = startWorker(place);
  await until(async () => (await starts()) === 1);
  if (!alone) startWorker(place);
  await until(async () => (await queue.getWorkersCount()) === (alone ? 1 : 2));
  // Past the fetch of the snapshot, which ends at once.
  await delay(500);
  const started = performance.now();
  first.kill('SIGTERM');
  const outcome = async () => {
    if ((await starts()) === 2) return 'taken over';
    if ((await queue.getCompletedCount()) === 1) return 'done';
    return (await queue.getWaitingCount()) === 1 ? 'free' : null;
  };
  // What is free for a moment the other takes at once.
  await until(async () => ['done', alone ? 'free' : 'taken over'].includes((await outcome()) ?? ''));
  const ms = performance.now() - started;
  if (first.exitCode === null) await once(first, 'exit');
  const found = await outcome();
  if (found === null || (found !== 'done' && (await queue.getJob(id))?.attemptsMade !== 0))
    throw new Error('the work is lost, or counts as failed');
  return { ms, outcome: found, exitCode: first.exitCode };
}
