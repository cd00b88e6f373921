import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { isAmong } from '../../../db/prepared.ts';
import {
  company,
  headcount,
  lifePeriod,
  locationPeriod,
  pUnit,
  scopePeriod,
} from '../../../db/schema/companies.ts';
import { refreshScopePeriods } from '../../companies/scope.ts';
import type { CompanyBefore, PUnitBefore } from '../apply-virksomheder.ts';
import { prepareInsert } from '../prepared-insert.ts';
import { prepareDelete, prepareRestore } from '../prepared-restore.ts';
import {
  attempter,
  beforeReader,
  changedAgain,
  EDITED,
  rowsOf,
  type UndoContext,
  type UndoStep,
} from './undo-step.ts';

export function undoCompanies(context: UndoContext): UndoStep[] {
  return [...undoPUnits(context), ...undoCompanyRows(context)];
}

function undoPUnits(context: UndoContext): UndoStep[] {
  const { db, importId, at, municipalityCode, keep } = context;
  const beforeOf = beforeReader<PUnitBefore>(context, 'p_unit');
  const attempt = attempter(context);
  const remove = pUnitRemover(context);
  const restore = pUnitRestorer(context);
  const found = db
    .select({ pNumber: pUnit.pNumber, editedAt: pUnit.editedAt, importId: pUnit.importId })
    .from(pUnit)
    .where(eq(pUnit.pNumber, sql.placeholder('pNumber')))
    .prepare();
  let restored: number[] = [];
  const again = changedAgain(context, 'p_unit', {
    isOwn: (pNumber) => found.get({ pNumber })?.importId === importId,
    what: (pNumber) => `P-nummer ${pNumber}`,
  });
  const own = { table: pUnit, key: pUnit.pNumber, ofImport: pUnit.importId };
  const undo = (key: string) => {
    const row = found.get({ pNumber: key });
    if (row?.importId !== importId) return;
    const { pNumber, editedAt } = row;
    const before = beforeOf(key);
    const what = `P-nummer ${key}`;
    if (editedAt !== (before?.row.editedAt ?? null)) keep(what, EDITED);
    else if (!before) attempt(what, () => remove(pNumber));
    else {
      attempt(what, () => restore(before));
      restored.push(pNumber);
    }
  };
  const finish = () => {
    if (restored.length > 0) refreshScopePeriods(db, restored, { at, municipalityCode });
    restored = [];
  };
  return [again, { ...rowsOf(context, own, undo), finish }];
}

/** Fails on a foreign key when a contact, an order or a figure that a consultant learned hangs on the P-unit. */
function pUnitRemover({ db }: UndoContext) {
  const removals = [
    prepareDelete(db, scopePeriod, scopePeriod.pNumber),
    prepareDelete(db, lifePeriod, lifePeriod.pNumber),
    prepareDelete(db, locationPeriod, locationPeriod.pNumber),
  ];
  const removeHeadcounts = db
    .delete(headcount)
    .where(and(eq(headcount.pNumber, sql.placeholder('pNumber')), ne(headcount.source, 'konsulent')))
    .prepare();
  const removePUnit = prepareDelete(db, pUnit, pUnit.pNumber);
  return (pNumber: number): void => {
    for (const remove of removals) remove(pNumber);
    removeHeadcounts.run({ pNumber });
    removePUnit(pNumber);
  };
}

/** The row gets its values back. Of the histories, what the import wrote is superseded and what it superseded is written again. */
function pUnitRestorer(context: UndoContext) {
  const { db, at } = context;
  const restore = prepareRestore(db, pUnit, pUnit.pNumber);
  const restoreLife = historyRestorer(context, lifePeriod);
  const restoreLocations = historyRestorer(context, locationPeriod);
  const restoreHeadcounts = historyRestorer(context, headcount);
  return ({ row, superseded }: PUnitBefore): void => {
    const { pNumber } = row;
    restore(pNumber, { ...row, updatedAt: at });
    restoreLife(pNumber, superseded.life);
    restoreLocations(pNumber, superseded.location);
    restoreHeadcounts(pNumber, superseded.headcount);
  };
}

function historyRestorer(
  { db, importId, at }: UndoContext,
  table: typeof lifePeriod | typeof locationPeriod | typeof headcount,
) {
  // By the P-unit: of a whole import there are a hundred thousand rows.
  const ofImport = and(
    eq(table.pNumber, sql.placeholder('pNumber')),
    sql`+${table.importId} = ${importId}`,
    isNull(table.supersededAt),
  );
  const supersede = db.update(table).set({ supersededAt: at }).where(ofImport).prepare();
  const old = db.select().from(table).where(isAmong(table.id, 'ids')).orderBy(asc(table.id)).prepare();
  const insert = prepareInsert(db, table);
  return (pNumber: number, superseded: readonly number[]): void => {
    supersede.run({ pNumber });
    if (superseded.length === 0) return;
    for (const { id: _, ...row } of old.all({ ids: JSON.stringify(superseded) }))
      insert({ ...row, recordedAt: at, supersededAt: null });
  };
}

function undoCompanyRows(context: UndoContext): UndoStep[] {
  const { db, importId, at } = context;
  const beforeOf = beforeReader<CompanyBefore>(context, 'company');
  const attempt = attempter(context);
  const restore = prepareRestore(db, company, company.cvr);
  const remove = prepareDelete(db, company, company.cvr);
  const found = db
    .select({ importId: company.importId })
    .from(company)
    .where(eq(company.cvr, sql.placeholder('cvr')))
    .prepare();
  const again = changedAgain(context, 'company', {
    isOwn: (cvr) => found.get({ cvr })?.importId === importId,
    what: (cvr) => `CVR ${cvr}`,
  });
  const own = { table: company, key: company.cvr, ofImport: company.importId };
  const rows = rowsOf(context, own, (cvr) => {
    if (found.get({ cvr })?.importId !== importId) return;
    const before = beforeOf(cvr);
    attempt(`CVR ${cvr}`, () => {
      if (before) restore(cvr, { ...before.row, updatedAt: at });
      else remove(cvr);
    });
  });
  return [again, rows];
}
