import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { UnrecoverableError } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openQueueBackend, type QueueBackend } from '../workers/backend.ts';
import { pglitePool } from '../workers/pglite-pool.ts';
import { matchRunFlow, type Payload, readPayload, scheduleNightRun } from '../workers/queues.ts';
import { redisWarnings } from '../workers/redis.ts';
import { putReadyQueue } from './ready-queue.ts';
import { freePort, killed, queueKinds, type RedisServer, spawnNode, startRedis, until } from './redis.ts';

const fixtures = path.join(import.meta.dirname, 'fixtures');
const kinds = queueKinds();
const prefix = 'samtlige-test';
const said: string[] = [];
const log = { info: say, warn: say, error: say };
const FIRST_START = 120_000;

vi.setConfig({ testTimeout: 60_000 });

function say(message: string): void {
  said.push(message);
}

async function temporaryFolder(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-queue-'));
  await putReadyQueue(folder);
  return folder;
}

function shard(number: number, runId = 1): Payload<'match-score'> {
  return {
    runId,
    shard: number,
    snapshotSha: 'a'.repeat(64),
    orderIds: [number + 1],
    fence: 1,
  };
}

describe.each(kinds)('køen på %s', (kind) => {
  let folder: string;
  let redis: RedisServer | undefined;
  let backend: QueueBackend;

  beforeAll(async () => {
    folder = await temporaryFolder();
    redis = kind === 'redis' ? await startRedis() : undefined;
    backend = await openQueueBackend({ queueUrl: redis?.url, folder, prefix, log });
  }, FIRST_START);

  afterEach(async () => {
    for (const name of ['match-commit', 'match-score', 'planner'] as const) {
      await backend.queue(name).obliterate({ force: true });
    }
  });

  afterAll(async () => {
    await backend.close();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('er den slags, der blev bedt om, og har intet at klage over', async () => {
    expect(backend.kind).toBe(kind);
    expect(await backend.check()).toEqual([]);
  });

  test('200 job bliver udført én gang hver', async () => {
    const times = new Map<number, number>();
    const queue = backend.queue('match-score');
    await queue.addBulk(Array.from({ length: 200 }, (_, i) => ({ name: 'match-score', data: shard(i) })));
    const worker = backend.worker(
      'match-score',
      async (job) => {
        const { shard } = readPayload('match-score', job);
        times.set(shard, (times.get(shard) ?? 0) + 1);
      },
      { concurrency: 8 },
    );
    await until(async () => (await queue.getCompletedCount()) === 200);
    await worker.close();
    expect(times.size).toBe(200);
    expect([...times.values()].every((count) => count === 1)).toBe(true);
  });

  test('commit får alle resultater, og også besked om den del, der fejlede', async () => {
    const scorer = backend.worker('match-score', async (job) => {
      const { shard } = readPayload('match-score', job);
      if (shard !== 3) return { shard, best: shard * 10 };
      throw new UnrecoverableError('del 3 kunne ikke beregnes');
    });
    let commits = 0;
    const committer = backend.worker('match-commit', async (job) => {
      commits += 1;
      return {
        results: Object.values(await job.getChildrenValues()),
        failures: Object.values(await job.getIgnoredChildrenFailures()),
      };
    });
    const events = backend.queueEvents('match-commit');
    await events.waitUntilReady();
    const flow = matchRunFlow(
      { runId: 1, snapshotSha: 'a'.repeat(64), fence: 1 },
      [0, 1, 2, 3].map((number) => shard(number)),
    );
    const { job } = await backend.flowProducer().add(flow);
    const outcome = await job.waitUntilFinished(events, 20_000);
    await backend.flowProducer().add(flow);
    await Promise.all([scorer.close(), committer.close(), events.close()]);

    expect(outcome.results).toHaveLength(3);
    expect(outcome.results).toEqual(
      expect.arrayContaining([0, 1, 2].map((n) => ({ shard: n, best: n * 10 }))),
    );
    expect(outcome.failures).toEqual(['del 3 kunne ikke beregnes']);
    expect(commits).toBe(1);
  });

  test('natkørslen står der én gang, i dansk tid, også efter fem starter', async () => {
    const queue = backend.queue('planner');
    for (let start = 0; start < 5; start += 1) await scheduleNightRun(queue);
    const schedulers = await queue.getJobSchedulers();
    expect(schedulers).toHaveLength(1);
    expect(schedulers[0]).toMatchObject({ pattern: '0 1 * * *', tz: 'Europe/Copenhagen' });
    expect(localTime(schedulers[0]?.next ?? 0)).toBe('01:00');
    expect(await queue.getDelayedCount()).toBe(1);
  });

  test('et job i en tråd for sig giver sit svar og afviser ugyldige data med en klar besked', async () => {
    const queue = backend.queue('match-score');
    const events = backend.queueEvents('match-score');
    await events.waitUntilReady();
    const worker = backend.worker('match-score', path.join(fixtures, 'queue-processor.ts'), {
      useWorkerThreads: true,
    });
    const good = await queue.add('match-score', shard(4));
    expect(await good.waitUntilFinished(events, 20_000)).toEqual({ isMainThread: false, orderIds: [5] });

    const bad = await queue.add('match-score', JSON.parse(JSON.stringify({ ...shard(5), orderIds: ['7'] })));
    await expect(bad.waitUntilFinished(events, 20_000)).rejects.toThrow(
      /Ugyldige data i jobbet match-score \S+: \/orderIds\/0 must be integer/,
    );
    expect((await queue.getJob(bad.id ?? ''))?.attemptsMade).toBe(1);
    await Promise.all([worker.close(), events.close()]);
  });

  test('et program, der dræbes midt i arbejdet, efterlader intet ugjort', {
    timeout: FIRST_START,
  }, async () => {
    const own = await temporaryFolder();
    const report = path.join(own, 'report.txt');
    const settings = { queueUrl: redis?.url, folder: own, prefix: 'samtlige-kill', log };
    const before = await openQueueBackend(settings);
    await before
      .queue('match-score')
      .addBulk(Array.from({ length: 40 }, (_, i) => ({ name: 'match-score', data: shard(i) })));
    await before.close();

    const worker = spawnNode(path.join(fixtures, 'queue-worker.ts'), { ...settings, report });
    onTestFinished(() => killed(worker));
    await until(() => existsSync(report) && lines(report).length >= 20);
    await killed(worker);
    expect(lines(report).length).toBeLessThan(40);

    const after = await openQueueBackend(settings);
    onTestFinished(async () => {
      await after.close();
      rmSync(own, { recursive: true, force: true });
    });
    const queue = after.queue('match-score');
    expect(await queue.getActiveCount()).toBeGreaterThan(0);
    const done = new Set(lines(report));
    after.worker('match-score', async (job) => done.add(String(readPayload('match-score', job).shard)), {
      lockDuration: 1500,
      stalledInterval: 1000,
    });
    await until(async () => (await queue.getCompletedCount()) === 40);
    expect(done.size).toBe(40);
    expect(await queue.getJobCountByTypes('active', 'waiting', 'delayed', 'failed')).toBe(0);
  });
});

describe('PGlite', () => {
  test('holder andre ude af en transaktion, nægter to ejere, og lægger en ødelagt mappe til side', {
    timeout: FIRST_START,
  }, async () => {
    const folder = await temporaryFolder();
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const pool = pglitePool(folder, log);
    await pool.query('CREATE TABLE bullmq.counted (n int)');

    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO counted VALUES (1)');
    const seenByOthers = pool.query<{ count: string }>('SELECT count(*) FROM counted');
    await client.query('INSERT INTO counted VALUES ($1)', [2]);
    await client.query('COMMIT');
    expect((await seenByOthers).rows).toEqual([{ count: '2' }]);

    await client.query('BEGIN');
    await client.query('DELETE FROM counted');
    client.release();
    expect((await pool.query('SELECT count(*) FROM counted')).rows).toEqual([{ count: '2' }]);
    await expect(pool.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });

    await expect(openQueueBackend({ queueUrl: undefined, folder, prefix, log })).rejects.toThrow(
      `Køens mappe ${folder} er i brug af et andet program`,
    );
    await pool.end();

    writeFileSync(path.join(folder, 'pg', 'global', 'pg_control'), 'ødelagt');
    const backend = await openQueueBackend({ queueUrl: undefined, folder, prefix, log });
    await backend.queue('planner').add('planner', {});
    await backend.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('pg-defekt-'))).toHaveLength(1);
    expect(said.join('\n')).toContain('Køens mappe kunne ikke åbnes');
  });
});

test('PGlites tråd, der går ned, startes igen, og arbejdet fortsætter', {
  timeout: FIRST_START,
}, async () => {
  const folder = await temporaryFolder();
  const threads: Worker[] = [];
  const seen = (thread: Worker) => threads.push(thread);
  process.on('worker', seen);
  const backend = await openQueueBackend({ queueUrl: undefined, folder, prefix, log });
  onTestFinished(async () => {
    process.off('worker', seen);
    await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let ran = 0;
  const worker = backend.worker('planner', async () => {
    ran += 1;
  });
  await worker.waitUntilReady();
  await backend.queue('planner').add('planner', {});
  await until(() => ran === 1);

  await threads[0]?.terminate();
  await backend.queue('planner').add('planner', {});
  await until(() => ran === 2);
  expect(threads).toHaveLength(2);
  expect(said.join('\n')).toContain('Køens tråd er standset');
});

describe.runIf(kinds.includes('redis'))('Redis', () => {
  test('der er nede ved start, får kald til at fejle straks, og arbejdet begynder, når den kommer', async () => {
    const port = await freePort();
    const started = performance.now();
    const backend = await openQueueBackend({
      queueUrl: `redis://bruger:hemmelig@127.0.0.1:${port}`,
      folder: 'not-used',
      prefix,
      log,
    });
    const queue = backend.queue('planner');
    let ran = 0;
    backend.worker('planner', async () => {
      ran += 1;
    });
    await expect(queue.add('planner', {})).rejects.toThrow();
    await expect(
      backend
        .flowProducer()
        .add(matchRunFlow({ runId: 1, snapshotSha: 'a'.repeat(64), fence: 1 }, [shard(0)])),
    ).rejects.toThrow();
    await expect(scheduleNightRun(queue)).rejects.toThrow();
    expect(await backend.check()).toEqual([`Redis på redis://127.0.0.1:${port} svarer ikke`]);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(said.join('\n')).not.toContain('hemmelig');

    const user = ['--user', 'bruger', 'on', '>hemmelig', '~*', '&*', '+@all'];
    const redis = await startRedis(port, user);
    await until(async () => (await backend.check()).length === 0);
    await queue.add('planner', {});
    await until(() => ran === 1);

    await redis.stop();
    await expect(queue.add('planner', {})).rejects.toThrow();
    const closing = performance.now();
    await backend.close();
    // It may wait for its workers as long as it says (10 s) on a busy machine, but never for a server that is gone.
    expect(performance.now() - closing).toBeLessThan(20_000);
  });

  test('med forkerte indstillinger giver advarsler på dansk', async () => {
    const redis = await startRedis(undefined, ['--maxmemory-policy', 'allkeys-lru', '--appendonly', 'no']);
    const backend = await openQueueBackend({ queueUrl: redis.url, folder: 'not-used', prefix, log });
    expect(await backend.check()).toEqual([
      'Redis har maxmemory-policy allkeys-lru. Sæt den til noeviction, ellers kan job forsvinde.',
      'Redis gemmer ikke løbende til disk. Sæt appendonly til yes, ellers går job tabt ved strømsvigt.',
    ]);
    await backend.close();
    await redis.stop();
  });
});

test.each([
  ['5.0.14', ['Redis er version 5.0.14. Køen kræver mindst 6.2.']],
  ['6.2.0', []],
  ['7.0.15', []],
  ['10.0.1', []],
])('Redis %s', (version, expected) => {
  expect(
    redisWarnings(`redis_version:${version}\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n`),
  ).toEqual(expected);
});

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}

function localTime(instant: number): string {
  return new Date(instant)
    .toLocaleTimeString('da-DK', {
      timeZone: 'Europe/Copenhagen',
      hour: '2-digit',
      minute: '2-digit',
    })
    .replace('.', ':');
}
