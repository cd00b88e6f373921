import { OPEN_END } from './compile.ts';
import { has, keptOutByOne, minutesFrom, placesIn, travelKeyOf } from './filters.ts';
import { danishLevelNamed, LEVELS, levelName, parseDanishLevel } from './levels.ts';
import type { Bits, Market } from './market.ts';
import { clearingAll, obstaclesOf, presentFor } from './obstacles.ts';
import type { OrderSpec } from './spec.ts';
import { type ExclusionReason, type MatchOrder, type Requirement, WORKING_TIMES } from './types.ts';

const DANISH_FIELDS = ['danishMin', 'danishOralMin', 'danishWrittenMin'] as const;

/** One thing that could be asked less of. `patch` is the order's new values; of a longer way nothing is the order's. */
export type Loosening =
  | { rule: 'kan_laeres'; text: string; patch: Partial<MatchOrder> }
  | { rule: 'danskniveau'; side: number; from: string; level: string; patch: Partial<MatchOrder> }
  | { rule: 'timer'; end: 'hoursMin' | 'hoursMax'; hours: number; patch: Partial<MatchOrder> }
  | { rule: 'arbejdstid'; patch: Pick<MatchOrder, 'workingTimes' | 'allWorkingTimes'> }
  | { rule: 'startdato'; patch: { startDate: string } }
  | { rule: 'rejsetid'; minutes: number; patch: Partial<MatchOrder> }
  | { rule: 'vilkaar'; patch: Partial<MatchOrder> };

/** What one loosening brings in: ids of citizens who are then on the order's list and are not now, ascending. */
export interface NearStep {
  loosening: Loosening;
  citizens: number[];
}

/** Everyone in one of the markets that together are all citizens. */
export interface NearSide {
  market: Market;
  places: Uint32Array;
  specOf: (order: MatchOrder) => OrderSpec;
}

/**
 * Requirement by requirement, the steps that would bring citizens in: smallest first, each with all whom it brings, and
 * no step that brings nobody more than the one before. What most wait for comes first. Each step is worked out by
 * ranking the changed order, so it says what would happen and not what might; between two rankings others may have a turn.
 */
export function* nearMatches(order: MatchOrder, sides: readonly NearSide[]): Generator<void, NearStep[][]> {
  const now: Now[] = [];
  for (const side of sides) {
    const spec = side.specOf(order);
    now.push({ ...side, spec, listed: listedOn(side.market, spec), alone: keptOutByOne(side.market, spec) });
    yield;
  }
  const [first] = now;
  if (!first || first.spec.barred) return [];
  const questions: Loosening[][] = [
    ...order.requirements.flatMap((line) => learned(order, line, first)),
    ...[0, 1, 2].map((side) => lowerDanish(order, side, first)),
    ...shorterHours(now),
    laterStart(now),
    order.unavoidable.length === 0 ? [] : [{ rule: 'vilkaar' as const, patch: { unavoidable: [] } }],
  ];
  const steps: NearStep[][] = [];
  for (const loosenings of questions) steps.push(growing(yield* reRuns(order, loosenings, now)));
  const times = yield* reRuns(order, otherTimes(order, now), now);
  const all = [...steps, byMost(times), growing(longerWays(now))].filter(
    ([smallest]) => smallest !== undefined,
  );
  return all.sort((a, b) => (b.at(-1)?.citizens.length ?? 0) - (a.at(-1)?.citizens.length ?? 0));
}

interface Now extends NearSide {
  spec: OrderSpec;
  listed: Bits;
  alone: ReturnType<typeof keptOutByOne>;
}

/** Everyone on the order's list, however long: breaks no rule and has something in common. */
export function listedOn(market: Market, order: OrderSpec): Bits {
  return clearingAll(obstaclesOf(market, order), presentFor(market, order));
}

function* reRuns(
  order: MatchOrder,
  loosenings: readonly Loosening[],
  now: readonly Now[],
): Generator<void, NearStep[]> {
  const steps: NearStep[] = [];
  for (const loosening of loosenings) {
    steps.push(reRun(order, loosening, now));
    yield;
  }
  return steps;
}

function reRun(order: MatchOrder, loosening: Loosening, sides: readonly Now[]): NearStep {
  const changed = { ...order, ...loosening.patch };
  const citizens = sides.flatMap(({ market, places, specOf, listed }) =>
    placesIn(listedOn(market, specOf(changed))).flatMap((place) =>
      has(listed, place) ? [] : (places[place] ?? []),
    ),
  );
  return { loosening, citizens: citizens.sort((a, b) => a - b) };
}

// No time of day is a smaller change than another: what most can do stands first.
function byMost(steps: NearStep[]): NearStep[] {
  return steps
    .filter(({ citizens }) => citizens.length > 0)
    .sort((a, b) => b.citizens.length - a.citizens.length);
}

function growing(steps: NearStep[]): NearStep[] {
  let most = 0;
  return steps.filter(({ citizens }) => {
    const grows = citizens.length > most;
    if (grows) most = citizens.length;
    return grows;
  });
}

// Whatever stands as a licence, a certificate or a level of Danish, in its own field or in free text.
function learned(order: MatchOrder, line: Requirement, { spec, specOf }: Now): Loosening[][] {
  const text = line.text.trim();
  const alike = order.requirements.filter((other) => mayBeHard(other) && other.text.trim() === text);
  if (alike[0] !== line) return [];
  const requirements = order.requirements.map((each) =>
    each.text.trim() === text ? { ...each, kanLaeres: true } : each,
  );
  const changed = specOf({ ...order, requirements });
  const isHard = changed.hard.length < spec.hard.length || changed.danish[0] < spec.danish[0];
  return isHard ? [[{ rule: 'kan_laeres', text, patch: { requirements } }]] : [];
}

function mayBeHard({ kind, kanLaeres }: Requirement): boolean {
  return kind !== 'oenske' && kind !== 'sprog' && !kanLaeres;
}

function lowerDanish(order: MatchOrder, side: number, { spec, specOf }: Now): Loosening[] {
  const field = DANISH_FIELDS[side];
  const wanted = spec.danish[side] ?? -1;
  if (!field || wanted < 1) return [];
  const typed = parseDanishLevel(order[field]);
  return LEVELS.slice(0, wanted)
    .reverse()
    .flatMap((level): Loosening[] => {
      const number = LEVELS.indexOf(level);
      const requirements = order.requirements.map((line) =>
        side === 0 && (danishLevelNamed(line.text) ?? -1) > number ? { ...line, kanLaeres: true } : line,
      );
      const least = typed !== null && typed <= number ? order[field] : level;
      const patch = { [field]: least, requirements };
      // A line that names a certificate as well is loosened as a whole, which is another question.
      if (specOf({ ...order, ...patch }).hard.length < spec.hard.length) return [];
      return [{ rule: 'danskniveau', side, from: levelName(wanted), level, patch }];
    });
}

/** The places whom this rule alone keeps out, with the market they stand in. */
function keptOutBy(now: readonly Now[], rule: ExclusionReason): { side: Now; place: number }[] {
  return now.flatMap((side) =>
    side.alone
      .filter(({ reason }) => reason === rule)
      .flatMap(({ alone }) => placesIn(alone).map((place) => ({ side, place }))),
  );
}

function distinct(values: number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function shorterHours(now: readonly Now[]): Loosening[][] {
  const spec = now[0]?.spec;
  if (!spec || spec.hoursFrom < 0) return [];
  const people = keptOutBy(now, 'timer').map(({ side: { market }, place }) => ({
    from: market.arrays.citizenHoursFrom[place] ?? 0,
    to: market.arrays.citizenHoursTo[place] ?? 0,
  }));
  const ends = { hoursMin: spec.hoursFrom / 60, hoursMax: hoursOrOpen(spec.hoursTo) };
  const fewer = distinct(people.flatMap(({ to }) => (to < spec.hoursFrom ? to : []))).reverse();
  const more = distinct(people.flatMap(({ from }) => (from > spec.hoursTo ? from : [])));
  const change = (end: 'hoursMin' | 'hoursMax') => (minutes: number) => {
    const hours = minutes / 60;
    return { rule: 'timer' as const, end, hours, patch: { ...ends, [end]: hours } };
  };
  return [fewer.map(change('hoursMin')), more.map(change('hoursMax'))];
}

function hoursOrOpen(minutes: number): number | null {
  return minutes === OPEN_END ? null : minutes / 60;
}

// One time more; where all were asked for, as many fewer as the citizen cannot, or one other that can stand alone.
function otherTimes(order: MatchOrder, now: readonly Now[]): Loosening[] {
  const spec = now[0]?.spec;
  if (!spec || spec.times === 0) return [];
  const changes = keptOutBy(now, 'arbejdstid').flatMap(({ side: { market }, place }) => {
    const own = market.arrays.citizenTimes[place] ?? 0;
    const common = own & spec.times;
    if (order.allWorkingTimes && common !== 0) return [{ mask: common, all: true }];
    return WORKING_TIMES.flatMap((_, bit) =>
      (own & (1 << bit)) === 0 ? [] : [{ mask: spec.times | (1 << bit), all: false }],
    );
  });
  const known = new Map(changes.map((change) => [`${change.mask} ${change.all}`, change]));
  return [...known.values()]
    .sort((a, b) => Number(b.all) - Number(a.all) || a.mask - b.mask)
    .map(({ mask, all }) => {
      const workingTimes = WORKING_TIMES.filter((_, bit) => (mask & (1 << bit)) !== 0);
      return { rule: 'arbejdstid', patch: { workingTimes, allWorkingTimes: all } };
    });
}

function laterStart(now: readonly Now[]): Loosening[] {
  const days = keptOutBy(now, 'startdato').map(
    ({ side: { market }, place }) => market.arrays.citizenStartDay[place] ?? 0,
  );
  return distinct(days).map((day) => ({ rule: 'startdato', patch: { startDate: isoDay(day) } }));
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Minutes that anyone would name. */
const TRAVEL_STEP = 5;

// The order stays as it is: the firm could help with the way. Every citizen's limit is so many minutes longer.
function longerWays(now: readonly Now[]): NearStep[] {
  const near = now.flatMap(({ market, spec, places, listed }) => {
    const others = obstaclesOf(market, spec).filter(({ hurdle }) => hurdle !== 'rejsetid');
    return placesIn(clearingAll(others, presentFor(market, spec))).flatMap((place) => {
      if (has(listed, place)) return [];
      const minutes = minutesFrom(market, spec.zone)[travelKeyOf(market, place)] ?? 0;
      const extra = minutes - (market.arrays.citizenMaxTravel[place] ?? 0);
      return [{ id: places[place] ?? 0, extra: Math.ceil(extra / TRAVEL_STEP) * TRAVEL_STEP }];
    });
  });
  return distinct(near.map(({ extra }) => extra)).map((minutes) => ({
    loosening: { rule: 'rejsetid', minutes, patch: {} },
    citizens: near.flatMap(({ id, extra }) => (extra <= minutes ? id : [])).sort((a, b) => a - b),
  }));
}
