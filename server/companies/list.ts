import {
  and,
  asc,
  between,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNull,
  like,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { CONTACT_OUTCOMES, contact } from '../../db/schema/contacts.ts';
import { countsAsContact, inMunicipality, isVisit, knownAt, numberList } from '../coverage/conditions.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import { ruleOn } from '../coverage/rules.ts';
import { type FirmPage, firmRows, type Reach } from './firm-rows.ts';
import { foldText } from './fold.ts';

/** Size on the period's last day; all but `udenfor` are in the municipality. */
export const SIZE_CLASSES = [
  'i_maal',
  'uafklaret',
  'under',
  'uoplyst',
  '3-9',
  '10-49',
  '50',
  'udenfor',
] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];

export const FIRM_SORTS = ['navn', '-navn', 'by', '-by', 'branche', '-branche'] as const;
export type FirmSort = (typeof FIRM_SORTS)[number];

export interface FirmFilters {
  /** words of the name, a CVR number or a P-number, or the beginning of one */
  q?: string;
  size?: SizeClass;
  reach?: Reach;
  ownerUserId?: number;
  /** beginning of the branch code, or a word of its text */
  branch?: string;
  /** ceased firms as well */
  ceased?: boolean;
}

const PAGE_SIZE = 50;
const MOST_WORDS = 6;

/** A page of firms that fit all filters, 50 at a time, with how many there are. */
export function listPUnits(
  db: Db,
  filters: FirmFilters,
  { page, sort, question }: { page: number; sort: FirmSort; question: CoverageQuestion },
): FirmPage {
  const where = and(
    ...searchConditions(filters.q ?? ''),
    filters.branch ? branchCondition(filters.branch) : undefined,
    filters.ownerUserId === undefined ? undefined : eq(pUnit.ownerUserId, filters.ownerUserId),
    filters.ceased ? undefined : or(isNull(pUnit.endDate), gt(pUnit.endDate, question.to)),
  );
  const tests = [
    ...(filters.size ? [sizeTest(db, filters.size, question)] : []),
    ...(filters.reach ? [reachTest(db, filters.reach, question)] : []),
  ];
  const fitting = inOrder(db, where, sort).filter((pNumber) => tests.every((fits) => fits(pNumber)));
  const shown = fitting.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { rows: firmRows(db, shown, question), total: fitting.length, page, pageSize: PAGE_SIZE };
}

function inOrder(db: Db, where: SQL | undefined, sort: FirmSort): number[] {
  const ordered = db
    .select({ pNumber: pUnit.pNumber })
    .from(pUnit)
    .where(where)
    .orderBy(...orderOf(sort))
    .as('ordered');
  return (
    db
      .select({ pNumbers: numberList(ordered.pNumber) })
      .from(ordered)
      .get()?.pNumbers ?? []
  );
}

/** Every word must be in the name; a number may also begin a CVR or P-number (10 000 000 00 with spaces as well). */
function searchConditions(q: string): (SQL | undefined)[] {
  const text = foldText(q).trim().slice(0, 100);
  const digits = text.replaceAll(/\s/g, '');
  const named = text
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MOST_WORDS)
    .map((word) => contains(pUnit.nameFolded, word));
  if (!/^\d{4,10}$/.test(digits)) return named;
  const numbered = or(startsWith(pUnit.cvr, digits), startsWith(pUnit.pNumber, digits));
  // A whole number is no name: the two indexes answer alone.
  return digits.length >= 8 ? [numbered] : [or(and(...named), numbered)];
}

function branchCondition(branch: string): SQL | undefined {
  const text = branch.trim().slice(0, 100);
  return /^\d+$/.test(text)
    ? like(pUnit.branchCode, `${text}%`)
    : like(pUnit.branchText, `%${text.replaceAll(/[%_]/g, '')}%`);
}

function contains(column: typeof pUnit.nameFolded, word: string): SQL {
  return sql`instr(${column}, ${word}) > 0`;
}

/** As a range, so that the number's own index answers: 2425 is 24250000–24259999. */
function startsWith(column: typeof pUnit.cvr | typeof pUnit.pNumber, digits: string): SQL | undefined {
  const length = column === pUnit.cvr ? 8 : 10;
  if (digits.length > length) return sql`0`;
  const step = 10 ** (length - digits.length);
  return between(column, Number(digits) * step, (Number(digits) + 1) * step - 1);
}

type Test = (pNumber: number) => boolean;

/** Size and reach are asked once for all firms and joined in memory, as in coverage/queries.ts. */
function sizeTest(db: Db, size: SizeClass, question: CoverageQuestion): Test {
  const bounds = size === 'udenfor' ? undefined : boundsOf(size, ruleOn(question.to).moreThanEmployees);
  const found = inMunicipality(question).flatMap(
    (where) =>
      db
        .select({ pNumbers: numberList(scopePeriod.pNumber) })
        .from(scopePeriod)
        .where(and(where, bounds))
        .get()?.pNumbers ?? [],
  );
  const here = new Set(found);
  return size === 'udenfor' ? isNotIn(here) : isIn(here);
}

function boundsOf(size: Exclude<SizeClass, 'udenfor'>, limit: number): SQL | undefined {
  const { minCount, maxCount } = scopePeriod;
  switch (size) {
    case 'i_maal':
      return gt(minCount, limit);
    case 'uafklaret':
      return and(lte(minCount, limit), or(isNull(maxCount), gt(maxCount, limit)));
    case 'under':
      return lte(maxCount, limit);
    case 'uoplyst':
      return isNull(minCount);
    case '3-9':
      return between(minCount, 3, 9);
    case '10-49':
      return between(minCount, 10, 49);
    case '50':
      return gte(minCount, 50);
  }
}

function reachTest(db: Db, reach: Reach, question: CoverageQuestion): Test {
  const rule = ruleOn(question.to);
  const inPeriod = and(
    between(contact.contactDate, question.from, question.to),
    knownAt(contact, question.asOf),
  );
  // Every outcome named: the covering index begins with it, and is read by ranges only when it is asked for.
  const anyOutcome = inArray(contact.outcome, [...CONTACT_OUTCOMES]);
  const among = (condition: SQL | undefined = anyOutcome) => {
    const found = db
      .select({ pNumbers: numberList(contact.pNumber) })
      .from(contact)
      .where(and(inPeriod, condition))
      .get();
    return new Set(found?.pNumbers);
  };
  const visited = () => among(and(countsAsContact(rule), isVisit(rule)));
  switch (reach) {
    case 'besoegt':
      return isIn(visited());
    case 'kontaktet':
      return isInFirstOnly(among(countsAsContact(rule)), visited());
    case 'forsoegt':
      return isInFirstOnly(among(), among(countsAsContact(rule)));
    case 'ikke_kontaktet':
      return isNotIn(among());
  }
}

function isIn(set: ReadonlySet<number>): Test {
  return (pNumber) => set.has(pNumber);
}

function isNotIn(set: ReadonlySet<number>): Test {
  return (pNumber) => !set.has(pNumber);
}

function isInFirstOnly(first: ReadonlySet<number>, second: ReadonlySet<number>): Test {
  return (pNumber) => first.has(pNumber) && !second.has(pNumber);
}

function orderOf(sort: FirmSort): SQL[] {
  const direction = sort.startsWith('-') ? desc : asc;
  const columns = { navn: pUnit.nameFolded, by: pUnit.postcode, branche: pUnit.branchText };
  const column = columns[sort.replace('-', '') as keyof typeof columns];
  return [
    direction(column),
    ...(column === pUnit.nameFolded ? [] : [asc(pUnit.nameFolded)]),
    asc(pUnit.pNumber),
  ];
}
