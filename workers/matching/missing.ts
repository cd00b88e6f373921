import type { CompiledCitizen } from './citizen.ts';
import { OPEN_END } from './compile.ts';
import { brokenRules, holds, travelMinutes } from './exclude.ts';
import { has } from './filters.ts';
import { LEVELS } from './levels.ts';
import { type Market, openSnapshot } from './market.ts';
import { listedOn } from './near.ts';
import type { CompiledOrder } from './order.ts';
import { pairFound } from './pair.ts';
import type { Encoded } from './snapshot.ts';
import { type OrderSpec, specAt } from './spec.ts';
import type { Taxonomy } from './taxonomy.ts';
import { decametres, fastestMinutes } from './travel.ts';
import {
  type CitizenTerm,
  type ConceptKind,
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
  /** the orders and these citizens as one market */
  encode: (citizens: MatchCitizen[]) => Encoded;
}

/** The single changes that open orders for one citizen, most orders first. Orders set aside are not among `orders`. */
export function whatIsMissing(
  { taxonomy, encode }: MissingTools,
  citizen: CompiledCitizen,
  orders: readonly CompiledOrder[],
): Opening[] {
  const changes = distinctChanges(
    orders.flatMap((order) => changesFor(taxonomy, order, citizen)),
    orders.flatMap((order) => onlyMissing(taxonomy, order, citizen) ?? []),
    { taxonomy, citizen },
  );
  if (changes.length === 0) return [];
  // The citizen as things are stands first; every other is the same citizen with one thing changed.
  const people = [citizen.citizen, ...changes.map(({ patch }) => ({ ...citizen.citizen, ...patch }))];
  const { bytes, places } = encode(people.map((person, at) => ({ ...person, id: at + 1 })));
  const market = openSnapshot(bytes);
  const placeOf = new Map([...places].map((id, place) => [id, place]));
  const now = placeOf.get(1) ?? 0;
  const opened = changes.map((change): Opening => ({ change, orders: [] }));
  market.orderIds.forEach((orderId, at) => {
    const spec = specAt(market, at);
    const listed = listedOn(market, spec);
    const complete = completing(market, spec, now);
    opened.forEach(({ change, orders: ids }, index) => {
      const place = placeOf.get(index + 2) ?? 0;
      const opens = change.kind === 'kompetence' ? complete.has(place) : !has(listed, now);
      if (opens && has(listed, place)) ids.push(orderId);
    });
  });
  return opened.filter(({ orders: ids }) => ids.length > 0).sort((a, b) => b.orders.length - a.orders.length);
}

/** Where one single requirement of the order is missing: the places that have it. */
function completing(market: Market, order: OrderSpec, now: number): Set<number> {
  const { wanted } = pairFound(market, order, now);
  const missing = order.wanted.filter(({ part }, at) => part === 'krav' && wanted[at] !== 2);
  const places = new Set<number>();
  if (missing.length !== 1) return places;
  const { fullStart, fullBy } = market.arrays;
  for (const key of missing[0]?.keys ?? []) {
    for (let at = fullStart[key] ?? 0; at < (fullStart[key + 1] ?? 0); at++) places.add(fullBy[at] ?? 0);
  }
  return places;
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

function changesFor(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Wish[] {
  const broken = brokenRules(taxonomy, order, citizen).map(({ reason }) => reason);
  const [first] = broken;
  const isAll = (...reasons: (typeof first)[]) => broken.every((reason) => reasons.includes(reason));
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

/** The concepts of the one requirement that is missing where no rule is broken. */
function onlyMissing(
  taxonomy: Taxonomy,
  order: CompiledOrder,
  citizen: CompiledCitizen,
): string[] | undefined {
  const missing = order.wanted.filter(
    ({ part, keys }) => part === 'krav' && !keys.some((key) => citizen.skills.get(key)?.related === false),
  );
  if (missing.length !== 1 || brokenRules(taxonomy, order, citizen).length > 0) return undefined;
  return missing[0]?.keys;
}

interface Of {
  taxonomy: Taxonomy;
  citizen: CompiledCitizen;
}

function distinctChanges(wishes: Wish[], skills: string[], of: Of): CitizenChange[] {
  const known = new Map<string, CitizenChange>();
  const add = (change: CitizenChange) => {
    const { patch: _patch, ...name } = change;
    known.set(JSON.stringify(name), change);
  };
  for (const wish of firstOfMonth(wishes)) add(changeOf(wish, of));
  const counts = new Map<string, number>();
  for (const key of skills) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_SKILLS);
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
