/**
 * Whole runs from the queue to the database with one, two and four score workers, on Redis (each a program of its own, as
 * on another host) and on the built-in queue, and the same work without a queue: what the queue costs. Planning and the
 * look over afterwards are left out. Prints; judges nothing. `--size by|region|land`, else a town and a region.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { projectRoot } from '../../db/files.ts';
import { buildApp } from '../../server/app.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { endAttempt } from '../../server/matching/attempts.ts';
import { commitShard } from '../../server/matching/commit.ts';
import { startMatching } from '../../server/matching/night-run.ts';
import { addWork } from '../../server/matching/outbox.ts';
import { shardsOf } from '../../server/matching/shards.ts';
import { snapshotFile, snapshotsInFolder } from '../../server/matching/snapshot-file.ts';
import { lazyEngine, type OpenedData, openData } from '../../server/start.ts';
import { openQueueBackend } from '../../workers/backend.ts';
import { snapshotSha } from '../../workers/matching/engine.ts';
import { QUEUE_PREFIX } from '../../workers/queues.ts';
import { startScorePool } from '../../workers/score-pool.ts';
import { startScoreWorkers } from '../../workers/score-workers.ts';
import { toShardResult } from '../../workers/shard-result.ts';
import { killed, startRedis } from '../redis.ts';
import { say } from './figures.ts';
import { addRun, encodeInThread, fillMarket } from './market-in-database.ts';
import { createMarket, type MarketSize, writeTaxonomy } from './matching-market.ts';

/** So many runs are asked for at once. */
const SIZES: Record<string, MarketSize & { runs: number }> = {
  by: { citizens: 2_800, orders: 300, runs: 20 },
  region: { citizens: 40_000, orders: 5_000, runs: 3 },
  land: { citizens: 120_000, orders: 25_000, runs: 1 },
};
const WORKERS = [1, 2, 4];
const ROUNDS = 3;
const TODAY = '2026-11-20';
const now = () => new Date();
const silent = { info: () => undefined, warn: () => undefined, error: console.error };

interface Market {
  data: OpenedData;
  config: Config;
  size: (typeof SIZES)[string];
  sha: string;
  places: Uint32Array;
  orderIds: number[];
  lastRun: number;
}

const { values } = parseArgs({ options: { size: { type: 'string' } } });
say(`Node ${process.version}, ${os.availableParallelism()} kerner, belastning ved start ${load()}`);
for (const name of values.size ? [values.size] : ['by', 'region']) {
  const size = SIZES[name];
  if (!size) throw new Error(`No such size: ${name}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-skala-'));
  try {
    const market = await openMarket(folder, size);
    const alone = await measureAlone(market);
    await measureRedis(market, alone);
    await measureBuiltIn(market, alone);
    market.data.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openMarket(folder: string, size: Market['size']): Promise<Market> {
  const key = randomBytes(32).toString('hex');
  const config = readConfig({
    DATA_DIR: path.join(folder, 'data'),
    LOG_LEVEL: 'silent',
    FORM_KEY: key,
    WORKER_TOKEN: key,
  });
  const data = openData(config, now);
  fillMarket(data.db.$client, size);
  data.db.$client.exec(`CREATE TEMP TRIGGER unreviewed AFTER INSERT ON main.outbox WHEN new.topic = 'match-review'
    BEGIN UPDATE outbox SET sent_at = new.created_at WHERE id = new.id; END`);
  const taxonomy = writeTaxonomy(folder);
  const { bytes, places, ms } = await encodeInThread(taxonomy, { today: TODAY, size });
  const sha = snapshotSha(bytes);
  writeFileSync(snapshotFile(config.files.snapshots, sha), bytes);
  say(
    `\n${show(size.citizens)} borgere × ${show(size.orders)} ordrer, øjebliksbillede ${Math.round(bytes.length / 1e6)} MB på ${seconds(ms)}, ${size.runs} kørsler ad gangen, median af ${ROUNDS}`,
  );
  const { orderIds } = createMarket(size);
  return { data, config, size, sha, places, orderIds, lastRun: 0 };
}

/** Processor time so far, in ms: this program's, and that of others. */
interface Spent {
  server: number;
  redis?: number;
  workers?: number;
}

interface Measured {
  /** a round's runs together, ms */
  ms: number;
  /** a run's share of processor time */
  spent: Spent;
}

/** Scoring on one thread and the commits beside it, with nothing between them. */
async function measureAlone(market: Market): Promise<Measured> {
  const { data, config, sha, orderIds } = market;
  const snapshot = await snapshotsInFolder(config.files.snapshots)(sha, new AbortController().signal);
  const pool = startScorePool(1);
  await pool.score(sha, snapshot, orderIds.slice(0, 20));
  const alone = await median(market, spentHere, async (runs) => {
    for (const runId of runs) {
      let writing: Promise<void> = Promise.resolve();
      for (const ids of shardsOf(orderIds, 1)) {
        const results = await pool.score(sha, snapshot, ids);
        await writing;
        const shard = toShardResult({ runId, snapshotSha: sha, fence: 1 }, results);
        writing = commitShard(data.db, shard, { now, log: silent });
      }
      await writing;
      endAttempt(data.db, { runId, snapshotSha: sha, fence: 1 }, now());
    }
  });
  await pool.close();
  sayFigures('uden kø, én tråd', market, alone);
  return alone;
}

async function measureRedis(market: Market, alone: Measured): Promise<void> {
  const { data, config } = market;
  const { db } = data;
  const redis = await startRedis();
  const app = await buildApp({
    db,
    config: { ...config, formKey: randomBytes(32) },
    now,
    engine: lazyEngine(db),
    busyAfterMs: 0,
  });
  const serverUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const place = { queueUrl: redis.url, folder: config.files.queue, prefix: QUEUE_PREFIX, log: silent };
  const backend = await openQueueBackend(place);
  const options = { db, backend, files: config.files, now, log: silent };
  const matching = startMatching({ ...options, withScoreWorkers: false, nightly: false });
  const workers: ChildProcess[] = [];
  for (const count of WORKERS) {
    while (workers.length < count) workers.push(startWorker(redis.url, serverUrl, config));
    const spent = async () => ({
      ...spentHere(),
      redis: (await redisFacts(redis.url)).processorMs,
      workers: workers.reduce((sum, { pid }) => sum + processorMs(pid), 0),
    });
    const before = (await redisFacts(redis.url)).bytes;
    const measured = await throughQueue(market, spent);
    const bytes = ((await redisFacts(redis.url)).bytes - before) / ((ROUNDS + 1) * market.size.runs);
    sayFigures(`Redis, ${count} regner(e)`, market, measured, { alone, bytes });
  }
  await matching.stop();
  for (const worker of workers) await killed(worker);
  await backend.close();
  await app.close();
  await redis.stop();
}

async function measureBuiltIn(market: Market, alone: Measured): Promise<void> {
  const { data, config } = market;
  for (const count of WORKERS) {
    const folder = path.join(config.files.queue, String(count));
    const backend = await openQueueBackend({
      queueUrl: undefined,
      folder,
      prefix: QUEUE_PREFIX,
      log: silent,
    });
    const options = { db: data.db, backend, files: config.files, now, log: silent };
    const matching = startMatching({ ...options, withScoreWorkers: false, nightly: false });
    for (let worker = 0; worker < count; worker += 1) {
      startScoreWorkers(backend, { snapshots: snapshotsInFolder(config.files.snapshots), log: silent });
    }
    const measured = await throughQueue(market, spentHere);
    sayFigures(`indbygget kø, ${count} regner(e)`, market, measured, { alone });
    await matching.stop();
    await backend.close();
  }
}

/** `npm run worker`, in a folder where nothing of ours lies. */
function startWorker(queueUrl: string, serverUrl: string, { workerToken = '' }: Config): ChildProcess {
  const flags = ['--import', path.join(projectRoot, 'dist', 'db', 'load-lean.js')];
  return spawn(process.execPath, [...flags, path.join(projectRoot, 'dist', 'workers', 'main.js')], {
    cwd: os.tmpdir(),
    env: { QUEUE_URL: queueUrl, SERVER_URL: serverUrl, WORKER_TOKEN: workerToken },
    stdio: 'ignore',
  });
}

/** Everything that Redis has taken in and given out, and its processor time. */
async function redisFacts(url: string): Promise<{ bytes: number; processorMs: number }> {
  const client = new Redis(url);
  const info = await client.info('everything');
  client.disconnect();
  const fact = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]);
  return {
    bytes: fact('total_net_input_bytes') + fact('total_net_output_bytes'),
    processorMs: 1000 * (fact('used_cpu_user') + fact('used_cpu_sys')),
  };
}

function spentHere(): Spent {
  const { user, system } = process.cpuUsage();
  return { server: (user + system) / 1000 };
}

/** What a program and its threads have used of the processors (Linux counts hundredths of a second). */
function processorMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

function throughQueue(market: Market, spent: () => Spent | Promise<Spent>): Promise<Measured> {
  const { db } = market.data;
  const { orderIds } = market;
  return median(market, spent, async (runs) => {
    for (const runId of runs) addWork(db, 'match-score', { runId, fence: 1, orderIds }, now().toISOString());
    const unfinished = db.$client.prepare("SELECT count(*) FROM match_run WHERE status = 'koerer'").pluck();
    while (unfinished.get() !== 0) await delay(5);
  });
}

/** The first round fills the caches. */
async function median(
  market: Market,
  spent: () => Spent | Promise<Spent>,
  work: (runs: number[]) => Promise<void>,
): Promise<Measured> {
  const times: number[] = [];
  let before: Spent = { server: 0 };
  for (let round = 0; round <= ROUNDS; round += 1) {
    if (round === 1) before = await spent();
    const runs = addRuns(market);
    const started = performance.now();
    await work(runs);
    if (round > 0) times.push(performance.now() - started);
    forgetRuns(market);
  }
  const after = await spent();
  const share = (name: keyof Spent) =>
    Math.max(0, (after[name] ?? 0) - (before[name] ?? 0)) / (ROUNDS * market.size.runs);
  return {
    ms: times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0,
    spent: { server: share('server'), redis: share('redis'), workers: share('workers') },
  };
}

function addRuns(market: Market): number[] {
  const { data, sha, places, size } = market;
  return Array.from({ length: size.runs }, () => {
    market.lastRun += 1;
    addRun(data.db.$client, { id: market.lastRun, sha, places, ...size });
    return market.lastRun;
  });
}

function forgetRuns({ data }: Market): void {
  data.db.$client.exec(
    'DELETE FROM match_row; DELETE FROM match_order_result; DELETE FROM outbox; DELETE FROM match_run',
  );
  data.db.$client.pragma('wal_checkpoint(TRUNCATE)');
}

function sayFigures(
  name: string,
  { size: { runs, citizens, orders } }: Market,
  { ms, spent }: Measured,
  queue?: { alone: Measured; bytes?: number },
): void {
  const perSecond = (runs * 1000) / ms;
  const pairs = (perSecond * citizens * orders) / 1e6;
  const parts = [
    `${perSecond.toFixed(2)} kørsler/s, ${pairs.toFixed(0)} mio. par/s, en kørsel ${seconds(ms / runs)}`,
    `processortid ${processors(spent)}`,
    queue && `køen koster ${seconds(total(spent) - total(queue.alone.spent))} af den`,
    queue?.bytes && `${(queue.bytes / 1e6).toFixed(1)} MB gennem Redis`,
    `belastning ${load()}`,
  ];
  say(`${name.padEnd(26)} ${parts.filter(Boolean).join(', ')}`);
}

function processors({ server, redis = 0, workers = 0 }: Spent): string {
  if (workers === 0) return seconds(server);
  return `${seconds(server)} hos serveren, ${seconds(redis)} hos Redis, ${seconds(workers)} hos regnerne`;
}

function total({ server, redis = 0, workers = 0 }: Spent): number {
  return server + redis + workers;
}

function load(): string {
  return (os.loadavg()[0] ?? 0).toFixed(1);
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function show(count: number): string {
  return count.toLocaleString('da-DK');
}
