import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startMatching } from '../server/matching/night-run.ts';
import { unsentWork } from '../server/matching/outbox.ts';
import { findRun, requestRun, unfinishedRuns } from '../server/matching/run-queries.ts';
import { openQueueBackend } from '../workers/backend.ts';
import { openTestApp, WORKER_TOKEN } from './app.ts';
import {
  FIRST_START,
  log,
  now,
  openTown,
  rightResults,
  savedResults,
  say,
  shipped,
  type Town,
} from './night-run-town.ts';
import { freePort, killed, queueKinds, startRedis, until } from './redis.ts';

describe.runIf(queueKinds().includes('redis'))('natkørslen med Redis', () => {
  test('venter i databasen, mens køen er nede eller fuld, og går i gang, når den kan', {
    timeout: FIRST_START,
  }, async () => {
    const town = openTown({ orders: 12, citizens: 20 });
    const port = await freePort();
    const { matching } = await serve(town, `redis://127.0.0.1:${port}`, { withScoreWorkers: true });
    const started = performance.now();
    const { id } = requestRun(town.db, { runKey: 'nu:nede', requestedBy: null, now: now() });
    expect(performance.now() - started).toBeLessThan(50);
    await until(() => findRun(town.db, id)?.snapshotSha !== null);

    const redis = await startRedis(port, ['--maxmemory', '1mb', '--maxmemory-policy', 'noeviction']);
    onTestFinished(() => redis.stop());
    await delay(3000);
    expect(findRun(town.db, id)?.status).toBe('planlagt');
    expect(unsentWork(town.db)).toHaveLength(1);

    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory', '0');
    client.disconnect();
    await matching.waitFor(id, say);
    expect(unfinishedRuns(town.db)).toEqual([]);
    expect(savedResults(town.db, id)).toEqual(rightResults(town, id));
  });

  test('regnes på en anden maskine, som kun kender Redis og serverens adresse', {
    timeout: FIRST_START,
  }, async () => {
    const town = openTown({ orders: 30, citizens: 40 });
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { matching, serverUrl } = await serve(town, redis.url, { withScoreWorkers: false });
    const worker = startWorker({ queueUrl: redis.url, serverUrl });

    const { runId } = await matching.runNow(null, say);
    expect(savedResults(town.db, runId)).toEqual(rightResults(town, runId));
    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    client.disconnect();
    expect(keys.filter((key) => !key.startsWith('samtlige:'))).toEqual([]);

    worker.kill('SIGTERM');
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });

  test('taber og fordobler intet, når den ene regner bliver dræbt og den anden fryser', {
    timeout: 2 * FIRST_START,
  }, async () => {
    const town = openTown({ orders: 300, citizens: 300 });
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { matching, serverUrl } = await serve(town, redis.url, { withScoreWorkers: false });
    const place = { queueUrl: redis.url, serverUrl };
    const [first, second] = [startWorker(place), startWorker(place)];
    const done = (count: number) =>
      until(
        () =>
          (town.db.$client.prepare('SELECT count(*) FROM match_order_result').pluck().get() as number) >=
          count,
        FIRST_START,
      );
    const run = matching.runNow(null, say);
    await done(10);
    await killed(first);
    await done(30);
    second.kill('SIGSTOP');
    setTimeout(() => second.kill('SIGCONT'), 12_000);
    startWorker(place);

    const { runId } = await run;
    expect(findRun(town.db, runId)).toMatchObject({ status: 'faerdig', fence: 1 });
    expect(savedResults(town.db, runId)).toEqual(rightResults(town, runId));
  });
});

/** The server's part: the run, and the door where workers fetch the snapshot. */
async function serve(town: Town, queueUrl: string, { withScoreWorkers }: { withScoreWorkers: boolean }) {
  const backend = await openQueueBackend({ queueUrl, folder: 'not-used', prefix: 'samtlige', log });
  const { app } = await openTestApp(now().toISOString(), town);
  const serverUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const matching = startMatching({ ...town, backend, now, log, withScoreWorkers, nightly: false });
  onTestFinished(async () => {
    await matching.stop();
    await backend.close(2000);
  });
  return { matching, serverUrl };
}

/** `npm run worker` in a folder of its own, which is all it knows of this machine. */
function startWorker({ queueUrl, serverUrl }: { queueUrl: string; serverUrl: string }): ChildProcess {
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'samtlige-andensteds-'));
  const worker = spawn(process.execPath, [shipped('workers/main.js')], {
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
