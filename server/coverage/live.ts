import type Database from 'better-sqlite3';
import { gt, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { type CoverageUnit, firmChange } from '../../db/schema/coverage.ts';
import {
  type Counting,
  type CoverageQuestion,
  countingFor,
  firmStates,
  latestContacts,
  reachesIn,
  type TriedReach,
} from './queries.ts';
import { type CountedUnit, type CoverageLists, type FirmState, listsOf } from './rules.ts';
import { asUnits } from './units.ts';

/** What lists and breakdowns ask about a place of work: it holds today, whatever the period. */
export interface FirmFacts {
  pNumber: number;
  cvr: number;
  nameFolded: string;
  ownerUserId: number | null;
  branchCode: string | null;
  branchText: string | null;
  postcode: string | null;
}

/** One question's answer, kept up to date: the same as the pure functions of queries.ts give (a property holds them to it). */
export interface LiveAnswer {
  counting: Counting;
  units: (unit: CoverageUnit) => readonly CountedUnit[];
  lists: (unit: CoverageUnit) => CoverageLists;
  /** every place of work, in the municipality or not */
  firms: ReadonlyMap<number, FirmFacts>;
  /** those in the municipality on the period's last day */
  states: ReadonlyMap<number, FirmState>;
  /** every place of work's rank by name */
  rank: () => ReadonlyMap<number, number>;
  /** the latest contact that counts, whatever the period's first day; no entry: never */
  latestContacts: () => ReadonlyMap<number, string>;
  /** how far we came with any place of work, attempts included; no entry: nobody tried */
  reaches: () => ReadonlyMap<number, TriedReach>;
}

interface Kept {
  question: CoverageQuestion;
  counting: Counting;
  states: Map<number, FirmState>;
  units: Map<CoverageUnit, CountedUnit[]>;
  lists: Map<CoverageUnit, CoverageLists>;
  latest: Map<number, string> | undefined;
  reaches: Map<number, TriedReach> | undefined;
}

interface Memory {
  seq: number;
  firms: Map<number, FirmFacts>;
  rank: Map<number, number> | undefined;
  /** by question, the one asked longest ago first */
  kept: Map<string, Kept>;
}

/** Nine questions stand on the page of a quarter; the rest are for those who look elsewhere. */
const KEPT_QUESTIONS = 24;
/** Beyond so many changed firms everything is read again: it takes less time. */
const MOST_CHANGES = 400;

const memories = new WeakMap<Database.Database, Memory>();

/**
 * The answer to a question as the database stands now. Triggers number each change of a firm (firm_change), and only
 * the firms changed since the last question are read again. Never call it in a transaction: what is rolled back would
 * be remembered.
 */
export function liveAnswer(db: Db, question: CoverageQuestion): LiveAnswer {
  const memory = upToDate(db);
  const counting = countingFor(db, question);
  const key = [question.from, question.to, question.asOf, counting.rule.id, counting.unreported].join(' ');
  const kept = memory.kept.get(key) ?? read(db, question, counting);
  memory.kept.delete(key);
  memory.kept.set(key, kept);
  for (const oldest of memory.kept.keys()) {
    if (memory.kept.size <= KEPT_QUESTIONS) break;
    memory.kept.delete(oldest);
  }
  return answerOf(db, memory, kept);
}

function answerOf(db: Db, memory: Memory, kept: Kept): LiveAnswer {
  const units = (unit: CoverageUnit) =>
    remembered(kept.units, unit, () =>
      asUnits([...kept.states.values()], unit === 'p' ? undefined : companiesOf(memory)),
    );
  const { rule, unreported } = kept.counting;
  return {
    counting: kept.counting,
    firms: memory.firms,
    states: kept.states,
    units,
    lists: (unit) =>
      remembered(kept.lists, unit, () => listsOf(units(unit), { limit: rule.moreThanEmployees, unreported })),
    rank: () => {
      memory.rank ??= ranksOf(memory.firms);
      return memory.rank;
    },
    latestContacts: () => {
      kept.latest ??= latestContacts(db, kept.question, rule);
      return kept.latest;
    },
    reaches: () => {
      kept.reaches ??= reachesIn(db, kept.question, rule);
      return kept.reaches;
    },
  };
}

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function companiesOf({ firms }: Memory): Map<number, number> {
  return new Map([...firms.values()].map(({ pNumber, cvr }) => [pNumber, cvr]));
}

function ranksOf(firms: Memory['firms']): Map<number, number> {
  const byName = [...firms.values()].sort((a, b) =>
    a.nameFolded < b.nameFolded ? -1 : a.nameFolded > b.nameFolded ? 1 : a.pNumber - b.pNumber,
  );
  return new Map(byName.map(({ pNumber }, rank) => [pNumber, rank]));
}

function read(db: Db, question: CoverageQuestion, counting: Counting): Kept {
  const states = new Map(firmStates(db, question, counting.rule).map((state) => [state.pNumber, state]));
  return {
    question,
    counting,
    states,
    units: new Map(),
    lists: new Map(),
    latest: undefined,
    reaches: undefined,
  };
}

function upToDate(db: Db): Memory {
  const latest =
    db
      .select({ seq: sql<number>`coalesce(max(${firmChange.seq}), 0)` })
      .from(firmChange)
      .get()?.seq ?? 0;
  const memory = memories.get(db.$client);
  if (memory?.seq === latest) return memory;
  const changed = memory && latest > memory.seq ? changedSince(db, memory.seq) : [];
  if (!memory || changed.length === 0 || changed.length > MOST_CHANGES) return readAnew(db, latest);
  takeIn(db, memory, changed);
  memory.seq = latest;
  return memory;
}

function readAnew(db: Db, seq: number): Memory {
  const firms = new Map(factsOf(db).map((facts) => [facts.pNumber, facts]));
  const memory: Memory = { seq, firms, rank: undefined, kept: new Map() };
  memories.set(db.$client, memory);
  return memory;
}

function changedSince(db: Db, seq: number): number[] {
  return db
    .select({ pNumber: firmChange.pNumber })
    .from(firmChange)
    .where(gt(firmChange.seq, seq))
    .limit(MOST_CHANGES + 1)
    .all()
    .map(({ pNumber }) => pNumber);
}

function takeIn(db: Db, memory: Memory, changed: number[]): void {
  const found = new Map(factsOf(db, changed).map((facts) => [facts.pNumber, facts]));
  for (const pNumber of changed) {
    const facts = found.get(pNumber);
    if (facts?.nameFolded !== memory.firms.get(pNumber)?.nameFolded) memory.rank = undefined;
    if (facts) memory.firms.set(pNumber, facts);
    else memory.firms.delete(pNumber);
  }
  for (const kept of memory.kept.values()) {
    for (const pNumber of changed) kept.states.delete(pNumber);
    for (const state of firmStates(db, kept.question, kept.counting.rule, changed)) {
      kept.states.set(state.pNumber, state);
    }
    kept.units.clear();
    kept.lists.clear();
    const { question, counting } = kept;
    replaceIn(kept.latest, changed, () => latestContacts(db, question, counting.rule, changed));
    replaceIn(kept.reaches, changed, () => reachesIn(db, question, counting.rule, changed));
  }
}

function replaceIn<V>(
  kept: Map<number, V> | undefined,
  changed: readonly number[],
  readThem: () => ReadonlyMap<number, V>,
): void {
  if (!kept) return;
  for (const pNumber of changed) kept.delete(pNumber);
  for (const [pNumber, value] of readThem()) kept.set(pNumber, value);
}

function factsOf(db: Db, among?: readonly number[]): FirmFacts[] {
  return db
    .select({
      pNumber: pUnit.pNumber,
      cvr: pUnit.cvr,
      nameFolded: pUnit.nameFolded,
      ownerUserId: pUnit.ownerUserId,
      branchCode: pUnit.branchCode,
      branchText: pUnit.branchText,
      postcode: pUnit.postcode,
    })
    .from(pUnit)
    .where(among && inArray(pUnit.pNumber, [...among]))
    .all();
}
