import { and, asc, between, desc, eq, gt, isNull, like, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { numberList } from '../coverage/conditions.ts';
import { type LiveAnswer, liveAnswer } from '../coverage/live.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import { firmsWith } from '../records/queries.ts';
import { SEGMENTS, type Segment } from '../records/rules.ts';
import { caredForBy, followedBy, inTeam } from './care.ts';
import { type FirmPage, firmRows, type Reach } from './firm-rows.ts';
import { foldText } from './fold.ts';
import type { Bounds } from './rules.ts';

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
  segment?: Segment;
  state?: FirmState;
  /** whose firms: as konsulent or as substitute today */
  caredForBy?: number;
  followedBy?: number;
  teamId?: number;
}

/** Whether a firm may be contacted today, by its records: klar unless one says otherwise. */
export const FIRM_STATES = ['klar', 'ikke_nu', 'aldrig_igen'] as const;
export type FirmState = (typeof FIRM_STATES)[number];

const PAGE_SIZE = 50;
const MOST_WORDS = 6;

/** A page of firms that fit all filters, 50 at a time, with how many there are. */
export function listPUnits(
  db: Db,
  filters: FirmFilters,
  { page, sort, question }: { page: number; sort: FirmSort; question: CoverageQuestion },
): FirmPage {
  const fitting = fittingFirms(db, filters, { sort, question });
  const shown = fitting.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { rows: firmRows(db, shown, question), total: fitting.length, page, pageSize: PAGE_SIZE };
}

/** P-numbers of all firms that fit all filters, in order. */
export function fittingFirms(
  db: Db,
  filters: FirmFilters,
  { sort, question }: { sort: FirmSort; question: CoverageQuestion },
): number[] {
  const today = question.to;
  const where = and(
    isNull(pUnit.mergedInto),
    filters.caredForBy === undefined
      ? undefined
      : or(eq(pUnit.ownerUserId, filters.caredForBy), caredForBy(filters.caredForBy, today)),
    filters.followedBy === undefined ? undefined : followedBy(filters.followedBy, today),
    filters.teamId === undefined ? undefined : inTeam(filters.teamId, today),
    ...searchConditions(filters.q ?? ''),
    filters.branch ? branchCondition(filters.branch) : undefined,
    filters.ownerUserId === undefined ? undefined : eq(pUnit.ownerUserId, filters.ownerUserId),
    filters.ceased ? undefined : or(isNull(pUnit.endDate), gt(pUnit.endDate, question.to)),
  );
  const tests = [
    ...(filters.size ? [sizeTest(liveAnswer(db, question), filters.size)] : []),
    ...(filters.reach ? [reachTest(liveAnswer(db, question), filters.reach)] : []),
    ...(filters.segment ? [segmentTest(db, filters.segment, today)] : []),
    ...(filters.state ? [stateTest(db, filters.state, today)] : []),
  ];
  return inOrder(db, where, sort).filter((pNumber) => tests.every((fits) => fits(pNumber)));
}

/** The order in SEGMENTS decides between two: strategisk first. */
function segmentTest(db: Db, segment: Segment, today: string): Test {
  const kinds = SEGMENTS.filter((one) => one !== 'oevrig');
  const before = firmsWith(db, segment === 'oevrig' ? kinds : kinds.slice(0, kinds.indexOf(segment)), today);
  if (segment === 'oevrig') return (pNumber) => !before.has(pNumber);
  const wanted = firmsWith(db, [segment], today);
  return (pNumber) => wanted.has(pNumber) && !before.has(pNumber);
}

function stateTest(db: Db, state: FirmState, today: string): Test {
  const firms = firmsWith(db, state === 'klar' ? ['ikke_nu', 'aldrig_igen'] : [state], today);
  return (pNumber) => firms.has(pNumber) !== (state === 'klar');
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
  const named = text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS).map(inName);
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

/** In the register's name, or in what we call the firm ourselves (the few that own_value has). */
function inName(word: string): SQL {
  return sql`(instr(${pUnit.nameFolded}, ${word}) > 0 OR ${pUnit.pNumber} IN (SELECT own_value.p_number FROM own_value
    WHERE own_value.field = 'navn' AND own_value.superseded_at IS NULL AND instr(own_value.value_folded, ${word}) > 0))`;
}

/** As a range, so that the number's own index answers: 2425 is 24250000–24259999. */
function startsWith(column: typeof pUnit.cvr | typeof pUnit.pNumber, digits: string): SQL | undefined {
  const length = column === pUnit.cvr ? 8 : 10;
  if (digits.length > length) return sql`0`;
  const step = 10 ** (length - digits.length);
  return between(column, Number(digits) * step, (Number(digits) + 1) * step - 1);
}

type Test = (pNumber: number) => boolean;

function sizeTest({ states, counting }: LiveAnswer, size: SizeClass): Test {
  if (size === 'udenfor') return (pNumber) => !states.has(pNumber);
  const limit = counting.rule.moreThanEmployees;
  return (pNumber) => {
    const bounds = states.get(pNumber);
    return bounds !== undefined && isInClass(bounds, size, limit);
  };
}

function isInClass(
  { minCount, maxCount }: Bounds,
  size: Exclude<SizeClass, 'udenfor'>,
  limit: number,
): boolean {
  if (minCount === null) return size === 'uoplyst';
  switch (size) {
    case 'i_maal':
      return minCount > limit;
    case 'uafklaret':
      return minCount <= limit && (maxCount === null || maxCount > limit);
    case 'under':
      return maxCount !== null && maxCount <= limit;
    case 'uoplyst':
      return false;
    case '3-9':
      return minCount >= 3 && minCount <= 9;
    case '10-49':
      return minCount >= 10 && minCount <= 49;
    case '50':
      return minCount >= 50;
  }
}

const REACH_BY_LEVEL = ['forsoegt', 'kontaktet', 'besoegt'] as const satisfies Reach[];

function reachTest(answer: LiveAnswer, wanted: Reach): Test {
  const reaches = answer.reaches();
  return (pNumber) => {
    const level = reaches.get(pNumber);
    return (level === undefined ? 'ikke_kontaktet' : REACH_BY_LEVEL[level]) === wanted;
  };
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
