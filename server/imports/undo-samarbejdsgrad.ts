import { count, eq } from 'drizzle-orm';
import { samarbejdsgrad } from '../../db/schema/coverage.ts';
import type { UndoContext } from './undo-context.ts';

/** Figures are never erased: those of an undone import are shown no more, and the one before holds again. */
export function undoSamarbejdsgrad({ tx, importId, countUndone }: UndoContext): void {
  const rows = tx
    .select({ n: count() })
    .from(samarbejdsgrad)
    .where(eq(samarbejdsgrad.importId, importId))
    .get();
  countUndone(rows?.n ?? 0);
}
