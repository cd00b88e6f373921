import type { Db } from '../../db/client.ts';
import { compareTurned, cutTo, type Key, type Paging, toPage } from '../api/paging.ts';
import { type FirmFacts, type LiveFirms, liveAnswer, liveFirms } from '../coverage/live.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import type { Segment } from '../records/rules.ts';
import { type FirmPage, type FirmRow, firmRowsOf, type Reach } from './firm-rows.ts';
import { testsOf } from './fitting.ts';
import { danishKey } from './fold.ts';
import type { Silence } from './silence.ts';

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
  silence?: Silence;
  /** ISO dates: no contact, no visit that counts on that day or since */
  notContactedSince?: string;
  notVisitedSince?: string;
  ownerUserId?: number;
  /** beginning of the branch code, or a word of its text */
  branch?: string;
  /** beginning of a postcode */
  postcode?: string;
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

/** A page of firms that fit all filters, 50 at a time, with how many there are. */
export function listPUnits(
  db: Db,
  filters: FirmFilters,
  { page, sort, question }: { page: number; sort: FirmSort; question: CoverageQuestion },
): FirmPage {
  const all = fitting(db, filters, { sort, question });
  const shown = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(({ pNumber }) => pNumber);
  const rows = firmRowsOf(db, shown, { answer: liveAnswer(db, question), to: question.to });
  return { rows, total: all.length, page, pageSize: PAGE_SIZE };
}

/** P-numbers of all firms that fit all filters, in order. Never call it in a transaction, as liveFirms. */
export function fittingFirms(
  db: Db,
  filters: FirmFilters,
  { sort, question }: { sort: FirmSort; question: CoverageQuestion },
): number[] {
  return fitting(db, filters, { sort, question }).map(({ pNumber }) => pNumber);
}

/** The same for a program: after the firm that its cursor names. */
export function firmsAfter(
  db: Db,
  filters: FirmFilters,
  { sort, question, paging }: { sort: FirmSort; question: CoverageQuestion; paging: Paging },
) {
  const all = fitting(db, filters, { sort, question });
  const keyOf = (firm: FirmFacts) => sortKeyOf(firm, sort);
  const shown = cutTo(all, paging, { keyOf, compare: compareTurned(sort.startsWith('-')) });
  const keys = new Map(shown.map((firm) => [firm.pNumber, keyOf(firm)]));
  const rows = firmRowsOf(db, [...keys.keys()], { answer: liveAnswer(db, question), to: question.to });
  const options = { keyOf: ({ pNumber }: FirmRow) => keys.get(pNumber) ?? [], total: all.length };
  return toPage(rows, paging, { ...options, toItem: (row) => row });
}

/** Parts of a firm's key. */
export const FIRM_KEY_PARTS = 3;

function fitting(
  db: Db,
  filters: FirmFilters,
  { sort, question }: { sort: FirmSort; question: CoverageQuestion },
): readonly FirmFacts[] {
  const { byNumber, byFirm } = testsOf(db, filters, question);
  const order = firmsInOrder(db, sort, filters.ceased ? undefined : question.to);
  // One filter after the other, and not all of them firm by firm: each is then one short loop over what is left.
  return byFirm.reduce((left, fits) => left.filter(fits), thoseNumbered(order, byNumber));
}

function thoseNumbered(
  order: readonly FirmFacts[],
  [first, ...others]: readonly ((pNumber: number) => boolean)[],
): readonly FirmFacts[] {
  if (!first) return order;
  const numbers = numbersByOrder.get(order) ?? Float64Array.from(order, ({ pNumber }) => pNumber);
  numbersByOrder.set(order, numbers);
  const left = order.filter((_, at) => first(numbers[at] ?? 0));
  return others.reduce((rest, fits) => rest.filter(({ pNumber }) => fits(pNumber)), left);
}

/** By the order of firms that they are the numbers of: an order never changes. */
const numbersByOrder = new WeakMap<readonly FirmFacts[], Float64Array>();

/** By the version of the firms: every sort, and of two days those still active. */
const orders = new WeakMap<object, Map<string, readonly FirmFacts[]>>();
const MOST_ORDERS = 18;

/** All places of work that nobody has merged into another, or those still active on a day, in order. */
export function firmsInOrder(db: Db, sort: FirmSort, activeOn?: string): readonly FirmFacts[] {
  return orderOf(liveFirms(db), sort, activeOn);
}

/** Every order that was kept of firms, of those that take their place: one at a time, before anybody asks. */
export function* orderAsBefore(before: LiveFirms, live: LiveFirms): Generator<void, void> {
  for (const key of [...(orders.get(before.version)?.keys() ?? [])]) {
    const [sort, activeOn] = key.split(' ');
    orderOf(live, sort as FirmSort, activeOn === ALL ? undefined : activeOn);
    yield;
  }
}

const ALL = 'alle';

function orderOf(live: LiveFirms, sort: FirmSort, activeOn?: string): readonly FirmFacts[] {
  const { firms, version } = live;
  const kept = orders.get(version) ?? new Map<string, readonly FirmFacts[]>();
  orders.set(version, kept);
  const key = `${sort} ${activeOn ?? ALL}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MOST_ORDERS) kept.clear();
  const order = activeOn
    ? orderOf(live, sort).filter(({ endDate }) => endDate === null || endDate > activeOn)
    : inOrder(sort === 'navn' ? byNumber(firms.values()) : orderOf(live, 'navn'), sort);
  kept.set(key, order);
  return order;
}

function byNumber(firms: Iterable<FirmFacts>): FirmFacts[] {
  return [...firms].filter(({ mergedInto }) => mergedInto === null).sort((a, b) => a.pNumber - b.pNumber);
}

const SORTED_BY = { navn: 'nameFolded', by: 'postcode', branche: 'branchText' } as const;

/** Equals keep the order they came in (by name, and names by number); a blank comes before everything else. */
function inOrder(firms: readonly FirmFacts[], sort: FirmSort): FirmFacts[] {
  const sign = sort.startsWith('-') ? -1 : 1;
  return firms
    .map((firm) => ({ firm, key: columnKey(firm, sort) }))
    .sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -sign : sign))
    .map(({ firm }) => firm);
}

/** The place in the order just made, for a cursor. */
function sortKeyOf(firm: FirmFacts, sort: FirmSort): Key {
  return [columnKey(firm, sort), danishKey(firm.nameFolded), firm.pNumber];
}

function columnKey(firm: FirmFacts, sort: FirmSort): string {
  const column = SORTED_BY[sort.replace('-', '') as keyof typeof SORTED_BY];
  return danishKey(firm[column] ?? '');
}
