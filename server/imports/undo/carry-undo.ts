import { eq } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { diskProblem } from '../../../db/refused.ts';
import { importBatch, undoReport, undoUnderWay } from '../../../db/schema/imports.ts';
import { recordEvent } from '../../admin/queries.ts';
import { withoutWaitingForDisk } from '../../checkpoints/while-importing.ts';
import { areManyAside, letFirmsIn, setFirmsAside } from '../../coverage/firm-changes.ts';
import { isFull } from '../pieces.ts';
import { findUndo, MISTAKE, type UndoUnderWay } from '../queries.ts';
import { MAX_REPORTED, stepsOf, type UndoReport } from './begin-undo.ts';
import type { UndoStep } from './undo-step.ts';

/** An undo under way, as it stands between two transactions. */
interface Carried {
  db: Db;
  found: UndoUnderWay;
  steps: UndoStep[];
  /** how far it has come: what is written with each piece */
  place: Pick<UndoUnderWay['undo'], 'step' | 'afterKey' | 'rowsDone' | 'undone' | 'keptCount' | 'kept'>;
  /** the next keys of the step, asked for and not yet undone */
  keys: string[];
  /** rows of a piece; undefined: as many as a few milliseconds let in */
  atATime: number | undefined;
  /** mistakes of ours: what they were met for stands */
  failures: unknown[];
}

/**
 * Undoes what is left of the undo under way, a short transaction at a time, each with how far it has come. A row that fails
 * by a mistake of ours, by itself or in what follows from it, stands, and the mistake is thrown when all the others are done.
 */
export function* carryUndoToEnd(
  db: Db,
  { rowsPerPiece }: { rowsPerPiece?: number | undefined } = {},
): Generator<void, UndoReport | undefined> {
  const found = findUndo(db);
  if (!found) return undefined;
  const { step, afterKey, rowsDone, undone, keptCount, kept } = found.undo;
  const place = { step, afterKey, rowsDone, undone, keptCount, kept };
  const failures: unknown[] = [];
  const steps = stepsOf(db, found, place, failures);
  const carried: Carried = { db, found, steps, place, keys: [], atATime: rowsPerPiece, failures };
  try {
    while (currentStep(carried)) {
      writePiece(carried, rowsPerPiece);
      yield;
    }
    db.transaction(() => endUndo(carried), { behavior: 'immediate' });
  } finally {
    if (!areManyAside(db)) letFirmsIn(db);
  }
  if (failures.length > 0) throw failures[0];
  return { undone: place.undone, kept: place.kept, keptCount: place.keptCount };
}

/** What fails for all rows of a piece together is done row by row, until the one that it fails for is met: that one stands. */
function writePiece(carried: Carried, rowsPerPiece: number | undefined): void {
  const { db, place } = carried;
  const before = { ...place, kept: [...place.kept] };
  try {
    write(db, () => undoPiece(carried));
  } catch (error) {
    if (diskProblem(error) !== null) throw error;
    Object.assign(place, before);
    carried.keys = [];
    carried.steps = stepsOf(db, carried.found, place, carried.failures);
    if (carried.atATime === 1) write(db, () => letNextStand(carried, error));
    carried.atATime = carried.atATime === 1 ? rowsPerPiece : 1;
  }
}

function write(db: Db, piece: () => void): void {
  setFirmsAside(db, () => withoutWaitingForDisk(db, () => db.transaction(piece, { behavior: 'immediate' })));
}

function undoPiece(carried: Carried): void {
  const { db, place } = carried;
  const started = performance.now();
  let rows = 0;
  let step = currentStep(carried);
  while (step && !isFull(rows, started, carried.atATime)) {
    const key = takeKey(carried, step);
    if (key === undefined) {
      step.finish?.();
      goToNextStep(place);
      step = currentStep(carried);
    } else {
      undoRow(carried, step, key);
      rows += 1;
    }
  }
  step?.finish?.();
  db.update(undoUnderWay).set(place).run();
}

function takeKey(carried: Carried, step: UndoStep): string | undefined {
  if (carried.keys.length === 0) carried.keys = step.keysAfter(carried.place.afterKey);
  return carried.keys.shift();
}

function undoRow(carried: Carried, step: UndoStep, key: string): void {
  try {
    step.undo(key);
  } catch (error) {
    if (diskProblem(error) !== null) throw error;
    letStand(carried, key, error);
  }
  passOver(carried.place, step, key);
}

function letNextStand(carried: Carried, error: unknown): void {
  const { db, place } = carried;
  for (let step = currentStep(carried); step; step = currentStep(carried)) {
    const [key] = step.keysAfter(place.afterKey);
    if (key !== undefined) {
      letStand(carried, key, error);
      passOver(place, step, key);
      break;
    }
    goToNextStep(place);
  }
  db.update(undoUnderWay).set(place).run();
}

function letStand({ place, failures }: Carried, key: string, error: unknown): void {
  failures.push(error);
  place.keptCount++;
  if (place.kept.length < MAX_REPORTED) place.kept.push({ what: `Række ${key}`, reason: MISTAKE });
}

function currentStep({ steps, place }: Carried): UndoStep | undefined {
  return steps[place.step];
}

function passOver(place: Carried['place'], step: UndoStep, key: string): void {
  place.afterKey = key;
  if (step.count) place.rowsDone += 1;
}

function goToNextStep(place: Carried['place']): void {
  place.step += 1;
  place.afterKey = '';
}

function endUndo({ db, found, place: { undone, keptCount, kept } }: Carried): void {
  const { importId, begunAt, begunBy, givenUpBecause } = found.undo;
  db.update(importBatch)
    .set({ undoneAt: begunAt, undoneBy: begunBy, ...(givenUpBecause !== null && { givenUpBecause }) })
    .where(eq(importBatch.id, importId))
    .run();
  db.delete(undoUnderWay).run();
  db.insert(undoReport).values({ importId, undone, keptCount, kept }).run();
  recordEvent(db, {
    at: begunAt,
    userId: begunBy,
    action: 'fortryd',
    entity: 'import_batch',
    entityKey: String(importId),
    detail: `${found.batch.kind}: ${undone} fortrudt, ${keptCount} står ved magt`,
  });
}
