import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';

/** Whether a disk can be had for a test: only root may mount one, and not everywhere. */
export function canMount(): boolean {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-disk-'));
  const can = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder]).status === 0;
  if (can) spawnSync('umount', ['-l', folder]);
  else process.stderr.write('IKKE KØRT: en rigtig fuld disk, fordi der ikke kan monteres en\n');
  rmdirSync(folder);
  return can;
}

/** A disk of so many megabytes of its own, gone when the test is. */
export function smallDisk(megabytes: number): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder]);
  if (status !== 0) throw new Error(`mount: ${stderr}`);
  onTestFinished(() => {
    spawnSync('umount', ['-l', folder]);
    rmdirSync(folder);
  });
  return folder;
}

/** Takes all the room of a disk but so many bytes; gives how to have it back. */
export function fillUpDisk(folder: string, but = 0): { makeRoom: () => void } {
  const file = path.join(folder, 'fyld');
  const target = openSync(file, 'w');
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(folder);
      const room = bavail * bsize - but;
      if (room < bsize) break;
      writeSync(target, Buffer.alloc(Math.min(room, 1024 * 1024)));
    }
  } finally {
    closeSync(target);
  }
  return { makeRoom: () => rmSync(file) };
}

/** The database may grow by no page from here on: what a full disk is to SQLite. */
export function fillDatabase(client: Database.Database): { makeRoom: () => void } {
  client.exec('CREATE TABLE ballast (n INTEGER PRIMARY KEY, x TEXT) STRICT');
  client.pragma(`max_page_count = ${client.pragma('page_count', { simple: true })}`);
  try {
    for (;;) client.prepare('INSERT INTO ballast (x) VALUES (?)').run('x'.repeat(500));
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_FULL') throw error;
  }
  return { makeRoom: () => void client.pragma('max_page_count = 1000000') };
}
