import { has } from './filters.ts';
import type { Market, Scratch } from './market.ts';
import { codePoints, findBetween } from './points.ts';
import type { OrderSpec } from './spec.ts';

/** Points begin at one, so that something in common that earns nothing is still something in common. */
export const TOUCHED = 1;

/**
 * What requirements, goals and experience earn, into `scratch.points`: only those on the postings who break no rule are
 * touched. What does not bring anyone on the list by itself comes last, and counts for those who are on it. Gives how
 * many are touched.
 */
export function touch(market: Market, order: OrderSpec, scratch: Scratch): number {
  let count = 0;
  for (const wanted of order.wanted)
    if (wanted.alone) count = touchWanted(market, wanted, scratch, count, touchNew);
  if (order.title.length > 0) count = touchTitle(market, order, scratch, count);
  for (const wanted of order.wanted)
    if (!wanted.alone) count = touchWanted(market, wanted, scratch, count, !touchNew);
  return count;
}
const touchNew = true;

function touchWanted(
  { arrays: a }: Market,
  { keys, full, related }: OrderSpec['wanted'][number],
  scratch: Scratch,
  before: number,
  isNew: boolean,
): number {
  let count = before;
  if (keys.length === 1) {
    const key = keys[0] ?? -1;
    const [from, to] = [a.fullStart[key] ?? 0, a.fullStart[key + 1] ?? 0];
    const [nearFrom, nearTo] = [a.relatedStart[key] ?? 0, a.relatedStart[key + 1] ?? 0];
    if (!isNew) {
      addToTouched(scratch, a.fullBy, from, to, full, count);
      addToTouched(scratch, a.relatedBy, nearFrom, nearTo, related, count);
      return count;
    }
    count = addAlike(scratch, a.fullBy, from, to, full, count);
    return addAlike(scratch, a.relatedBy, nearFrom, nearTo, related, count);
  }
  scratch.best.fill(0);
  for (const key of keys) {
    for (let at = a.fullStart[key] ?? 0; at < (a.fullStart[key + 1] ?? 0); at++) {
      count = raise(scratch, a.fullBy[at] as number, full, count, isNew);
    }
    for (let at = a.relatedStart[key] ?? 0; at < (a.relatedStart[key + 1] ?? 0); at++) {
      count = raise(scratch, a.relatedBy[at] as number, related, count, isNew);
    }
  }
  return count;
}

function touchTitle(market: Market, order: OrderSpec, scratch: Scratch, before: number): number {
  const { arrays: a } = market;
  const { goals, experience } = codePoints(market, order.type);
  const aims = { start: a.goalStart, by: a.goalBy, codes: a.goalCode, points: goals };
  const worked = {
    start: a.experienceStart,
    by: a.experienceBy,
    codes: a.experienceCode,
    points: experience,
  };
  return addCoded(scratch, worked, order.title, addCoded(scratch, aims, order.title, before));
}

// The hot loop: everyone on one posting list earns the same.
function addAlike(
  { points, touched, eligible }: Scratch,
  by: Uint32Array,
  from: number,
  to: number,
  worth: number,
  count: number,
): number {
  let next = count;
  for (let at = from; at < to; at++) {
    const citizen = by[at] as number;
    if ((((eligible[citizen >>> 5] as number) >>> (citizen & 31)) & 1) === 0) continue;
    const before = points[citizen] as number;
    if (before === 0) {
      touched[next++] = citizen;
      points[citizen] = TOUCHED + worth;
    } else points[citizen] = before + worth;
  }
  return next;
}

// Few against a long list: each is looked up, and the list not gone through.
export const LONG = 16;

function addToTouched(
  { points, touched }: Scratch,
  by: Uint32Array,
  from: number,
  to: number,
  worth: number,
  count: number,
): void {
  if (to - from > LONG * count) {
    for (let at = 0; at < count; at++) {
      const citizen = touched[at] as number;
      if (findBetween(by, from, to, citizen) >= 0) points[citizen] = (points[citizen] as number) + worth;
    }
    return;
  }
  for (let at = from; at < to; at++) {
    const citizen = by[at] as number;
    const before = points[citizen] as number;
    if (before > 0) points[citizen] = before + worth;
  }
}

interface Coded {
  start: Uint32Array;
  by: Uint32Array;
  codes: Uint8Array;
  points: Uint16Array;
}

// Goals and experience: what an entry earns stands in its code.
function addCoded(
  scratch: Scratch,
  { start, by, codes, points }: Coded,
  keys: readonly number[],
  count: number,
): number {
  if (keys.length > 1) scratch.best.fill(0);
  let next = count;
  for (const key of keys) {
    const to = start[key + 1] ?? 0;
    for (let at = start[key] ?? 0; at < to; at++) {
      const citizen = by[at] as number;
      if (keys.length === 1) scratch.best[citizen] = 0;
      next = raise(scratch, citizen, points[codes[at] as number] as number, next, touchNew);
    }
  }
  return next;
}

// Several concepts, or several entries, may stand for the same thing: the best of them counts.
function raise(
  { points, best, touched, eligible }: Scratch,
  citizen: number,
  worth: number,
  count: number,
  isNew: boolean,
): number {
  if ((((eligible[citizen >>> 5] as number) >>> (citizen & 31)) & 1) === 0) return count;
  let next = count;
  if (points[citizen] === 0) {
    if (!isNew) return count;
    touched[next++] = citizen;
    points[citizen] = TOUCHED;
  }
  const gain = worth - (best[citizen] as number);
  if (gain > 0) {
    best[citizen] = worth;
    points[citizen] = (points[citizen] as number) + gain;
  }
  return next;
}

/** Everyone who breaks no rule, for an order that asks for nothing. */
export function touchAll(market: Market, { points, touched, eligible }: Scratch): number {
  let count = 0;
  for (let citizen = 0; citizen < market.citizenCount; citizen++) {
    if (!has(eligible, citizen)) continue;
    touched[count++] = citizen;
    points[citizen] = TOUCHED;
  }
  return count;
}
