import { copyFileSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { type Db, openDb, openTestDb } from '../db/client.ts';
import { findDamage } from '../db/damage.ts';
import { dataFiles } from '../db/files.ts';
import { matchOrderResult } from '../db/schema/matching.ts';
import { endAttempt } from '../server/matching/attempts.ts';
import { commitOrders } from '../server/matching/commit.ts';
import { markSent, readWork, unsentWork } from '../server/matching/outbox.ts';
import { planRun } from '../server/matching/plan.ts';
import { reviewRun } from '../server/matching/review.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import { openSnapshot, packResults, rankOrder, readResults } from '../workers/matching/engine.ts';
import { temporaryFolder } from './backup-town.ts';
import { csv, firm, hashOfAllTables, openDesk } from './imports-builders.ts';
import { log, now, openTown, rightResults, savedResults, type Town } from './night-run-town.ts';

interface Fault {
  writes: number;
  /** the write that fails; 0: none */
  at: number;
}
const faults = new WeakMap<Db, Fault>();

/**
 * From here on the n-th write of this connection fails as a broken disk does, and those after it work. Counts what SQLite
 * itself calls a write: every statement that is not read-only, but for those that only begin and end transactions.
 */
function failWrite(db: Db, n: number): { reached: () => boolean; mend: () => void } {
  const fault = faults.get(db) ?? watchWrites(db);
  Object.assign(fault, { writes: 0, at: n });
  return { reached: () => fault.writes >= n, mend: () => void Object.assign(fault, { at: 0 }) };
}

function watchWrites(db: Db): Fault {
  const client = db.$client;
  const prepare = client.prepare;
  const fault: Fault = { writes: 0, at: 0 };
  client.prepare = ((text: string) => {
    const statement = prepare.call(client, text);
    if (statement.readonly) return statement;
    for (const verb of ['run', 'get', 'all'] as const) {
      const original = statement[verb];
      Object.defineProperty(statement, verb, {
        value(...values: unknown[]) {
          fault.writes += 1;
          if (fault.writes === fault.at)
            throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE');
          return Reflect.apply(original, statement, values);
        },
      });
    }
    return statement;
  }) as typeof prepare;
  faults.set(db, fault);
  return fault;
}

/** One import for each of its writes, which fails there, and one that does not: nothing is in, or all. Gives how many writes. */
export async function everyFailedWriteOfAnImport({ firms }: { firms: number }): Promise<number> {
  const file = csv(Array.from({ length: firms }, (_, n) => firm(n)));
  const whole = openDesk('2026-11-22T09:00:00Z', openTestDb());
  await whole.take('virksomheder', file, { fileName: 'firmaer.csv' });
  const expected = hashOfAllTables(whole.db);
  const desk = openDesk('2026-11-22T09:00:00Z', openTestDb());
  const before = hashOfAllTables(desk.db);
  for (let write = 1; ; write += 1) {
    const fault = failWrite(desk.db, write);
    const outcome = await desk.take('virksomheder', file, { fileName: 'firmaer.csv' }).then(
      () => 'inde',
      (error: Error) => error.message,
    );
    const reached = fault.reached();
    fault.mend();
    if (!reached) {
      expect(outcome).toBe('inde');
      expect(hashOfAllTables(desk.db)).toBe(expected);
      return write - 1;
    }
    expect(outcome, `write ${write}`).toBe('disk I/O error');
    expect(hashOfAllTables(desk.db), `write ${write}`).toBe(before);
    expect(desk.db.$client.inTransaction, `write ${write}`).toBe(false);
  }
}

/** A night run in which this write fails: no order ever has half a list, and the next attempts end at the right result. Gives whether the run has so many writes. */
export async function nightRunWithFailedWrite(write: number): Promise<boolean> {
  const town = openTown({ orders: 3, citizens: 12 });
  const { id: runId } = requestRun(town.db, { runKey: 'nat:2026-11-22', requestedBy: null, now: now() });
  const fault = failWrite(town.db, write);
  for (let attempt = 1; unsentWork(town.db).length > 0; attempt += 1) {
    expect(attempt, `write ${write}`).toBeLessThan(10);
    await passOn(town, runId).catch((error: Error) => expect(error.message).toContain('disk I/O error'));
    expect(town.db.$client.inTransaction).toBe(false);
    noHalfLists(town.db, runId);
  }
  fault.mend();
  const run = findRun(town.db, runId);
  expect(run?.status, `write ${write}`).toBe('faerdig');
  expect(savedResults(town.db, runId), `write ${write}`).toEqual(rightResults(town, runId));
  return fault.reached();
}

/** What relay and score worker do with the oldest work, without a queue between them. */
async function passOn({ db, files }: Town, runId: number): Promise<void> {
  const [row] = unsentWork(db);
  if (!row) return;
  if (row.topic === 'match-plan') return planRun(db, { runId, outboxId: row.id, files, now });
  if (row.topic === 'match-review') {
    await reviewRun(db, { runId, files, now, log, stopping: new AbortController().signal });
    return markSent(db, row.id, now().toISOString());
  }
  const { orderIds, fence } = readWork('match-score', row);
  const snapshotSha = findRun(db, runId)?.snapshotSha ?? '';
  const market = openSnapshot(readFileSync(path.join(files.snapshots, `${snapshotSha}.snap`)));
  const results = readResults(packResults(orderIds.map((id) => rankOrder(market, id, 50))));
  const attempt = { runId, snapshotSha, fence };
  commitOrders(db, attempt, results, now().toISOString());
  // The queue's job is done when both are, and is tried again when the first fails.
  endAttempt(db, attempt, now());
  markSent(db, row.id, now().toISOString());
}

function noHalfLists(db: Db, runId: number): void {
  const heads = db.select().from(matchOrderResult).where(eq(matchOrderResult.runId, runId)).all();
  const found = new Map(savedResults(db, runId).map(({ orderId, rows }) => [orderId, rows.length]));
  for (const { jobOrderId, rows } of heads) expect(found.get(jobOrderId)).toBe(rows);
}

/** The log of a killed program, cut at so many places: what is then served is every transaction up to some one of them, and no other. */
export function cutLogs(cuts: number): void {
  const folder = temporaryFolder();
  const killed = path.join(folder, 'draebt.db');
  const live = openDb(path.join(folder, 'levende.db'));
  live.$client.exec(
    'CREATE TABLE a (n INTEGER PRIMARY KEY) STRICT; CREATE TABLE b (n INTEGER PRIMARY KEY, x TEXT) STRICT',
  );
  live.$client.pragma('wal_checkpoint(TRUNCATE)');
  const both = live.$client.transaction((n: number) => {
    live.$client.prepare('INSERT INTO a VALUES (?)').run(n);
    live.$client.prepare('INSERT INTO b VALUES (?, ?)').run(n, 'x'.repeat(3000));
  });
  for (let n = 1; n <= 40; n += 1) both.immediate(n);
  for (const end of ['', '-wal']) copyFileSync(path.join(folder, `levende.db${end}`), `${killed}${end}`);
  live.$client.close();
  const { length } = readFileSync(`${killed}-wal`);
  const served = new Set<number>();
  for (let cut = 0; cut <= cuts; cut += 1) {
    const files = dataFiles(temporaryFolder());
    copyFileSync(killed, files.database);
    copyFileSync(`${killed}-wal`, `${files.database}-wal`);
    truncateSync(`${files.database}-wal`, Math.floor((length * cut) / cuts));
    expect(findDamage(files.database), `cut ${cut}`).toBeNull();
    const db = openDb(files.database);
    const numbers = db.$client.prepare('SELECT n FROM a ORDER BY n').pluck().all();
    expect(numbers, `cut ${cut}`).toEqual(db.$client.prepare('SELECT n FROM b ORDER BY n').pluck().all());
    expect(numbers, `cut ${cut}`).toEqual(numbers.map((_, at) => at + 1));
    served.add(numbers.length);
    db.$client.close();
  }
  expect([Math.min(...served), Math.max(...served)]).toEqual([0, 40]);
}
