import { samarbejdsgrad } from '../../../db/schema/coverage.ts';
import { rowsOf, type UndoContext, type UndoStep } from './undo-step.ts';

/** Figures are never erased: those of an undone import are shown no more, and the one before holds again. */
export function undoSamarbejdsgrad(context: UndoContext): UndoStep[] {
  const own = { table: samarbejdsgrad, key: samarbejdsgrad.id, ofImport: samarbejdsgrad.importId };
  return [rowsOf(context, own, () => context.countUndone(1))];
}
