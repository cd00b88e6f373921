import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { projectRoot } from '../../db/files.ts';
import { stopIfAsked } from '../../workers/ask-thread.ts';
import { letDiskFollow } from './little-by-little.ts';
import { backupName, backupsToDelete, isBackupName } from './retention.ts';
import { seal } from './seal.ts';
import { hashTables } from './tables.ts';

const UNFINISHED = '.ufaerdig';
/** A megabyte. */
const PAGES_AT_A_TIME = 256;

export interface BackupRequest {
  database: string;
  /** where backups lie */
  folder: string;
  /** undefined: written as it is */
  key: Buffer | undefined;
  /** the instant it is called after (UTC) */
  at: string;
}

export interface BackupMade {
  file: string;
  bytes: number;
  rows: number;
  encrypted: boolean;
}

/**
 * Writes a backup of the database, and deletes those whose time is over. Takes seconds and blocks, and the disk is its own:
 * for a program that serves nobody yet. Its name appears when every byte is on the disk, never before.
 */
export function makeBackup(request: BackupRequest): BackupMade {
  const snapshot = beginSnapshot(request);
  try {
    const client = openSource(request);
    try {
      client.prepare('VACUUM INTO ?').run(snapshot);
    } finally {
      client.close();
    }
    return sealSnapshot(request, snapshot);
  } finally {
    clearUnfinished(request.folder);
  }
}

/** The same beside a server that reads and writes on, in a thread: some pages at a time, each on the disk before the next. */
export async function makeBackupBeside(request: BackupRequest): Promise<BackupMade> {
  const snapshot = beginSnapshot(request);
  try {
    await copyPages(request, snapshot);
    return sealSnapshot(request, snapshot);
  } finally {
    clearUnfinished(request.folder);
  }
}

/** An empty file of our own first: SQLite would make one that others may read. */
function beginSnapshot({ folder, at }: BackupRequest): string {
  clearUnfinished(folder);
  const snapshot = path.join(folder, `${backupName(at)}.db${UNFINISHED}`);
  closeSync(openSync(snapshot, 'wx', 0o600));
  return snapshot;
}

function openSource({ database }: BackupRequest): Database.Database {
  return new Database(database, { readonly: true, fileMustExist: true, timeout: 5000 });
}

async function copyPages(request: BackupRequest, snapshot: string): Promise<void> {
  const client = openSource(request);
  const written = openSync(snapshot, 'r+');
  try {
    // One moment of it: without a transaction of its own the copy begins anew whenever somebody else has written.
    client.exec('BEGIN');
    client.prepare('SELECT count(*) FROM sqlite_master').get();
    await client.backup(snapshot, {
      progress() {
        stopIfAsked();
        letDiskFollow(written);
        return PAGES_AT_A_TIME;
      },
    });
  } finally {
    closeSync(written);
    client.close();
  }
  // As the live one it would have a log beside it, which is none of the backup.
  const copy = new Database(snapshot);
  copy.pragma('journal_mode = DELETE');
  copy.close();
}

function sealSnapshot({ folder, key, at }: BackupRequest, snapshot: string): BackupMade {
  const file = path.join(folder, backupName(at));
  const sealed = `${file}${UNFINISHED}`;
  const header = { at, program: programVersion(), ...factsOf(snapshot) };
  seal(snapshot, sealed, { header, key });
  renameSync(sealed, file);
  syncFolder(folder);
  for (const name of backupsToDelete(backupsIn(folder), at)) rmSync(path.join(folder, name), { force: true });
  const rows = Object.values(header.tables).reduce((sum, table) => sum + table.rows, 0);
  return { file, bytes: statSync(file).size, rows, encrypted: key !== undefined };
}

/** Names of the finished backups of a folder, the newest first. */
export function backupsIn(folder: string): string[] {
  return readdirSync(folder).filter(isBackupName).sort().reverse();
}

function factsOf(snapshot: string) {
  const client = new Database(snapshot, { readonly: true, fileMustExist: true });
  try {
    const hasMigrations = client.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'").get();
    const schema = hasMigrations
      ? client.prepare('SELECT max(tag) FROM schema_migration').pluck().get()
      : null;
    return {
      schema: String(schema ?? ''),
      bytes: statSync(snapshot).size,
      sha256: hashFile(snapshot),
      tables: hashTables(client),
    };
  } finally {
    client.close();
  }
}

export function hashFile(file: string): string {
  const source = openSync(file, 'r');
  try {
    const digest = createHash('sha256');
    const bytes = Buffer.alloc(1024 * 1024);
    for (let read = readSync(source, bytes); read > 0; read = readSync(source, bytes))
      digest.update(bytes.subarray(0, read));
    return digest.digest('hex');
  } finally {
    closeSync(source);
  }
}

/** What is left when all is over, or of a killed program. Only one program writes backups of a data folder at a time. */
function clearUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith(UNFINISHED) || name.endsWith(`${UNFINISHED}-journal`))
      rmSync(path.join(folder, name), { force: true });
  }
}

export function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

function programVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
