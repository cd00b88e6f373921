/**
 * The one door of the matching engine. Everything outside this folder imports from here and from types.ts.
 * Pure: no database, no clock; the taxonomy's data files are read once by createEngine.
 */
import type {
  Excluded,
  ExclusionReason,
  Explanation,
  MatchCitizen,
  MatchMethod,
  MatchOrder,
  RankedRow,
  RequirementKind,
  ScoreParts,
  TermKind,
} from './types.ts';

/** Changes whenever the same input could give other bytes or another ranking. */
export const ENGINE_VERSION = '1';

/** What the resolver made of one free text. `score` is 0–1; a suggestion is never used for ranking. */
export interface Resolution {
  status: 'accepted' | 'suggested' | 'unknown';
  method: MatchMethod;
  score: number;
  conceptId: string | null;
  label: string | null;
}

/** One order against one citizen. `score` is the sum of `parts`; both are zero where `excluded` is set. */
export interface Judgement {
  excluded: Excluded | null;
  score: number;
  parts: ScoreParts;
}

export interface EncodeInput {
  orders: MatchOrder[];
  citizens: MatchCitizen[];
  /** ISO date, Europe/Copenhagen */
  today: string;
  /** the run's key; the fair tie-break is drawn from it */
  runKey: string;
}

export interface Engine {
  taxonomyVersion: string;
  /** The immutable snapshot of a market: integers only, the same input gives the same bytes. */
  encode(input: EncodeInput): Uint8Array;
  /** Why: passer, mangler, ukendt, beslægtet for one pair. The points add up to judge's parts. */
  explain(order: MatchOrder, citizen: MatchCitizen, today: string): Explanation;
  /** The same verdict and points that rankOrder gives for the pair. */
  judge(order: MatchOrder, citizen: MatchCitizen, today: string): Judgement;
  /** Every citizen a hard rule keeps from the order, with reason and a Danish sentence, in the given order. */
  excludedOf(order: MatchOrder, citizens: Iterable<MatchCitizen>, today: string): Excluded[];
  resolve(text: string, kind: TermKind | RequirementKind): Resolution;
}

/** An opened snapshot; opaque outside the engine. */
export interface Market {
  engine: string;
  taxonomy: string;
  today: string;
  orderIds: readonly number[];
  citizenCount: number;
}

export interface OrderRanking {
  orderId: number;
  rows: RankedRow[];
  excludedCounts: Record<ExclusionReason, number>;
}

/** One row of the reverse direction: `rank` is the order's place on this citizen's list. */
export interface RankedOrder {
  orderId: number;
  rank: number;
  score: number;
  parts: ScoreParts;
}

export function createEngine(taxonomyFolder: string): Engine {
  throw new Error(`not built yet: ${taxonomyFolder}`);
}

/** Hex SHA-256 of a snapshot. */
export function snapshotSha(bytes: Uint8Array): string {
  throw new Error(`not built yet: ${bytes.length}`);
}

/** Opens a snapshot in place (also on shared memory); throws a clear error on another version. */
export function openSnapshot(bytes: Uint8Array): Market {
  throw new Error(`not built yet: ${bytes.length}`);
}

/** The best k citizens of an order, and how many each hard rule kept out. Throws on an unknown order. */
export function rankOrder(_market: Market, orderId: number, _k: number): OrderRanking {
  throw new Error(`not built yet: ${orderId}`);
}

/** The best k orders of a citizen, with the scores that rankOrder gives. Unknown citizen: an empty list. */
export function rankOrdersForCitizen(_market: Market, citizenId: number, _k: number): RankedOrder[] {
  throw new Error(`not built yet: ${citizenId}`);
}

/** Which citizens a hard rule keeps from the order (integers only; the sentence comes from Engine.judge). */
export function excludedIds(
  _market: Market,
  orderId: number,
): { citizenId: number; reason: ExclusionReason }[] {
  throw new Error(`not built yet: ${orderId}`);
}
