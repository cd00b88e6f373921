import { statSync } from 'node:fs';
import path from 'node:path';
import type { Db } from '../../db/client.ts';
import { type Desk, oneAtATime } from './one-at-a-time.ts';
import { type ImportAbout, NO_ROWS } from './rows-writer.ts';
import {
  collectRefusals,
  type FileReading,
  type ImportOptions,
  type Rejection,
  stageFile,
} from './stage-file.ts';
import { openStaging } from './staging.ts';
import { writeWhole } from './write-whole.ts';

export interface ImportReport extends Omit<FileReading, 'sha256'> {
  created: number;
  updated: number;
  unchanged: number;
  /** unknown columns */
  ignored: string[];
  /** the first thousand, by line; anything here means that nothing was changed */
  rejected: Rejection[];
  rejectedCount: number;
  /** null: nothing was written (a dry run, a refused file, or nothing new) */
  importId: number | null;
}

/** Files from this size on are tried in a thread and written in pieces: more would be felt by those who ask for pages. */
const LARGE = 64 * 1024;

/**
 * Imports a file whole or not at all. Every row is read and judged into a staging file first, and all are then written in
 * one transaction. While pages are served, a large file is tried on a copy in a thread instead, and written in pieces that
 * are carried to their end, whatever happens to the program meanwhile. A file that cannot be read is a rejection with its
 * line and a blank field, not an exception.
 */
export function runImport(db: Db, options: ImportOptions): Promise<ImportReport> {
  return oneAtATime(db, options, (desk) =>
    mustGiveWay(db, options) ? importInPieces(options, desk) : importInOne(db, options),
  );
}

/** A database in memory cannot be copied by a thread. */
function mustGiveWay(db: Db, { file, serving }: ImportOptions): boolean {
  if (!serving) return false;
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size > LARGE && !db.$client.memory;
}

const NOTHING = { counts: NO_ROWS, importId: null };

async function importInOne(db: Db, options: ImportOptions): Promise<ImportReport> {
  const { onProgress } = options;
  const refusals = collectRefusals();
  const ignored = new Set<string>();
  const staging = openStaging(options.files.staging);
  try {
    const reading = await stageFile(db, options, { staging, refusals, ignored });
    const about = reading.sha256 && aboutOf(options, reading.sha256);
    const written = about
      ? writeWhole(db, { about, staging, refusals, ...(onProgress && { onProgress }) }, options)
      : NOTHING;
    const rejected = { rejected: refusals.list, rejectedCount: refusals.count() };
    return reportOf({ reading, ignored: [...ignored], ...rejected, ...written });
  } finally {
    staging.close();
  }
}

async function importInPieces(options: ImportOptions, desk: Desk): Promise<ImportReport> {
  const { kind, file, mapping, cprKeys, by, dryRun = false } = options;
  const { fileName, importedAt: at } = aboutOf(options, '');
  const about = { kind, file, fileName, mapping, cprKeys, at, by, keep: !dryRun };
  const { stagingFile, rows: rowsInAll, ...tried } = await desk.tryFile(about);
  const { sha256 } = tried.reading;
  if (!stagingFile || !sha256) return reportOf({ ...tried, importId: null });
  const { importId, counts, refusals } = await desk.write(aboutOf(options, sha256), {
    stagingFile,
    rowsInAll,
  });
  const rejected = { rejected: refusals.list, rejectedCount: refusals.count() };
  return reportOf({ ...tried, ...rejected, counts, importId });
}

function aboutOf(options: ImportOptions, sha256: string): ImportAbout {
  const { kind, file, fileName = path.basename(file), now, by } = options;
  return { kind, fileName, sha256, importedAt: now().toISOString(), importedBy: by };
}

interface Told {
  reading: FileReading;
  ignored: string[];
  rejected: Rejection[];
  rejectedCount: number;
  counts: typeof NO_ROWS;
  importId: number | null;
}

function reportOf({ reading, ignored, rejected, rejectedCount, counts, importId }: Told): ImportReport {
  const { passedOver, masked, endsInCell } = reading;
  const told = rejectedCount > 0 ? { ...NO_ROWS, importId: null } : { ...counts, importId };
  return {
    ...told,
    ignored,
    rejected: rejected.toSorted((a, b) => a.line - b.line),
    rejectedCount,
    passedOver,
    masked,
    endsInCell,
  };
}
