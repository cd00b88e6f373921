import { copyFileSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImportKind } from '../db/schema/imports.ts';
import { type ImportAbout, rowsToWrite } from '../server/imports/rows-writer.ts';
import { collectRefusals, stageFile } from '../server/imports/stage-file.ts';
import { newStagingFile, openNamedStaging, reopenStaging } from '../server/imports/staging.ts';
import { beginInPieces, carryToEnd } from '../server/imports/under-way.ts';
import { writeWhole } from '../server/imports/write-whole.ts';
import { CPR_KEYS, type ImportDesk } from './imports-builders.ts';

export interface StagedFile {
  about: ImportAbout;
  file: string;
}

export function stagingOf({ folder }: Pick<ImportDesk, 'folder'>): string {
  const staging = path.join(folder, 'staging');
  mkdirSync(staging, { recursive: true });
  return staging;
}

/** A file read and judged into a staging file, as the thread that tries it does. */
export async function stage(desk: ImportDesk, kind: ImportKind, content: string): Promise<StagedFile> {
  const file = path.join(desk.folder, `${kind}.txt`);
  await writeFile(file, content);
  const staged = newStagingFile(stagingOf(desk));
  const staging = openNamedStaging(staged);
  const refusals = collectRefusals();
  const now = () => desk.clock.now;
  const options = { kind, file, files: { staging: stagingOf(desk) }, cprKeys: CPR_KEYS, now, by: null };
  const { sha256 } = await stageFile(desk.db, options, { staging, refusals, ignored: new Set() });
  staging.close();
  if (!sha256 || refusals.count() > 0) throw new Error(JSON.stringify(refusals.list));
  const about = { kind, fileName: `${kind}.txt`, sha256, importedAt: now().toISOString(), importedBy: null };
  return { about, file: staged };
}

/** The staged rows in one transaction, as of a small file. */
export function writeInOne({ db }: ImportDesk, { about, file }: StagedFile) {
  const staging = reopenStaging(file);
  const written = writeWhole(db, { about, staging, refusals: collectRefusals() }, {});
  staging.close();
  return written;
}

/** The same rows begun in pieces, as of a large file; each `next` writes one. The staged file itself is left. */
export function beginPieces(desk: ImportDesk, { about, file }: StagedFile, rowsPerPiece: number) {
  const own = newStagingFile(stagingOf(desk));
  copyFileSync(file, own);
  const staging = reopenStaging(own);
  const rowsInAll = [...rowsToWrite(about.kind, staging)].length;
  staging.close();
  beginInPieces(desk.db, about, { stagingFile: path.basename(own), rowsInAll });
  return { pieces: goOn(desk, rowsPerPiece), file: own, rowsInAll };
}

/** As a program that starts again finds it. */
export function goOn(desk: Pick<ImportDesk, 'db' | 'folder' | 'clock'>, rowsPerPiece: number) {
  return carryToEnd(desk.db, { folder: stagingOf(desk), now: () => desk.clock.now, rowsPerPiece });
}

/** To the end; what it gave. */
export function drain<Result>(pieces: Generator<void, Result>): Result {
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}
