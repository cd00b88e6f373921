import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { count, eq, isNull } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { expect, onTestFinished } from 'vitest';
import { type Db, openDbReadOnly } from '../db/client.ts';
import { dataFiles } from '../db/files.ts';
import { matchOrderResult, outbox } from '../db/schema/matching.ts';
import { readConfig } from '../server/config.ts';
import { unsentWork } from '../server/matching/outbox.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import { startServer } from '../server/start.ts';
import { addUser, letPasswordsDo, WORKER_TOKEN } from './app.ts';
import { cookieOf, openLiveFolder, saveView, startLive } from './live-server.ts';
import { fillTown, now, openTown, rightResults, savedResults, say } from './night-run-town.ts';
import { freePort, startRedis, until } from './redis.ts';
import { serve } from './run-elsewhere.ts';

const MINUTE = 60_000;

/** FLUSHALL at another moment of each run: it ends right all the same, and the nightly clock is back. Gives the longest time until then, in ms. */
export async function flushInRuns({
  rounds,
  lookEvery,
}: {
  rounds: number;
  lookEvery?: number;
}): Promise<number> {
  const town = openTown({ orders: 200, citizens: 200 });
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const { backend, matching } = await serve(town, redis.url, {
    withScoreWorkers: true,
    nightly: true,
    ...(lookEvery && { lookEvery }),
  });
  const planner = backend.queue('planner');
  const client = new Redis(redis.url);
  onTestFinished(() => client.disconnect());
  let longest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const run = matching.runNow(null, say);
    await delay((round * 367) % 2000);
    await client.flushall();
    const started = performance.now();
    const { runId } = await run;
    await until(async () => (await planner.getJobSchedulersCount()) === 1, MINUTE);
    longest = Math.max(longest, performance.now() - started);
    expect(findRun(town.db, runId)?.status).toBe('faerdig');
    expect(savedResults(town.db, runId)).toEqual(rightResults(town, runId));
  }
  await lookedOver(town.db);
  return longest;
}

/** A whole server whose Redis is away at the start, and full later: pages and orders of runs are answered, words say what is wrong, and what waits goes through in its order when there is room. */
export async function awayAndFull(maxmemory: number): Promise<void> {
  const port = await freePort();
  const clock = { now: now() };
  const live = await openLiveFolder(
    { QUEUE_URL: `redis://127.0.0.1:${port}`, LOG_LEVEL: 'silent' },
    smallTown,
  );
  const options = { now: () => clock.now, demo: false, withScoreWorkers: true, busyAfterMs: 0 };
  const server = await startServer(readConfig(live.env), options);
  onTestFinished(() => server.close());
  const cookie = await cookieOf(server.url, 'ada');
  const db = openDbReadOnly(dataFiles(live.folder).database);
  onTestFinished(() => void db.$client.close());
  const ask = async (page: string) => {
    const answer = await fetch(`${server.url}${page}`, { headers: { cookie }, redirect: 'manual' });
    expect(answer.status).toBe(200);
    return answer.text();
  };

  const first = await orderRun(server.url, cookie);
  expect(await ask('/drift')).toContain('svarer ikke');
  const redis = await startRedis(port, [
    '--maxmemory',
    String(maxmemory),
    '--maxmemory-policy',
    'noeviction',
  ]);
  onTestFinished(() => redis.stop());
  await until(() => findRun(db, first)?.status === 'faerdig');

  const client = new Redis(redis.url);
  onTestFinished(() => client.disconnect());
  const full = await fillUp(client, maxmemory);
  const runs = await Promise.all([0, 1].map(() => orderRun(server.url, cookie)));
  const unsent = () => db.select().from(outbox).where(isNull(outbox.sentAt)).all();
  await until(() => unsent().filter(({ topic }) => topic === 'match-score').length === runs.length);
  clock.now = new Date(clock.now.getTime() + 3 * MINUTE);
  let status = '';
  // A Redis that is asked while the machine is busy may not have answered in time.
  await until(async () => {
    status = await ask('/drift');
    return status.includes('Redis er fuld');
  });
  expect(status).toContain('I gang, men køen tager ikke imod');
  for (const page of ['/', '/virksomheder', '/matchkoersler', `/matchkoersler/${runs[0]}`]) await ask(page);
  expect(await saveView(server.url, cookie, 'mens køen er fuld')).toBe(201);
  expect(runs.map((id) => findRun(db, id)?.status)).toEqual(runs.map(() => 'planlagt'));

  await full.empty();
  await until(() => runs.every((id) => findRun(db, id)?.status === 'faerdig'));
  expectSentInOrder(db);
  expect(await ask('/drift')).not.toContain('Redis er fuld');
  await lookedOver(db);
}

/** With somebody who may look at everything of the operation. */
export async function smallTown(db: Db): Promise<void> {
  letPasswordsDo(db, now());
  await addUser(db, 'ada', ['konsulent', 'administrator']);
  fillTown(db, { orders: 12, citizens: 20 });
}

/** A thread that looks a run over may not be stopped while it opens the database: the whole process would end. */
async function lookedOver(db: Db): Promise<void> {
  await until(() => unsentWork(db).length === 0, MINUTE);
}

/** Fills what Redis may use, and takes a little of it away, so that it is full whatever comes and goes. */
async function fillUp(client: Redis, maxmemory: number): Promise<{ empty: () => Promise<void> }> {
  const keys: string[] = [];
  const add = (key: string) => client.set(key, 'x'.repeat(20_000)).catch(() => null);
  for (let key = 'fyld:0'; (await add(key)) !== null; key = `fyld:${keys.length}`) keys.push(key);
  await client.config('SET', 'maxmemory', String(Math.floor(maxmemory * 0.9)));
  return {
    async empty() {
      await client.del(...keys);
      await client.config('SET', 'maxmemory', String(maxmemory));
    },
  };
}

/** A server's first seconds on a busy machine may be answered with a 503, with or without Redis. */
export async function patientCookie(url: string): Promise<string> {
  let cookie = '';
  await until(async () => {
    cookie = await cookieOf(url, 'ada').catch(() => '');
    return cookie !== '';
  });
  return cookie;
}

async function orderRun(url: string, cookie: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/match-runs`, {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify({ key: randomUUID() }),
  });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { id: number }).id;
}

function expectSentInOrder(db: Db): void {
  const sent = db.select().from(outbox).where(eq(outbox.topic, 'match-score')).orderBy(outbox.id).all();
  const times = sent.map(({ sentAt }) => sentAt ?? '');
  expect(times).toEqual([...times].sort());
  expect(times).not.toContain('');
}

/** kill -9 of Redis in the midst of so many runs; it starts again on its append-only file. Gives the orders written. */
export async function killRedisInRuns(kills: number): Promise<number> {
  const town = openTown({ orders: 200, citizens: 200 });
  const redis = await startRedis(undefined, ['--appendfsync', 'everysec']);
  onTestFinished(() => redis.stop());
  const { matching } = await serve(town, redis.url, { withScoreWorkers: true });
  let orders = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const { id } = requestRun(town.db, { runKey: `nu:${randomUUID()}`, requestedBy: null, now: now() });
    const committed = () =>
      town.db.select({ rows: count() }).from(matchOrderResult).where(eq(matchOrderResult.runId, id)).get()
        ?.rows ?? 0;
    await until(() => committed() > (kill * 37) % 150);
    await redis.crash((kill % 3) * 400);
    await matching.waitFor(id, say);
    expect(findRun(town.db, id)).toMatchObject({ status: 'faerdig', orders: committed() });
    expect(savedResults(town.db, id)).toEqual(rightResults(town, id));
    orders += committed();
  }
  await lookedOver(town.db);
  return orders;
}

export interface Outage {
  /** p99 of pages and saved views in ms, while Redis is there and while it is not */
  before: number;
  meanwhile: number;
  /** how long orders of a run took while it is away, in ms, the quickest first */
  orders: number[];
  /** from Redis' return until nothing waits, in ms */
  drained: number;
  requests: number;
}

/** Pages and writes of a server whose Redis is killed under it and comes back: every answer is a 2xx, and the runs ordered meanwhile go to the queue in their order. */
export async function workWithoutRedis({ ms, runs }: { ms: number; runs: number }): Promise<Outage> {
  const port = await freePort();
  let redis = await startRedis(port);
  const live = await openLiveFolder({ QUEUE_URL: redis.url, WORKER_TOKEN }, smallTown);
  const { url } = await startLive(live);
  const cookie = await patientCookie(url);
  const db = openDbReadOnly(dataFiles(live.folder).database);
  onTestFinished(() => void db.$client.close());
  const unsent = () => db.select().from(outbox).where(isNull(outbox.sentAt)).all().length;
  await until(() => unsent() === 0);

  let requests = 0;
  const work = async () => {
    const times: number[] = [];
    for (const ended = performance.now() + ms; performance.now() < ended; requests += 1) {
      const page = ['/', '/virksomheder', '/matchkoersler', '/drift'][requests % 5];
      const started = performance.now();
      if (page)
        expect((await fetch(`${url}${page}`, { headers: { cookie }, redirect: 'manual' })).status).toBe(200);
      else expect(await saveView(url, cookie, `visning ${requests % 40}`)).toBe(201);
      times.push(performance.now() - started);
      // A user has a thousand requests a minute.
      await delay(60);
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
  };
  const before = await work();
  await redis.stop();
  const orders: number[] = [];
  const [meanwhile] = await Promise.all([
    work(),
    (async () => {
      for (let run = 0; run < runs; run += 1) {
        const started = performance.now();
        await orderRun(url, cookie);
        orders.push(performance.now() - started);
        await delay(ms / runs);
      }
    })(),
  ]);
  await until(() => unsent() === runs, 3 * MINUTE);

  redis = await startRedis(port);
  onTestFinished(() => redis.stop());
  const started = performance.now();
  await until(() => unsent() === 0, MINUTE);
  const drained = performance.now() - started;
  expectSentInOrder(db);
  return { before, meanwhile, orders: orders.sort((a, b) => a - b), drained, requests };
}
