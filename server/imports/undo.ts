import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type ImportKind, importBatch, importUnderWay } from '../../db/schema/imports.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { undoBackgrounds } from './borgere-oprindelse.ts';
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
 * Undoes an import, creates and updates, for every row that no person and no later import has changed since. What was
 * created is deleted when nothing else hangs on it; what was updated gets its values back; contacts and histories are
 * superseded, not erased, so that figures as of an earlier day stay what they were.
 */
export function undoImport(db: Db, importId: number, { at, by, givenUpBecause }: Undoing): UndoReport {
  const { municipalityCode } = readSettings(db);
  return db.transaction(
    (tx) => {
      const report: UndoReport = { undone: 0, kept: [], keptCount: 0 };
      const keep = (what: string, reason: string) => {
        report.keptCount++;
        if (report.kept.length < MAX_REPORTED) report.kept.push({ what, reason });
      };
      const batch = tx.select().from(importBatch).where(eq(importBatch.id, importId)).get();
      if (!batch) throw new Error(`No import ${importId}`);
      if (batch.undoneAt) {
        keep(`Import ${importId}`, 'er allerede fortrudt');
        return report;
      }
      if (givenUpBecause === undefined && tx.select().from(importUnderWay).get()) {
        keep(`Import ${importId}`, 'må vente: en import er i gang');
        return report;
      }
      const countUndone = (rows: number) => {
        report.undone += rows;
      };
      const failures: unknown[] = [];
      const fail = (error: unknown) => failures.push(error);
      const steps = UNDO[batch.kind]({ db, importId, at, municipalityCode, keep, countUndone, fail });
      for (const { keysAfter, undo, finish } of steps) {
        for (let keys = keysAfter(''); keys.length > 0; keys = keysAfter(keys.at(-1) ?? ''))
          for (const key of keys) undo(key);
        finish?.();
      }
      if (failures.length > 0) throw failures[0];
      tx.update(importBatch)
        .set({ undoneAt: at, undoneBy: by, ...(givenUpBecause !== undefined && { givenUpBecause }) })
        .where(eq(importBatch.id, importId))
        .run();
      tx.delete(importUnderWay).where(eq(importUnderWay.importId, importId)).run();
      const detail = `${batch.kind}: ${report.undone} fortrudt, ${report.keptCount} står ved magt`;
      recordEvent(tx, {
        at,
        userId: by,
        action: 'fortryd',
        entity: 'import_batch',
        entityKey: String(importId),
        detail,
      });
      return report;
    },
    { behavior: 'immediate' },
  );
}
