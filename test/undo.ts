import type { Db } from '../db/client.ts';
import { beginUndo, type UndoReport } from '../server/imports/undo/begin-undo.ts';
import { carryUndoToEnd } from '../server/imports/undo/carry-undo.ts';
import { drain } from './import-pieces.ts';

/** An import undone at once; as no server does it. */
export function undoImport(
  db: Db,
  importId: number,
  undoing: Parameters<typeof beginUndo>[2],
  rowsPerPiece = Number.POSITIVE_INFINITY,
): UndoReport {
  const refused = beginUndo(db, importId, undoing);
  if (refused) return refused;
  const report = drain(carryUndoToEnd(db, { rowsPerPiece }));
  if (!report) throw new Error('An undo that was begun is not under way');
  return report;
}
