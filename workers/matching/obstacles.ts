import { conditionsOf, everyone, has } from './filters.ts';
import type { Bits, Market } from './market.ts';
import { asksForNothing } from './rank.ts';
import type { OrderSpec } from './spec.ts';
import type { ExclusionReason } from './types.ts';

/** Everything that can keep a pair apart: a hard rule, or that they have nothing in common. */
export type Hurdle = ExclusionReason | 'intet_til_faelles';

/** One hurdle of an order: the citizens who clear it. */
export interface Obstacle {
  hurdle: Hurdle;
  bits: Bits;
  /** place in the order's hard groups, for licences and certificates */
  group: number | null;
  /** 0 general, 1 oral, 2 written, for a Danish level */
  side: number | null;
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

const PLANES = 6;

/** Those of `among` who fail at exactly `count` (1 to 63) of the obstacles: 32 citizens are counted at a time. */
export function failingAt(obstacles: readonly Obstacle[], count: number, among: Bits): Bits {
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

/** The obstacles that one citizen fails at. */
export function failedBy(obstacles: readonly Obstacle[], place: number): Obstacle[] {
  return obstacles.filter(({ bits }) => !has(bits, place));
}
