import { and, count, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { contactPerson, contactPersonVersion } from '../../db/schema/contact-persons.ts';
import { recordsAt } from '../records/queries.ts';
import { isCurrent } from '../records/rules.ts';
import { barsAt } from './bars.ts';
import { ownNameOf } from './own-values.ts';
import type { PUnitDetail } from './queries.ts';
import { barOf } from './rules.ts';

export type FirmHead = NonNullable<ReturnType<typeof firmHead>>;

/** What stands above each of a firm's pages: its name, what bars it, and how much the other pages hold. */
export function firmHead(db: Db, pNumber: number, today: string) {
  const firm = nameAndEnd(db).get({ pNumber });
  if (!firm) return undefined;
  return {
    pNumber,
    name: ownNameOf(db, pNumber) ?? firm.name,
    bar: barOf(today, firm, barsAt(db, pNumber)),
    persons: personsThere(db).get({ pNumber })?.n ?? 0,
    records: recordsAt(db, pNumber).filter((record) => isCurrent(record, today)).length,
  };
}

/** The same of a firm that is at hand. */
export function headOf(firm: PUnitDetail, today: string): FirmHead {
  return {
    pNumber: firm.pNumber,
    name: firm.name,
    bar: firm.bar,
    persons: firm.persons.filter(({ leftOn }) => leftOn === null).length,
    records: firm.records.filter((record) => isCurrent(record, today)).length,
  };
}

const nameAndEnd = preparedOnce((db: Db) =>
  db
    .select({ pNumber: pUnit.pNumber, name: pUnit.name, endDate: pUnit.endDate })
    .from(pUnit)
    .where(eq(pUnit.pNumber, sql.placeholder('pNumber')))
    .prepare(),
);

const personsThere = preparedOnce((db: Db) =>
  db
    .select({ n: count() })
    .from(contactPerson)
    .innerJoin(contactPersonVersion, eq(contactPersonVersion.personId, contactPerson.id))
    .where(
      and(
        eq(contactPerson.pNumber, sql.placeholder('pNumber')),
        isNull(contactPersonVersion.supersededAt),
        isNull(contactPersonVersion.leftOn),
      ),
    )
    .prepare(),
);
