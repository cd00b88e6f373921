import type { Bits, Counted, Market } from './market.ts';
import type { OrderSpec } from './spec.ts';
import { fastestMinutes } from './travel.ts';
import { EXCLUSION_REASONS, type ExclusionReason, ORDER_TYPES, TRANSPORTS } from './types.ts';

const ORDINARY = ORDER_TYPES.indexOf('ordinaer');
const SMALL_JOB = ORDER_TYPES.indexOf('smaajob');
/** As many as there are sets of transports. */
const SETS = 1 << TRANSPORTS.length;
/** Bit sets are kept for conditions that orders share; a country has some hundreds of them. */
const MOST_KEPT = 4_000;

/** One hard rule of an order: the citizens who do not break it. */
export interface Condition {
  reason: ExclusionReason;
  bits: Bits;
  /** place in the order's hard groups, for licences and certificates */
  group: number | null;
}

/** The order's hard rules in the order in which they are asked. Rules that no citizen can break are left out. */
export function conditionsOf(market: Market, order: OrderSpec): Condition[] {
  const conditions: Condition[] = [];
  const add = (reason: ExclusionReason, bits: Bits, group: number | null = null) =>
    conditions.push({ reason, bits, group });
  if (order.barred)
    add(
      'virksomhed',
      kept(market, 'nobody', () => false),
    );
  add('maa_ikke_deles', shareable(market));
  if (order.aside.length > 0) add('sat_til_side', allBut(market, order.aside));
  add('maalgruppe', allowedFor(market, order.type));
  if (order.type === ORDINARY) add('har_arbejdsgiver', withoutEmployer(market));
  if (order.type !== SMALL_JOB) add('i_forloeb', unplacedOn(market, order.validDay));
  for (const isLicence of [true, false]) {
    order.hard.forEach((hard, group) => {
      if (hard.isLicence !== isLicence) return;
      add(isLicence ? 'koerekort' : 'certifikat', holdersOf(market, hard.keys, order.validDay), group);
    });
  }
  order.danish.forEach((level, side) => {
    if (level > 0) add('danskniveau', speaking(market, side, level));
  });
  if (order.hoursFrom >= 0) add('timer', withHours(market, order.hoursFrom, order.hoursTo));
  if (order.times !== 0) add('arbejdstid', withTimes(market, order.times, order.allTimes));
  if (order.startDay >= 0) add('startdato', startingBy(market, order.startDay));
  if (order.zone >= 0) add('rejsetid', withinReach(market, order.zone));
  if (order.unavoidable !== 0) add('vilkaar', without(market, order.unavoidable));
  return conditions;
}

/** Everyone who breaks none of the rules, into `into`. */
export function meetAll(
  market: Market,
  order: OrderSpec,
  conditions: readonly Condition[],
  into: Bits,
): Bits {
  into.set(present(market, order));
  for (const { bits } of conditions) {
    for (let word = 0; word < into.length; word++)
      into[word] = (into[word] as number) & (bits[word] as number);
  }
  return into;
}

/** How many citizens each reason keeps out; who breaks several rules is counted under the first that is asked. */
export function countExcluded(market: Market, order: OrderSpec): Record<ExclusionReason, number> {
  const conditions = conditionsOf(market, order);
  const common = order.barred || order.aside.length + order.absent.length > 0 ? 0 : sharedByType(order);
  const known = common > 0 ? countedOnce(market, order, conditions.slice(0, common)) : null;
  const counts = known ? { ...known.counts } : noneExcluded();
  const left = (known?.left ?? present(market, order)).slice();
  let before = known?.count ?? market.citizenCount - new Set(Array.from(order.absent)).size;
  for (const { reason, bits } of conditions.slice(common)) {
    const after = keepCommon(left, bits);
    counts[reason] += before - after;
    before = after;
  }
  return counts;
}

/** The rules about sharing, target group and employer come first and depend on the order's type alone. */
function sharedByType({ type }: OrderSpec): number {
  return type === ORDINARY ? 3 : 2;
}

function countedOnce(market: Market, { type }: OrderSpec, conditions: readonly Condition[]): Counted {
  const known = market.derived.counted.get(type);
  if (known) return known;
  const counted: Counted = {
    counts: noneExcluded(),
    left: everyone(market).slice(),
    count: market.citizenCount,
  };
  for (const { reason, bits } of conditions) {
    const after = keepCommon(counted.left, bits);
    counted.counts[reason] += counted.count - after;
    counted.count = after;
  }
  market.derived.counted.set(type, counted);
  return counted;
}

function noneExcluded(): Record<ExclusionReason, number> {
  const pairs = EXCLUSION_REASONS.map((reason) => [reason, 0]);
  return Object.fromEntries(pairs) as Record<ExclusionReason, number>;
}

/** The reason that keeps each citizen out, as a place in EXCLUSION_REASONS, or -1; by place. */
export function reasonsOf(market: Market, order: OrderSpec): Int8Array {
  const reasons = new Int8Array(market.citizenCount).fill(-1);
  const there = present(market, order);
  for (const { reason, bits } of conditionsOf(market, order)) {
    const number = EXCLUSION_REASONS.indexOf(reason);
    for (let citizen = 0; citizen < reasons.length; citizen++) {
      if (reasons[citizen] === -1 && has(there, citizen) && !has(bits, citizen)) reasons[citizen] = number;
    }
  }
  return reasons;
}

/** Rule by rule, the citizens whom that rule alone keeps out: what loosening it would bring in. */
export function keptOutByOne(market: Market, order: OrderSpec): (Condition & { alone: Bits })[] {
  const conditions = conditionsOf(market, order);
  return conditions.map((condition) => {
    const others = conditions.filter((other) => other !== condition);
    const alone = meetAll(market, order, others, everyone(market).slice());
    for (let word = 0; word < alone.length; word++) {
      alone[word] = (alone[word] ?? 0) & ~(condition.bits[word] ?? 0);
    }
    return { ...condition, alone };
  });
}

export function has(bits: Bits, citizen: number): boolean {
  return (((bits[citizen >>> 5] ?? 0) >>> (citizen & 31)) & 1) === 1;
}

/** The places whose bit is set, ascending. */
export function placesIn(bits: Bits): number[] {
  const places: number[] = [];
  for (let at = 0; at < bits.length; at++) {
    for (let rest = bits[at] as number; rest !== 0; rest &= rest - 1)
      places.push(at * 32 + 31 - Math.clz32(rest & -rest));
  }
  return places;
}

// Keeps in `left` what `bits` has too, and counts what is left: four words at a time through carry-save adders, so
// that only every fourth word is counted bit by bit.
function keepCommon(left: Bits, bits: Bits): number {
  let total = 0;
  let ones = 0;
  let twos = 0;
  const whole = left.length - (left.length % 4);
  for (let at = 0; at < whole; at += 4) {
    const a = (left[at] as number) & (bits[at] as number);
    const b = (left[at + 1] as number) & (bits[at + 1] as number);
    const c = (left[at + 2] as number) & (bits[at + 2] as number);
    const d = (left[at + 3] as number) & (bits[at + 3] as number);
    left[at] = a;
    left[at + 1] = b;
    left[at + 2] = c;
    left[at + 3] = d;
    const one = ones ^ a;
    const carryA = (ones & a) | (one & b);
    const two = one ^ b;
    const three = two ^ c;
    const carryB = (two & c) | (three & d);
    ones = three ^ d;
    const sum = twos ^ carryA;
    total += ones32((twos & carryA) | (sum & carryB));
    twos = sum ^ carryB;
  }
  total *= 4;
  for (let at = whole; at < left.length; at++) {
    const word = (left[at] as number) & (bits[at] as number);
    left[at] = word;
    total += ones32(word);
  }
  return total + ones32(ones) + 2 * ones32(twos);
}

function ones32(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function kept(market: Market, name: string, test: (citizen: number) => boolean): Bits {
  const { bits } = market.derived;
  const known = bits.get(name);
  if (known) return known;
  const made = new Uint32Array(Math.ceil(market.citizenCount / 32));
  for (let citizen = 0; citizen < market.citizenCount; citizen++) {
    if (test(citizen)) made[citizen >>> 5] = (made[citizen >>> 5] ?? 0) | (1 << (citizen & 31));
  }
  if (bits.size >= MOST_KEPT) bits.clear();
  bits.set(name, made);
  return made;
}

function present(market: Market, { absent }: OrderSpec): Bits {
  return absent.length === 0 ? everyone(market) : allBut(market, absent);
}

export function everyone(market: Market): Bits {
  return kept(market, 'everyone', () => true);
}

function shareable(market: Market): Bits {
  return kept(market, 'shareable', (citizen) => ((market.arrays.citizenFlags[citizen] ?? 0) & 1) === 0);
}

function withoutEmployer(market: Market): Bits {
  return kept(market, 'no employer', (citizen) => ((market.arrays.citizenFlags[citizen] ?? 0) & 4) === 0);
}

function unplacedOn(market: Market, day: number): Bits {
  const { citizenPlacedDay } = market.arrays;
  return kept(market, `unplaced ${day}`, (citizen) => (citizenPlacedDay[citizen] ?? -1) < day);
}

function allowedFor(market: Market, type: number): Bits {
  const { citizenAllowed } = market.arrays;
  return kept(
    market,
    `allowed ${type}`,
    (citizen) => (((citizenAllowed[citizen] ?? 0) >> (2 * type)) & 3) !== 1,
  );
}

function speaking(market: Market, side: number, level: number): Bits {
  const { citizenDanish } = market.arrays;
  return kept(market, `danish ${side} ${level}`, (citizen) => {
    const own = citizenDanish[3 * citizen + side] ?? -1;
    return own < 0 || own >= level;
  });
}

function withHours(market: Market, from: number, to: number): Bits {
  const { citizenHoursFrom, citizenHoursTo } = market.arrays;
  return kept(market, `hours ${from} ${to}`, (citizen) => {
    const own = citizenHoursFrom[citizen] ?? -1;
    return own < 0 || (from <= (citizenHoursTo[citizen] ?? -1) && own <= to);
  });
}

function withTimes(market: Market, times: number, all: boolean): Bits {
  const { citizenTimes } = market.arrays;
  return kept(market, `times ${times} ${all}`, (citizen) => {
    const own = citizenTimes[citizen] ?? 0;
    return own === 0 || (all ? (own & times) === times : (own & times) !== 0);
  });
}

function startingBy(market: Market, day: number): Bits {
  const { citizenStartDay } = market.arrays;
  return kept(market, `start ${day}`, (citizen) => (citizenStartDay[citizen] ?? -1) <= day);
}

function withinReach(market: Market, zone: number): Bits {
  const { citizenMaxTravel } = market.arrays;
  const minutesTo = wayFrom(market, zone);
  return kept(market, `reach ${zone}`, (citizen) => {
    const most = citizenMaxTravel[citizen] ?? -1;
    const key = travelKeyOf(market, citizen);
    return most < 0 || key < 0 || minutesTo(key) <= most;
  });
}

function without(market: Market, needs: number): Bits {
  const { citizenNeeds } = market.arrays;
  return kept(market, `needs ${needs}`, (citizen) => ((citizenNeeds[citizen] ?? 0) & needs) === 0);
}

function allBut(market: Market, places: ArrayLike<number>): Bits {
  const bits = everyone(market).slice();
  for (const place of Array.from(places)) bits[place >>> 5] = (bits[place >>> 5] ?? 0) & ~(1 << (place & 31));
  return bits;
}

/** Those who hold any of the keys on that day. */
function holdersOf(market: Market, keys: readonly number[], day: number): Bits {
  const only = keys.length === 1 ? lastingHolders(market, keys[0] ?? -1, day) : null;
  if (only) return only;
  const { heldStart, heldBy, heldUntil } = market.arrays;
  const bits = new Uint32Array(Math.ceil(market.citizenCount / 32));
  for (const key of keys) {
    for (let at = heldStart[key] ?? 0; at < (heldStart[key + 1] ?? 0); at++) {
      const citizen = heldBy[at] ?? 0;
      if ((heldUntil[at] ?? 0) >= day)
        bits[citizen >>> 5] = (bits[citizen >>> 5] ?? 0) | (1 << (citizen & 31));
    }
  }
  return bits;
}

// A licence that runs out for nobody before the day is the same set for most orders.
function lastingHolders(market: Market, key: number, day: number): Bits | null {
  const { heldStart, heldBy, heldUntil } = market.arrays;
  const [from, to] = [heldStart[key] ?? 0, heldStart[key + 1] ?? 0];
  const soonest =
    market.derived.soonest.get(key) ?? heldUntil.subarray(from, to).reduce((a, b) => Math.min(a, b), 2 ** 31);
  market.derived.soonest.set(key, soonest);
  if (soonest < day) return null;
  const holders = new Set(market.derived.bits.has(`held ${key}`) ? [] : heldBy.subarray(from, to));
  return kept(market, `held ${key}`, (citizen) => holders.has(citizen));
}

/** Minutes from an order's zone to every zone with every set of transports: thousands of citizens share a few. */
export function minutesFrom({ zones, distanceOf, derived }: Market, zone: number): Int16Array {
  const known = derived.minutes.get(zone);
  if (known) return known;
  const minutes = Int16Array.from({ length: zones * SETS }, (_, at) =>
    fastestMinutes(at % SETS, distanceOf(zone, Math.floor(at / SETS))),
  );
  derived.minutes.set(zone, minutes);
  return minutes;
}

/** The same number by number: for fewer citizens than there are zones, no table is made. */
export function wayFrom(market: Market, zone: number): (travelKey: number) => number {
  const { zones, distanceOf, citizenCount } = market;
  if (citizenCount < zones)
    return (key) => (key < 0 ? -1 : fastestMinutes(key % SETS, distanceOf(zone, Math.floor(key / SETS))));
  const minutes = minutesFrom(market, zone);
  return (key) => minutes[key] ?? -1;
}

/** Where the citizen stands in minutesFrom, or -1 when place or transport is blank. */
export function travelKeyOf({ arrays }: Market, citizen: number): number {
  const zone = arrays.citizenZone[citizen] ?? -1;
  const transports = arrays.citizenTransports[citizen] ?? 0;
  return zone < 0 || transports === 0 ? -1 : (zone << TRANSPORTS.length) | transports;
}
