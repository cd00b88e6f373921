/**
 * The one door of the matching engine: everything outside this folder imports from here and from types.ts.
 * Pure: no database, no clock; the taxonomy's files are read once by createEngine. Workers need only openSnapshot
 * and rankOrder, and no files.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CompiledCitizen, compileCitizen } from './citizen.ts';
import type { Tools } from './compile.ts';
import { withDecisions } from './decided.ts';
import { type Broken, brokenRules } from './exclude.ts';
import { type Assessment, assess, SAYS_NOTHING, type Verdict } from './explain.ts';
import { type Market, openSnapshot } from './market.ts';
import { type Opening, whatIsMissing } from './missing.ts';
import { type NearStep, nearMatches } from './near.ts';
import { type CompiledOrder, compileOrder } from './order.ts';
import { indexOrders, placesInCommon } from './order-index.ts';
import { sum } from './rank.ts';
import { type Resolution, type Resolver, resolverSteps, type TextKind } from './resolve.ts';
import { rulesBrokenBy } from './rule-columns.ts';
import {
  type Compile,
  type Encoded,
  type EncodeInput,
  encodeMarket,
  encodePeople,
  marketOfOne,
  type Tables,
} from './snapshot.ts';
import { type OrderSpec, specOf } from './spec.ts';
import { finish } from './steps.ts';
import { type Concept, extendSteps, type Taxonomy, taxonomySteps } from './taxonomy.ts';
import { decametres } from './travel.ts';
import { joinTwins } from './twins.ts';
import {
  type ConceptKind,
  type Excluded,
  type Explanation,
  type MatchCitizen,
  type MatchOrder,
  type Reason,
  SCORE_PARTS,
  type ScoreParts,
} from './types.ts';
import { parseWeights, type TypeWeights, type Weights, weightsOn } from './weights.ts';

export type { CitizenChange } from './citizen-change.ts';
export { countExcluded } from './filters.ts';
export { frozenExplanation } from './frozen.ts';
export { snapshotSha } from './hash.ts';
export { parseDanishLevel } from './levels.ts';
export { ENGINE_VERSION, type Market, openSnapshot, snapshotMaker } from './market.ts';
export type { Opening } from './missing.ts';
export type { Loosening, NearStep } from './near.ts';
export type { Step } from './obstacles.ts';
export { pairFound, rulesBrokenInPair } from './pair.ts';
export {
  excludedPlaces,
  isListed,
  type OrderRanking,
  type RankedOrder,
  type RankedRow,
  rankOrder,
  rankOrders,
  rankOrdersForCitizen,
  rankRows,
  rankTogether,
  type Side,
  sumOfPair,
  tooFewFacts,
} from './rank.ts';
export type { Resolution, TextKind } from './resolve.ts';
export {
  type KeptResult,
  type OrderResult,
  orderSha,
  packResults,
  type ResultRow,
  readReasons,
  readResults,
  repackResult,
  resultSha,
} from './result.ts';
export type { Encoded, EncodeInput } from './snapshot.ts';
export { type OrderSpec, specAt } from './spec.ts';
export { citizenStanding, citizenStandings, orderStanding, type Standing } from './standing.ts';
export {
  citizenAnswer,
  orderAnswer,
  type StandingAnswer,
  type StandingRule,
  type WhoCanFix,
  type Words,
} from './standing-text.ts';
export { WEIGHT_PARTS, type WeightLine, type WeightPart, type Weights } from './weights.ts';

/** One order against one citizen. `score` is the sum of `parts`; all are zero where `excluded` is set. */
export interface Judgement {
  excluded: Excluded | null;
  score: number;
  parts: ScoreParts;
}

/** What a municipality knows beside the shipped files: imported concepts, and what people have decided of texts. */
export interface Knowledge {
  concepts: readonly { id: string; kind: ConceptKind; label: string; aliases: string[] }[];
  confirmed: readonly { text: string; conceptId: string }[];
  /** conceptId null: the text names no concept at all */
  rejected: readonly { text: string; conceptId: string | null }[];
}

export type Decisions = Pick<Knowledge, 'confirmed' | 'rejected'>;
const NONE: ReadonlySet<number> = new Set();
const NOBODY_APART: Pick<OrderSpec, 'aside' | 'absent'> = { aside: [], absent: [] };
const NOTHING_KNOWN: Knowledge = { concepts: [], confirmed: [], rejected: [] };

/** Orders and citizens are taken as they are: an object must not be changed after the engine has seen it. */
export interface Engine {
  taxonomyVersion: string;
  /** shipped and imported, by id */
  concepts: ReadonlyMap<string, Concept>;
  weights: Weights;
  /** The same engine with other decisions: nothing is read or indexed again. */
  deciding(decisions: Decisions): Engine;
  /** The immutable snapshot of a market: whole numbers only, the same input gives the same bytes. */
  encode(input: EncodeInput): Encoded;
  /** Works out beforehand what an order asks for, for as long as the caller keeps it. */
  understand(order: MatchOrder, today: string): void;
  /** Everyone, ready for any order: for lists that are worked out while somebody waits. */
  people(input: PeopleInput): People;
  /** The same in steps of a few milliseconds at most, for a thread that others wait for. */
  peopleSteps(input: PeopleInput): Generator<void, People>;
  /** An order in the numbers of `people`, with the places set aside for it and those to pass over. */
  specFor(
    people: People,
    order: MatchOrder,
    today: string,
    places: Pick<OrderSpec, 'aside' | 'absent'>,
  ): OrderSpec;
  /** Why: passer, mangler, ukendt, beslægtet for one pair. The points add up to judge's score. */
  explain(order: MatchOrder, citizen: MatchCitizen, today: string): Explanation;
  /** The same verdict and points that rankOrder gives for the pair, worked out from the text. */
  judge(order: MatchOrder, citizen: MatchCitizen, today: string): Judgement;
  /** Every hard rule that the pair breaks, in the order in which they are asked. */
  broken(order: MatchOrder, citizen: MatchCitizen, today: string): Broken[];
  /** Requirement by requirement, whom an order would gain by asking less, in steps; `sides` are everyone together. */
  near(order: MatchOrder, sides: readonly PeopleSeen[], today: string): Generator<void, NearStep[][]>;
  /** One citizen against orders that the caller keeps: what those ask for is worked out once for all citizens. */
  alone(citizen: MatchCitizen, orders: readonly MatchOrder[], draw: Draw): Alone;
  /** The single changes that open orders for one citizen, most first; none of those with the ids in `setAside`. */
  missing(
    citizen: MatchCitizen,
    orders: readonly MatchOrder[],
    today: string,
    setAside?: ReadonlySet<number>,
  ): Opening[];
  /** Every citizen a hard rule keeps from the order, with reason and a Danish sentence, in the given order. */
  excludedOf(order: MatchOrder, citizens: Iterable<MatchCitizen>, today: string): Excluded[];
  /** What a text is taken for; `titel` is an order's title. Cached, never throws. */
  resolve(text: string, kind: TextKind): Resolution;
}

export type PeopleInput = Omit<EncodeInput, 'orders' | 'setAside'>;

/** What a market is drawn with, as in EncodeInput. */
export type Draw = Pick<EncodeInput, 'today' | 'runKey' | 'secret'>;

/** One citizen, at place 0 of a market that has nobody else, and orders in its numbers. */
export interface Alone {
  market: Market;
  /** in the order in which they were given, nobody set aside */
  specs: readonly OrderSpec[];
  /** of these, those that the citizen has something in common with and no rule keeps them from; places, ascending */
  fitting: number[];
}

/** People as one order sees them: who is set aside for it and who is passed over. */
export type PeopleSeen = { people: People } & Pick<OrderSpec, 'aside' | 'absent'>;

/** Citizens in memory for live lists. `places`: who stands where. */
export interface People {
  market: Market;
  places: Uint32Array;
  keys: ReadonlyMap<string, number>;
}

/**
 * Reads the taxonomy's files (workers/matching/taxonomy in the source tree) and the weights beside that folder, and adds
 * what the municipality knows. Indexing takes a moment; a new decision is a matter of `deciding`.
 */
export function createEngine(taxonomyFolder: string, knowledge: Knowledge = NOTHING_KNOWN): Engine {
  return finish(engineSteps(taxonomyFolder, knowledge));
}

/** The same engine made in steps of a few milliseconds at most, for a thread that others wait for. */
export function* engineSteps(taxonomyFolder: string, knowledge: Knowledge): Generator<void, Engine> {
  const shipped = yield* taxonomySteps(taxonomyFolder);
  const imported = yield* joinTwins(shipped, knowledge.concepts);
  const taxonomy = yield* extendSteps(shipped, imported);
  const weights = parseWeights(readFileSync(path.join(taxonomyFolder, '..', 'weights.tsv'), 'utf8'));
  const resolver = yield* resolverSteps(taxonomy);
  return engineOn({ taxonomy, resolver, weights }, knowledge);
}

interface Ground {
  taxonomy: Taxonomy;
  /** before any decision */
  resolver: Resolver;
  weights: Weights;
}

function engineOn(ground: Ground, decisions: Decisions): Engine {
  const { taxonomy, weights } = ground;
  const weightsFor = rememberWeights(weights);
  const resolver = withDecisions(ground.resolver, taxonomy, decisions);
  const tools: Tools = { taxonomy, resolver, weightsOn: weightsFor };
  const tables: Tables = { taxonomy, weightsVersion: weights.version, weightsOn: weightsFor };
  const compile: Compile = {
    order: remember((order, today) => compileOrder(tools, order, today)),
    orderOnce: (order, today) => compileOrder(tools, order, today),
    citizen: remember((citizen, today) => compileCitizen(tools, citizen, today)),
    citizenOnce: (citizen, today) => compileCitizen(tools, citizen, today),
  };
  const indexOf = remember((orders: readonly MatchOrder[], today) =>
    indexOrders(orders.map((order) => compile.order(order, today))),
  );
  const asked = growingKeys();
  const specOnce = remember((order: MatchOrder, today) =>
    specOf(compile.order(order, today), { get: asked.numberOf }, NOBODY_APART),
  );
  const specsOf = remember((orders: readonly MatchOrder[], today) =>
    orders.map((order) => specOnce(order, today)),
  );
  const assessPair = (order: MatchOrder, citizen: MatchCitizen, today: string) =>
    assess(taxonomy, compile.order(order, today), compile.citizen(citizen, today));
  function* peopleSteps(input: PeopleInput): Generator<void, People> {
    const { bytes, places, keys } = yield* encodePeople(tables, compile, input);
    const { postcodes } = taxonomy;
    const distanceOf = (from: number, to: number) => decametres(postcodes, from, to);
    return { market: { ...openSnapshot(bytes), zones: postcodes.length, distanceOf }, places, keys };
  }
  return {
    taxonomyVersion: taxonomy.version,
    concepts: taxonomy.concepts,
    weights,
    deciding: (others) => engineOn(ground, others),
    encode: (input) => encodeMarket(tables, compile, input),
    understand: (order, today) => void specOnce(order, today),
    people: (input) => finish(peopleSteps(input)),
    peopleSteps,
    specFor: (people, order, today, places) => specOf(compile.order(order, today), people.keys, places),
    broken: (order, citizen, today) =>
      brokenRules(taxonomy, compile.order(order, today), compile.citizen(citizen, today)),
    near(order, sides, today) {
      const seen = sides.map(({ people: { market, places, keys }, ...around }) => ({
        market,
        places,
        specOf: (changed: MatchOrder) => specOf(compile.order(changed, today), keys, around),
      }));
      return nearMatches(order, seen);
    },
    alone(citizen, orders, draw) {
      const { today } = draw;
      const index = indexOf(orders, today);
      const specs = specsOf(orders, today);
      const person = compile.citizen(citizen, today);
      const brokenAt = rulesBrokenBy(taxonomy, person, index.rules);
      const fitting = placesInCommon(index, person).filter((place) => brokenAt(place) === 0);
      return { market: marketOfOne(tables, person, draw, asked), specs, fitting };
    },
    missing(citizen, orders, today, setAside = NONE) {
      const tools = { taxonomy, compile: (person: MatchCitizen) => compile.citizenOnce(person, today) };
      return whatIsMissing(tools, compile.citizen(citizen, today), indexOf(orders, today), setAside);
    },
    explain: (order, citizen, today) => toExplanation(assessPair(order, citizen, today)),
    judge: (order, citizen, today) => toJudgement(citizen, assessPair(order, citizen, today)),
    excludedOf(order, citizens, today) {
      const compiled = compile.order(order, today);
      return [...citizens].flatMap((citizen) => {
        const excluded = excludedBy(tools, compiled, compile.citizen(citizen, today));
        return excluded ? [excluded] : [];
      });
    },
    resolve: (text, kind) => tools.resolver.resolve(text, kind),
  };
}

/** Numbers for what orders ask for, given as it comes and never again: an order's stay right when others come. */
function growingKeys() {
  const numbers = new Map<string, number>();
  const listed: string[] = [];
  return {
    listed,
    of: (key: string) => numbers.get(key),
    numberOf(key: string): number {
      const number = numbers.get(key) ?? listed.push(key) - 1;
      numbers.set(key, number);
      return number;
    },
  };
}

function rememberWeights(weights: Weights): Tables['weightsOn'] {
  const known = new Map<string, TypeWeights>();
  return (type, date) => {
    const key = `${type} ${date}`;
    const found = known.get(key) ?? weightsOn(weights, type, date);
    known.set(key, found);
    return found;
  };
}

// One row is explained against many: an object is worked out once, for as long as its owner keeps it.
function remember<Input extends object, Output>(work: (input: Input, today: string) => Output) {
  const seen = new WeakMap<Input, { today: string; output: Output }>();
  return (input: Input, today: string): Output => {
    const known = seen.get(input);
    if (known?.today === today) return known.output;
    const output = work(input, today);
    seen.set(input, { today, output });
    return output;
  };
}

function excludedBy({ taxonomy }: Tools, order: CompiledOrder, citizen: CompiledCitizen): Excluded | null {
  const [first] = brokenRules(taxonomy, order, citizen);
  return first ? { citizenId: citizen.citizen.id, reason: first.reason, detail: first.detail } : null;
}

function toJudgement(citizen: MatchCitizen, { broken, findings }: Assessment): Judgement {
  const parts = noPoints();
  const [first] = broken;
  if (first) {
    return {
      excluded: { citizenId: citizen.id, reason: first.reason, detail: first.detail },
      score: 0,
      parts,
    };
  }
  for (const { part, points } of findings) parts[part] += points;
  return { excluded: null, score: sum(parts), parts };
}

function noPoints(): ScoreParts {
  return Object.fromEntries(SCORE_PARTS.map((part) => [part, 0])) as ScoreParts;
}

// Of an excluded citizen the broken rules come first among what is missing, and nothing earns points.
function toExplanation({ broken, findings }: Assessment): Explanation {
  const rules: Reason[] = broken.map(({ requirement, detail }) => ({
    ...SAYS_NOTHING,
    requirement,
    concept: null,
    text: detail,
    method: 'rule',
    points: 0,
  }));
  const ofVerdict = (wanted: Verdict): Reason[] =>
    findings
      .filter(({ verdict }) => verdict === wanted)
      .map(({ verdict: _verdict, part: _part, ...reason }) => ({
        ...reason,
        points: broken.length > 0 ? 0 : reason.points,
      }));
  return {
    fits: ofVerdict('fits'),
    lacks: [...rules, ...ofVerdict('lacks')],
    unknown: ofVerdict('unknown'),
    related: ofVerdict('related'),
  };
}
