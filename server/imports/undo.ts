import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { diskProblem } from '../../db/refused.ts';
import {
  type ImportKind,
  importBatch,
  importUnderWay,
  undoReport,
  undoUnderWay,
} from '../../db/schema/imports.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { areManyAside, letFirmsIn, setFirmsAside } from '../coverage/firm-changes.ts';
import { undoBackgrounds } from './borgere-oprindelse.ts';
import { withoutWaitingForDisk } from './checkpoints.ts';
import { isFull } from './pieces.ts';
import { findUnderWay, findUndo, MISTAKE, type UndoUnderWay } from './queries.ts';
import { undoAddresses } from './undo-addresses.ts';
import { undoCitizens } from './undo-citizens.ts';
import { undoCompanies } from './undo-companies.ts';
import { undoConcepts } from './undo-concepts.ts';
import { undoContacts } from './undo-contacts.ts';
import type { UndoContext, UndoStep } from './undo-context.ts';
import { undoJobOrders } from './undo-job-orders.ts';
import { undoSamarbejdsgrad } from './undo-samarbejdsgrad.ts';

const MAX_REPORTED = 1000;

export interface UndoReport {
  /** rows deleted, restored or superseded */
  undone: number;
  /** the first thousand that stand, and why */
  kept: { what: string; reason: string }[];
  keptCount: number;
}

const UNDO: Record<ImportKind, (context: UndoContext) => UndoStep[]> = {
  virksomheder: undoCompanies,
  borgere: undoCitizens,
  jobordrer: undoJobOrders,
  kontakter: undoContacts,
  esco: undoConcepts,
  adresser: undoAddresses,
  borgere_oprindelse: undoBackgrounds,
  samarbejdsgrad: undoSamarbejdsgrad,
};

interface Undoing {
  at: string;
  by: number | null;
  /** of an import that is under way: why it goes no further */
  givenUpBecause?: string;
}

/**
 * Begins to undo an import, creates and updates, for every row that no person and no later import has changed since. What was
 * created is deleted when nothing else hangs on it; what was updated gets its values back; contacts and histories are
 * superseded, not erased, so that figures as of an earlier day stay what they were. From here on it goes on to its end,
 * whatever happens to the program. Answers with why it cannot be begun.
 */
export function beginUndo(db: Db, importId: number, undoing: Undoing): UndoReport | undefined {
  const { at, by, givenUpBecause } = undoing;
  return db.transaction(
    (tx) => {
      const batch = tx.select().from(importBatch).where(eq(importBatch.id, importId)).get();
      if (!batch) throw new Error(`No import ${importId}`);
      if (batch.undoneAt) return refused(importId, 'er allerede fortrudt');
      if (findUndo(tx)) return refused(importId, 'må vente: en fortrydelse er i gang');
      if (givenUpBecause === undefined && findUnderWay(tx))
        return refused(importId, 'må vente: en import er i gang');
      tx.delete(importUnderWay).where(eq(importUnderWay.importId, importId)).run();
      const nothing = { step: 0, afterKey: '', rowsDone: 0, rowsInAll: 0, undone: 0, keptCount: 0, kept: [] };
      const begun = {
        importId,
        begunAt: at,
        begunBy: by,
        givenUpBecause: givenUpBecause ?? null,
        ...nothing,
      };
      const counted = stepsOf(db, { undo: begun, batch }, nothing, []);
      const rowsInAll = counted.reduce((rows, { count }) => rows + (count?.() ?? 0), 0);
      tx.insert(undoUnderWay)
        .values({ ...begun, rowsInAll })
        .run();
      return undefined;
    },
    { behavior: 'immediate' },
  );
}

function refused(importId: number, reason: string): UndoReport {
  return { undone: 0, kept: [{ what: `Import ${importId}`, reason }], keptCount: 1 };
}

function stepsOf(
  db: Db,
  { undo: { importId, begunAt: at }, batch: { kind } }: UndoUnderWay,
  report: UndoReport,
  failures: unknown[],
): UndoStep[] {
  const { municipalityCode } = readSettings(db);
  const keep = (what: string, reason: string) => {
    report.keptCount++;
    if (report.kept.length < MAX_REPORTED) report.kept.push({ what, reason });
  };
  const countUndone = (rows: number) => {
    report.undone += rows;
  };
  const fail = (error: unknown) => failures.push(error);
  return UNDO[kind]({ db, importId, at, municipalityCode, keep, countUndone, fail });
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
  const { importId, begunAt, begunBy, givenUpBecause, rowsInAll: _, ...place } = found.undo;
  const failures: unknown[] = [];
  let steps = stepsOf(db, found, place, failures);
  let keys: string[] = [];
  let atATime = rowsPerPiece;

  const passOver = (step: UndoStep, key: string) => {
    place.afterKey = key;
    if (step.count) place.rowsDone += 1;
  };
  const letStand = (key: string, error: unknown) => {
    failures.push(error);
    place.keptCount++;
    if (place.kept.length < MAX_REPORTED) place.kept.push({ what: `Række ${key}`, reason: MISTAKE });
  };
  const undoRow = (step: UndoStep, key: string) => {
    try {
      step.undo(key);
    } catch (error) {
      if (diskProblem(error) !== null) throw error;
      letStand(key, error);
    }
    passOver(step, key);
  };
  const undoPiece = () => {
    const started = performance.now();
    let rows = 0;
    let step = steps[place.step];
    while (step && !isFull(rows, started, atATime)) {
      if (keys.length === 0) keys = step.keysAfter(place.afterKey);
      const key = keys.shift();
      if (key === undefined) {
        step.finish?.();
        Object.assign(place, { step: place.step + 1, afterKey: '' });
        step = steps[place.step];
      } else {
        undoRow(step, key);
        rows += 1;
      }
    }
    step?.finish?.();
    db.update(undoUnderWay).set(place).run();
  };
  const letNextStand = (error: unknown) => {
    for (let step = steps[place.step]; step; step = steps[place.step]) {
      const [key] = step.keysAfter(place.afterKey);
      if (key !== undefined) {
        letStand(key, error);
        passOver(step, key);
        break;
      }
      Object.assign(place, { step: place.step + 1, afterKey: '' });
    }
    db.update(undoUnderWay).set(place).run();
  };
  const write = (piece: () => void) =>
    setFirmsAside(db, () =>
      withoutWaitingForDisk(db, () => db.transaction(piece, { behavior: 'immediate' })),
    );
  /** What fails for all rows of a piece together is done row by row, until the one that it fails for is met: that one stands. */
  const writePiece = () => {
    const before = { ...place, kept: [...place.kept] };
    try {
      write(undoPiece);
    } catch (error) {
      if (diskProblem(error) !== null) throw error;
      Object.assign(place, before);
      keys = [];
      steps = stepsOf(db, found, place, failures);
      if (atATime === 1) write(() => letNextStand(error));
      atATime = atATime === 1 ? rowsPerPiece : 1;
    }
  };
  const finish = () => {
    const { undone, keptCount } = place;
    const ofImport = eq(importBatch.id, importId);
    db.update(importBatch)
      .set({ undoneAt: begunAt, undoneBy: begunBy, ...(givenUpBecause !== null && { givenUpBecause }) })
      .where(ofImport)
      .run();
    db.delete(undoUnderWay).run();
    db.insert(undoReport).values({ importId, undone, keptCount, kept: place.kept }).run();
    recordEvent(db, {
      at: begunAt,
      userId: begunBy,
      action: 'fortryd',
      entity: 'import_batch',
      entityKey: String(importId),
      detail: `${found.batch.kind}: ${undone} fortrudt, ${keptCount} står ved magt`,
    });
  };

  try {
    while (steps[place.step]) {
      writePiece();
      yield;
    }
    db.transaction(finish, { behavior: 'immediate' });
  } finally {
    if (!areManyAside(db)) letFirmsIn(db);
  }
  if (failures.length > 0) throw failures[0];
  const { undone, kept, keptCount } = place;
  return { undone, kept, keptCount };
}
