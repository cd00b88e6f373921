import { eq } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { type ImportKind, importBatch, importUnderWay, undoUnderWay } from '../../../db/schema/imports.ts';
import { readSettings } from '../../admin/queries.ts';
import { undoBackgrounds } from '../borgere-oprindelse.ts';
import { findUnderWay, findUndo, type UndoUnderWay } from '../queries.ts';
import { undoAddresses } from './addresses.ts';
import { undoCitizens } from './citizens.ts';
import { undoCompanies } from './companies.ts';
import { undoConcepts } from './concepts.ts';
import { undoContacts } from './contacts.ts';
import { undoJobOrders } from './job-orders.ts';
import { undoSamarbejdsgrad } from './samarbejdsgrad.ts';
import type { UndoContext, UndoStep } from './undo-step.ts';

export const MAX_REPORTED = 1000;

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

/** The steps in their order; what each undoes and what it lets stand is counted in `report`. */
export function stepsOf(
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
