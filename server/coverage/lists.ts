import type { Db } from '../../db/client.ts';
import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { compareKeys, compareTurned, cutTo, type Key, type Paging, toPage } from '../api/paging.ts';
import { type FirmRow, firmRows, reachAt } from '../companies/firm-rows.ts';
import { danishKey } from '../companies/fold.ts';
import { type Group, groupOf } from './groups.ts';
import { type LiveAnswer, liveAnswer } from './live.ts';
import type { CoverageQuestion } from './queries.ts';
import { type CountedUnit, type Figure, placesOf } from './rules.ts';

export const LIST_SORTS = ['navn', '-navn', 'ansatte', '-ansatte', 'sidste', '-sidste'] as const;
type ListSort = (typeof LIST_SORTS)[number];

const PAGE_SIZE = 50;
/** So many rows are read at a time for a file: the server answers others in between. */
const FILE_CHUNK = 500;

interface ListQuestion {
  question: CoverageQuestion;
  unit: CoverageUnit;
  figure: Figure;
  sort: ListSort;
  /** only these firms */
  among?: ReadonlySet<number>;
  /** only firms of one line of a breakdown */
  group?: Group;
}

/** A firm of a list; counted by company it is shown as its largest place, with the figures of them all. */
export interface CoverageRow extends FirmRow {
  places: number;
}

export interface CoveragePageOfRows {
  rows: CoverageRow[];
  total: number;
  page: number;
  pageSize: number;
}

/** A page of the firms behind a figure. Sorted by last contact, the one never contacted comes first. */
export function coverageList(db: Db, { page, ...list }: ListQuestion & { page: number }): CoveragePageOfRows {
  const ordered = orderedUnits(db, list);
  const shown = ordered.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { rows: coverageRows(db, shown, list.question), total: ordered.length, page, pageSize: PAGE_SIZE };
}

/** The firms behind a figure for a program: after the firm that its cursor names. */
export function coverageListAfter(db: Db, { paging, ...list }: ListQuestion & { paging: Paging }) {
  const { question, sort } = list;
  const ordered = orderedUnits(db, list);
  const keyOf = sortKeyOf(sort, liveAnswer(db, question));
  const units = cutTo(ordered, paging, { keyOf, compare: (a, b) => compareInOrder(sort, a, b) });
  const rows = new Map(coverageRows(db, units, question).map((row) => [row.pNumber, row]));
  const shown = units.flatMap((unit) => {
    const row = rows.get(unit.pNumber);
    return row ? [{ unit, row }] : [];
  });
  return toPage(shown, paging, {
    keyOf: ({ unit }) => keyOf(unit),
    toItem: ({ row }) => row,
    total: ordered.length,
  });
}

/** What a firm is sorted by, then its name and P-number. */
function sortKeyOf(sort: ListSort, answer: LiveAnswer): (unit: CountedUnit) => Key {
  const key = keyOf(sort, answer);
  return (unit) => {
    const { pNumber } = unit;
    return [key(unit), danishKey(answer.firms.get(pNumber)?.nameFolded ?? ''), pNumber];
  };
}

/** Descending by name turns equal names as well; descending by anything else leaves equals in order of name. */
function compareInOrder(sort: ListSort, a: Key, b: Key): number {
  const descending = sort.startsWith('-');
  return sort.endsWith('navn') ? (descending ? -1 : 1) * compareKeys(a, b) : compareTurned(descending)(a, b);
}

/** All firms behind a figure, some hundred at a time. */
export function* coverageListChunks(db: Db, list: ListQuestion): Generator<CoverageRow[]> {
  const ordered = orderedUnits(db, list);
  for (let from = 0; from < ordered.length; from += FILE_CHUNK) {
    yield coverageRows(db, ordered.slice(from, from + FILE_CHUNK), list.question);
  }
}

function orderedUnits(db: Db, { question, unit, figure, sort, among, group }: ListQuestion): CountedUnit[] {
  const answer = liveAnswer(db, question);
  const { lists, units } = answer.tally(unit);
  const found = [...lists[figure]]
    .flatMap((key) => units.get(key) ?? [])
    .filter((counted) => {
      const facts = answer.firms.get(counted.pNumber);
      if (among && !among.has(counted.pNumber)) return false;
      return (
        !group || groupOf(group.by, counted, facts, answer.counting.rule.moreThanEmployees) === group.value
      );
    });
  return inOrder(found, answer, sort);
}

function inOrder(units: CountedUnit[], answer: LiveAnswer, sort: ListSort): CountedUnit[] {
  const rank = answer.rank();
  const key = keyOf(sort, answer);
  const sign = sort.startsWith('-') ? -1 : 1;
  const keyed = units.map((unit) => ({ unit, key: key(unit), name: rank.get(unit.pNumber) ?? 0 }));
  keyed.sort((a, b) => {
    if (sort.endsWith('navn')) return sign * (a.name - b.name);
    return sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || a.name - b.name;
  });
  return keyed.map(({ unit }) => unit);
}

function keyOf(sort: ListSort, answer: LiveAnswer): (unit: CountedUnit) => number | string {
  if (sort.endsWith('ansatte')) return (unit) => unit.minCount ?? -1;
  if (!sort.endsWith('sidste')) return () => 0;
  const latest = answer.latestContacts();
  return (unit) => latestOf(placesOf(unit).map((pNumber) => latest.get(pNumber) ?? '')) ?? '';
}

/** A company is read as its largest place only: the kept answer knows how far we came with all of them. */
function coverageRows(db: Db, units: CountedUnit[], question: CoverageQuestion): CoverageRow[] {
  const mains = units.map(({ pNumber }) => pNumber);
  const byNumber = new Map(firmRows(db, mains, question).map((row) => [row.pNumber, row]));
  const answer = liveAnswer(db, question);
  return units.flatMap((unit) => {
    const main = byNumber.get(unit.pNumber);
    if (!main) return [];
    const { minCount, maxCount } = unit;
    const pNumbers = placesOf(unit);
    const row = { ...main, minCount, maxCount, places: pNumbers.length };
    return pNumbers.length === 1 ? row : { ...row, ...furthest(pNumbers, answer) };
  });
}

function furthest(
  pNumbers: readonly number[],
  answer: LiveAnswer,
): Pick<FirmRow, 'lastContactDate' | 'reach'> {
  const [latest, reaches] = [answer.latestContacts(), answer.reaches()];
  const level = Math.max(...pNumbers.map((pNumber) => reaches.get(pNumber) ?? -1));
  return {
    lastContactDate: latestOf(pNumbers.map((pNumber) => latest.get(pNumber) ?? null)),
    reach: reachAt(level),
  };
}

function latestOf(dates: readonly (string | null)[]): string | null {
  return dates.reduce((latest, date) => ((date ?? '') > (latest ?? '') ? date : latest), null);
}
