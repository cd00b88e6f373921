import {
  and,
  asc,
  between,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNull,
  like,
  lte,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { type CoverageQuestion, countsAsContact, isVisit, knownAt } from '../coverage/queries.ts';
import { ruleOn } from '../coverage/rules.ts';
import { type FirmRow, firmRows, type Reach } from './firm-rows.ts';
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

export interface FirmPage {
  rows: FirmRow[];
  total: number;
  page: number;
  pageSize: number;
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
    filters.size ? sizeCondition(db, filters.size, question) : undefined,
    filters.reach ? reachCondition(db, filters.reach, question) : undefined,
  );
  const pNumbers = db
    .select({ pNumber: pUnit.pNumber })
    .from(pUnit)
    .where(where)
    .orderBy(...orderOf(sort))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .all()
    .map((row) => row.pNumber);
  const total = db.select({ n: count() }).from(pUnit).where(where).get()?.n ?? 0;
  return { rows: firmRows(db, pNumbers, question), total, page, pageSize: PAGE_SIZE };
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
  return [or(and(...named), startsWith(pUnit.cvr, digits), startsWith(pUnit.pNumber, digits))];
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

function sizeCondition(db: Db, size: SizeClass, question: CoverageQuestion): SQL {
  const here = db
    .select({ pNumber: scopePeriod.pNumber })
    .from(scopePeriod)
    .where(
      and(
        lte(scopePeriod.validFrom, question.to),
        or(isNull(scopePeriod.validTo), gt(scopePeriod.validTo, question.to)),
        knownAt(scopePeriod, question.asOf),
        size === 'udenfor' ? undefined : boundsOf(size, ruleOn(question.to).moreThanEmployees),
      ),
    );
  return size === 'udenfor' ? not(inArray(pUnit.pNumber, here)) : inArray(pUnit.pNumber, here);
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

function reachCondition(db: Db, reach: Reach, question: CoverageQuestion): SQL | undefined {
  const rule = ruleOn(question.to);
  const among = (condition: SQL | undefined) =>
    inArray(
      pUnit.pNumber,
      db
        .select({ pNumber: contact.pNumber })
        .from(contact)
        .where(
          and(
            between(contact.contactDate, question.from, question.to),
            knownAt(contact, question.asOf),
            condition,
          ),
        ),
    );
  const contacted = among(countsAsContact(rule));
  const visited = among(and(countsAsContact(rule), isVisit(rule)));
  switch (reach) {
    case 'besoegt':
      return visited;
    case 'kontaktet':
      return and(contacted, not(visited));
    case 'forsoegt':
      return and(among(undefined), not(contacted));
    case 'ikke_kontaktet':
      return not(among(undefined));
  }
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
