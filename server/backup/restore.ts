import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { dataFiles } from '../../db/files.ts';
import { listBeside } from '../privacy/erasure-list.ts';
import type { Header } from './header.ts';
import { hashFile, syncFolder } from './make.ts';
import { BackupRefused, unseal } from './seal.ts';

export interface RestoreRequest {
  file: string;
  /** a new or empty data folder */
  to: string;
  key: Buffer | undefined;
  /** who has been erased since; undefined: the list that lies beside the backup */
  erasures?: string | undefined;
  now: Date;
}

/** What a restored folder says of itself until the first start. */
export interface Restored {
  /** when the backup was taken (UTC) */
  backupAt: string;
  restoredAt: string;
}

/**
 * Makes a data folder of a backup. The database gets its name when every byte has been checked; a mark beside it makes the
 * next start do what must be done before anybody is served. Throws BackupRefused.
 */
export function restoreBackup({ file, to, key, erasures, now }: RestoreRequest): Header {
  const files = dataFiles(to);
  for (const taken of [files.database, `${files.database}-wal`, files.owner, files.restored]) {
    if (existsSync(taken)) {
      throw new BackupRefused(
        `${files.root} er en datamappe i forvejen. Vælg en ny mappe; intet er skrevet.`,
      );
    }
  }
  if (!existsSync(file)) throw new BackupRefused(`Der er ingen fil ${file}.`);
  const list = erasures ?? listBeside(path.dirname(file));
  if (erasures !== undefined && !existsSync(list)) throw new BackupRefused(`Der er ingen fil ${list}.`);
  mkdirSync(files.root, { recursive: true, mode: 0o700 });
  const unfinished = `${files.database}.ufaerdig`;
  rmSync(unfinished, { force: true });
  try {
    const header = unsealChecked(file, unfinished, key);
    const mark: Restored = { backupAt: header.at, restoredAt: now.toISOString() };
    if (existsSync(list)) copyFileSync(list, files.erasures);
    writeFileSync(files.restored, `${JSON.stringify(mark)}\n`, { mode: 0o600, flush: true });
    renameSync(unfinished, files.database);
    syncFolder(files.root);
    return header;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** The same database, byte by byte, as when the backup was taken. */
export function unsealChecked(file: string, to: string, key: Buffer | undefined): Header {
  const header = unseal(file, to, key);
  if (hashFile(to) !== header.sha256)
    throw new BackupRefused('Databasen i sikkerhedskopien er ikke den, der blev kopieret.');
  return header;
}

export function readRestored(file: string): Restored | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Restored) : null;
}
