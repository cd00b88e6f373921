import { and, asc, desc, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { type FirmPage, type FirmRow, firmRows } from '../companies/firm-rows.ts';
import { countsAsContact, knownAt, numberList } from './conditions.ts';
import { type CoverageQuestion, coverageLists } from './queries.ts';
import { type Figure, ruleOn } from './rules.ts';

export const LIST_SORTS = ['navn', '-navn', 'ansatte', '-ansatte', 'sidste', '-sidste'] as const;
export type ListSort = (typeof LIST_SORTS)[number];

const PAGE_SIZE = 50;
/** So many rows are read at a time for a file: the server answers others in between. */
const FILE_CHUNK = 500;

export interface ListQuestion {
  question: CoverageQuestion;
  figure: Figure;
  sort: ListSort;
  /** only firms that this user is responsible for */
  ownerUserId?: number;
}

/** A page of the firms behind a figure. Sorted by last contact, the one never contacted comes first. */
export function coverageList(db: Db, { page, ...list }: ListQuestion & { page: number }): FirmPage {
  const ordered = orderedFirms(db, list);
  const shown = ordered.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { rows: firmRows(db, shown, list.question), total: ordered.length, page, pageSize: PAGE_SIZE };
}

/** All firms behind a figure, some hundred at a time. */
export function* coverageListChunks(db: Db, list: ListQuestion): Generator<FirmRow[]> {
  const ordered = orderedFirms(db, list);
  for (let from = 0; from < ordered.length; from += FILE_CHUNK) {
    yield firmRows(db, ordered.slice(from, from + FILE_CHUNK), list.question);
  }
}

function orderedFirms(db: Db, { question, figure, sort, ownerUserId }: ListQuestion): number[] {
  const firms = coverageLists(db, question)[figure];
  const direction = sort.startsWith('-') ? desc : asc;
  const owned = ownerUserId === undefined ? undefined : eq(pUnit.ownerUserId, ownerUserId);
  // All names from their index, and a filter in memory: cheaper than looking each firm up.
  if (sort.endsWith('navn')) {
    const wanted = new Set(firms);
    return inOrder(db, owned, [direction(pUnit.nameFolded)]).filter((pNumber) => wanted.has(pNumber));
  }
  const among = sql`${pUnit.pNumber} IN (SELECT value FROM json_each(${JSON.stringify(firms)}))`;
  const key = sort.endsWith('sidste') ? lastContact(question) : fewestEmployees(question);
  return inOrder(db, and(among, owned), [direction(key), asc(pUnit.nameFolded)]);
}

function inOrder(db: Db, where: SQL | undefined, order: SQL[]): number[] {
  const ordered = db
    .select({ pNumber: pUnit.pNumber })
    .from(pUnit)
    .where(where)
    .orderBy(...order, asc(pUnit.pNumber))
    .as('ordered');
  return (
    db
      .select({ pNumbers: numberList(ordered.pNumber) })
      .from(ordered)
      .get()?.pNumbers ?? []
  );
}

function lastContact({ to, asOf }: CoverageQuestion): SQL {
  const where = and(
    eq(contact.pNumber, pUnit.pNumber),
    lte(contact.contactDate, to),
    knownAt(contact, asOf),
    countsAsContact(ruleOn(to)),
  );
  return sql`(SELECT max(${contact.contactDate}) FROM ${contact} WHERE ${where})`;
}

function fewestEmployees({ to, asOf }: CoverageQuestion): SQL {
  const where = and(
    eq(scopePeriod.pNumber, pUnit.pNumber),
    lte(scopePeriod.validFrom, to),
    or(isNull(scopePeriod.validTo), gt(scopePeriod.validTo, to)),
    knownAt(scopePeriod, asOf),
  );
  return sql`(SELECT ${scopePeriod.minCount} FROM ${scopePeriod} WHERE ${where})`;
}
