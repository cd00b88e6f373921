import { and, between, gte, isNull, lt, or } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { scopePeriod } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { readSettings, type UnreportedChoice } from '../admin/queries.ts';
import { countsAsContact, inMunicipality, isVisit, knownAt, numberList } from './conditions.ts';
import { type Band, bandOf, type CoverageRule, type Figure, ruleOn } from './rules.ts';

/** Which figure: contacts from–to (local dates, both included), scope at `to`, as known at an instant (UTC). */
export interface CoverageQuestion {
  from: string;
  to: string;
  asOf: string;
}

export interface Coverage extends CoverageQuestion {
  /** version of the rule that was used */
  rule: string;
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

/** The P-numbers behind every figure of one answer: a figure is the length of its list. */
export type CoverageLists = Record<Figure, number[]>;

/** The municipality's coverage, a pure function of rows with two clocks: any past figure can be asked for again. */
export function coverageOf(db: Db, question: CoverageQuestion): Coverage {
  return countLists(db, question, coverageLists(db, question));
}

export function countLists(db: Db, question: CoverageQuestion, lists: CoverageLists): Coverage {
  const count = (figure: Figure) => lists[figure].length;
  const scope = { inScope: count('inScope'), undecided: count('undecided') };
  return {
    ...question,
    rule: ruleOn(question.to).version,
    ...scope,
    contacted: count('contacted'),
    visited: count('visited'),
    notContacted: count('notContacted'),
    undecidedContacted: count('undecidedContacted'),
    undecidedVisited: count('undecidedVisited'),
    unreported: count('unreported'),
    unreportedCountedAs: readSettings(db).unreported,
    coverage: bandOf({
      ...scope,
      reached: count('contacted'),
      undecidedReached: count('undecidedContacted'),
    }),
    visits: bandOf({ ...scope, reached: count('visited'), undecidedReached: count('undecidedVisited') }),
  };
}

/** Two scans and a join in memory: a seek per firm takes twice as long at 100,000 firms. */
export function coverageLists(db: Db, question: CoverageQuestion): CoverageLists {
  const rule = ruleOn(question.to);
  const reached = reachedIn(db, question, rule);
  const { unreported, ...scope } = scopeAt(db, question, rule);
  const countedAs = readSettings(db).unreported;
  const inScope = countedAs === 'inde' ? scope.inScope.concat(unreported) : scope.inScope;
  const undecided = countedAs === 'uafklaret' ? scope.undecided.concat(unreported) : scope.undecided;
  const inside = splitByReach(inScope, reached);
  const between = splitByReach(undecided, reached);
  return {
    inScope,
    undecided,
    contacted: inside.contacted,
    visited: inside.visited,
    notContacted: inside.notContacted,
    undecidedContacted: between.contacted,
    undecidedVisited: between.visited,
    unreported,
  };
}

interface Reached {
  contacted: ReadonlySet<number>;
  /** all of them contacted as well */
  visited: ReadonlySet<number>;
}

function splitByReach(pNumbers: readonly number[], reached: Reached) {
  const split = { contacted: [] as number[], visited: [] as number[], notContacted: [] as number[] };
  for (const pNumber of pNumbers) {
    if (!reached.contacted.has(pNumber)) split.notContacted.push(pNumber);
    else {
      split.contacted.push(pNumber);
      if (reached.visited.has(pNumber)) split.visited.push(pNumber);
    }
  }
  return split;
}

function scopeAt(db: Db, { to, asOf }: CoverageQuestion, rule: CoverageRule) {
  const limit = rule.moreThanEmployees + 1;
  const { minCount, maxCount, pNumber } = scopePeriod;
  const decided = gte(minCount, limit);
  const straddles = and(lt(minCount, limit), or(isNull(maxCount), gte(maxCount, limit)));
  const parts = inMunicipality({ to, asOf }).map((where) =>
    db
      .select({
        inScope: numberList(pNumber, decided),
        undecided: numberList(pNumber, straddles),
        unreported: numberList(pNumber, isNull(minCount)),
      })
      .from(scopePeriod)
      .where(where)
      .get(),
  );
  return {
    inScope: parts.flatMap((part) => part?.inScope ?? []),
    undecided: parts.flatMap((part) => part?.undecided ?? []),
    unreported: parts.flatMap((part) => part?.unreported ?? []),
  };
}

function reachedIn(db: Db, { from, to, asOf }: CoverageQuestion, rule: CoverageRule): Reached {
  const found = db
    .select({ contacted: numberList(contact.pNumber), visited: numberList(contact.pNumber, isVisit(rule)) })
    .from(contact)
    .where(and(between(contact.contactDate, from, to), countsAsContact(rule), knownAt(contact, asOf)))
    .get();
  return { contacted: new Set(found?.contacted), visited: new Set(found?.visited) };
}
