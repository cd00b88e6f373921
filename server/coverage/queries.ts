import { and, between, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
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
export function countingFor(db: Pick<Db, 'select'>, question: CoverageQuestion): Counting {
  return { rule: ruleFor(db, question), unreported: readSettings(db).unreported };
}

/** The firms behind every figure, by P-number or by CVR number. */
export function coverageLists(
  db: Pick<Db, 'select'>,
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
  db: Pick<Db, 'select'>,
  question: CoverageQuestion,
  rule: CoverageRule,
  among?: readonly number[],
): FirmState[] {
  const reached = reachedIn(db, question, rule, among);
  const only = among && inArray(scopePeriod.pNumber, [...among]);
  return inMunicipality(question).flatMap((where) => {
    const found = db
      .select({
        pNumbers: numberList(scopePeriod.pNumber),
        minCounts: countList(scopePeriod.minCount),
        maxCounts: countList(scopePeriod.maxCount),
      })
      .from(among ? OWN_PERIODS : scopePeriod)
      .where(and(where, only))
      .get();
    return (found?.pNumbers ?? []).map((pNumber, index) => ({
      pNumber,
      minCount: found?.minCounts[index] ?? null,
      maxCount: found?.maxCounts[index] ?? null,
      reach: reached.visited.has(pNumber) ? 2 : reached.contacted.has(pNumber) ? 1 : 0,
    }));
  });
}

function countList(column: typeof scopePeriod.minCount | typeof scopePeriod.maxCount) {
  return sql`json_group_array(${column})`.mapWith((text: string) => JSON.parse(text) as (number | null)[]);
}

function reachedIn(
  db: Pick<Db, 'select'>,
  { from, to, asOf }: CoverageQuestion,
  rule: CoverageRule,
  among: readonly number[] | undefined,
) {
  const found = db
    .select({
      contacted: numberList(contact.pNumber),
      visited: numberList(contact.pNumber, isVisit(rule)),
    })
    .from(among ? OWN_CONTACTS : contact)
    .where(
      and(
        among && inArray(contact.pNumber, [...among]),
        between(contact.contactDate, from, to),
        countsAsContact(rule),
        knownAt(contact, asOf),
      ),
    )
    .get();
  return { contacted: new Set(found?.contacted), visited: new Set(found?.visited) };
}

/** 0: tried in vain; 1 and 2 as Reached. */
export type TriedReach = 0 | 1 | 2;

/** How far we came with every firm that anybody tried to reach in the period, wherever it lies. */
export function reachesIn(
  db: Pick<Db, 'select'>,
  { from, to, asOf }: CoverageQuestion,
  rule: CoverageRule,
  among?: readonly number[],
): Map<number, TriedReach> {
  const counts = countsAsContact(rule);
  const found = db
    .select({
      tried: numberList(contact.pNumber),
      contacted: numberList(contact.pNumber, counts),
      visited: numberList(contact.pNumber, and(counts, isVisit(rule))),
    })
    .from(among ? OWN_CONTACTS : contact)
    .where(
      and(
        among && inArray(contact.pNumber, [...among]),
        // Every outcome named: the covering index begins with it, and is read by ranges only when it is asked for.
        inArray(contact.outcome, [...CONTACT_OUTCOMES]),
        between(contact.contactDate, from, to),
        knownAt(contact, asOf),
      ),
    )
    .get();
  const reaches = new Map<number, TriedReach>();
  for (const pNumber of found?.tried ?? []) reaches.set(pNumber, 0);
  for (const pNumber of found?.contacted ?? []) reaches.set(pNumber, 1);
  for (const pNumber of found?.visited ?? []) reaches.set(pNumber, 2);
  return reaches;
}

/** The date of each firm's latest contact that counts until the period's last day; never contacted: not in it. */
export function latestContacts(
  db: Pick<Db, 'select'>,
  question: CoverageQuestion,
  rule: CoverageRule,
  among?: readonly number[],
): Map<number, string> {
  return latestOf(db, question, countsAsContact(rule), among);
}

/** The same of visits. */
export function latestVisits(
  db: Pick<Db, 'select'>,
  question: CoverageQuestion,
  rule: CoverageRule,
  among?: readonly number[],
): Map<number, string> {
  return latestOf(db, question, and(countsAsContact(rule), isVisit(rule)), among);
}

function latestOf(
  db: Pick<Db, 'select'>,
  { to, asOf }: CoverageQuestion,
  counts: SQL | undefined,
  among: readonly number[] | undefined,
): Map<number, string> {
  const where = and(
    sql`contact.p_number = p_unit.p_number`,
    lte(contact.contactDate, to),
    counts,
    knownAt(contact, asOf),
  );
  const rows = db
    .select({
      pNumber: pUnit.pNumber,
      latest: sql<
        string | null
      >`(SELECT max(contact_date) FROM contact INDEXED BY contact_p_unit WHERE ${where})`,
    })
    .from(pUnit)
    .where(among && inArray(pUnit.pNumber, [...among]))
    .all();
  return new Map(
    rows.flatMap(({ pNumber, latest }) => (latest === null ? [] : [[pNumber, latest] as const])),
  );
}

/** Which company each place of work belongs to today: CVR's own history of it is not kept. */
export function companyNumbers(db: Pick<Db, 'select'>): Map<number, number> {
  const found = db
    .select({ pNumbers: numberList(pUnit.pNumber), cvrs: numberList(pUnit.cvr) })
    .from(pUnit)
    .get();
  return new Map(found?.pNumbers.map((pNumber, index) => [pNumber, found.cvrs[index] ?? 0]));
}
