import { placesIn, travelKeyOf, wayFrom } from './filters.ts';
import type { Bits, Market } from './market.ts';
import {
  bringingKeys,
  clearingAll,
  failingTogether,
  type Hurdle,
  obstaclesOf,
  presentFor,
  type Step,
  stepsBefore,
} from './obstacles.ts';
import type { Side } from './rank.ts';
import type { OrderSpec } from './spec.ts';

/** Nothing to compare with, or others who came first. */
export type NoPair = 'ingen_ordrer' | 'ingen_borgere' | 'andre_foran';

/**
 * Why a citizen has no match, or an order no candidate: the fewest changes that bring one. With all of `steps` mended
 * the pair of the citizen and the order is a match.
 */
export interface Standing {
  /** in the order in which rules are asked; empty when `noPair` is set */
  steps: Step[];
  noPair: NoPair | null;
  /** so many orders (or citizens) the same change brings, of the `of` that are this near */
  opens: number;
  of: number;
  /** the nearest of them: a citizen's place in its market, an order's index, the market's index */
  citizen: number;
  order: number;
  market: number;
}

/** More hurdles than any order has. */
const MOST_STEPS = 63;
/** Of one citizen, so many orders take a fraction of a millisecond. */
const A_TURN = 50;
/** Rules that people cannot or should not bend for one person: named only when nothing else brings as much. */
const LAST_RESORTS: ReadonlySet<Hurdle> = new Set(['maalgruppe', 'vilkaar', 'virksomhed', 'sat_til_side']);

/**
 * The one standing answer of every citizen who is on no list, by place, in steps of one order. `listed` tells who is on the
 * list of some order. Orders are gone through with one bit per citizen; citizens one by one only where few hurdles are left.
 */
export function* citizenStandings(
  market: Market,
  orders: readonly OrderSpec[],
  listed: ReadonlySet<number>,
): Generator<void, Standing[]> {
  const left = new Uint32Array(Math.ceil(market.citizenCount / 32));
  for (let place = 0; place < market.citizenCount; place++) {
    if (!listed.has(place)) left[place >>> 5] = (left[place >>> 5] ?? 0) | (1 << (place & 31));
  }
  if (orders.length === 0) return placesIn(left).map((place) => without('ingen_ordrer', place));
  const standings: Standing[] = [];
  for (const order of orders) {
    const beaten = takeFrom(left, clearingAll(obstaclesOf(market, order), left));
    standings.push(...beaten.map((place) => without('andre_foran', place)));
    yield;
  }
  for (let count = 1; count <= MOST_STEPS && left.some((word) => word !== 0); count++) {
    const tallies = new Map<number, Tally>();
    for (const [at, order] of orders.entries()) {
      for (const { obstacles, places } of failingTogether(obstaclesOf(market, order), count, left)) {
        const change = changeOf(market, order, obstacles);
        for (const place of places) {
          const tally = tallies.get(place) ?? newTally();
          if (!tallies.has(place)) tallies.set(place, tally);
          tally.add(change, 0, place, at);
        }
      }
      yield;
    }
    for (const [place, tally] of tallies) {
      standings.push(tally.best());
      left[place >>> 5] = (left[place >>> 5] ?? 0) & ~(1 << (place & 31));
    }
  }
  return standings.sort((a, b) => a.citizen - b.citizen);
}

/** The same of the citizen at one place, in steps of some orders; null when some order is a match. */
export function* citizenStanding(
  market: Market,
  orders: readonly OrderSpec[],
  place: number,
): Generator<void, Standing | null> {
  if (orders.length === 0) return without('ingen_ordrer', place);
  let fewest = Number.POSITIVE_INFINITY;
  let tally = newTally();
  for (const [at, order] of orders.entries()) {
    const steps = stepsBefore(market, order, place);
    if (steps.length === 0) return null;
    if (steps.length < fewest) {
      fewest = steps.length;
      tally = newTally();
    }
    if (steps.length === fewest) tally.add(changeOf(market, order, steps), 0, place, at);
    if (at % A_TURN === 0) yield;
  }
  return tally.best();
}

/** The one standing answer of an order over markets that together are everyone; null when it has candidates. */
export function orderStanding(sides: readonly Side[]): Standing | null {
  const all = sides.map(({ market, order }) => {
    return { market, order, obstacles: obstaclesOf(market, order), there: presentFor(market, order) };
  });
  if (all.some(({ obstacles, there }) => isAny(clearingAll(obstacles, there)))) return null;
  if (!all.some(({ there }) => isAny(there))) return without('ingen_borgere', -1);
  for (let count = 1; count <= MOST_STEPS; count++) {
    const tally = newTally();
    all.forEach(({ market, order, obstacles, there }, side) => {
      for (const group of failingTogether(obstacles, count, there)) {
        const change = changeOf(market, order, group.obstacles);
        for (const place of group.places) tally.add(change, side, place, 0);
      }
    });
    if (tally.any()) return tally.best();
  }
  return without('ingen_borgere', -1);
}

function isAny(bits: Bits): boolean {
  return bits.some((word) => word !== 0);
}

function without(noPair: NoPair, citizen: number): Standing {
  return { steps: [], noPair, opens: 0, of: 0, citizen, order: -1, market: 0 };
}

/** Takes `some` out of `all` and tells who they were. */
function takeFrom(all: Bits, some: Bits): number[] {
  for (let word = 0; word < all.length; word++) all[word] = (all[word] ?? 0) & ~(some[word] ?? 0);
  return placesIn(some);
}

/** What would have to change for some citizens and one order. */
interface Change {
  /** the same text for changes that one and the same act brings about: a licence by its name, hours whatever their number */
  code: string;
  steps: Step[];
  /** how far off a citizen is where that can be measured, in minutes and days: the nearest order is named */
  gapOf: (citizen: number) => number;
}

function changeOf(market: Market, order: OrderSpec, failed: readonly Step[]): Change {
  const steps = failed.map(({ hurdle, group, side }) => ({ hurdle, group, side }));
  const measured = steps.flatMap(({ hurdle }) => gaps[hurdle] ?? []);
  return {
    code: steps.map((step) => `${step.hurdle} ${askedAt(order, step)}`).join('+'),
    steps,
    gapOf: (citizen) => measured.reduce((sum, gap) => sum + gap(market, order, citizen), 0),
  };
}

/** Counts the different changes that bring a match. */
interface Tally {
  add: (change: Change, market: number, citizen: number, order: number) => void;
  any: () => boolean;
  best: () => Standing;
}

type Counted = Pick<Standing, 'opens' | 'market' | 'citizen' | 'order' | 'steps'> & { gap: number };

function newTally(): Tally {
  const counted = new Map<string, Counted>();
  let of = 0;
  return {
    add({ code, steps, gapOf }, market, citizen, order) {
      of += 1;
      const gap = gapOf(citizen);
      const known = counted.get(code);
      if (!known) {
        counted.set(code, { opens: 1, gap, market, citizen, order, steps });
        return;
      }
      known.opens += 1;
      if (gap < known.gap) Object.assign(known, { gap, market, citizen, order, steps });
    },
    any: () => counted.size > 0,
    best() {
      const [first] = [...counted.values()].sort(
        (a, b) =>
          Number(a.steps.some(isLastResort)) - Number(b.steps.some(isLastResort)) ||
          b.opens - a.opens ||
          a.gap - b.gap,
      );
      if (!first) throw new Error('nothing was counted');
      const { gap: _gap, ...best } = first;
      return { ...best, noPair: null, of };
    },
  };
}

function isLastResort({ hurdle }: Step): boolean {
  return LAST_RESORTS.has(hurdle);
}

function askedAt(order: OrderSpec, { hurdle, group, side }: Step): string {
  if (group !== null) return String(order.hard[group]?.keys);
  if (side !== null) return `${side} ${order.danish[side]}`;
  if (hurdle === 'maalgruppe') return String(order.type);
  return hurdle === 'intet_til_faelles' ? String(headKeyOf(order)) : '';
}

/** The concept that an order is first of all about. */
export function headKeyOf(order: OrderSpec): number {
  return order.title[0] ?? bringingKeys(order)[0] ?? -1;
}

const gaps: Partial<Record<Hurdle, (market: Market, order: OrderSpec, place: number) => number>> = {
  timer: ({ arrays: a }, order, place) =>
    Math.max(
      order.hoursFrom - (a.citizenHoursTo[place] ?? 0),
      (a.citizenHoursFrom[place] ?? 0) - order.hoursTo,
    ),
  startdato: ({ arrays: a }, order, place) => (a.citizenStartDay[place] ?? 0) - order.startDay,
  rejsetid: (market, order, place) =>
    minutesBetween(market, order, place) - (market.arrays.citizenMaxTravel[place] ?? 0),
};

/** Minutes one way with the fastest of the citizen's transports; both places are known. */
export function minutesBetween(market: Market, order: OrderSpec, place: number): number {
  return wayFrom(market, order.zone)(travelKeyOf(market, place));
}
