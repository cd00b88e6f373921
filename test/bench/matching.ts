/**
 * Builds three synthetic markets and measures ranking: pairs a second on one thread and two, a whole run with reasons
 * and write, memory, a live list, and the same work by fuse.js and by a SQLite join. Prints; judges nothing.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import Fuse from 'fuse.js';
import { openDb } from '../../db/client.ts';
import { migrationsFolder, projectRoot } from '../../db/files.ts';
import { migrate } from '../../db/migrate.ts';
import { commitShard } from '../../server/matching/commit.ts';
import {
  createEngine,
  type Engine,
  isListed,
  type Market,
  openSnapshot,
  pairFound,
  rankOrder,
  rankRows,
  readResults,
  resultSha,
  rulesBrokenInPair,
  snapshotSha,
  specAt,
  sumOfPair,
} from '../../workers/matching/engine.ts';
import { type ScorePool, startScorePool } from '../../workers/score-pool.ts';
import { KEPT_ROWS, toShardResult } from '../../workers/shard-result.ts';
import { addRun, encodeInThread, fillMarket } from './market-in-database.ts';
import { createMarket, type MarketSize, writeTaxonomy } from './matching-market.ts';

const SIZES: Record<string, MarketSize> = {
  by: { citizens: 2_800, orders: 300 },
  region: { citizens: 40_000, orders: 5_000 },
  land: { citizens: 120_000, orders: 25_000 },
};
const TODAY = '2026-11-20';
const CHECKED = 60;

const { values } = parseArgs({ options: { size: { type: 'string' } } });
if (values.size === undefined) {
  // A program for each, so that the memory told is that market's own; started as the real ones are.
  const flags = ['--import', path.join(projectRoot, 'dist', 'db', 'load-lean.js')];
  for (const size of Object.keys(SIZES)) {
    spawnSync(process.execPath, [...flags, import.meta.filename, '--size', size], { stdio: 'inherit' });
  }
} else await measure(values.size);

async function measure(name: string): Promise<void> {
  const size = SIZES[name];
  if (!size) throw new Error(`No such size: ${name}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-match-'));
  try {
    say(
      `\n${show(size.citizens)} borgere × ${show(size.orders)} ordrer, ${cpus().length} kerner, Node ${process.version}`,
    );
    await measureMarket(writeTaxonomy(folder), size, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureMarket(taxonomy: string, size: MarketSize, folder: string): Promise<void> {
  const { orderIds } = createMarket(size);
  const { bytes, places, ms: encodeMs } = await encodeInThread(taxonomy, { today: TODAY, size });
  say(
    `øjebliksbillede: ${seconds(encodeMs)}, ${Math.round(bytes.length / 1e6)} MB; hukommelse hidtil ${mostMemory()}`,
  );
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const sha = snapshotSha(bytes);
  await measureRun({ sha, shared, orderIds, places, size }, folder);
  say(`hukommelse på det højeste, øjebliksbillede og kørsel: ${mostMemory()}`);

  const market = openSnapshot(bytes);
  rankOrder(market, 1, KEPT_ROWS);
  const pairs = size.citizens * size.orders;
  const one = best(3, () => {
    for (let at = 0; at < orderIds.length; at++) rankRows(market, specAt(market, at), KEPT_ROWS);
  });
  say(
    `rangering i én tråd: ${seconds(one)} = ${perSecond(pairs, one)} par/s (filtre, point og de 50 bedste med dele)`,
  );
  await measureTwoThreads(shared, pairs);
  for (const threads of [1, 2]) await measurePool(threads, { sha, shared, orderIds, pairs });
  checkAgainstBruteForce(market);
  measureLive(createEngine(taxonomy), size);
  measureFuse(size, one / pairs);
  measureJoin(size, pairs / one);
}

/** The whole process at its highest so far, its threads among it. */
function mostMemory(): string {
  return `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`;
}

async function measureTwoThreads(snapshot: SharedArrayBuffer, pairs: number): Promise<void> {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const file = path.join(import.meta.dirname, `matching-thread${path.extname(import.meta.filename)}`);
  const threads = [1, 2].map(() => new Worker(file, { workerData: { snapshot, next } }));
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    next[0] = 0;
    const started = performance.now();
    for (const thread of threads) thread.postMessage('go');
    await Promise.all(threads.map((thread) => once(thread, 'message')));
    times.push(performance.now() - started);
  }
  await Promise.all(threads.map((thread) => thread.terminate()));
  const ms = Math.min(...times);
  say(`det samme i to tråde: ${seconds(ms)} = ${perSecond(pairs, ms)} par/s`);
}

interface Shared {
  sha: string;
  shared: SharedArrayBuffer;
  orderIds: number[];
}

async function measurePool(threads: number, { sha, shared, orderIds, pairs }: Shared & { pairs: number }) {
  const pool = startScorePool(threads);
  await pool.score(sha, shared, orderIds.slice(0, 20));
  const times: number[] = [];
  let sum = '';
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    const results = await pool.score(sha, shared, orderIds);
    times.push(performance.now() - started);
    sum = resultSha(readResults(results)).slice(0, 12);
  }
  await pool.close();
  const ms = Math.min(...times);
  say(
    `${threads} tråd(e) med delt hukommelse, optælling af frasorterede og pakning: ${seconds(ms)} = ${perSecond(pairs, ms)} par/s, ${sum}`,
  );
}

/** Pair by pair, every citizen, without postings or bit sets. */
function checkAgainstBruteForce(market: Market): void {
  const step = Math.max(1, Math.floor(market.orderIds.length / CHECKED));
  const orders = market.orderIds.filter((_, at) => at % step === 0).slice(0, CHECKED);
  let wrong = 0;
  for (const orderId of orders) {
    const spec = specAt(market, market.orderPlace.get(orderId) ?? 0);
    const scores: number[] = [];
    for (let place = 0; place < market.citizenCount; place++) {
      if (rulesBrokenInPair(market, spec, place).length > 0) continue;
      const found = pairFound(market, spec, place);
      if (isListed(spec, found)) scores.push(sumOfPair(market, spec, found));
    }
    const wanted = scores.sort((a, b) => b - a).slice(0, KEPT_ROWS);
    const ranked = rankRows(market, spec, KEPT_ROWS).map(({ score }) => score);
    if (JSON.stringify(wanted) !== JSON.stringify(ranked)) wrong += 1;
  }
  say(`efterprøvet par for par på ${orders.length} ordrer: ${wrong} afviger`);
}

function measureLive(engine: Engine, size: MarketSize): void {
  const { citizen, order, citizenIds } = createMarket(size);
  const draw = { today: TODAY, runKey: 'live', secret: 'live' };
  const [people, ms] = timed(() =>
    engine.people({ citizens: { ids: citizenIds, read: (ids) => ids.map(citizen) }, ...draw }),
  );
  const changed = citizenIds.slice(0, 20);
  const times = Array.from({ length: 50 }, (_, at) => {
    const started = performance.now();
    const asks = order(1_000_000 + at);
    const spec = engine.specFor(people, asks, TODAY, { aside: [], absent: changed });
    rankRows(people.market, spec, KEPT_ROWS);
    const some = engine.people({ citizens: changed.map(citizen), ...draw });
    rankRows(some.market, engine.specFor(some, asks, TODAY, { aside: [], absent: [] }), KEPT_ROWS);
    return performance.now() - started;
  }).sort((a, b) => a - b);
  const [median, worst] = [times[25] ?? 0, times[49] ?? 0];
  say(
    `levende liste efter en rettelse (ny ordre, 20 ændrede borgere): ${median.toFixed(1)} ms, højst ${worst.toFixed(1)} ms; alle borgere læst én gang: ${seconds(ms)}`,
  );
}

interface RunInput extends Shared {
  places: Uint32Array;
  size: MarketSize;
}

/** Scoring in two threads and the commit of the real program on a database on disk, one beside the other. */
async function measureRun({ sha, shared, orderIds, places, size }: RunInput, folder: string): Promise<void> {
  const data = path.join(folder, 'data');
  mkdirSync(data);
  const file = path.join(data, 'samtlige.db');
  const db = openDb(file);
  migrate(db.$client, { folder: migrationsFolder, now: () => new Date(0) });
  fillMarket(db.$client, size);
  addRun(db.$client, { id: 1, sha, places, ...size });
  const pool = startScorePool(2);
  await pool.score(sha, shared, orderIds.slice(0, 20));
  const started = performance.now();
  const shards = Math.min(200, Math.max(1, Math.ceil(size.orders / 100)));
  const each = Math.ceil(size.orders / shards);
  let writing: Promise<void> = Promise.resolve();
  for (let at = 0; at < orderIds.length; at += each) {
    const results = await scoreShard(pool, { sha, shared, orderIds: orderIds.slice(at, at + each) });
    await writing;
    writing = commitShard(db, results, { now: () => new Date(0), log: console });
  }
  await writing;
  const ms = performance.now() - started;
  await pool.close();
  const rows = db.$client.prepare('SELECT count(*) FROM match_row').pluck().get();
  db.$client.close();
  say(
    `hel kørsel med begrundelser og skrivning: ${seconds(ms)}, ${show(Number(rows))} rækker, ${Math.round(statSync(file).size / 1e6)} MB`,
  );
}

async function scoreShard(pool: ScorePool, { sha, shared, orderIds }: Shared) {
  return toShardResult({ runId: 1, snapshotSha: sha, fence: 1 }, await pool.score(sha, shared, orderIds));
}

/** What a plain program does: a search of each requirement in each citizen's own words. */
function measureFuse({ citizens, orders }: MarketSize, msPerPair: number): void {
  const market = createMarket({ citizens, orders });
  const words = (id: number) => market.citizen(id).terms.map(({ text }) => text);
  const people = market.citizenIds.slice(0, 100).map(words);
  let pairs = 0;
  const started = performance.now();
  for (let id = 1; performance.now() - started < 3000; id = (id % orders) + 1) {
    const asked = market.order(id).requirements.map(({ text }) => text);
    for (const own of people) {
      const fuse = new Fuse(own, { threshold: 0.4, includeScore: true });
      for (const text of asked) fuse.search(text);
      pairs += 1;
    }
  }
  const ms = performance.now() - started;
  say(
    `fuse.js par for par: ${perSecond(pairs, ms)} par/s; vi er ${show(Math.round(ms / pairs / msPerPair))} gange så hurtige`,
  );
}

/** The same sum by SQL: skills joined with requirements, order by order, on a sample of the orders. */
function measureJoin({ citizens, orders }: MarketSize, ours: number): void {
  const market = createMarket({ citizens, orders });
  const client = new Database(':memory:');
  client.exec(
    'CREATE TABLE skill (name TEXT, citizen INTEGER); CREATE TABLE wish (name TEXT, points INTEGER)',
  );
  const skill = client.prepare('INSERT INTO skill VALUES (?, ?)');
  client.transaction(() => {
    for (const id of market.citizenIds) for (const { text } of market.citizen(id).terms) skill.run(text, id);
  })();
  client.exec('CREATE INDEX skill_name ON skill (name, citizen)');
  const wish = client.prepare('INSERT INTO wish VALUES (?, ?)');
  const top = client.prepare(
    'SELECT citizen, sum(points) AS score FROM wish JOIN skill USING (name) GROUP BY citizen ORDER BY score DESC LIMIT 50',
  );
  let done = 0;
  const started = performance.now();
  for (const id of market.orderIds.slice(0, 200)) {
    client.exec('DELETE FROM wish');
    for (const { text } of market.order(id).requirements) wish.run(text, 100);
    top.all();
    done += 1;
  }
  const ms = performance.now() - started;
  const rate = (done * citizens) / ms;
  client.close();
  say(
    `SQLite-join uden filtre og beslægtede: ${perSecond(done * citizens, ms)} par/s; vi er ${(ours / rate).toFixed(0)} gange så hurtige`,
  );
}

function timed<T>(work: () => T): [T, number] {
  const started = performance.now();
  const result = work();
  return [result, performance.now() - started];
}

function best(rounds: number, work: () => void): number {
  return Math.min(...Array.from({ length: rounds }, () => timed(work)[1]));
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function perSecond(count: number, ms: number): string {
  const rate = (count / ms) * 1000;
  return rate >= 1e6 ? `${(rate / 1e6).toFixed(0)} mio.` : show(Math.round(rate));
}

function show(count: number): string {
  return count.toLocaleString('da-DK');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
