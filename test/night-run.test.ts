import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { matchOrderResult, matchRun, outbox } from '../db/schema/matching.ts';
import { listenForScripts } from '../server/control.ts';
import { startMatching } from '../server/matching/night-run.ts';
import { planRun } from '../server/matching/plan.ts';
import { findRun, requestRun, unfinishedRuns } from '../server/matching/run-queries.ts';
import { startWatchdog } from '../server/matching/watchdog.ts';
import { openQueueBackend, type QueueBackend } from '../workers/backend.ts';
import {
  addOrder,
  FIRST_START,
  log,
  now,
  openTown,
  output,
  rightResults,
  runScript,
  savedResults,
  say,
  type Town,
} from './night-run-town.ts';
import { putReadyQueue } from './ready-queue.ts';
import { killed, queueKinds, type RedisServer, startRedis, until } from './redis.ts';

describe.each(queueKinds())('natkørslen på %s', (kind) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-nat-koe-'));
  let redis: RedisServer | undefined;

  beforeAll(async () => {
    redis = kind === 'redis' ? await startRedis() : undefined;
    if (!redis) await putReadyQueue(folder);
  }, FIRST_START);

  afterAll(async () => {
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function openQueue(): Promise<QueueBackend> {
    return openQueueBackend({ queueUrl: redis?.url, folder, prefix: 'samtlige', log });
  }

  /** The whole machinery on a town, until the test ends or stops it. */
  async function start(town: Town, choices: { withScoreWorkers?: boolean; nightly?: boolean } = {}) {
    const backend = await openQueue();
    const defaults = { withScoreWorkers: true, nightly: false };
    const options = { ...town, backend, now, log, ...defaults, ...choices };
    const matching = startMatching(options);
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= matching.stop().then(() => backend.close());
      return stopping;
    };
    onTestFinished(stop);
    return { ...matching, backend, options, stop };
  }

  async function forgetEverything(backend: QueueBackend): Promise<void> {
    if (redis) return withRedis(redis.url, (client) => client.flushall());
    for (const name of ['match-commit', 'match-score', 'planner'] as const) {
      await backend.queue(name).obliterate({ force: true });
    }
  }

  test('en kørsel giver hver ordre netop ét resultat, og det er det rigtige', {
    timeout: FIRST_START,
  }, async () => {
    const town = openTown({ orders: 45, citizens: 120 });
    const { runNow, backend } = await start(town);
    const lines: string[] = [];
    const summary = await runNow(null, (line) => lines.push(line));

    expect(summary).toEqual({
      runId: 1,
      orders: 45,
      citizens: 120,
      pairs: 45 * 120,
      matches: savedResults(town.db, 1).flatMap((order) => order.rows).length,
      ms: 0,
      snapshot: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(summary.matches).toBeGreaterThan(100);
    expect(savedResults(town.db, 1)).toEqual(rightResults(town, 1));
    expect(findRun(town.db, 1)).toMatchObject({ status: 'faerdig', fence: 1, shards: 5, error: null });
    expect(lines.length).toBeGreaterThan(0);
    const jobs = await backend.queue('match-score').getJobs();
    expect(JSON.stringify(jobs.map((job) => [job.data, job.returnvalue]))).not.toMatch(/Hemmelig|B-1|O-1/);
  });

  test('tyve natlige starter giver én kørsel', { timeout: FIRST_START }, async () => {
    const town = openTown({ orders: 3, citizens: 10 });
    const { backend } = await start(town, { nightly: true });
    const planner = backend.queue('planner');
    await planner.addBulk(Array.from({ length: 20 }, () => ({ name: 'planner', data: {} })));
    await until(async () => (await planner.getCompletedCount()) >= 20);
    await until(() => unfinishedRuns(town.db).length === 0);
    expect(town.db.select().from(matchRun).all()).toMatchObject([
      { runKey: 'nat:2026-11-22', status: 'faerdig', orders: 3 },
    ]);
    expect(await planner.getJobSchedulersCount()).toBe(1);
    await forgetEverything(backend);
  });

  test('kommandolinjen beder den kørende server og viser fremdriften på stderr', {
    timeout: FIRST_START,
  }, async () => {
    const town = openTown({ orders: 12, citizens: 20 });
    const { runNow } = await start(town);
    const control = await listenForScripts(town.files, {
      import: async () => null,
      backup: async () => null,
      drill: async () => null,
      'cpr-keys': async () => null,
      match: (_payload, progress) => runNow(null, progress),
    });
    onTestFinished(() => control.close());
    const child = runScript('match', ['--json'], town, redis?.url);
    const [stdout, stderr] = await Promise.all([output(child), text(child.stderr as NodeJS.ReadableStream)]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ runId: 1, orders: 12, pairs: 240 });
    expect(stderr).toContain('Kørsel 1: ');
  });

  test('et marked uden ordrer er færdigt med det samme', { timeout: FIRST_START }, async () => {
    const { runNow } = await start(openTown({ orders: 0, citizens: 4 }));
    expect(await runNow(null, say)).toMatchObject({ orders: 0, citizens: 4, pairs: 0, matches: 0 });
  });

  test('en kø, der glemmer alt midt i en kørsel, koster intet resultat', {
    timeout: FIRST_START,
  }, async () => {
    const town = openTown({ orders: 30, citizens: 50 });
    const before = await start(town, { withScoreWorkers: false });
    const { id } = requestRun(town.db, { runKey: 'nu:glemt', requestedBy: null, now: now() });
    await until(() => findRun(town.db, id)?.status === 'koerer');
    await forgetEverything(before.backend);
    await before.stop();

    const after = await start(town);
    await until(() => findRun(town.db, id)?.status === 'faerdig');
    expect(findRun(town.db, id)?.fence).toBe(2);
    expect(savedResults(town.db, id)).toEqual(rightResults(town, id));

    await forgetEverything(after.backend);
    const watchdog = startWatchdog({ ...after.options, nightly: true });
    onTestFinished(() => watchdog.stop());
    await until(async () => (await after.backend.queue('planner').getJobSchedulersCount()) === 1);
  });

  test('et program, der dræbes midt i en kørsel, gør den færdig efter en ny start', {
    timeout: 2 * FIRST_START,
  }, async () => {
    const town = openTown({ orders: 200, citizens: 120 });
    if (!redis) await putReadyQueue(town.files.queue);
    const child = runScript('match', ['--json'], town, redis?.url);
    const done = () => town.db.$count(matchOrderResult, eq(matchOrderResult.runId, 1));
    await until(async () => (await done()) >= 20, FIRST_START);
    await killed(child);
    expect(await done()).toBeLessThan(200);
    expect(findRun(town.db, 1)?.status).toBe('koerer');

    const again = runScript('match', ['--json'], town, redis?.url);
    const summary = JSON.parse(await output(again));
    expect(summary).toMatchObject({ runId: 2, orders: 200, citizens: 120, pairs: 24_000 });
    for (const runId of [1, 2]) {
      expect(findRun(town.db, runId)).toMatchObject({ status: 'faerdig', fence: 1 });
      expect(savedResults(town.db, runId)).toEqual(rightResults(town, runId));
    }
  });

  test('en ordre, der ikke kan beregnes, standser hverken de andre eller programmet', {
    timeout: FIRST_START,
  }, async () => {
    const town = openTown({ orders: 25, citizens: 20 });
    const { id } = requestRun(town.db, { runKey: 'nu:fejl', requestedBy: null, now: now() });
    await planRun(town.db, { runId: id, outboxId: 1, files: town.files, now });
    addOrder(town.db, 26);
    const work = town.db.select().from(outbox).where(eq(outbox.topic, 'match-score')).get();
    const orderIds = Array.from({ length: 26 }, (_, index) => index + 1);
    town.db
      .update(outbox)
      .set({ payload: { ...work?.payload, orderIds } })
      .where(eq(outbox.topic, 'match-score'))
      .run();

    await start(town);
    await until(() => findRun(town.db, id)?.status === 'fejlet', 40_000);
    expect(savedResults(town.db, id)).toEqual(rightResults(town, id));
    expect(findRun(town.db, id)?.error).toBe(
      'Kørslen er opgivet efter 3 forsøg uden nye resultater. 1 af 25 ordrer mangler: O-26. Prøv igen, eller kontakt driften.',
    );
  });
});

async function withRedis(url: string, use: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(url);
  await use(client);
  client.disconnect();
}
