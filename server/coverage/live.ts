import type Database from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { readSettings } from '../admin/queries.ts';
import { compareDanish } from '../companies/fold.ts';
import { changesSince, MOST_CHANGES, MOST_FACTS, type Moment } from './firm-changes.ts';
import {
  type Counting,
  type CoverageQuestion,
  firmStates,
  latestContacts,
  latestVisits,
  reachesIn,
  type TriedReach,
} from './queries.ts';
import { ruleById, ruleIdFor } from './rule-queries.ts';
import type { CoverageRule, FirmState } from './rules.ts';
import { makeTally, replaceUnit, type Tally } from './tally.ts';
import { asUnits } from './units.ts';

/** What lists and breakdowns ask about a place of work: it holds today, whatever the period. */
export interface FirmFacts {
  pNumber: number;
  cvr: number;
  nameFolded: string;
  ownerUserId: number | null;
  branchCode: string | null;
  branchText: string | null;
  streetAddress: string | null;
  postcode: string | null;
  endDate: string | null;
  mergedInto: number | null;
  importId: number | null;
}

/** Every place of work as it stands. */
export interface LiveFirms {
  firms: ReadonlyMap<number, FirmFacts>;
  /** another object after every change but of who looks after a firm: a key for what others work out of them */
  version: object;
}

/** One question's answer, kept up to date: the same as the pure functions of queries.ts give (a property holds them to it). */
export interface LiveAnswer {
  /** as long as it is the same, so is what others work out of the answer */
  upTo: Moment;
  counting: Counting;
  tally: (unit: CoverageUnit) => Tally;
  /** every place of work, in the municipality or not */
  firms: ReadonlyMap<number, FirmFacts>;
  /** those in the municipality on the period's last day */
  states: ReadonlyMap<number, FirmState>;
  /** every place of work's rank by name */
  rank: () => ReadonlyMap<number, number>;
  /** the latest contact that counts, whatever the period's first day; no entry: never */
  latestContacts: () => ReadonlyMap<number, string>;
  /** the latest visit that counts, likewise */
  latestVisits: () => ReadonlyMap<number, string>;
  /** how far we came with any place of work, attempts included; no entry: nobody tried */
  reaches: () => ReadonlyMap<number, TriedReach>;
}

export interface Kept {
  upTo: Moment;
  question: CoverageQuestion;
  counting: Counting;
  states: Map<number, FirmState>;
  tallies: Map<CoverageUnit, Tally>;
  latest: Map<number, string> | undefined;
  visits: Map<number, string> | undefined;
  reaches: Map<number, TriedReach> | undefined;
}

export interface Memory {
  upTo: Moment;
  firms: Map<number, FirmFacts>;
  /** the places of each company */
  companies: Map<number, Set<number>>;
  rank: Map<number, number> | undefined;
  version: object;
  rules: Map<number, CoverageRule>;
  /** by question, the one asked longest ago first */
  kept: Map<string, Kept>;
}

/** Ten questions stand on the page of a quarter; the rest are for those who look elsewhere. */
const KEPT_QUESTIONS = 24;

export const memories = new WeakMap<Database.Database, Memory>();

/** Places of work without any question about a period. Never call it in a transaction either. */
export function liveFirms(db: Db): LiveFirms {
  return upToDate(db);
}

/**
 * The answer to a question as the database stands now. Triggers number each change of a firm (firm_change), and only
 * the firms changed since the answer was last asked for are read again. Never call it in a transaction: what is rolled
 * back would be remembered. `sealed`: counted as a seal was, whatever the rule and the settings say today.
 */
export function liveAnswer(db: Db, question: CoverageQuestion, sealed?: Counting): LiveAnswer {
  const memory = upToDate(db);
  const counting = sealed ?? countingOf(db, memory, question);
  const key = [question.from, question.to, question.asOf, counting.rule.id, counting.unreported].join(' ');
  const kept = mended(db, memory, memory.kept.get(key)) ?? read(db, memory, { question, counting });
  memory.kept.delete(key);
  memory.kept.set(key, kept);
  for (const oldest of memory.kept.keys()) {
    if (memory.kept.size <= KEPT_QUESTIONS) break;
    memory.kept.delete(oldest);
  }
  return answerOf(db, memory, kept);
}

function answerOf(db: Db, memory: Memory, kept: Kept): LiveAnswer {
  const { question, counting } = kept;
  const { rule } = counting;
  return {
    upTo: kept.upTo,
    counting,
    firms: memory.firms,
    states: kept.states,
    tally: (unit) => {
      const tally = kept.tallies.get(unit) ?? tallyOf(memory, kept, unit);
      kept.tallies.set(unit, tally);
      return tally;
    },
    rank: () => {
      memory.rank ??= ranksOf(memory.firms);
      return memory.rank;
    },
    latestContacts: () => {
      kept.latest ??= latestContacts(db, question, rule);
      return kept.latest;
    },
    latestVisits: () => {
      kept.visits ??= latestVisits(db, question, rule);
      return kept.visits;
    },
    reaches: () => {
      kept.reaches ??= reachesIn(db, question, rule);
      return kept.reaches;
    },
  };
}

export function tallyOf(memory: Memory, { states, counting }: Kept, unit: CoverageUnit): Tally {
  const companies = unit === 'p' ? undefined : companiesOf(memory);
  const { rule, unreported } = counting;
  return makeTally(asUnits([...states.values()], companies), { limit: rule.moreThanEmployees, unreported });
}

/** As countingFor, with the lines of a rule read once: they never change. */
function countingOf(db: Db, memory: Memory, question: CoverageQuestion): Counting {
  const id = ruleIdFor(db, question);
  const rule = memory.rules.get(id) ?? ruleById(db, id);
  if (!rule) throw new Error(`No rule ${id}`);
  memory.rules.set(id, rule);
  return { rule, unreported: readSettings(db).unreported };
}

function companiesOf({ firms }: Memory): Map<number, number> {
  return new Map([...firms.values()].map(({ pNumber, cvr }) => [pNumber, cvr]));
}

function ranksOf(firms: Memory['firms']): Map<number, number> {
  return ranksIn([...firms.values()].sort(byName));
}

export function byName(a: FirmFacts, b: FirmFacts): number {
  return compareDanish(a.nameFolded, b.nameFolded) || a.pNumber - b.pNumber;
}

export function ranksIn(firmsByName: readonly FirmFacts[]): Map<number, number> {
  return new Map(firmsByName.map(({ pNumber }, rank) => [pNumber, rank]));
}

function read(
  db: Db,
  { upTo, firms }: Memory,
  { question, counting }: Pick<Kept, 'question' | 'counting'>,
): Kept {
  // Those of an import that is under way are not among the firms yet.
  const here = firmStates(db, question, counting.rule).filter(({ pNumber }) => firms.has(pNumber));
  const states = new Map(here.map((state) => [state.pNumber, state]));
  const unread = { latest: undefined, visits: undefined, reaches: undefined };
  return { upTo, question, counting, states, tallies: new Map(), ...unread };
}

function upToDate(db: Db): Memory {
  const memory = memories.get(db.$client);
  const { latest, changed } = changesSince(db, memory?.upTo, MOST_FACTS);
  if (!memory || !changed) return readAnew(db, latest);
  if (changed.length > 0) takeIn(db, memory, changed);
  memory.upTo = latest;
  return memory;
}

function readAnew(db: Db, upTo: Moment): Memory {
  const firms = new Map(factsOf(db).map((facts) => [facts.pNumber, facts]));
  const companies = new Map<number, Set<number>>();
  for (const facts of firms.values()) addTo(companies, facts);
  const empty = { rank: undefined, version: {}, rules: new Map(), kept: new Map() };
  const memory: Memory = { upTo, firms, companies, ...empty };
  memories.set(db.$client, memory);
  return memory;
}

export function addTo(companies: Memory['companies'], { cvr, pNumber }: FirmFacts): void {
  const places = companies.get(cvr);
  if (places) places.add(pNumber);
  else companies.set(cvr, new Set([pNumber]));
}

function takeIn(db: Db, memory: Memory, changed: number[]): void {
  const found = new Map(factsOf(db, changed).map((facts) => [facts.pNumber, facts]));
  for (const pNumber of changed) {
    const before = memory.firms.get(pNumber);
    const facts = found.get(pNumber);
    if (facts?.nameFolded !== before?.nameFolded) memory.rank = undefined;
    if (!isSameFirm(facts, before)) memory.version = {};
    if (facts?.cvr !== before?.cvr) {
      if (before) memory.companies.get(before.cvr)?.delete(pNumber);
      if (facts) addTo(memory.companies, facts);
      // Which companies there are is another question now: they are put together anew when somebody asks.
      for (const kept of memory.kept.values()) kept.tallies.delete('cvr');
    }
    // The object itself stays: what others worked out holds it.
    if (facts) memory.firms.set(pNumber, Object.assign(before ?? facts, facts));
    else memory.firms.delete(pNumber);
  }
}

function isSameFirm(facts: FirmFacts | undefined, before: FirmFacts | undefined): boolean {
  if (!facts || !before) return false;
  return (Object.keys(facts) as (keyof FirmFacts)[]).every(
    (key) => key === 'ownerUserId' || facts[key] === before[key],
  );
}

/** With the firms read again that have changed since the answer was last asked for; undefined: there are too many. */
function mended(db: Db, memory: Memory, kept: Kept | undefined): Kept | undefined {
  if (!kept || kept.upTo === memory.upTo) return kept;
  // In a reading of all a firm takes a fifth to a tenth of the time, and a large import changes hundreds between two pages.
  const most = Math.max(MOST_CHANGES, Math.floor(memory.firms.size / 10));
  const { changed } = changesSince(db, kept.upTo, most);
  if (changed) mend(db, memory, kept, changed);
  return changed && kept;
}

function mend(db: Db, memory: Memory, kept: Kept, changed: number[]): void {
  const { states, tallies } = kept;
  readAgain(db, kept, changed);
  for (const [unit, tally] of tallies) {
    for (const [key, places] of unit === 'p' ? byThemselves(changed) : companiesWith(memory, changed)) {
      const here = places.flatMap((pNumber) => states.get(pNumber) ?? []);
      const companies = unit === 'p' ? undefined : new Map(places.map((pNumber) => [pNumber, key]));
      replaceUnit(tally, key, asUnits(here, companies)[0]);
    }
  }
  kept.upTo = memory.upTo;
}

/** All but the tallies. */
export function readAgain(db: Db, kept: Kept, changed: number[]): void {
  const { question, counting, states } = kept;
  const { rule } = counting;
  replaceIn(states, changed, () =>
    firmStates(db, question, rule, changed).map((state) => [state.pNumber, state] as const),
  );
  replaceIn(kept.latest, changed, () => latestContacts(db, question, rule, changed));
  replaceIn(kept.visits, changed, () => latestVisits(db, question, rule, changed));
  replaceIn(kept.reaches, changed, () => reachesIn(db, question, rule, changed));
}

function byThemselves(changed: readonly number[]): Map<number, number[]> {
  return new Map(changed.map((pNumber) => [pNumber, [pNumber]]));
}

function companiesWith({ firms, companies }: Memory, changed: readonly number[]): Map<number, number[]> {
  const cvrs = changed.flatMap((pNumber) => firms.get(pNumber)?.cvr ?? []);
  return new Map(cvrs.map((cvr) => [cvr, [...(companies.get(cvr) ?? [])]]));
}

function replaceIn<V>(
  kept: Map<number, V> | undefined,
  changed: readonly number[],
  readThem: () => Iterable<readonly [number, V]>,
): void {
  if (!kept) return;
  for (const pNumber of changed) kept.delete(pNumber);
  for (const [pNumber, value] of readThem()) kept.set(pNumber, value);
}

export function factsOf(db: Db, among?: readonly number[]): FirmFacts[] {
  return among ? factsOfSome(db).all({ pNumbers: JSON.stringify(among) }) : selectFacts(db, undefined).all();
}

const factsOfSome = preparedOnce((db: Db) => selectFacts(db, isAmong(pUnit.pNumber, 'pNumbers')));

function selectFacts(db: Db, where: SQL | undefined) {
  return db
    .select({
      pNumber: pUnit.pNumber,
      cvr: pUnit.cvr,
      nameFolded: pUnit.nameFolded,
      ownerUserId: pUnit.ownerUserId,
      branchCode: pUnit.branchCode,
      branchText: pUnit.branchText,
      streetAddress: pUnit.streetAddress,
      postcode: pUnit.postcode,
      endDate: pUnit.endDate,
      mergedInto: pUnit.mergedInto,
      importId: pUnit.importId,
    })
    .from(pUnit)
    .where(where)
    .prepare();
}
