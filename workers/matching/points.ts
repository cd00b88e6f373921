import { minutesFrom, travelKeyOf, wayFrom } from './filters.ts';
import type { Market, Scratch } from './market.ts';
import type { OrderSpec } from './spec.ts';
import { FUNCTIONAL_NEEDS, ORDER_TYPES, type ScoreParts, TRANSPORTS } from './types.ts';
import {
  EXPERIENCE_CODES,
  experiencePoints,
  GOAL_CODES,
  goalPoints,
  isRelatedCode,
  type TypeWeights,
  travelPoints,
} from './weights.ts';

// Bits of `open`: facts that may be blank on a citizen, then functional needs.
const SHARING = 1;
const TYPE_FROM = 1;
const DANISH_FROM = TYPE_FROM + ORDER_TYPES.length;
const HOURS = 1 << (DANISH_FROM + 3);
const TIMES = HOURS << 1;
const START = TIMES << 1;
const TRAVEL = START << 1;
const NEEDS_FROM = DANISH_FROM + 7;
const NEEDS = ((1 << FUNCTIONAL_NEEDS.length) - 1) << NEEDS_FROM;
const MENTOR = 1 << FUNCTIONAL_NEEDS.indexOf('mentor');
const BONUS_KEYS = 16;

/** Where each kind of open fact has its bit: for telling what a stored row's `open` says. */
export const OPEN_BITS = {
  sharing: SHARING,
  typeFrom: TYPE_FROM,
  danishFrom: DANISH_FROM,
  hours: HOURS,
  times: TIMES,
  start: START,
  travel: TRAVEL,
  needsFrom: NEEDS_FROM,
} as const;

export function weightsOf(market: Market, type: number): TypeWeights {
  const weights = market.weights[type];
  if (!weights) throw new Error(`Snapshot has no weights for order type ${type}`);
  return weights;
}

/** Room for scoring, with what every order asks of a citizen laid out beside each other. */
export function scratchOf(market: Market): Scratch {
  if (market.derived.scratch) return market.derived.scratch;
  const count = market.citizenCount;
  const words = Math.ceil(count / 32);
  const scratch: Scratch = {
    points: new Uint16Array(count),
    best: new Uint16Array(count),
    touched: new Uint32Array(count),
    row: new Uint16Array(count),
    travelKey: new Uint16Array(count),
    open: new Uint32Array(count),
    bonusKey: new Uint8Array(count),
    eligible: new Uint32Array(words),
  };
  for (let citizen = 0; citizen < count; citizen++) {
    scratch.travelKey[citizen] = Math.max(0, travelKeyOf(market, citizen));
    scratch.open[citizen] = openFacts(market, citizen);
    scratch.bonusKey[citizen] = bonusKeyOf(market, citizen);
  }
  market.derived.scratch = scratch;
  return scratch;
}

/** What is blank on a citizen, and what they need, one bit each. */
export function openFacts(market: Market, citizen: number): number {
  const { arrays: a } = market;
  let open = ((a.citizenFlags[citizen] ?? 0) & 2) === 0 ? 0 : SHARING;
  for (let type = 0; type < ORDER_TYPES.length; type++) {
    if ((((a.citizenAllowed[citizen] ?? 0) >> (2 * type)) & 3) === 2) open |= 1 << (TYPE_FROM + type);
  }
  for (let side = 0; side < 3; side++) {
    if ((a.citizenDanish[3 * citizen + side] ?? -1) < 0) open |= 1 << (DANISH_FROM + side);
  }
  if ((a.citizenHoursFrom[citizen] ?? -1) < 0) open |= HOURS;
  if (a.citizenTimes[citizen] === 0) open |= TIMES;
  if ((a.citizenStartDay[citizen] ?? -1) < 0) open |= START;
  if ((a.citizenMaxTravel[citizen] ?? -1) < 0 || travelKeyOf(market, citizen) < 0) open |= TRAVEL;
  return (open | ((a.citizenNeeds[citizen] ?? 0) << NEEDS_FROM)) >>> 0;
}

/** The facts that matter for an order, and the needs that it does not meet: a mask for `open`. */
export function askedBy(order: OrderSpec): number {
  let asked = SHARING | (1 << (TYPE_FROM + order.type));
  order.danish.forEach((level, side) => {
    if (level >= 0) asked |= 1 << (DANISH_FROM + side);
  });
  if (order.hoursFrom >= 0) asked |= HOURS;
  if (order.times !== 0) asked |= TIMES;
  if (order.startDay >= 0) asked |= START;
  if (order.zone >= 0) asked |= TRAVEL;
  return (asked | (NEEDS & ~(order.offers << NEEDS_FROM))) >>> 0;
}

/** What the open facts cost; `open` is already masked by what the order asks. */
export function openPoints(weights: TypeWeights, open: number): number {
  if (open === 0) return 0;
  return bits(open & ~NEEDS) * weights.ukendt + bits(open & NEEDS) * weights.behov;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function bonusKeyOf({ arrays: a }: Market, citizen: number): number {
  const mentor = ((a.citizenNeeds[citizen] ?? 0) & MENTOR) === 0 ? 0 : 1;
  return ((a.citizenPurpose[citizen] ?? 0) << 1) | mentor;
}

/** Points for plan 2018's considerations, by bonus key: purpose and mentor, and what the order gives to all. */
export function bonusTable(weights: TypeWeights, order: OrderSpec): Int16Array {
  const mentor = (order.offers & MENTOR) === 0 ? 0 : weights.mentor;
  const table = new Int16Array(BONUS_KEYS);
  for (let key = 0; key < BONUS_KEYS; key++) {
    const purpose = order.purpose > 0 && key >> 1 === order.purpose ? weights.formaal : 0;
    table[key] = order.bonus + purpose + ((key & 1) === 1 ? mentor : 0);
  }
  return table;
}

/** Travel points from the order's zone, by travel key; all zero when the zone is unknown. */
export function travelTable(market: Market, order: OrderSpec): Int16Array {
  const name = order.zone * ORDER_TYPES.length + order.type;
  const known = market.derived.travel.get(name);
  if (known) return known;
  const weights = weightsOf(market, order.type);
  const made =
    order.zone < 0
      ? new Int16Array(Math.max(1, market.zones) << TRANSPORTS.length)
      : Int16Array.from(minutesFrom(market, order.zone), (minutes) => travelPoints(weights, minutes));
  market.derived.travel.set(name, made);
  return made;
}

/** The same of one travel key: for fewer citizens than there are zones, no table is made. */
function travelEarned(market: Market, order: OrderSpec, travelKey: number): number {
  if (market.citizenCount >= market.zones) return travelTable(market, order)[travelKey] ?? 0;
  if (order.zone < 0) return 0;
  return travelPoints(weightsOf(market, order.type), wayFrom(market, order.zone)(travelKey));
}

/** Points per goal code and per experience code for one order type. */
export function codePoints(market: Market, type: number) {
  const known = market.derived.codePoints.get(type);
  if (known) return known;
  const weights = weightsOf(market, type);
  const made = {
    goals: Uint16Array.from({ length: GOAL_CODES }, (_, code) => goalPoints(weights, code)),
    experience: Uint16Array.from({ length: EXPERIENCE_CODES }, (_, code) => experiencePoints(weights, code)),
  };
  market.derived.codePoints.set(type, made);
  return made;
}

/** What was found of one order in one citizen, as small numbers: the reasons of a row. */
export interface Found {
  /** per wanted requirement: 0 nothing, 1 related, 2 in full */
  wanted: ArrayLike<number>;
  /** 1 + goal code, or 0 */
  goal: number;
  /** 1 + experience code, or 0 */
  experience: number;
  /** openFacts masked by askedBy */
  open: number;
  bonusKey: number;
  travelKey: number;
}

/** The parts of a score; they add up to what ranking gives. */
export function partsOf(market: Market, order: OrderSpec, found: Found): ScoreParts {
  const weights = weightsOf(market, order.type);
  const { goals, experience } = codePoints(market, order.type);
  const parts: ScoreParts = {
    krav: 0,
    oensker: 0,
    kanLaeres: 0,
    jobmaal: 0,
    erfaring: 0,
    sprog: 0,
    rejse: travelEarned(market, order, found.travelKey),
    hensyn: bonusTable(weights, order)[found.bonusKey] ?? 0,
    beslaegtet: 0,
    ukendt: openPoints(weights, found.open),
  };
  order.wanted.forEach(({ part, full, related }, at) => {
    if (found.wanted[at] === 2) parts[part] += full;
    if (found.wanted[at] === 1) parts.beslaegtet += related;
  });
  addCode(parts, 'jobmaal', found.goal, goals);
  addCode(parts, 'erfaring', found.experience, experience);
  return parts;
}

function addCode(parts: ScoreParts, part: 'jobmaal' | 'erfaring', found: number, points: Uint16Array): void {
  if (found === 0) return;
  parts[isRelatedCode(found - 1) ? 'beslaegtet' : part] += points[found - 1] ?? 0;
}

/** 1 + the code that is worth more; the one found first among equals. */
export function better(points: Uint16Array, known: number, code: number): number {
  return known > 0 && (points[known - 1] ?? 0) >= (points[code] ?? 0) ? known : code + 1;
}

/** Where a citizen stands in an ascending list from `from` to before `to`, or -1. */
export function findBetween(by: Uint32Array, from: number, to: number, citizen: number): number {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = by[middle] as number;
    if (found === citizen) return middle;
    if (found < citizen) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
