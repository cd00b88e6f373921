import { conditionsOf, countExcluded, everyone, has, meetAll, reasonsOf } from './filters.ts';
import { mix, tieOf } from './hash.ts';
import type { Market, Scratch } from './market.ts';
import { pairFound, rulesBrokenInPair } from './pair.ts';
import {
  askedBy,
  better,
  bonusTable,
  codePoints,
  type Found,
  findBetween,
  openPoints,
  partsOf,
  scratchOf,
  travelTable,
  weightsOf,
} from './points.ts';
import { type OrderSpec, specAt } from './spec.ts';
import { createTop } from './top.ts';
import { LONG, TOUCHED, touch, touchAll } from './touch.ts';
import { EXCLUSION_REASONS, type ExclusionReason, SCORE_PARTS, type ScoreParts } from './types.ts';
import type { TypeWeights } from './weights.ts';

/** One row of a shortlist. `place` is the citizen's in the snapshot; who stands there is known outside only. */
export interface RankedRow {
  place: number;
  rank: number;
  score: number;
  parts: ScoreParts;
  found: Found;
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

/**
 * The best k citizens of an order in the snapshot, and how many each hard rule kept out. Whoever has nothing in
 * common with the order is not on the list; an order that asks for nothing known lists all who break no rule.
 * Throws on an unknown order.
 */
export function rankOrder(market: Market, orderId: number, k: number): OrderRanking {
  const order = specAt(market, placeOf(market, orderId));
  return { orderId, rows: rankRows(market, order, k), excludedCounts: countExcluded(market, order) };
}

/** One of several markets that together are everyone, and the order in that market's numbers. */
export interface Side {
  market: Market;
  order: OrderSpec;
}

/** The best k citizens of an order over several markets; `side` says which one a row's place belongs to. */
export function rankTogether(sides: readonly Side[], k: number): (RankedRow & { side: number })[] {
  const rows = sides.flatMap(({ market, order }, side) => {
    const tie = (place: number) => tieOf(market.seed, order.id, market.arrays.citizenTie[place] ?? 0);
    return rankRows(market, order, k).map((row) => ({ ...row, side, tie: tie(row.place) }));
  });
  return rows
    .sort((a, b) => b.score - a.score || a.tie - b.tie)
    .slice(0, k)
    .map(({ tie: _tie, ...row }, at) => ({ ...row, rank: at + 1 }));
}

/** The best k citizens of an order, best first, without counting those kept out. */
export function rankRows(market: Market, order: OrderSpec, k: number): RankedRow[] {
  const scratch = scratchOf(market);
  meetAll(market, order, conditionsOf(market, order), scratch.eligible);
  const count = asksForNothing(order) ? touchAll(market, scratch) : touch(market, order, scratch);
  const top = pickTop(market, order, scratch, count, k);
  for (let at = 0; at < count; at++) scratch.points[scratch.touched[at] ?? 0] = 0;
  const found = findReasons(market, order, scratch, top.places);
  return top.places.map((place, at) => {
    const reasons = found[at] ?? EMPTY;
    return {
      place,
      rank: at + 1,
      score: top.scores[at] ?? 0,
      parts: partsOf(market, order, reasons),
      found: reasons,
    };
  });
}

const EMPTY: Found = { wanted: [], goal: 0, experience: 0, open: 0, bonusKey: 0, travelKey: 0 };

export function asksForNothing({ wanted, title }: OrderSpec): boolean {
  return wanted.length === 0 && title.length === 0;
}

/** The best k orders of a citizen, with the scores that rankOrder gives. A place that is not there: an empty list. */
export function rankOrdersForCitizen(market: Market, place: number, k: number): RankedOrder[] {
  if (place < 0 || place >= market.citizenCount) return [];
  const orders = market.orderIds.map((_, at) => specAt(market, at));
  return rankOrders(market, orders, place, k);
}

/** The same of some orders in the market's numbers; among equals the one that comes first. */
export function rankOrders(
  market: Market,
  orders: readonly OrderSpec[],
  place: number,
  k: number,
): RankedOrder[] {
  const top = createTop(k);
  const tie = market.arrays.citizenTie[place] ?? 0;
  orders.forEach((order, at) => {
    if (rulesBrokenInPair(market, order, place).length > 0) return;
    const found = pairFound(market, order, place);
    if (!isListed(order, found)) return;
    top.add(sumOfPair(market, order, found), tieOf(market.seed, tie, order.id), at);
  });
  const { places, scores } = top.take();
  return places.flatMap((at, index) => {
    const order = orders[at];
    if (!order) return [];
    const parts = partsOf(market, order, pairFound(market, order, place));
    return { orderId: order.id, rank: index + 1, score: scores[index] ?? 0, parts };
  });
}

/** Has the citizen something in common with the order that brings them on its list? */
export function isListed(order: OrderSpec, { wanted, goal, experience }: Found): boolean {
  if (asksForNothing(order) || goal > 0 || experience > 0) return true;
  return order.wanted.some(({ alone }, item) => alone && (wanted[item] ?? 0) > 0);
}

/** Which places a hard rule keeps from the order, and the rule (the sentence comes from Engine.judge). */
export function excludedPlaces(
  market: Market,
  order: OrderSpec,
): { place: number; reason: ExclusionReason }[] {
  return [...reasonsOf(market, order)].flatMap((number, place) => {
    const reason = EXCLUSION_REASONS[number];
    return reason ? [{ place, reason }] : [];
  });
}

export function sum(parts: ScoreParts): number {
  return SCORE_PARTS.reduce((total, part) => total + parts[part], 0);
}

/** The score that ranking gives a pair, from what was found of it. */
export function sumOfPair(market: Market, order: OrderSpec, found: Found): number {
  return sum(partsOf(market, order, found));
}

export function placeOf(market: Market, orderId: number): number {
  const place = market.orderPlace.get(orderId);
  if (place === undefined) throw new Error(`Order ${orderId} is not in the snapshot`);
  return place;
}

function pickTop(market: Market, order: OrderSpec, scratch: Scratch, count: number, k: number) {
  const { points, touched, travelKey, open, bonusKey } = scratch;
  const { citizenTie } = market.arrays;
  const weights = weightsOf(market, order.type);
  const travel = travelTable(market, order);
  const bonus = bonusTable(weights, order);
  const asked = askedBy(order);
  const most = mostTravel(weights) + bonus.reduce((a, b) => Math.max(a, b), 0);
  const seed = mix(market.seed ^ mix(order.id));
  const top = createTop(k);
  for (let at = 0; at < count; at++) {
    const citizen = touched[at] as number;
    const earned = (points[citizen] as number) - TOUCHED;
    if (earned + most < top.least()) continue;
    const known =
      (travel[travelKey[citizen] as number] as number) + (bonus[bonusKey[citizen] as number] as number);
    const score = earned + known + openPoints(weights, (open[citizen] as number) & asked);
    if (score >= top.least()) top.add(score, mix((citizenTie[citizen] as number) ^ seed), citizen);
  }
  return top.take();
}

function mostTravel({ rejse_15, rejse_30, rejse_45, rejse_60 }: TypeWeights): number {
  return Math.max(0, rejse_15, rejse_30, rejse_45, rejse_60);
}

// The chosen few are looked up by going through the order's postings once more.
function findReasons(market: Market, order: OrderSpec, scratch: Scratch, places: number[]): Found[] {
  const { arrays: a } = market;
  const { row } = scratch;
  const asked = askedBy(order);
  const count = order.wanted.length;
  const codes = new Uint8Array(places.length * count);
  const found = places.map((place, at): Found => {
    row[place] = at + 1;
    return {
      wanted: codes.subarray(at * count, (at + 1) * count),
      goal: 0,
      experience: 0,
      open: ((scratch.open[place] ?? 0) & asked) >>> 0,
      bonusKey: scratch.bonusKey[place] ?? 0,
      travelKey: scratch.travelKey[place] ?? 0,
    };
  });
  const mark = (by: Uint32Array, from: number, to: number, item: number, code: number) => {
    if (to - from > LONG * places.length) {
      places.forEach((place, at) => {
        if (findBetween(by, from, to, place) >= 0) codes[at * count + item] = code;
      });
      return;
    }
    for (let at = from; at < to; at++) {
      const chosen = row[by[at] as number] as number;
      if (chosen > 0) codes[(chosen - 1) * count + item] = code;
    }
  };
  for (let item = 0; item < count; item++) {
    const keys = order.wanted[item]?.keys ?? [];
    for (const key of keys)
      mark(a.relatedBy, a.relatedStart[key] ?? 0, a.relatedStart[key + 1] ?? 0, item, 1);
    for (const key of keys) mark(a.fullBy, a.fullStart[key] ?? 0, a.fullStart[key + 1] ?? 0, item, 2);
  }
  const { goals, experience } = codePoints(market, order.type);
  for (const key of order.title) {
    for (let at = a.goalStart[key] ?? 0; at < (a.goalStart[key + 1] ?? 0); at++) {
      const entry = found[(row[a.goalBy[at] ?? 0] ?? 0) - 1];
      if (entry) entry.goal = better(goals, entry.goal, a.goalCode[at] ?? 0);
    }
    for (let at = a.experienceStart[key] ?? 0; at < (a.experienceStart[key + 1] ?? 0); at++) {
      const entry = found[(row[a.experienceBy[at] ?? 0] ?? 0) - 1];
      if (entry) entry.experience = better(experience, entry.experience, a.experienceCode[at] ?? 0);
    }
  }
  for (const place of places) row[place] = 0;
  return found;
}

/** Of the places that break no rule and have nothing in common with the order, those with too few facts. */
export function tooFewFacts(market: Market, order: OrderSpec): number[] {
  const eligible = meetAll(market, order, conditionsOf(market, order), everyone(market).slice());
  const { citizenFlags } = market.arrays;
  const places: number[] = [];
  for (let place = 0; place < market.citizenCount; place++) {
    if (
      ((citizenFlags[place] ?? 0) & 8) !== 0 &&
      has(eligible, place) &&
      !isListed(order, pairFound(market, order, place))
    ) {
      places.push(place);
    }
  }
  return places;
}
