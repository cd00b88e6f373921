import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { diskProblem } from '../../db/refused.ts';
import { importBatch, importUnderWay } from '../../db/schema/imports.ts';
import { withoutWaitingForDisk } from '../checkpoints/while-importing.ts';
import { areManyAside, letFirmsIn, setFirmsAside } from '../coverage/firm-changes.ts';
import { isFull } from './pieces.ts';
import { findUnderWay } from './queries.ts';
import {
  beginImport,
  type Counts,
  type ImportAbout,
  NO_ROWS,
  openWriter,
  recordImport,
  rowsToWrite,
} from './rows-writer.ts';
import { collectRefusals, type ImportOptions, type Refusals } from './stage-file.ts';
import { reopenStaging, type Staging } from './staging.ts';
import { beginUndo } from './undo/begin-undo.ts';
import { carryUndoToEnd } from './undo/carry-undo.ts';

export interface UnderWayOptions {
  /** where staging files lie */
  folder: string;
  now: () => Date;
  /** rows of a piece, instead of as many as a few milliseconds let in */
  rowsPerPiece?: number | undefined;
  onProgress?: ImportOptions['onProgress'];
}

/** A mistake of ours, told to whoever waits when the import has been taken back. */
interface Failure {
  error?: unknown;
}

/** How an import in pieces ended. Anything refused means that all of it has been taken back. */
export interface Ended {
  importId: number;
  counts: Counts;
  refusals: Refusals;
}

type UnderWay = NonNullable<ReturnType<typeof findUnderWay>>;

/** From here on the file is taken in, whatever happens to the program: its rows lie in the staging file. */
export function beginInPieces(
  db: Db,
  about: ImportAbout,
  staged: { stagingFile: string; rowsInAll: number },
): void {
  db.transaction(
    (tx) => {
      const importId = beginImport(tx, about);
      tx.insert(importUnderWay)
        .values({ importId, ...staged, rowsDone: 0 })
        .run();
    },
    { behavior: 'immediate' },
  );
}

/**
 * Writes what is left of the import under way, a short transaction at a time, each with how far it has come. A row that is
 * refused, though it was not when the file was tried, takes all of it back; so does a staging file that is not here, as
 * after a restore.
 */
export function* carryToEnd(db: Db, options: UnderWayOptions): Generator<void, Ended | undefined> {
  const underWay = findUnderWay(db);
  if (!underWay) return undefined;
  const file = path.join(options.folder, underWay.stagingFile);
  const refusals = collectRefusals();
  const failure: Failure = {};
  if (existsSync(file)) {
    const staging = reopenStaging(file);
    try {
      yield* writePieces(db, underWay, { ...options, staging, refusals, failure });
    } finally {
      staging.close();
      if (!areManyAside(db)) letFirmsIn(db);
    }
  } else refusals.add(1, { field: '', reason: STAGING_GONE });
  const isRefused = refusals.count() > 0;
  if (isRefused) beginToTakeBack(db, underWay.importId, refusals, options.now().toISOString());
  rmSync(file, { force: true });
  if (isRefused) yield* carryUndoToEnd(db, options);
  if (failure.error) throw failure.error;
  const { importId } = underWay;
  return { importId, refusals, counts: countsOf(db, importId) };
}

const STAGING_GONE =
  'resten af filens rækker er her ikke: sikkerhedskopien er taget, mens importen var i gang. Importér filen igen';

interface Desk extends UnderWayOptions {
  staging: Staging;
  refusals: Refusals;
  failure: Failure;
}

function* writePieces(db: Db, underWay: UnderWay, desk: Desk): Generator<void> {
  const { importId, kind, importedBy } = underWay;
  const { staging, refusals, now, rowsPerPiece, onProgress } = desk;
  const ofImport = eq(importBatch.id, importId);
  const writer = openWriter(db, importId, underWay, { refusals });
  const rows = rowsToWrite(kind, staging)[Symbol.iterator]();
  for (let passed = 0; passed < underWay.rowsDone; passed += 1) rows.next();
  const noteProgress = prepareNote(db, importId);
  let counts: Counts = underWay;
  let { rowsDone } = underWay;
  let next = rows.next();
  const writePiece = () => {
    const started = performance.now();
    const piece = { ...NO_ROWS };
    let written = 0;
    while (!next.done && !isFull(written, started, rowsPerPiece)) {
      const outcome = writer.write(next.value);
      if (outcome) piece[outcome] += 1;
      if (refusals.count() > 0) throw REFUSED;
      written += 1;
      next = rows.next();
    }
    writer.finish();
    counts = sumOf(counts, piece);
    rowsDone += written;
    noteProgress(counts, rowsDone);
  };
  const finish = () => {
    const at = now().toISOString();
    db.update(importBatch).set({ finishedAt: at }).where(ofImport).run();
    db.delete(importUnderWay).run();
    recordImport(db, { importId, kind, importedBy, counts, at });
  };
  try {
    while (!next.done) {
      setFirmsAside(db, () =>
        withoutWaitingForDisk(db, () => db.transaction(writePiece, { behavior: 'immediate' })),
      );
      onProgress?.({ phase: 'gemmer', rows: rowsDone });
      yield;
    }
    db.transaction(finish, { behavior: 'immediate' });
  } catch (error) {
    if (diskProblem(error) !== null) throw error;
    if (error === REFUSED) return;
    refusals.add(next.done ? 1 : next.value.line, isConflict(error) ? CONFLICT : MISTAKE);
    if (!isConflict(error)) desk.failure.error = error;
  } finally {
    rows.return?.();
  }
}

/** How far the import has come, written with each piece. */
function prepareNote(db: Db, importId: number): (counts: Counts, rowsDone: number) => void {
  const { placeholder } = sql;
  const counted = db
    .update(importBatch)
    .set({
      created: sql`${placeholder('created')}`,
      updated: sql`${placeholder('updated')}`,
      unchanged: sql`${placeholder('unchanged')}`,
    })
    .where(eq(importBatch.id, importId))
    .prepare();
  const done = db
    .update(importUnderWay)
    .set({ rowsDone: sql`${placeholder('rowsDone')}` })
    .prepare();
  return ({ created, updated, unchanged }, rowsDone) => {
    counted.run({ created, updated, unchanged });
    done.run({ rowsDone });
  };
}

const REFUSED = new Error('Rolled back: a row is refused');

const CONFLICT = { field: '', reason: 'passer ikke med det, der er kommet i systemet imens' };

const MISTAKE = { field: '', reason: 'kunne ikke skrives på grund af en fejl i programmet' };

function isConflict(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT');
}

function sumOf(a: Counts, b: Counts): Counts {
  return {
    created: a.created + b.created,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
  };
}

function beginToTakeBack(db: Db, importId: number, { list }: Refusals, at: string): void {
  const [first] = list;
  const because = `${first?.field ? `${first.field} ` : ''}${first?.reason}`;
  beginUndo(db, importId, { at, by: null, givenUpBecause: because });
}

function countsOf(db: Db, importId: number): Counts {
  const { created, updated, unchanged } = importBatch;
  const of = eq(importBatch.id, importId);
  return db.select({ created, updated, unchanged }).from(importBatch).where(of).get() ?? NO_ROWS;
}

/** What a program that was killed has left: all but the rows of the import that is under way. */
export function clearStaging(db: Db, folder: string): void {
  const kept = findUnderWay(db)?.stagingFile;
  for (const name of readdirSync(folder)) {
    if (name !== kept) rmSync(path.join(folder, name), { force: true, recursive: true });
  }
}
