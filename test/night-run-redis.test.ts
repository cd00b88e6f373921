import { once } from 'node:events';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findRun } from '../server/matching/run-queries.ts';
import { FIRST_START, openTown, rightResults, savedResults, say } from './night-run-town.ts';
import { CODES, killed, queueKinds, startRedis, until, usersOfTheManual } from './redis.ts';
import { awayAndFull, flushInRuns, killRedisInRuns } from './redis-faults.ts';
import { serve, startWorker, stopWorkerAtWork } from './run-elsewhere.ts';

describe.runIf(queueKinds().includes('redis'))('natkørslen med Redis', () => {
  test('Redis, der er nede og så fuld: sider svarer, lyset skifter, kørslerne venter i databasen og går i gang i rækkefølge', {
    timeout: 2 * FIRST_START,
  }, async () => {
    await awayAndFull(3 * 1024 * 1024);
  });

  test('Redis, der bliver tømt midt i en kørsel, får alt igen fra databasen', {
    timeout: 2 * FIRST_START,
  }, async () => {
    await flushInRuns({ rounds: 1, lookEvery: 300 });
  });

  test('Redis, der bliver dræbt midt i en kørsel: hver ordre bliver skrevet én gang', {
    timeout: 2 * FIRST_START,
  }, async () => {
    expect(await killRedisInRuns(1)).toBe(200);
  });

  test('regnes på en anden maskine, som kun kender Redis og serverens adresse', {
    timeout: FIRST_START,
  }, async () => {
    const town = openTown({ orders: 30, citizens: 40 });
    const users = usersOfTheManual().map((line) => ['--user', ...line.split(' ').slice(1)]);
    const redis = await startRedis(undefined, users.flat(), `server:${CODES.server}@`);
    onTestFinished(() => redis.stop());
    const as = (user: string) => redis.url.replace(/\/\/.*@/, `//${user}`);
    const { matching, serverUrl } = await serve(town, redis.url, { withScoreWorkers: false });
    const queueUrl = as(`regner:${CODES.regner}@`);
    const worker = startWorker({ queueUrl, serverUrl });

    const { runId } = await matching.runNow(null, say);
    expect(savedResults(town.db, runId)).toEqual(rightResults(town, runId));
    const [regner, nobody] = [new Redis(queueUrl), new Redis(as(''))];
    for (const client of [regner, nobody]) client.on('error', () => undefined);
    await expect(regner.get('andres')).rejects.toThrow('NOPERM');
    await expect(regner.flushall()).rejects.toThrow('NOPERM');
    await expect(nobody.get('samtlige:x')).rejects.toThrow('NOAUTH');
    for (const client of [regner, nobody]) client.disconnect();

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

  test('en regner, der bliver bedt om at standse midt i et stort stykke arbejde, giver det tilbage, og den næste tager det', {
    timeout: 2 * FIRST_START,
  }, async () => {
    expect(await stopWorkerAtWork(400_000, { alone: false })).toMatchObject({
      outcome: 'taken over',
      exitCode: 0,
    });
  });
});
