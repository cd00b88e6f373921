import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { asc, eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { createTestFolder, type Db, openDb } from '../db/client.ts';
import { type DataFiles, dataFiles } from '../db/files.ts';
import { citizen, citizenTerm } from '../db/schema/citizens.ts';
import { company } from '../db/schema/companies.ts';
import { jobOrder, jobOrderRequirement, ORDER_TYPES } from '../db/schema/job-orders.ts';
import { matchOrderResult, matchRow } from '../db/schema/matching.ts';
import { TARGET_GROUPS } from '../scripts/demo/words/benefits.ts';
import { endAttempt } from '../server/matching/attempts.ts';
import { commitOrders } from '../server/matching/commit.ts';
import { markSent, readWork, unsentWork } from '../server/matching/outbox.ts';
import { readPlaces } from '../server/matching/places.ts';
import { planRun } from '../server/matching/plan.ts';
import { reviewRun } from '../server/matching/review.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import {
  type OrderResult,
  openSnapshot,
  packResults,
  rankOrder,
  readResults,
  snapshotSha,
} from '../workers/matching/engine.ts';
import { EXCLUSION_REASONS, SCORE_PARTS, type ScoreParts } from '../workers/matching/types.ts';
import { startScorePool } from '../workers/score-pool.ts';
import { killed } from './redis.ts';
import { shippedProgram } from './shipped-flags.ts';

/** The messages of a queue and of a run: kept here so that a test may look. */
export const said: string[] = [];
export const say = (line: string) => void said.push(line);
export const log = { info: say, warn: say, error: say };
export const now = () => new Date('2026-11-22T09:00:00Z');
/** A first PGlite in a new folder may take this long on a busy machine. */
export const FIRST_START = 60_000;

const AT = '2026-11-01T08:00:00.000Z';
const SKILLS = ['lager', 'rengøring', 'køkkenhjælp', 'truckcertifikat', 'kundeservice', 'excel', 'salg'];
const CVR = 10000001;

export interface Town {
  db: Db;
  files: DataFiles;
}

export interface TownSize {
  orders: number;
  citizens: number;
}

/** A data folder with a database on disk: the planner reads it over its own connection. null: empty. */
export function openTown(size: TownSize | null): Town {
  const files = dataFiles(mkdtempSync(path.join(os.tmpdir(), 'samtlige-nat-')));
  createTestFolder(files);
  const town = openUntilEnd(files);
  if (size) fillTown(town.db, size);
  return town;
}

const kept = new Map<string, Promise<string>>();

/** A copy of what `make` gives, which takes seconds: made once in a process for all who ask by the same name. */
export async function openTownLike(name: string, make: () => Promise<Town>): Promise<Town> {
  const original = kept.get(name) ?? make().then(keepFolder);
  kept.set(name, original);
  const files = dataFiles(mkdtempSync(path.join(os.tmpdir(), 'samtlige-nat-')));
  cpSync(await original, files.root, { recursive: true });
  return openUntilEnd(files);
}

function keepFolder({ db, files }: Town): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-nat-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
  cpSync(files.root, folder, { recursive: true });
  return folder;
}

function openUntilEnd(files: DataFiles): Town {
  const db = openDb(files.database);
  onTestFinished(() => {
    db.$client.close();
    rmSync(files.root, { recursive: true, force: true });
  });
  return { db, files };
}

export function fillTown(db: Db, { orders, citizens }: TownSize): void {
  db.transaction(
    (tx) => {
      tx.insert(company).values({ cvr: CVR, createdAt: AT, updatedAt: AT }).run();
      for (let n = 1; n <= orders; n += 1) addOrder(tx, n);
      for (let n = 1; n <= citizens; n += 1) addCitizen(tx, n);
    },
    { behavior: 'immediate' },
  );
}

export function addOrder(db: Pick<Db, 'insert'>, n: number): void {
  const row = {
    id: n,
    orderKey: `O-${n}`,
    cvr: CVR,
    type: pick(ORDER_TYPES, n),
    title: `Medarbejder til ${pick(SKILLS, n)}`,
    description: 'Vi mangler en kollega.',
    positions: 1,
    hoursMin: 10,
    hoursMax: 37,
    workingTimes: ['dag' as const],
    allWorkingTimes: false,
    offers: [],
    postcode: '2620',
    status: 'under_behandling' as const,
    version: 1,
    createdAt: AT,
    updatedAt: AT,
  };
  db.insert(jobOrder).values(row).run();
  const asked = { jobOrderId: n, position: 1, kind: 'oenske' as const, kanLaeres: false };
  db.insert(jobOrderRequirement)
    .values({ ...asked, text: pick(SKILLS, n + 1) })
    .run();
}

export function addCitizen(db: Pick<Db, 'insert'>, n: number): void {
  const row = {
    id: n,
    citizenKey: `B-${n}`,
    name: `Hemmelig Person${n}`,
    targetGroup: pick(TARGET_GROUPS, n),
    hasEmployer: false,
    transports: ['bil' as const],
    workingTimes: ['dag' as const, 'aften' as const],
    needs: [],
    mayBeShared: n % 9 !== 0,
    protectedAddress: false,
    postcode: n % 2 ? '2620' : '2600',
    hoursMin: 5,
    hoursMax: 37,
    version: 1,
    createdAt: AT,
    updatedAt: AT,
  };
  db.insert(citizen).values(row).run();
  for (const position of [1, 2]) {
    const term = { citizenId: n, kind: 'kompetence' as const, position };
    db.insert(citizenTerm)
      .values({ ...term, text: pick(SKILLS, n * position) })
      .run();
  }
}

function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}

interface RunChoices {
  key?: string;
  now?: Date;
  /** between the scoring and the look over the run */
  meanwhile?: () => void;
}

/** A whole run without a queue: planned, scored in a thread, committed and looked over. Gives its number. */
export async function runOnce(town: Town, choices: RunChoices = {}): Promise<number> {
  const { db, files } = town;
  const at = choices.now ?? now();
  const clock = () => at;
  const { id: runId } = requestRun(db, {
    runKey: choices.key ?? `nu:${at.toISOString()}`,
    requestedBy: null,
    now: at,
  });
  const outboxId = unsentWork(db)[0]?.id ?? 0;
  await planRun(db, { runId, outboxId, files, now: clock });
  const work = unsentWork(db).find(({ topic }) => topic === 'match-score');
  const attempt = { runId, snapshotSha: findRun(db, runId)?.snapshotSha ?? '', fence: 1 };
  if (work) {
    const bytes = readFileSync(path.join(files.snapshots, `${attempt.snapshotSha}.snap`));
    const snapshot = new SharedArrayBuffer(bytes.length);
    new Uint8Array(snapshot).set(bytes);
    const pool = startScorePool(1);
    const { orderIds } = readWork('match-score', work);
    const packed = await pool.score(attempt.snapshotSha, snapshot, orderIds);
    await pool.close();
    commitOrders(db, attempt, readResults(packed), at.toISOString());
    endAttempt(db, attempt, at);
  }
  choices.meanwhile?.();
  await reviewRun(db, { runId, files, now: clock, log, stopping: new AbortController().signal });
  for (const row of unsentWork(db)) markSent(db, row.id, at.toISOString());
  return runId;
}

/** What the database holds for a run: each order's list, and how many were kept from it by what. */
export function savedResults(db: Db, runId: number) {
  const heads = db.select().from(matchOrderResult).where(eq(matchOrderResult.runId, runId)).all();
  const rows = db
    .select()
    .from(matchRow)
    .where(eq(matchRow.runId, runId))
    .orderBy(asc(matchRow.jobOrderId), asc(matchRow.rank))
    .all();
  const byOrder = Map.groupBy(rows, (row) => row.jobOrderId);
  return heads
    .map((head) => ({
      orderId: head.jobOrderId,
      rows: (byOrder.get(head.jobOrderId) ?? []).map(({ place, rank, score, parts }) => {
        return { place, rank, score, parts };
      }),
      excludedCounts: head.excludedCounts,
    }))
    .sort((a, b) => a.orderId - b.orderId);
}

/** The citizen on a row of a run's list, by the run's key; 0 for nobody. */
export function whoStands(db: Db, { runId, place }: { runId: number; place: number }): number {
  return readPlaces(findRun(db, runId)?.citizenPlaces ?? null)[place] ?? 0;
}

/** The same, worked out here and now from the run's snapshot. */
export function rightResults({ db, files }: Town, runId: number) {
  const run = findRun(db, runId);
  const sha = run?.snapshotSha ?? '';
  const bytes = readFileSync(path.join(files.snapshots, `${sha}.snap`));
  if (snapshotSha(bytes) !== sha) throw new Error('the snapshot is not what its name says');
  const market = openSnapshot(bytes);
  return [...market.orderIds]
    .sort((a, b) => a - b)
    .map((id) => {
      const { orderId, rows, excludedCounts } = rankOrder(market, id, 50);
      return {
        orderId,
        excludedCounts,
        rows: rows.map(({ place, rank, score, parts }) => {
          return { place, rank, score, parts: SCORE_PARTS.map((part) => parts[part]) };
        }),
      };
    });
}

/** An order's result as a score worker answers it, with these citizens where `places` says they stand. */
export function resultOf(orderId: number, citizenIds: number[], places: readonly number[]): OrderResult {
  const noPoints = Object.fromEntries(SCORE_PARTS.map((part) => [part, 0])) as ScoreParts;
  const found = { wanted: [], goal: 0, experience: 0, open: 0, bonusKey: 0, travelKey: 0 };
  const rows = citizenIds.map((id, index) => {
    const score = 900 - index;
    return { place: places.indexOf(id), rank: index + 1, score, parts: { ...noPoints, krav: score }, found };
  });
  const excludedCounts = Object.fromEntries(EXCLUSION_REASONS.map((reason) => [reason, 0]));
  const ranking = { orderId, rows, excludedCounts: { ...excludedCounts, timer: 2 } as ExcludedCounts };
  const [result] = readResults(packResults([ranking]));
  if (!result) throw new Error('no result');
  return result;
}

type ExcludedCounts = OrderResult['excludedCounts'];

/** One of package.json's scripts as it ships, started by this same Node on a town's data folder. */
export function runScript(
  script: string,
  args: string[],
  { files }: Pick<Town, 'files'>,
  queueUrl: string | undefined,
): ChildProcess {
  const env = { DATA_DIR: files.root, ...(queueUrl ? { QUEUE_URL: queueUrl } : {}) };
  const child = spawn(process.execPath, [...shippedProgram(script), ...args], { env });
  onTestFinished(() => killed(child));
  return child;
}

/** What a script that ends well has written on standard output. */
export async function output(child: ChildProcess): Promise<string> {
  const [stdout] = await Promise.all([text(child.stdout as NodeJS.ReadableStream), once(child, 'exit')]);
  if (child.exitCode !== 0) throw new Error(`exit ${child.exitCode}`);
  return stdout;
}
