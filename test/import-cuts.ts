import { once } from 'node:events';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { openDb, openDbReadOnly, openTestDb } from '../db/client.ts';
import { dataFiles } from '../db/files.ts';
import { changeSetting } from '../server/admin/queries.ts';
import { runImport } from '../server/imports/run-import.ts';
import { addUser } from './app.ts';
import { temporaryFolder } from './backup-town.ts';
import { csv, firm, hashOfAllTables, jsonLines, openDesk } from './imports-builders.ts';
import { cookieOf, openLiveFolder, startLive } from './live-server.ts';
import { killed } from './redis.ts';

const firms = (count: number) => Array.from({ length: count }, (_, n) => firm(n));

/**
 * Files of firms cut after so many of their bytes: refused with line and reason and nothing in, or all of what is left is
 * in. Where the cut may have gone through the last cell, which nobody can see, the report says so.
 */
export async function cutImports({ points }: { points: number }) {
  const list = csv(firms(40));
  const files = {
    csv: Buffer.from(list),
    jsonl: Buffer.from(jsonLines(firms(40))),
    json: Buffer.from(JSON.stringify(firms(40))),
    gzip: gzipSync(list),
  };
  const told = { refused: 0, doubtful: 0, whole: 0 };
  for (const [kind, content] of Object.entries(files)) {
    let desk = openDesk('2026-11-22T09:00:00Z', openTestDb());
    const before = hashOfAllTables(desk.db);
    for (let point = 1; point <= points; point += 1) {
      const left = content.subarray(0, Math.floor((content.length * point) / (points + 1)));
      const about = `${kind}, ${left.length} bytes`;
      const report = await desk.take('virksomheder', left);
      if (report.rejectedCount > 0) {
        const [first] = report.rejected;
        expect([first?.line, first?.reason], about).toEqual([expect.any(Number), expect.stringMatching(/./)]);
        expect(hashOfAllTables(desk.db), about).toBe(before);
        told.refused += 1;
        continue;
      }
      const lines = left
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '').length;
      expect(report.created, about).toBe(kind === 'csv' ? lines - 1 : lines);
      // A whole record of JSON ends as itself.
      const mayBeCut = kind === 'csv' && left.at(-1) !== '\n'.charCodeAt(0);
      expect(report.endsInCell, about).toBe(mayBeCut);
      told[mayBeCut ? 'doubtful' : 'whole'] += 1;
      desk = openDesk('2026-11-22T09:00:00Z', openTestDb());
    }
  }
  return told;
}

/**
 * kill -9 in the midst of undoing an import, when so many of its rows are gone: when the program has started again all are, and
 * the import says that it is undone.
 */
export async function killUndos({ points, rows }: { points: number; rows: number }) {
  const live = await openLiveFolder({}, async (db) => {
    await addUser(db, 'drift', ['administrator']);
    changeSetting(db, 'secondFactorRoles', [], { at: '2026-06-01T00:00:00.000Z', by: null });
    const folder = temporaryFolder();
    const file = path.join(folder, 'virksomheder.csv');
    writeFileSync(file, csv(firms(rows)));
    const at = new Date('2026-06-01T00:00:00.000Z');
    const files = { staging: folder };
    await runImport(db, { kind: 'virksomheder', file, files, cprKeys: undefined, now: () => at, by: null });
  });
  let inTheMidst = 0;
  for (let point = 0; point < points; point += 1) {
    const folder = temporaryFolder();
    cpSync(live.folder, folder, { recursive: true });
    const copy = { ...live, folder, env: { ...live.env, DATA_DIR: folder } };
    const { child, url } = await startLive(copy);
    const cookie = await cookieOf(url, 'drift');
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    const undoing = fetch(`${url}/api/v1/imports/1/undo`, { method: 'POST', headers }).catch(() => null);
    await moment(
      { rowsLeft: rows - Math.ceil((rows * (point + 0.5)) / points) },
      { folder, importing: undoing },
    );
    await killed(child);
    await undoing;
    const left = firmsIn(folder).length;
    if (left > 0 && left < rows) inTheMidst += 1;
    const again = await startLive(copy);
    expect(firmsIn(folder), `kill ${point} of ${points}`).toEqual([]);
    const own = await cookieOf(again.url, 'drift');
    const told = await fetch(`${again.url}/api/v1/imports`, { headers: { cookie: own } });
    expect(await told.json()).toMatchObject({ items: [{ underWay: false, undoneAt: expect.any(String) }] });
    again.child.kill('SIGTERM');
    await once(again.child, 'exit');
  }
  return { inTheMidst };
}

/** Some time after the file was sent, or when so many firms are in, or are left. */
type Moment = { ms: number } | { rows: number } | { rowsLeft: number };

/**
 * kill -9 in the midst of an import, at so many moments of it, half of them while the file is read and tried and half while
 * it is written: when the program has started again nothing of it is in, or
 * all; and taken in again it is what it would have been.
 */
export async function killImports({ points, rows }: { points: number; rows: number }) {
  const file = csv(firms(rows));
  const live = await openLiveFolder({}, async (db) => {
    await addUser(db, 'drift', ['administrator']);
    changeSetting(db, 'secondFactorRoles', [], { at: '2026-06-01T00:00:00.000Z', by: null });
  });
  const round = async (killAt: Moment | null) => {
    const folder = temporaryFolder();
    cpSync(live.folder, folder, { recursive: true });
    const copy = { ...live, folder, env: { ...live.env, DATA_DIR: folder } };
    if (killAt !== null) {
      const { child, url } = await startLive(copy);
      const cookie = await cookieOf(url, 'drift');
      const importing = send(url, cookie, file).catch(() => null);
      await moment(killAt, { folder, importing });
      await killed(child);
      await importing;
    }
    const written = killAt === null ? 0 : firmsIn(folder).length;
    const { child, url } = await startLive(copy);
    const kept = killAt === null ? 0 : firmsIn(folder).length;
    expect(readdirSync(dataFiles(folder).staging)).toEqual([]);
    const cookie = await cookieOf(url, 'drift');
    const started = performance.now();
    const status = await send(url, cookie, file);
    const ms = performance.now() - started;
    child.kill('SIGTERM');
    await once(child, 'exit');
    return { written, kept, status, ms, firms: firmsIn(folder) };
  };
  const whole = await round(null);
  expect([whole.status, whole.firms.length]).toEqual([201, rows]);
  const told = { nothing: 0, all: 0, inTheMidst: 0 };
  for (let point = 1; point <= points; point += 1) {
    const share = (point - 0.5) / points;
    const at = point % 2 === 0 ? { rows: Math.ceil(rows * share) } : { ms: whole.ms * share };
    const { written, kept, status, firms: found } = await round(at);
    expect([0, rows], `kill ${point} of ${points}`).toContain(kept);
    expect(status, `kill ${point} of ${points}`).toBe(kept === 0 ? 201 : 200);
    expect(found, `kill ${point} of ${points}`).toEqual(whole.firms);
    told[kept === 0 ? 'nothing' : 'all'] += 1;
    if (written > 0 && written < rows) told.inTheMidst += 1;
  }
  return { ...told, ms: Math.round(whole.ms) };
}

async function moment(
  at: Moment,
  { folder, importing }: { folder: string; importing: Promise<unknown> },
): Promise<void> {
  if ('ms' in at) return delay(at.ms);
  const db = openDbReadOnly(dataFiles(folder).database);
  const count = db.$client.prepare('SELECT count(*) FROM p_unit').pluck();
  let isOver = false;
  importing.finally(() => {
    isOver = true;
  });
  const isThere = (rows: number) => ('rows' in at ? rows >= at.rows : rows <= at.rowsLeft);
  while (!isOver && !isThere(Number(count.get()))) await delay(1);
  db.$client.close();
}

async function send(url: string, cookie: string, file: string): Promise<number> {
  const form = new FormData();
  form.append('fil', new Blob([file]), 'virksomheder.csv');
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  const about = { method: 'POST', headers, body: form };
  const answer = await fetch(`${url}/api/v1/imports?kind=virksomheder`, about);
  await answer.arrayBuffer();
  return answer.status;
}

function firmsIn(folder: string): unknown[] {
  const db = openDb(dataFiles(folder).database);
  try {
    expect(db.$client.pragma('integrity_check', { simple: true })).toBe('ok');
    return db.$client
      .prepare(
        'SELECT p_number, cvr, name, street_address, postcode, start_date FROM p_unit ORDER BY p_number',
      )
      .all();
  } finally {
    db.$client.close();
  }
}
