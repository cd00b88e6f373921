import { and, between, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { CONTACT_OUTCOMES, contact } from '../../db/schema/contacts.ts';
import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { readSettings, type UnreportedChoice } from '../admin/queries.ts';
import {
  countsAsContact,
  inMunicipality,
  isVisit,
  knownAt,
  numberList,
  OWN_CONTACTS,
  OWN_PERIODS,
} from './conditions.ts';
import { ruleFor } from './rule-queries.ts';
import {
  type Band,
  bandOf,
  type CoverageLists,
  type CoverageRule,
  type Figure,
  type FirmState,
  lengthsOf,
  listsOf,
} from './rules.ts';
import { asUnits } from './units.ts';

type Reader = Pick<Db, 'select'>;

/** Which figure: contacts from–to (local dates, both included), scope at `to`, as known at an instant (UTC). */
export interface CoverageQuestion {
  from: string;
  to: string;
  asOf: string;
}

/** What a question is counted by. */
export interface Counting {
  rule: CoverageRule;
  unreported: UnreportedChoice;
}

export interface Coverage extends CoverageQuestion {
  unit: CoverageUnit;
  /** version of the rule that was used, and since when it is in force */
  rule: string;
  ruleValidFrom: string;
  /** firms; the counts of inScope that were contacted and visited */
  inScope: number;
  undecided: number;
  contacted: number;
  visited: number;
  notContacted: number;
  undecidedContacted: number;
  undecidedVisited: number;
  /** firms without any headcount, wherever the setting counts them */
  unreported: number;
  unreportedCountedAs: UnreportedChoice;
  coverage: Band;
  visits: Band;
}

/** The municipality's coverage, a pure function of rows with two clocks: any past figure can be asked for again. */
export function coverageOf(db: Db, question: CoverageQuestion, unit: CoverageUnit = 'p'): Coverage {
  const counting = countingFor(db, question);
  return coverageFrom(lengthsOf(coverageLists(db, question, { unit, counting })), {
    question,
    unit,
    counting,
  });
}

/** The rule of the period's last day and today's settings. */
export function countingFor(db: Reader, question: CoverageQuestion): Counting {
  return { rule: ruleFor(db, question), unreported: readSettings(db).unreported };
}

/** The firms behind every figure, by P-number or by CVR number. */
export function coverageLists(
  db: Reader,
  question: CoverageQuestion,
  { unit, counting }: { unit: CoverageUnit; counting: Counting },
): CoverageLists {
  const firms = firmStates(db, question, counting.rule);
  const units = asUnits(firms, unit === 'p' ? undefined : companyNumbers(db));
  return listsOf(units, { limit: counting.rule.moreThanEmployees, unreported: counting.unreported });
}

/** The answer that so many firms in each figure make. */
export function coverageFrom(
  counts: Record<Figure, number>,
  { question, unit, counting }: { question: CoverageQuestion; unit: CoverageUnit; counting: Counting },
): Coverage {
  const scope = { inScope: counts.inScope, undecided: counts.undecided };
  return {
    ...question,
    unit,
    rule: counting.rule.version,
    ruleValidFrom: counting.rule.validFrom,
    ...scope,
    contacted: counts.contacted,
    visited: counts.visited,
    notContacted: counts.notContacted,
    undecidedContacted: counts.undecidedContacted,
    undecidedVisited: counts.undecidedVisited,
    unreported: counts.unreported,
    unreportedCountedAs: counting.unreported,
    coverage: bandOf({
      ...scope,
      reached: counts.contacted,
      undecidedReached: counts.undecidedContacted,
    }),
    visits: bandOf({ ...scope, reached: counts.visited, undecidedReached: counts.undecidedVisited }),
  };
}

/**
 * Every firm in the municipality on the period's last day with its headcount bounds and how far we came with it.
 * Two scans and a join in memory: a seek per firm takes twice as long at 100,000 firms. `among`: only these firms.
 */
export function firmStates(
  db: Reader,
  question: CoverageQuestion,
  rule: CoverageRule,
  among?: readonly number[],
): FirmState[] {
  const asked = askedOf(question, among);
  const found = (among ? questionsOfSome(db, rule) : questionsOf(db, rule, 'all')).reached.get(asked);
  const [contacted, visited] = [new Set(found?.contacted), new Set(found?.visited)];
  return (among ? periodsOfSome(db) : periodsOf(db, 'all')).flatMap((periods) => {
    const here = periods.get(asked);
    return (here?.pNumbers ?? []).map((pNumber, index) => ({
      pNumber,
      minCount: here?.minCounts[index] ?? null,
      maxCount: here?.maxCounts[index] ?? null,
      reach: visited.has(pNumber) ? 2 : contacted.has(pNumber) ? 1 : 0,
    }));
  });
}

/** 0: tried in vain; 1 and 2 as Reached. */
export type TriedReach = 0 | 1 | 2;

/** How far we came with every firm that anybody tried to reach in the period, wherever it lies. */
export function reachesIn(
  db: Reader,
  question: CoverageQuestion,
  rule: CoverageRule,
  among?: readonly number[],
): Map<number, TriedReach> {
  const { reaches } = among ? questionsOfSome(db, rule) : questionsOf(db, rule, 'all');
  const found = reaches.get(askedOf(question, among));
  const reached = new Map<number, TriedReach>();
  for (const pNumber of found?.tried ?? []) reached.set(pNumber, 0);
  for (const pNumber of found?.contacted ?? []) reached.set(pNumber, 1);
  for (const pNumber of found?.visited ?? []) reached.set(pNumber, 2);
  return reached;
}

/** The date of each firm's latest contact that counts until the period's last day; never contacted: not in it. */
export function latestContacts(
  db: Reader,
  question: CoverageQuestion,
  rule: CoverageRule,
  among?: readonly number[],
): Map<number, string> {
  const { contacts } = among ? questionsOfSome(db, rule) : questionsOf(db, rule, 'all');
  return datesOf(contacts.all(askedOf(question, among)));
}

/** The same of visits. */
export function latestVisits(
  db: Reader,
  question: CoverageQuestion,
  rule: CoverageRule,
  among?: readonly number[],
): Map<number, string> {
  const { visits } = among ? questionsOfSome(db, rule) : questionsOf(db, rule, 'all');
  return datesOf(visits.all(askedOf(question, among)));
}

function datesOf(rows: { pNumber: number; latest: string | null }[]): Map<number, string> {
  return new Map(
    rows.flatMap(({ pNumber, latest }) => (latest === null ? [] : [[pNumber, latest] as const])),
  );
}

const FROM = sql.placeholder('from');
const TO = sql.placeholder('to');
const AS_OF = sql.placeholder('asOf');

function askedOf(question: CoverageQuestion, among: readonly number[] = []) {
  return { ...question, pNumbers: JSON.stringify(among) };
}

type Which = 'all' | 'some';

/** Of some firms they are asked after each change, so they are kept: by the version of the rule, which never changes. */
function questionsOfSome(db: Reader, rule: CoverageRule) {
  const byRule = keptByRule(db);
  const known = byRule.get(rule.id) ?? questionsOf(db, rule, 'some');
  byRule.set(rule.id, known);
  return known;
}

const keptByRule = preparedOnce((_: Reader) => new Map<number, ReturnType<typeof questionsOf>>());

const periodsOfSome = preparedOnce((db: Reader) => periodsOf(db, 'some'));

function periodsOf(db: Reader, which: Which) {
  return inMunicipality({ to: TO, asOf: AS_OF }).map((where) =>
    db
      .select({
        pNumbers: numberList(scopePeriod.pNumber),
        minCounts: countList(scopePeriod.minCount),
        maxCounts: countList(scopePeriod.maxCount),
      })
      .from(which === 'some' ? OWN_PERIODS : scopePeriod)
      .where(and(where, only(scopePeriod.pNumber, which)))
      .prepare(),
  );
}

function countList(column: typeof scopePeriod.minCount | typeof scopePeriod.maxCount) {
  return sql`json_group_array(${column})`.mapWith((text: string) => JSON.parse(text) as (number | null)[]);
}

function only(column: SQLiteColumn, which: Which): SQL | undefined {
  return which === 'some' ? isAmong(column, 'pNumbers') : undefined;
}

function questionsOf(db: Reader, rule: CoverageRule, which: Which) {
  const counts = countsAsContact(rule);
  const from = which === 'some' ? OWN_CONTACTS : contact;
  const here = only(contact.pNumber, which);
  const inPeriod = and(between(contact.contactDate, FROM, TO), knownAt(contact, AS_OF));
  const reached = db
    .select({ contacted: numberList(contact.pNumber), visited: numberList(contact.pNumber, isVisit(rule)) })
    .from(from)
    .where(and(here, inPeriod, counts));
  const reaches = db
    .select({
      tried: numberList(contact.pNumber),
      contacted: numberList(contact.pNumber, counts),
      visited: numberList(contact.pNumber, and(counts, isVisit(rule))),
    })
    .from(from)
    // Every outcome named: the covering index begins with it, and is read by ranges only when it is asked for.
    .where(and(here, inArray(contact.outcome, [...CONTACT_OUTCOMES]), inPeriod));
  return {
    reached: reached.prepare(),
    reaches: reaches.prepare(),
    contacts: latestOf(db, counts, which),
    visits: latestOf(db, and(counts, isVisit(rule)), which),
  };
}

function latestOf(db: Reader, counts: SQL | undefined, which: Which) {
  const where = and(
    sql`contact.p_number = p_unit.p_number`,
    lte(contact.contactDate, TO),
    counts,
    knownAt(contact, AS_OF),
  );
  return db
    .select({
      pNumber: pUnit.pNumber,
      latest: sql<
        string | null
      >`(SELECT max(contact_date) FROM contact INDEXED BY contact_p_unit WHERE ${where})`,
    })
    .from(pUnit)
    .where(only(pUnit.pNumber, which))
    .prepare();
}

/** Which company each place of work belongs to today: CVR's own history of it is not kept. */
export function companyNumbers(db: Reader): Map<number, number> {
  const found = db
    .select({ pNumbers: numberList(pUnit.pNumber), cvrs: numberList(pUnit.cvr) })
    .from(pUnit)
    .get();
  return new Map(found?.pNumbers.map((pNumber, index) => [pNumber, found.cvrs[index] ?? 0]));
}
