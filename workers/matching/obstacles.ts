import { conditionsOf, everyone, has, placesIn } from './filters.ts';
import type { Bits, Market } from './market.ts';
import { pairFound, rulesBrokenInPair } from './pair.ts';
import { asksForNothing, isListed } from './rank.ts';
import type { OrderSpec } from './spec.ts';
import type { ExclusionReason } from './types.ts';

/** Everything that can keep a pair apart: a hard rule, or that they have nothing in common. */
export type Hurdle = ExclusionReason | 'intet_til_faelles';

/** One hurdle of an order that a citizen fails at. */
export interface Step {
  hurdle: Hurdle;
  /** place in the order's hard groups, for licences and certificates */
  group: number | null;
  /** 0 general, 1 oral, 2 written, for a Danish level */
  side: number | null;
}

/** The same, and the citizens who clear it. */
export interface Obstacle extends Step {
  bits: Bits;
}

/** An order's hurdles in the order in which rules are asked; to have something in common comes last. */
export function obstaclesOf(market: Market, order: OrderSpec): Obstacle[] {
  const sides = order.danish.flatMap((level, side) => (level > 0 ? side : []));
  const obstacles = conditionsOf(market, order).map(({ reason, bits, group }): Obstacle => {
    const side = reason === 'danskniveau' ? (sides.shift() ?? null) : null;
    return { hurdle: reason, bits, group, side };
  });
  if (!asksForNothing(order)) {
    const bits = inCommonOr(market, order, obstacles);
    obstacles.push({ hurdle: 'intet_til_faelles', bits, group: null, side: null });
  }
  return obstacles;
}

/**
 * Who lacks a licence that also counts as something wanted gets both with the licence: one hurdle, not two.
 */
function inCommonOr(market: Market, order: OrderSpec, obstacles: readonly Obstacle[]): Bits {
  const bits = inCommon(market, order);
  const wanted = new Set(bringingKeys(order));
  for (const { group, bits: holders } of obstacles) {
    if (group === null || !order.hard[group]?.keys.some((key) => wanted.has(key))) continue;
    for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) | ~(holders[word] ?? 0);
  }
  return bits;
}

/** The keys that bring a citizen on the list by themselves. */
export function bringingKeys({ wanted }: OrderSpec): number[] {
  return wanted.flatMap(({ alone, keys }) => (alone ? keys : []));
}

/** What one citizen fails at: the obstacles whose bits they are not in, without asking everybody else. */
export function stepsBefore(market: Market, order: OrderSpec, citizen: number): Step[] {
  const steps = rulesBrokenInPair(market, order, citizen);
  if (isListed(order, pairFound(market, order, citizen))) return steps;
  const wanted = new Set(bringingKeys(order));
  const brings = ({ group }: Step) =>
    group !== null && order.hard[group]?.keys.some((key) => wanted.has(key));
  if (!steps.some(brings)) steps.push({ hurdle: 'intet_til_faelles', group: null, side: null });
  return steps;
}

/** Everyone who has, or has something related to, anything that brings a citizen on the order's list. */
function inCommon(market: Market, order: OrderSpec): Bits {
  const { arrays: a } = market;
  const bits = new Uint32Array(Math.ceil(market.citizenCount / 32));
  const add = (start: Uint32Array, by: Uint32Array, key: number) => {
    for (let at = start[key] ?? 0; at < (start[key + 1] ?? 0); at++) {
      const citizen = by[at] ?? 0;
      bits[citizen >>> 5] = (bits[citizen >>> 5] ?? 0) | (1 << (citizen & 31));
    }
  };
  for (const key of bringingKeys(order)) {
    add(a.fullStart, a.fullBy, key);
    add(a.relatedStart, a.relatedBy, key);
  }
  for (const key of order.title) {
    add(a.goalStart, a.goalBy, key);
    add(a.experienceStart, a.experienceBy, key);
  }
  return bits;
}

/** Everyone in the market but those whom the order passes over. */
export function presentFor(market: Market, { absent }: OrderSpec): Bits {
  const bits = everyone(market).slice();
  for (const place of Array.from(absent)) {
    bits[place >>> 5] = (bits[place >>> 5] ?? 0) & ~(1 << (place & 31));
  }
  return bits;
}

/** Those of `among` who clear every obstacle. */
export function clearingAll(obstacles: readonly Obstacle[], among: Bits): Bits {
  const left = among.slice();
  for (const { bits } of obstacles) {
    for (let word = 0; word < left.length; word++) left[word] = (left[word] ?? 0) & (bits[word] ?? 0);
  }
  return left;
}

/** Those of `among` who fail at one obstacle only. */
function failingOnce(obstacles: readonly Obstacle[], among: Bits): Bits {
  const found = new Uint32Array(among.length);
  for (let word = 0; word < among.length; word++) {
    const wanted = among[word] ?? 0;
    let once = 0;
    let twice = 0;
    for (let at = 0; wanted !== 0 && at < obstacles.length; at++) {
      const fails = ~((obstacles[at] as Obstacle).bits[word] ?? 0) & wanted;
      twice |= once & fails;
      once |= fails;
    }
    found[word] = once & ~twice;
  }
  return found;
}

const PLANES = 6;
const MOST_OBSTACLES = 2 ** PLANES;

/** Those of `among` who fail at exactly `count` (1 to 63) of the obstacles: 32 citizens are counted at a time. */
function failingAt(obstacles: readonly Obstacle[], count: number, among: Bits): Bits {
  const found = new Uint32Array(among.length);
  const planes = new Int32Array(PLANES);
  for (let word = 0; word < among.length; word++) {
    const wanted = among[word] ?? 0;
    if (wanted === 0) continue;
    planes.fill(0);
    for (const { bits } of obstacles) {
      let carry = ~(bits[word] ?? 0) & wanted;
      for (let plane = 0; carry !== 0 && plane < PLANES; plane++) {
        const before = planes[plane] ?? 0;
        planes[plane] = before ^ carry;
        carry &= before;
      }
    }
    let equal = wanted;
    for (let plane = 0; plane < PLANES; plane++) {
      const bits = planes[plane] ?? 0;
      equal &= (count >> plane) & 1 ? bits : ~bits;
    }
    found[word] = equal;
  }
  return found;
}

/** Citizens who fail at the very same obstacles of an order. */
export interface Failing {
  obstacles: Obstacle[];
  places: number[];
}

/** In the order of the obstacles. Of the many who are on no list few fail at one obstacle of an order: those are asked at which. */
function failingAlone(obstacles: readonly Obstacle[], places: readonly number[]): Failing[] {
  const placesAt = obstacles.map((): number[] => []);
  for (const place of places) {
    const at = obstacles.findIndex(({ bits }) => !has(bits, place));
    placesAt[at]?.push(place);
  }
  return obstacles.flatMap((obstacle, at) => {
    const failing = placesAt[at] ?? [];
    return failing.length > 0 ? { obstacles: [obstacle], places: failing } : [];
  });
}

/** Those of `among` who fail at exactly `count` of the obstacles, together with those who fail at the same. */
export function failingTogether(obstacles: readonly Obstacle[], count: number, among: Bits): Failing[] {
  if (count === 1) return failingAlone(obstacles, placesIn(failingOnce(obstacles, among)));
  const groups = new Map<number, Failing>();
  for (const place of placesIn(failingAt(obstacles, count, among))) {
    let key = 0;
    for (let at = 0; at < obstacles.length; at++) {
      if (!has((obstacles[at] as Obstacle).bits, place)) key = key * MOST_OBSTACLES + at + 1;
    }
    // Past some ten obstacles a number holds no more of them: such a group is of one citizen.
    const known = key < Number.MAX_SAFE_INTEGER ? groups.get(key) : undefined;
    if (known) known.places.push(place);
    else {
      const failed = obstacles.filter(({ bits }) => !has(bits, place));
      groups.set(key < Number.MAX_SAFE_INTEGER ? key : -1 - place, { obstacles: failed, places: [place] });
    }
  }
  return [...groups.values()];
}
