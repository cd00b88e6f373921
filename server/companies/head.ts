import { and, count, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { contactPerson, contactPersonVersion } from '../../db/schema/contact-persons.ts';
import { recordsAt } from '../records/queries.ts';
import { isCurrent } from '../records/rules.ts';
import { barsAt } from './bars.ts';
import { ownNameOf } from './own-values.ts';
import { barOf } from './rules.ts';

/** What stands above each of a firm's pages: its name, what bars it, and how much the other pages hold. */
export function firmHead(db: Db, pNumber: number, today: string) {
  const firm = db
    .select({ pNumber: pUnit.pNumber, name: pUnit.name, endDate: pUnit.endDate })
    .from(pUnit)
    .where(eq(pUnit.pNumber, pNumber))
    .get();
  if (!firm) return undefined;
  return {
    pNumber,
    name: ownNameOf(db, pNumber) ?? firm.name,
    bar: barOf(today, firm, barsAt(db, pNumber)),
    persons: countPersons(db, pNumber),
    records: recordsAt(db, pNumber).filter((record) => isCurrent(record, today)).length,
  };
}

function countPersons(db: Db, pNumber: number): number {
  const there = and(
    eq(contactPerson.pNumber, pNumber),
    isNull(contactPersonVersion.supersededAt),
    isNull(contactPersonVersion.leftOn),
  );
  const row = db
    .select({ n: count() })
    .from(contactPerson)
    .innerJoin(contactPersonVersion, eq(contactPersonVersion.personId, contactPerson.id))
    .where(there)
    .get();
  return row?.n ?? 0;
}
