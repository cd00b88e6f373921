import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import {
  company,
  headcount,
  lifePeriod,
  locationPeriod,
  pUnit,
  scopePeriod,
} from '../../db/schema/companies.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import type { CompanyBefore, PUnitBefore } from './apply-virksomheder.ts';
import { attempt, beforeReader, EDITED, keepChangedAgain, type UndoContext } from './undo-context.ts';

export function undoCompanies(context: UndoContext): void {
  const restored = undoPUnits(context);
  undoCompanyRows(context);
  refreshScopePeriods(context.tx, restored, { at: context.at, municipalityCode: context.municipalityCode });
}

function undoPUnits(context: UndoContext): number[] {
  const { tx, importId } = context;
  const beforeOf = beforeReader<PUnitBefore>(context, 'p_unit');
  const restored: number[] = [];
  const rows = tx
    .select({ pNumber: pUnit.pNumber, editedAt: pUnit.editedAt })
    .from(pUnit)
    .where(eq(pUnit.importId, importId))
    .all();
  for (const { pNumber, editedAt } of rows) {
    const before = beforeOf(pNumber);
    const what = `P-nummer ${pNumber}`;
    if (editedAt !== (before?.row.editedAt ?? null)) context.keep(what, EDITED);
    else if (!before) attempt(context, what, () => deletePUnit(context, pNumber));
    else {
      attempt(context, what, () => restorePUnit(context, before));
      restored.push(pNumber);
    }
  }
  const own = new Set(rows.map((row) => row.pNumber));
  keepChangedAgain(context, 'p_unit', (key) => `P-nummer ${key}`, own);
  return restored;
}

/** Fails on a foreign key when a contact, an order or a figure that a consultant learned hangs on the P-unit. */
function deletePUnit({ tx }: UndoContext, pNumber: number): void {
  tx.delete(scopePeriod).where(eq(scopePeriod.pNumber, pNumber)).run();
  tx.delete(lifePeriod).where(eq(lifePeriod.pNumber, pNumber)).run();
  tx.delete(locationPeriod).where(eq(locationPeriod.pNumber, pNumber)).run();
  tx.delete(headcount)
    .where(and(eq(headcount.pNumber, pNumber), ne(headcount.source, 'konsulent')))
    .run();
  tx.delete(pUnit).where(eq(pUnit.pNumber, pNumber)).run();
}

/** The row gets its values back. Of the histories, what the import wrote is superseded and what it superseded is written again. */
function restorePUnit({ tx, importId, at }: UndoContext, { row, superseded }: PUnitBefore): void {
  tx.update(pUnit)
    .set({ ...row, updatedAt: at })
    .where(eq(pUnit.pNumber, row.pNumber))
    .run();
  const again = { recordedAt: at, supersededAt: null, id: undefined };
  for (const table of [lifePeriod, locationPeriod, headcount]) {
    tx.update(table)
      .set({ supersededAt: at })
      .where(and(eq(table.pNumber, row.pNumber), eq(table.importId, importId), isNull(table.supersededAt)))
      .run();
  }
  for (const old of tx.select().from(lifePeriod).where(inArray(lifePeriod.id, superseded.life)).all()) {
    tx.insert(lifePeriod)
      .values({ ...old, ...again })
      .run();
  }
  for (const old of tx
    .select()
    .from(locationPeriod)
    .where(inArray(locationPeriod.id, superseded.location))
    .all()) {
    tx.insert(locationPeriod)
      .values({ ...old, ...again })
      .run();
  }
  for (const old of tx.select().from(headcount).where(inArray(headcount.id, superseded.headcount)).all()) {
    tx.insert(headcount)
      .values({ ...old, ...again })
      .run();
  }
}

function undoCompanyRows(context: UndoContext): void {
  const { tx, importId, at } = context;
  const beforeOf = beforeReader<CompanyBefore>(context, 'company');
  const rows = tx.select({ cvr: company.cvr }).from(company).where(eq(company.importId, importId)).all();
  for (const { cvr } of rows) {
    const before = beforeOf(cvr);
    attempt(context, `CVR ${cvr}`, () => {
      if (before)
        tx.update(company)
          .set({ ...before.row, updatedAt: at })
          .where(eq(company.cvr, cvr))
          .run();
      else tx.delete(company).where(eq(company.cvr, cvr)).run();
    });
  }
  keepChangedAgain(context, 'company', (key) => `CVR ${key}`, new Set(rows.map((row) => row.cvr)));
}
