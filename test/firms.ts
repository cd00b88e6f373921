import type { Db } from '../db/client.ts';
import {
  company,
  type HeadcountInterval,
  headcount,
  lifePeriod,
  locationPeriod,
  pUnit,
} from '../db/schema/companies.ts';
import { foldText } from '../server/companies/fold.ts';
import { refreshScopePeriods } from '../server/companies/scope.ts';

interface Firm {
  pNumber?: number;
  cvr?: number;
  name?: string;
  /** an exact number, one of CVR's intervals, or no figure */
  employees?: number | HeadcountInterval | null;
  municipalityCode?: number;
  since?: string;
  until?: string | null;
  fields?: Partial<typeof pUnit.$inferInsert>;
}

/** A firm as an import would leave it: row, life, place and headcount, known since 2026. */
export function addFirm(db: Db, firm: Firm = {}): number {
  const { pNumber = 1_000_000_001, cvr = 12_345_674, name = 'Lagerfirmaet ApS', employees = 7 } = firm;
  const { municipalityCode = 165, since = '2020-01-01', until = null } = firm;
  const at = '2026-01-01T06:00:00.000Z';
  const dated = { pNumber, validFrom: since, recordedAt: at };
  db.transaction((tx) => {
    tx.insert(company).values({ cvr, name, createdAt: at, updatedAt: at }).onConflictDoNothing().run();
    tx.insert(pUnit)
      .values({
        pNumber,
        cvr,
        name,
        nameFolded: foldText(name),
        municipalityCode,
        endDate: until,
        createdAt: at,
        updatedAt: at,
        ...firm.fields,
      })
      .run();
    tx.insert(lifePeriod)
      .values({ ...dated, validTo: until })
      .run();
    tx.insert(locationPeriod)
      .values({ ...dated, validTo: null, municipalityCode })
      .run();
    if (employees !== null) {
      const exact = typeof employees === 'number';
      const figure = { count: exact ? employees : null, interval: exact ? null : employees };
      tx.insert(headcount)
        .values({ ...dated, ...figure, source: 'erst_maaned' })
        .run();
    }
    refreshScopePeriods(tx, [pNumber], { at, municipalityCode: 165 });
  });
  return pNumber;
}
