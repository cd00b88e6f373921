/**
 * The one door of the matching engine: everything outside this folder imports from here and from types.ts.
 * Pure: no database, no clock; the taxonomy's files are read once by createEngine. Workers need only openSnapshot
 * and rankOrder, and no files.
 */
import { type CompiledCitizen, compileCitizen } from './citizen.ts';
import type { Tools } from './compile.ts';
import { brokenRules } from './exclude.ts';
import { type Assessment, assess, type Verdict } from './explain.ts';
import { type CompiledOrder, compileOrder } from './order.ts';
import { sum } from './rank.ts';
import { createResolver, type Resolution, type TextKind } from './resolve.ts';
import { type Compile, type EncodeInput, encodeMarket } from './snapshot.ts';
import { loadTaxonomy } from './taxonomy.ts';
import { type ConceptKind, type Excluded, type Explanation, type MatchCitizen, type MatchOrder, type Reason, SCORE_PARTS, type ScoreParts } from './types.ts';

export { snapshotSha } from './hash.ts';
export { parseDanishLevel } from './levels.ts';
export { ENGINE_VERSION, type Market, openSnapshot } from './market.ts';
export { excludedIds, type OrderRanking, type RankedOrder, rankOrder, rankOrdersForCitizen } from './rank.ts';
export type { Resolution, TextKind } from './resolve.ts';
export type { EncodeInput } from './snapshot.ts';

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

/** Orders and citizens are taken as they are: an object must not be changed after the engine has seen it. */
export interface Engine {
  taxonomyVersion: string;
  /** The immutable snapshot of a market: whole numbers only, the same input gives the same bytes. */
  encode(input: EncodeInput): Uint8Array;
  /** Why: passer, mangler, ukendt, beslægtet for one pair. The points add up to judge's score. */
  explain(order: MatchOrder, citizen: MatchCitizen, today: string): Explanation;
  /** The same verdict and points that rankOrder gives for the pair, worked out from the text. */
  judge(order: MatchOrder, citizen: MatchCitizen, today: string): Judgement;
  /** Every citizen a hard rule keeps from the order, with reason and a Danish sentence, in the given order. */
  excludedOf(order: MatchOrder, citizens: Iterable<MatchCitizen>, today: string): Excluded[];
  /** What a text is taken for; `titel` is an order's title. Cached, never throws. */
  resolve(text: string, kind: TextKind): Resolution;
}

/** Reads the taxonomy's files (workers/matching/taxonomy in the source tree) and makes an engine of them. */
export function createEngine(taxonomyFolder: string): Engine {
  const taxonomy = loadTaxonomy(taxonomyFolder);
  const tools: Tools = { taxonomy, resolver: createResolver(taxonomy) };
  const compile: Compile = {
    order: remember((order, today) => compileOrder(tools, order, today)),
    citizen: remember((citizen, today) => compileCitizen(tools, citizen, today)),
  };
  const assessPair = (order: MatchOrder, citizen: MatchCitizen, today: string) =>
    assess(taxonomy, compile.order(order, today), compile.citizen(citizen, today));
  return {
    taxonomyVersion: taxonomy.version,
    encode: (input) => encodeMarket(taxonomy, compile, input),
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
    requirement,
    concept: null,
    text: detail,
    method: 'rule',
    points: 0,
  }));
  const ofVerdict = (wanted: Verdict): Reason[] =>
    findings
      .filter(({ verdict }) => verdict === wanted)
      .map(({ requirement, concept, text, method, points }) => ({
        requirement,
        concept,
        text,
        method,
        points: broken.length > 0 ? 0 : points,
      }));
  return {
    fits: ofVerdict('fits'),
    lacks: [...rules, ...ofVerdict('lacks')],
    unknown: ofVerdict('unknown'),
    related: ofVerdict('related'),
  };
}
