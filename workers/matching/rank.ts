import { tieOf } from './hash.ts';
import type { Market } from './market.ts';
import { exclusionOf, fixedPoints, holdsAll, partsOf } from './pair.ts';
import { EXCLUSION_REASONS, type ExclusionReason, type RankedRow, type ScoreParts } from './types.ts';

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

/** The best k citizens of an order, and how many each hard rule kept out. Throws on an unknown order. */
export function rankOrder(market: Market, orderId: number, k: number): OrderRanking {
  const order = placeOf(market, orderId);
  const points = earnedPoints(market, order);
  const heldAll = holdsAll(market, order);
  const counts = EXCLUSION_REASONS.map(() => 0);
  const { citizenId } = market.arrays;
  const best = topK(k);
  for (let citizen = 0; citizen < market.citizenCount; citizen++) {
    const reason = exclusionOf(market, order, citizen, heldAll[citizen] ?? 0);
    if (reason >= 0) counts[reason] = (counts[reason] ?? 0) + 1;
    else {
      const score = (points[citizen] ?? 0) + fixedPoints(market, order, citizen);
      if (best.mayEnter(score))
        best.add(score, tieOf(market.seed, orderId, citizenId[citizen] ?? 0), citizen);
    }
  }
  const rows = best.rows().map(({ score, place }, at) => ({
    citizenId: citizenId[place] ?? 0,
    rank: at + 1,
    score,
    parts: partsOf(market, order, place),
  }));
  return { orderId, rows, excludedCounts: byReason(counts) };
}

/** The best k orders of a citizen, with the scores that rankOrder gives. Unknown citizen: an empty list. */
export function rankOrdersForCitizen(market: Market, id: number, k: number): RankedOrder[] {
  const citizen = market.arrays.citizenId.indexOf(id);
  if (citizen < 0) return [];
  const best = topK(k);
  market.orderIds.forEach((orderId, order) => {
    if (exclusionOf(market, order, citizen, null) >= 0) return;
    const score = sum(partsOf(market, order, citizen));
    if (best.mayEnter(score)) best.add(score, tieOf(market.seed, id, orderId), order);
  });
  return best.rows().map(({ score, place }, at) => ({
    orderId: market.orderIds[place] ?? 0,
    rank: at + 1,
    score,
    parts: partsOf(market, place, citizen),
  }));
}

/** Which citizens a hard rule keeps from the order (numbers only; the sentence comes from Engine.judge). */
export function excludedIds(
  market: Market,
  orderId: number,
): { citizenId: number; reason: ExclusionReason }[] {
  const order = placeOf(market, orderId);
  const heldAll = holdsAll(market, order);
  const excluded: { citizenId: number; reason: ExclusionReason }[] = [];
  market.arrays.citizenId.forEach((citizenId, citizen) => {
    const reason = EXCLUSION_REASONS[exclusionOf(market, order, citizen, heldAll[citizen] ?? 0)];
    if (reason) excluded.push({ citizenId, reason });
  });
  return excluded.sort((a, b) => a.citizenId - b.citizenId);
}

export function sum(parts: ScoreParts): number {
  const { krav, oensker, kanLaeres, jobmaal, erfaring, sprog, rejse, ukendt } = parts;
  return krav + oensker + kanLaeres + jobmaal + erfaring + sprog + rejse + ukendt;
}

function placeOf(market: Market, orderId: number): number {
  const place = market.orderPlace.get(orderId);
  if (place === undefined) throw new Error(`Order ${orderId} is not in the snapshot`);
  return place;
}

function byReason(counts: number[]): Record<ExclusionReason, number> {
  const pairs = EXCLUSION_REASONS.map((reason, at) => [reason, counts[at] ?? 0]);
  return Object.fromEntries(pairs) as Record<ExclusionReason, number>;
}

// What requirements, goals and experience earn: only the citizens on the postings are touched.
function earnedPoints({ arrays: a, citizenCount }: Market, order: number): Int32Array {
  const points = new Int32Array(citizenCount);
  const best = new Int32Array(citizenCount);
  const take = (by: Uint32Array, from: number, to: number, worth: (at: number) => number) => {
    for (let at = from; at < to; at++) {
      const citizen = by[at] ?? 0;
      const gain = worth(at) - (best[citizen] ?? 0);
      if (gain <= 0) continue;
      best[citizen] = (best[citizen] ?? 0) + gain;
      points[citizen] = (points[citizen] ?? 0) + gain;
    }
  };
  for (let wanted = a.wantedStart[order] ?? 0; wanted < (a.wantedStart[order + 1] ?? 0); wanted++) {
    best.fill(0);
    const [full, related] = [a.wantedFull[wanted] ?? 0, a.wantedRelated[wanted] ?? 0];
    for (let at = a.wantedKeyStart[wanted] ?? 0; at < (a.wantedKeyStart[wanted + 1] ?? 0); at++) {
      const key = a.wantedKeys[at] ?? 0;
      take(a.fullBy, a.fullStart[key] ?? 0, a.fullStart[key + 1] ?? 0, () => full);
      take(a.relatedBy, a.relatedStart[key] ?? 0, a.relatedStart[key + 1] ?? 0, () => related);
    }
  }
  for (const [start, by, worth] of [
    [a.goalStart, a.goalBy, a.goalPoints],
    [a.experienceStart, a.experienceBy, a.experiencePoints],
  ] as const) {
    best.fill(0);
    for (let at = a.titleStart[order] ?? 0; at < (a.titleStart[order + 1] ?? 0); at++) {
      const key = a.titleKeys[at] ?? 0;
      take(by, start[key] ?? 0, start[key + 1] ?? 0, (place) => worth[place] ?? 0);
    }
  }
  return points;
}

interface Entry {
  /** score and tie in one number: higher is better */
  value: number;
  score: number;
  place: number;
}

/** The k best, kept in a heap whose root is the worst of them. */
function topK(k: number) {
  const heap: Entry[] = [];
  const value = (at: number) => heap[at]?.value ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number) => {
    const one = heap[a];
    const other = heap[b];
    if (!one || !other) return;
    heap[a] = other;
    heap[b] = one;
  };
  const sink = (from: number) => {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = value(left) <= value(left + 1) ? left : left + 1;
      if (child >= heap.length || value(at) <= value(child)) return;
      swap(at, child);
      at = child;
    }
  };
  const rise = (from: number) => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (value(parent) <= value(at)) return;
      swap(at, parent);
      at = parent;
    }
  };
  return {
    mayEnter: (score: number) => k > 0 && (heap.length < k || score >= (heap[0]?.score ?? 0)),
    add(score: number, tie: number, place: number): void {
      const entry = { value: score * 0x1_0000_0000 - tie, score, place };
      if (heap.length < k) {
        heap.push(entry);
        rise(heap.length - 1);
      } else if (entry.value > value(0)) {
        heap[0] = entry;
        sink(0);
      }
    },
    rows: () => [...heap].sort((a, b) => b.value - a.value),
  };
}
