import { rmSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Db } from '../../db/client.ts';
import { diskProblem } from '../../db/refused.ts';
import { askThread, ThreadStopped } from '../../workers/ask-thread.ts';
import { openCheckpoints } from '../checkpoints/while-importing.ts';
import { letFirmsIn } from '../coverage/firm-changes.ts';
import { inTurns } from '../turns.ts';
import { letFirmsInBeside } from './firms-beside.ts';
import { whatIsUnderWay } from './queries.ts';
import type { ImportAbout } from './rows-writer.ts';
import type { ImportOptions } from './stage-file.ts';
import type { Trial, TrialRequest } from './trial.ts';
import { beginInPieces, carryToEnd, type Ended, type UnderWayOptions } from './under-way.ts';
import { beginUndo, type UndoReport } from './undo/begin-undo.ts';
import { carryUndoToEnd } from './undo/carry-undo.ts';

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `trial-thread${path.extname(import.meta.filename)}`);
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };

/** An import goes no further now; the message says what becomes of it. */
export class ImportStopped extends Error {}

type Progress = Parameters<NonNullable<ImportOptions['onProgress']>>[0];
type Setting = Pick<ImportOptions, 'files' | 'now' | 'onProgress'>;

/** What an import of a large file, or an undo, is done with while it has its turn. */
export interface Desk {
  tryFile(request: Omit<TrialRequest, 'database' | 'folder'>): Promise<Trial>;
  write(about: ImportAbout, staged: { stagingFile: string; rowsInAll: number }): Promise<Ended>;
  undo(importId: number, by: number | null): Promise<UndoReport>;
}

interface Line {
  last: Promise<unknown>;
  ending: AbortController;
}

const lines = new WeakMap<Db, Line>();

function lineOf(db: Db): Line {
  const line = lines.get(db) ?? { last: Promise.resolve(), ending: new AbortController() };
  lines.set(db, line);
  return line;
}

/** A file is judged by what is there, so the one before must be in, or out again: also when it is only tried. */
export function oneAtATime<Result>(
  db: Db,
  setting: Setting,
  work: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  const line = lineOf(db);
  const mine = line.last.then(async () => {
    refuseWhenEnding(line, CLOSING);
    await goOn(db, setting, line);
    return work(openDesk(db, setting, line));
  });
  // Whoever asked is told that it is done; the next waits till it is in the figures.
  const isOver = () => line.ending.signal.aborted || !db.$client.open;
  line.last = mine
    .catch(() => undefined)
    .then(() => inTurns(letFirmsInBeside(db), isOver))
    // Then whoever asks first reads them.
    .catch(() => letFirmsIn(db));
  return mine;
}

/** Takes up an import or an undo that waits, if there is one. */
export function takeUpAgain(db: Db, setting: Setting): Promise<void> {
  return oneAtATime(db, setting, () => Promise.resolve());
}

/** The program ends: what is under way stops between two pieces, and goes on at the next start. */
export async function endImports(db: Db): Promise<void> {
  const line = lineOf(db);
  line.ending.abort();
  await line.last;
}

function openDesk(db: Db, setting: Setting, line: Line): Desk {
  const { staging: folder } = setting.files;
  return {
    async tryFile(asked) {
      const request: TrialRequest = { ...asked, folder, database: db.$client.name };
      const onTold = (told: unknown) => setting.onProgress?.(told as Progress);
      const choices = { stopping: line.ending.signal, resourceLimits: MEMORY, onTold };
      try {
        return await askThread<Trial>(threadFile, request, choices);
      } catch (error) {
        throw error instanceof ThreadStopped ? new ImportStopped(CLOSING) : error;
      }
    },
    async write(about, { stagingFile, rowsInAll }) {
      try {
        beginInPieces(db, about, { stagingFile: path.basename(stagingFile), rowsInAll });
      } catch (error) {
        rmSync(stagingFile, { force: true });
        throw error;
      }
      const { ended } = await goOn(db, setting, line);
      if (!ended) throw new Error('An import that was begun is not under way');
      return ended;
    },
    async undo(importId, by) {
      const refused = beginUndo(db, importId, { at: setting.now().toISOString(), by });
      if (refused) return refused;
      const { undone } = await goOn(db, setting, line);
      if (!undone) throw new Error('An undo that was begun is not under way');
      return undone;
    },
  };
}

interface Carried {
  ended?: Ended | undefined;
  undone?: UndoReport | undefined;
}

function* carryAllToEnd(db: Db, setting: Setting): Generator<void, Carried> {
  const options = whereOf(setting);
  const ended = yield* carryToEnd(db, options);
  return { ended, undone: yield* carryUndoToEnd(db, options) };
}

async function goOn(db: Db, setting: Setting, line: Line): Promise<Carried> {
  const what = whatIsUnderWay(db);
  if (!what) return {};
  const pieces = carryAllToEnd(db, setting);
  const checkpoints = openCheckpoints(db);
  try {
    for (;;) {
      const piece = pieces.next();
      if (piece.done) return piece.value;
      await checkpoints.afterPiece();
      await setImmediate();
      refuseWhenEnding(line, GOES_ON[what]);
    }
  } catch (error) {
    const problem = diskProblem(error);
    throw problem === null ? error : new ImportStopped(WAITS_FOR_DISK[what], { cause: error });
  } finally {
    pieces.return({});
    await checkpoints.close();
  }
}

const WAITS_FOR_DISK = {
  import: 'Der kan ikke skrives på disken. Resten af importen kommer af sig selv, når der igen er plads',
  fortrydelse: 'Der kan ikke skrives på disken. Resten fortrydes af sig selv, når der igen er plads',
};
const CLOSING = 'Programmet lukker. Intet af det er gemt';
const GOES_ON = {
  import: 'Programmet lukker. Importen fortsætter, når det starter igen',
  fortrydelse: 'Programmet lukker. Fortrydelsen fortsætter, når det starter igen',
};

function refuseWhenEnding({ ending }: Line, why: string): void {
  if (ending.signal.aborted) throw new ImportStopped(why);
}

function whereOf({ files, now, onProgress }: Setting): UnderWayOptions {
  return { folder: files.staging, now, ...(onProgress && { onProgress }) };
}

/**
 * At a start, before anybody is served: nobody meets half an import, or one half undone. A full disk puts it off, and a
 * mistake of ours has taken it back; either way the program serves, and Driftsstatus tells.
 */
export function carryToEndAtStart(db: Db, setting: Setting): void {
  const pieces = carryAllToEnd(db, setting);
  try {
    while (!pieces.next().done);
  } catch {
    // Told where imports are told of.
  } finally {
    pieces.return({});
    letFirmsIn(db);
  }
}
