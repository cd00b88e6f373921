import type { CompiledCitizen } from './citizen.ts';
import { OPEN_END } from './compile.ts';
import { breaksAny, breaksOneOf, brokenReasons, holds, travelMinutes } from './exclude.ts';
import { LEVELS } from './levels.ts';
import type { CompiledOrder } from './order.ts';
import { bringingKeysOf, hasInCommon, type OrderIndex, placesInCommon } from './order-index.ts';
import type { Taxonomy } from './taxonomy.ts';
import { decametres, fastestMinutes } from './travel.ts';
import {
  type CitizenTerm,
  type ConceptKind,
  type ExclusionReason,
  type MatchCitizen,
  TRANSPORTS,
  type Transport,
  WORKING_TIMES,
  type WorkingTime,
} from './types.ts';

/** One thing that could be otherwise for a citizen. `patch` is the citizen's new values. */
export type CitizenChange = { patch: Partial<MatchCitizen> } & (
  | { kind: 'certifikat' | 'koerekort' | 'kompetence'; text: string }
  | { kind: 'dansk'; level: string }
  | { kind: 'arbejdstid'; times: WorkingTime[] }
  | { kind: 'timer'; end: 'hoursMin' | 'hoursMax'; hours: number }
  | { kind: 'startdato'; date: string }
  | { kind: 'rejsetid'; minutes: number }
  | { kind: 'transport'; transport: Transport }
  | { kind: 'deling' }
);

/**
 * What one change opens: ids of orders, ascending. Of a skill, which no rule asks for, the orders where it is the only
 * requirement that is missing; of all else, the orders that are then on the citizen's list and are not now.
 */
export interface Opening {
  change: CitizenChange;
  orders: number[];
}

/** Text is compared with the taxonomy once per skill: so many of those that most orders lack are looked at. */
const MOST_SKILLS = 20;
/** Papers are asked for as such, and a personal quality is nothing that one change gives. */
const LEARNABLE: readonly ConceptKind[] = ['erhverv', 'kompetence', 'sprog'];
const TRAVEL_STEP = 15;
const LONGEST_TRAVEL_STEP = 60;

export interface MissingTools {
  taxonomy: Taxonomy;
  compile: (citizen: MatchCitizen) => CompiledCitizen;
}

/** An order that hard rules keep somebody from. */
interface Shut {
  order: CompiledOrder;
  reasons: readonly ExclusionReason[];
  /** they would be on its list but for the rules */
  inCommon: boolean;
}

/** What a change can do away with. A paper can tell of Danish as well, and give something in common with more orders. */
const PAPERS: readonly ExclusionReason[] = ['koerekort', 'certifikat', 'danskniveau'];
const PAPER_KINDS: readonly CitizenChange['kind'][] = ['certifikat', 'koerekort'];
const MENDED: Record<Exclude<CitizenChange['kind'], 'kompetence'>, readonly ExclusionReason[]> = {
  certifikat: PAPERS,
  koerekort: PAPERS,
  dansk: ['danskniveau'],
  arbejdstid: ['arbejdstid'],
  timer: ['timer'],
  startdato: ['startdato'],
  rejsetid: ['rejsetid'],
  transport: ['rejsetid'],
  deling: ['maa_ikke_deles'],
};

/** The single changes that open orders for one citizen, most orders first; never an order with an id in `setAside`. */
export function whatIsMissing(
  { taxonomy, compile }: MissingTools,
  citizen: CompiledCitizen,
  index: OrderIndex,
  setAside: ReadonlySet<number>,
): Opening[] {
  const shut = shutOrders(taxonomy, citizen, index);
  const incomplete = incompleteOrders(taxonomy, citizen, index);
  const changes = distinctChanges(
    shut.flatMap((each) => changesFor(taxonomy, each, citizen)),
    new Map([...incomplete].map(([key, orders]) => [key, orders.length])),
    { taxonomy, citizen },
  );
  const alike = Map.groupBy(shut, ({ reasons }) => reasons.join());
  const opened = changes.map((change): Opening => {
    const person = compile({ ...citizen.citizen, ...change.patch });
    const orders =
      change.kind === 'kompetence'
        ? completedBy(person, incomplete)
        : [
            ...openedBy(taxonomy, person, mendedBy(alike, MENDED[change.kind]), MENDED[change.kind]),
            ...(PAPER_KINDS.includes(change.kind) ? newInCommon(taxonomy, index, citizen, person) : []),
          ];
    const ids = new Set(orders.map(({ order }) => order.id));
    return { change, orders: [...ids].filter((id) => !setAside.has(id)).sort((a, b) => a - b) };
  });
  return opened.filter(({ orders }) => orders.length > 0).sort((a, b) => b.orders.length - a.orders.length);
}

/** Those they have something in common with, and those that only ask for papers first. */
function shutOrders(taxonomy: Taxonomy, citizen: CompiledCitizen, index: OrderIndex): Shut[] {
  const inCommon = new Set(placesInCommon(index, citizen));
  return [...new Set([...inCommon, ...index.withPapers])].flatMap((place): Shut[] => {
    const order = index.orders[place];
    if (!order) return [];
    const reasons = brokenReasons(taxonomy, order, citizen);
    const mayOpen = inCommon.has(place) || reasons.every((reason) => PAPERS.includes(reason));
    if (reasons.length === 0 || !mayOpen) return [];
    return [{ order, reasons, inCommon: hasInCommon(order, citizen) }];
  });
}

/** By concept, the orders where it would be the one requirement missing, and no rule is broken. */
function incompleteOrders(
  taxonomy: Taxonomy,
  citizen: CompiledCitizen,
  { orders }: OrderIndex,
): Map<string, CompiledOrder[]> {
  const byKey = new Map<string, CompiledOrder[]>();
  for (const order of orders) {
    const missing = onlyMissing(order, citizen);
    if (!missing || breaksAny(taxonomy, order, citizen)) continue;
    for (const key of missing) {
      const known = byKey.get(key);
      if (known) known.push(order);
      else byKey.set(key, [order]);
    }
  }
  return byKey;
}

function mendedBy(alike: ReadonlyMap<string, readonly Shut[]>, mended: readonly ExclusionReason[]): Shut[] {
  return [...alike.values()].flatMap((group) =>
    group[0]?.reasons.every((reason) => mended.includes(reason)) ? group : [],
  );
}

/** What a paper brings them in common with, when no rule keeps them from it. */
function newInCommon(
  taxonomy: Taxonomy,
  index: OrderIndex,
  citizen: CompiledCitizen,
  person: CompiledCitizen,
): CompiledOrder[] {
  const known = new Set(bringingKeysOf(citizen));
  const added = bringingKeysOf(person).filter((key) => !known.has(key));
  return added
    .flatMap((key) => index.bringing.get(key) ?? [])
    .flatMap((place) => index.orders[place] ?? [])
    .filter(
      (order) =>
        !hasInCommon(order, citizen) && hasInCommon(order, person) && !breaksAny(taxonomy, order, person),
    );
}

/** A change touches the facts that these rules ask for and no others: what else there is was not broken before either. */
function openedBy(
  taxonomy: Taxonomy,
  person: CompiledCitizen,
  shut: readonly Shut[],
  mended: readonly ExclusionReason[],
): CompiledOrder[] {
  // A no to sharing hides all other rules: they are asked now.
  const breaks = mended.includes('maa_ikke_deles')
    ? breaksAny
    : (...asked: Parameters<typeof breaksAny>) => breaksOneOf(mended, ...asked);
  return shut.flatMap(({ order, inCommon }) => {
    const listed = !breaks(taxonomy, order, person) && (inCommon || hasInCommon(order, person));
    return listed ? order : [];
  });
}

function completedBy(
  person: CompiledCitizen,
  incomplete: ReadonlyMap<string, readonly CompiledOrder[]>,
): CompiledOrder[] {
  return [...person.skills]
    .flatMap(([key, { related }]) => (related ? [] : (incomplete.get(key) ?? [])))
    .filter((order) => hasInCommon(order, person));
}

/** What would bring the citizen on the order's list, when one thing is enough: not yet one change, only what it is about. */
type Wish =
  | { kind: 'paper'; key: string; text: string }
  | { kind: 'dansk'; level: number }
  | { kind: 'arbejdstid'; mask: number }
  | { kind: 'timer'; end: 'hoursMin' | 'hoursMax'; minutes: number }
  | { kind: 'startdato'; day: number }
  | { kind: 'rejsetid'; minutes: number }
  | { kind: 'transport'; transport: Transport }
  | { kind: 'deling' };

function changesFor(taxonomy: Taxonomy, { order, reasons }: Shut, citizen: CompiledCitizen): Wish[] {
  const [first] = reasons;
  const isAll = (...wanted: (typeof first)[]) => reasons.every((reason) => wanted.includes(reason));
  if (first === undefined) return [];
  if (isAll('koerekort', 'certifikat')) return papers(order, citizen);
  if (!isAll(first)) return [];
  switch (first) {
    case 'maa_ikke_deles':
      return citizen.citizen.protectedAddress ? [] : [{ kind: 'deling' }];
    case 'danskniveau': {
      const { general, oral, written } = order.danish;
      return [{ kind: 'dansk', level: Math.max(...[general, oral, written].map(({ level }) => level ?? 0)) }];
    }
    case 'timer':
      return hours(order, citizen);
    case 'arbejdstid': {
      const lacking = order.times & ~citizen.times;
      if (order.order.allWorkingTimes) return [{ kind: 'arbejdstid', mask: lacking }];
      return WORKING_TIMES.flatMap((_, bit) =>
        (lacking & (1 << bit)) === 0 ? [] : [{ kind: 'arbejdstid' as const, mask: 1 << bit }],
      );
    }
    case 'startdato':
      return [{ kind: 'startdato', day: order.startDay ?? 0 }];
    case 'rejsetid':
      return wayThere(taxonomy, order, citizen);
    default:
      return [];
  }
}

function papers(order: CompiledOrder, citizen: CompiledCitizen): Wish[] {
  return order.hard
    .filter((group) => !holds(citizen, group, order.validDay))
    .flatMap(({ keys, text }) => keys.map((key) => ({ kind: 'paper' as const, key, text })));
}

function hours(order: CompiledOrder, citizen: CompiledCitizen): Wish[] {
  if (!order.hours || !citizen.hours) return [];
  return order.hours.from > citizen.hours.to
    ? [{ kind: 'timer', end: 'hoursMax', minutes: order.hours.from }]
    : [{ kind: 'timer', end: 'hoursMin', minutes: order.hours.to }];
}

// A longer way in whole quarters of an hour, or another way to go.
function wayThere(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Wish[] {
  const most = citizen.citizen.maxTravelMinutes ?? 0;
  const extra = Math.ceil((travelMinutes(taxonomy, order, citizen) - most) / TRAVEL_STEP) * TRAVEL_STEP;
  const distance = decametres(taxonomy.postcodes, order.zone, citizen.zone);
  const others = TRANSPORTS.flatMap((transport, bit): Wish[] => {
    const mask = 1 << bit;
    const reaches = (citizen.transports & mask) === 0 && fastestMinutes(mask, distance) <= most;
    return reaches ? [{ kind: 'transport', transport }] : [];
  });
  return extra <= LONGEST_TRAVEL_STEP ? [{ kind: 'rejsetid', minutes: extra }, ...others] : others;
}

/** The concepts of the requirement, when one alone is missing. */
function onlyMissing(order: CompiledOrder, citizen: CompiledCitizen): string[] | undefined {
  let missing: string[] | undefined;
  for (const { part, keys } of order.wanted) {
    if (part !== 'krav' || keys.some((key) => citizen.skills.get(key)?.related === false)) continue;
    if (missing) return undefined;
    missing = keys;
  }
  return missing;
}

interface Of {
  taxonomy: Taxonomy;
  citizen: CompiledCitizen;
}

/** `skills`: how many orders each would complete. */
function distinctChanges(wishes: Wish[], skills: ReadonlyMap<string, number>, of: Of): CitizenChange[] {
  const known = new Map<string, CitizenChange>();
  const add = (change: CitizenChange) => {
    const { patch: _patch, ...name } = change;
    known.set(JSON.stringify(name), change);
  };
  for (const wish of firstOfMonth(wishes)) add(changeOf(wish, of));
  const most = [...skills].sort(([, a], [, b]) => b - a).slice(0, MOST_SKILLS);
  for (const [key] of most) {
    const concept = of.taxonomy.concepts.get(key);
    if (!concept || !LEARNABLE.includes(concept.kind)) continue;
    add({ kind: 'kompetence', text: concept.label, patch: withTerm(of, 'kompetence', concept.label) });
  }
  return [...known.values()];
}

// A date for every order would be a list nobody reads: the first that is wanted in each month.
function firstOfMonth(wishes: Wish[]): Wish[] {
  const month = (day: number) => isoDay(day).slice(0, 7);
  const first = new Map<string, number>();
  for (const wish of wishes) {
    if (wish.kind !== 'startdato') continue;
    const known = first.get(month(wish.day));
    if (known === undefined || wish.day < known) first.set(month(wish.day), wish.day);
  }
  return wishes.filter((wish) => wish.kind !== 'startdato' || first.get(month(wish.day)) === wish.day);
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function changeOf(wish: Wish, of: Of): CitizenChange {
  const { citizen } = of.citizen;
  switch (wish.kind) {
    case 'paper': {
      const concept = of.taxonomy.concepts.get(wish.key);
      const kind = concept?.kind === 'koerekort' ? 'koerekort' : 'certifikat';
      const text = concept?.label ?? wish.text;
      return { kind, text, patch: withTerm(of, kind, text) };
    }
    case 'dansk': {
      const level = LEVELS[wish.level] ?? 'C2';
      return { kind: 'dansk', level, patch: withDanish(of.citizen, wish.level) };
    }
    case 'arbejdstid': {
      const times = WORKING_TIMES.filter((_, bit) => (wish.mask & (1 << bit)) !== 0);
      return { kind: 'arbejdstid', times, patch: { workingTimes: [...citizen.workingTimes, ...times] } };
    }
    case 'timer': {
      const own = of.citizen.hours ?? { from: 0, to: OPEN_END };
      const ends = { hoursMin: own.from / 60, hoursMax: own.to === OPEN_END ? null : own.to / 60 };
      const amount = wish.minutes / 60;
      return { kind: 'timer', end: wish.end, hours: amount, patch: { ...ends, [wish.end]: amount } };
    }
    case 'startdato': {
      const date = isoDay(wish.day);
      return { kind: 'startdato', date, patch: { canStart: date } };
    }
    case 'rejsetid': {
      const maxTravelMinutes = (citizen.maxTravelMinutes ?? 0) + wish.minutes;
      return { kind: 'rejsetid', minutes: wish.minutes, patch: { maxTravelMinutes } };
    }
    case 'transport': {
      const transports = [...citizen.transports, wish.transport];
      return { kind: 'transport', transport: wish.transport, patch: { transports } };
    }
    case 'deling':
      return { kind: 'deling', patch: { mayBeShared: true } };
  }
}

function withTerm({ citizen: { citizen } }: Of, kind: CitizenTerm['kind'], text: string) {
  return { terms: [...citizen.terms, { kind, text, years: null, lastYear: null, expiresOn: null }] };
}

// A course lifts what is known to be lower; what nobody has asked about stays a question.
function withDanish({ danish, citizen }: CompiledCitizen, level: number): Partial<MatchCitizen> {
  const lift = (own: number | null, typed: string | null) =>
    own !== null && own < level ? (LEVELS[level] ?? typed) : typed;
  return {
    danish: lift(danish.general.level, citizen.danish),
    danishOral: lift(danish.oral.level, citizen.danishOral),
    danishWritten: lift(danish.written.level, citizen.danishWritten),
  };
}
