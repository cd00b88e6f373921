import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished } from 'vitest';
import type { DataFiles } from '../db/files.ts';
import { type BackupMade, makeBackup } from '../server/backup/make.ts';
import { restoreBackup } from '../server/backup/restore.ts';
import { BackupRefused } from '../server/backup/seal.ts';
import { hashTables } from '../server/backup/tables.ts';

export const KEY = randomBytes(32);

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-kopi-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function backUp(
  files: DataFiles,
  key: Buffer | null = KEY,
  at = '2026-11-29T02:30:00.000Z',
): BackupMade {
  return makeBackup({ database: files.database, folder: files.backups, key: key ?? undefined, at });
}

/** Restores into a new folder and gives what its tables hold. */
export function restored(file: string, key: Buffer | null = KEY) {
  const to = path.join(temporaryFolder(), 'ny');
  restoreBackup({ file, to, key: key ?? undefined, now: new Date('2026-11-29T08:00:00Z') });
  return { to, tables: tablesOf(path.join(to, 'samtlige.db')) };
}

export function tablesOf(file: string) {
  const client = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return hashTables(client);
  } finally {
    client.close();
  }
}

/** Changes one byte at each of these places of a copy; every one of them must be refused, and nothing left behind. */
export function everyFlipIsRefused(file: string, places: readonly number[], key: Buffer | undefined): void {
  const folder = temporaryFolder();
  const flipped = path.join(folder, 'vendt.kopi');
  for (const place of places) {
    copyFileSync(file, flipped);
    const bytes = readFileSync(flipped);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << (place % 8));
    writeFileSync(flipped, bytes);
    const to = path.join(folder, 'ny');
    expect(
      () => restoreBackup({ file: flipped, to, key, now: new Date() }),
      `byte ${place} of ${bytes.length}`,
    ).toThrow(BackupRefused);
    expect(() => readFileSync(path.join(to, 'samtlige.db'))).toThrow('ENOENT');
  }
}

/** Places spread over a file by a seed: the first and last bytes of each part are among them. */
export function placesIn(length: number, count: number, seed: number): number[] {
  const places = [0, 26, 60, length - 1, length - 32, length - 33];
  let state = seed;
  while (places.length < count) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    places.push(state % length);
  }
  return places.slice(0, count);
}
