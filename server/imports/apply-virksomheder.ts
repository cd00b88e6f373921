import { eq, sql } from 'drizzle-orm';
import { company, pUnit } from '../../db/schema/companies.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import { writeHistories } from './apply-histories.ts';
import type { CompanyFacts, CompanyRow, PUnitFacts, PUnitRow, VirksomhedRow } from './company-rows.ts';
import {
  type ApplyContext,
  changesTo,
  isEmpty,
  type Outcome,
  type RowWriter,
  type Tx,
} from './import-kind.ts';
import { prepareInsert } from './prepared-insert.ts';

/** What undo needs to bring a P-unit back: its row, and the rows of its histories that the import superseded. */
export interface PUnitBefore {
  row: typeof pUnit.$inferSelect;
  superseded: { life: number[]; location: number[]; headcount: number[] };
}

export interface CompanyBefore {
  row: typeof company.$inferSelect;
}

/** Writes companies and P-units with their histories, then what they mean for coverage. */
export function startVirksomheder(context: ApplyContext): RowWriter<VirksomhedRow> {
  const { tx, importId, at } = context;
  const statements = prepare(tx);
  const insertPUnit = prepareInsert(tx, pUnit);
  const histories = writeHistories(context);
  const changedPUnits: number[] = [];

  function writeCompany({ cvr, facts }: CompanyRow): Outcome {
    const stored = statements.company.get({ cvr });
    if (!stored) {
      tx.insert(company)
        .values({ cvr, ...facts, importId, createdAt: at, updatedAt: at })
        .run();
      return 'created';
    }
    const changes = changesTo<CompanyFacts>(stored, facts);
    if (isEmpty(changes)) return 'unchanged';
    const before: CompanyBefore = { row: stored };
    context.keepBefore('company', cvr, before);
    tx.update(company)
      .set({ ...changes, importId, updatedAt: at })
      .where(eq(company.cvr, cvr))
      .run();
    return 'updated';
  }

  function writePUnit({ pNumber, facts, histories: wanted }: PUnitRow): Outcome {
    statements.ensureCompany.run({ cvr: facts.cvr, importId, at });
    const stored = statements.pUnit.get({ pNumber });
    if (!stored) {
      const reklamebeskyttet = facts.reklamebeskyttet ?? false;
      insertPUnit({ ...facts, reklamebeskyttet, pNumber, importId, createdAt: at, updatedAt: at });
      histories.create(pNumber, wanted);
      changedPUnits.push(pNumber);
      return 'created';
    }
    const changes = changesTo<PUnitFacts>(stored as PUnitFacts, facts);
    const superseded = histories.update(pNumber, wanted);
    if (isEmpty(changes) && !superseded) return 'unchanged';
    const before: PUnitBefore = {
      row: stored,
      superseded: superseded ?? { life: [], location: [], headcount: [] },
    };
    context.keepBefore('p_unit', pNumber, before);
    tx.update(pUnit)
      .set({ ...changes, importId, updatedAt: at })
      .where(eq(pUnit.pNumber, pNumber))
      .run();
    if (superseded) changedPUnits.push(pNumber);
    return 'updated';
  }

  return {
    write: (row) => (row.type === 'company' ? writeCompany(row) : writePUnit(row)),
    finish: () => {
      const { municipalityCode } = context;
      refreshScopePeriods(tx, changedPUnits.splice(0), { at, municipalityCode });
    },
  };
}

function prepare(tx: Tx) {
  const { placeholder } = sql;
  return {
    company: tx
      .select()
      .from(company)
      .where(eq(company.cvr, placeholder('cvr')))
      .prepare(),
    /** A P-unit whose company is in no file creates it by number. */
    ensureCompany: tx
      .insert(company)
      .values({
        cvr: placeholder('cvr'),
        importId: placeholder('importId'),
        createdAt: placeholder('at'),
        updatedAt: placeholder('at'),
      })
      .onConflictDoNothing()
      .prepare(),
    pUnit: tx
      .select()
      .from(pUnit)
      .where(eq(pUnit.pNumber, placeholder('pNumber')))
      .prepare(),
  };
}
