import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { openDbReadOnly } from '../../db/client.ts';
import { dataFiles } from '../../db/files.ts';
import { matchRun } from '../../db/schema/matching.ts';
import { WORKER_TOKEN } from '../app.ts';
import { openLiveFolder, startLive } from '../live-server.ts';
import { rightResults, savedResults } from '../night-run-town.ts';
import { freePort, startRedis, until } from '../redis.ts';
import { flushInRuns, killRedisInRuns, patientCookie, smallTown, workWithoutRedis } from '../redis-faults.ts';
import { startWorker, stopWorkerAtWork } from '../run-elsewhere.ts';

const MINUTE = 60_000;
const tell = (line: string) => process.stderr.write(`${line}\n`);

test('FLUSHALL på tyve tidspunkter af kørsler: alt er tilbage inden et minut', async () => {
  const longest = await flushInRuns({ rounds: 20 });
  tell(`20 tømninger, alt færdigt igen efter højst ${(longest / 1000).toFixed(1)} s`);
  expect(longest).toBeLessThan(MINUTE);
});

test('kill -9 af Redis i ti kørsler: hver ordre er skrevet én gang', async () => {
  tell(`10 drab, ${await killRedisInRuns(10)} ordrer`);
});

test('Redis nede under sider og skrivninger: alt bliver besvaret, og køen er indhentet på 30 s', async () => {
  const { before, meanwhile, orders, drained, requests } = await workWithoutRedis({
    ms: 30_000,
    runs: 10,
  });
  tell(
    `${requests} sider og skrivninger, p99 ${before.toFixed(0)} ms med Redis og ${meanwhile.toFixed(0)} ms uden; en kørsel bestilt på ${orders[5]?.toFixed(0)} ms, højst ${orders.at(-1)?.toFixed(0)} ms; alt sendt ${(drained / 1000).toFixed(1)} s efter`,
  );
  expect(drained).toBeLessThan(30_000);
});

test('Redis et minut forsinket ved start: server og regner finder den selv', async () => {
  const port = await freePort();
  const queueUrl = `redis://127.0.0.1:${port}`;
  const live = await openLiveFolder({ QUEUE_URL: queueUrl, WORKER_TOKEN }, smallTown);
  const { url } = await startLive(live);
  startWorker({ queueUrl, serverUrl: url });
  const cookie = await patientCookie(url);
  const [db, files] = [openDbReadOnly(dataFiles(live.folder).database), dataFiles(live.folder)];
  onTestFinished(() => void db.$client.close());
  for (let second = 0; second < 60; second += 5) {
    for (const page of ['/', '/matchkoersler', '/drift', '/readyz'])
      expect((await fetch(`${url}${page}`, { headers: { cookie }, redirect: 'manual' })).status).toBe(200);
    await delay(5000);
  }
  const redis = await startRedis(port);
  onTestFinished(() => redis.stop());
  const started = performance.now();
  const night = () => db.select().from(matchRun).where(eq(matchRun.status, 'faerdig')).get();
  await until(() => night() !== undefined, 2 * MINUTE);
  tell(`natkørslen færdig ${((performance.now() - started) / 1000).toFixed(1)} s efter, at Redis kom`);
  expect(savedResults(db, 1)).toEqual(rightResults({ db, files }, 1));
});

test('en regner standset midt i sit arbejde: stort tager den næste over, småt bliver gjort færdigt', async () => {
  for (const orders of [100, 5000, 20_000, 400_000]) {
    const { outcome, ms, exitCode } = await stopWorkerAtWork(orders, { alone: true });
    tell(`alene med ${orders} ordrer: ${outcome} efter ${ms.toFixed(0)} ms`);
    expect(exitCode).toBe(0);
  }
  for (const orders of [400_000, 400_000, 800_000]) {
    const { outcome, ms, exitCode } = await stopWorkerAtWork(orders, { alone: false });
    tell(`${orders} ordrer, en anden ledig: ${outcome} efter ${ms.toFixed(0)} ms`);
    expect([outcome, exitCode]).toEqual(['taken over', 0]);
    expect(ms).toBeLessThan(5000);
  }
});
