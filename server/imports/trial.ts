import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Db, openDbReadOnly, openThrowAway } from '../../db/client.ts';
import type { ImportKind } from '../../db/schema/imports.ts';
import { stopIfAsked } from '../../workers/ask-thread.ts';
import type { CprKeys } from '../config.ts';
import type { ColumnMapping } from './columns.ts';
import { type Counts, NO_ROWS } from './rows-writer.ts';
import {
  collectRefusals,
  type FileReading,
  type ImportOptions,
  type Refusals,
  type Rejection,
  stageFile,
} from './stage-file.ts';
import { newStagingFile, openNamedStaging, type Staging } from './staging.ts';
import { writeAll } from './write-whole.ts';

/** What a large file would do, found out without touching the database. */
export interface TrialRequest {
  database: string;
  folder: string;
  kind: ImportKind;
  file: string;
  fileName: string;
  mapping: ColumnMapping | undefined;
  cprKeys: CprKeys | undefined;
  at: string;
  by: number | null;
  /** keeps the staged rows of a file that has nothing wrong and something new */
  keep: boolean;
}

export interface Trial {
  reading: FileReading;
  ignored: string[];
  rejected: Rejection[];
  rejectedCount: number;
  counts: Counts;
  /** rows to write, and where they are kept; null: nowhere */
  rows: number;
  stagingFile: string | null;
}

/** Reads the file into a staging file and writes its rows to a copy of the database, which is thrown away. Blocks. */
export async function tryFile(
  request: TrialRequest,
  onProgress: NonNullable<ImportOptions['onProgress']>,
): Promise<Trial> {
  const refusals = collectRefusals();
  const ignored = new Set<string>();
  const stagingFile = newStagingFile(request.folder);
  const staging = openNamedStaging(stagingFile);
  let isKept = false;
  try {
    const reading = await readIn(request, { staging, refusals, ignored }, onProgress);
    const { sha256 } = reading;
    const written = sha256 ? writeToCopy(request, { sha256, staging, refusals, onProgress }) : NOTHING;
    const isNew = written.counts.created + written.counts.updated > 0;
    isKept = request.keep && refusals.count() === 0 && isNew;
    return {
      reading,
      ignored: [...ignored],
      rejected: refusals.list,
      rejectedCount: refusals.count(),
      counts: written.counts,
      rows: written.rows,
      stagingFile: isKept ? stagingFile : null,
    };
  } finally {
    staging.close();
    if (isKept) toDisk(stagingFile);
    else rmSync(stagingFile, { force: true });
  }
}

const NOTHING = { counts: NO_ROWS, rows: 0 };

function readIn(
  request: TrialRequest,
  desk: { staging: Staging; refusals: Refusals; ignored: Set<string> },
  onProgress: NonNullable<ImportOptions['onProgress']>,
): Promise<FileReading> {
  const { folder, at, ...asked } = request;
  const db = openDbReadOnly(request.database);
  const options = {
    ...asked,
    files: { staging: folder },
    now: () => new Date(at),
    onProgress: (progress: Parameters<typeof onProgress>[0]) => {
      stopIfAsked();
      onProgress(progress);
    },
  };
  return stageFile(db, options, desk).finally(() => db.$client.close());
}

interface Read {
  sha256: string;
  staging: Staging;
  refusals: Refusals;
  onProgress: NonNullable<ImportOptions['onProgress']>;
}

/** The copy has no name while rows are written to it, so that it is gone with the program, however that ends. */
function writeToCopy(
  request: TrialRequest,
  { sha256, onProgress, ...read }: Read,
): { counts: Counts; rows: number } {
  const copy = newStagingFile(request.folder);
  const { kind, fileName, at: importedAt, by: importedBy } = request;
  try {
    copyDatabase(request.database, copy);
    const db = openThrowAway(copy);
    rmSync(copy);
    dropNotes(db);
    try {
      // Never committed, and never rolled back either.
      db.$client.exec('BEGIN IMMEDIATE');
      return writeAll(db, {
        ...read,
        about: { kind, fileName, sha256, importedAt, importedBy },
        isTrial: true,
        onProgress: (progress) => {
          stopIfAsked();
          onProgress({ ...progress, phase: 'proever' });
        },
      });
    } finally {
      db.$client.close();
    }
  } finally {
    rmSync(copy, { force: true });
  }
}

function copyDatabase(database: string, to: string): void {
  // An empty file of our own first: SQLite would make one that others may read.
  closeSync(openSync(to, 'wx', 0o600));
  const client = new Database(database, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    client.prepare('VACUUM INTO ?').run(to);
  } finally {
    client.close();
  }
}

/** Nobody reads in the copy what has changed: numbering it took a third as long as writing the rows. */
function dropNotes({ $client }: Db): void {
  const notes = $client
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'trigger'
       AND (sql LIKE '%INSERT OR REPLACE INTO \`citizen_change\`%' OR sql LIKE '%INSERT OR REPLACE INTO \`firm_change\`%')`,
    )
    .pluck()
    .all();
  for (const name of notes) $client.exec(`DROP TRIGGER "${name}"`);
}

/** What is taken in from here on must outlive a power cut as well. */
function toDisk(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}
