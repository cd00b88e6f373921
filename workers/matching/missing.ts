import type { CompiledCitizen } from './citizen.ts';
import { type CitizenChange, distinctChanges, type Wish } from './citizen-change.ts';
import { holds, reasonBits, travelMinutes } from './exclude.ts';
import type { CompiledOrder } from './order.ts';
import {
  bringingKeysOf,
  hasInCommon,
  type OrderIndex,
  placesInCommon,
  placesListing,
  placesWithin,
} from './order-index.ts';
import { type BrokenAt, firstPaperLacked, NO_PAPER, papersHeld, rulesBrokenBy } from './rule-columns.ts';
import type { Taxonomy } from './taxonomy.ts';
import { decametres, fastestMinutes } from './travel.ts';
import {
  EXCLUSION_REASONS,
  type ExclusionReason,
  type MatchCitizen,
  TRANSPORTS,
  WORKING_TIMES,
} from './types.ts';

/**
 * What one change opens: ids of orders, ascending. Of a skill, which no rule asks for, the orders where it is the only
 * requirement that is missing; of all else, the orders that are then on the citizen's list and are not now.
 */
export interface Opening {
  change: CitizenChange;
  orders: number[];
}

const TRAVEL_STEP = 15;
const LONGEST_TRAVEL_STEP = 60;

export interface MissingTools {
  taxonomy: Taxonomy;
  compile: (citizen: MatchCitizen) => CompiledCitizen;
}

/** An order that hard rules keep somebody from. */
interface Shut {
  place: number;
  order: CompiledOrder;
  /** the rules that are broken, as reasonBits */
  broken: number;
  /** they would be on its list but for the rules */
  inCommon: boolean;
}

/** What a change can do away with. A paper can tell of Danish as well, and give something in common with more orders. */
const PAPERS: readonly ExclusionReason[] = ['koerekort', 'certifikat', 'danskniveau'];
const PAPER_BITS = reasonBits(...PAPERS);
/** every rule, as reasonBits */
const ANY = -1;
const isPaper = ({ kind }: CitizenChange) => kind === 'certifikat' || kind === 'koerekort';
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
  const now: Now = {
    taxonomy,
    index,
    citizen,
    brokenAt: knownOnce(rulesBrokenBy(taxonomy, citizen, index.rules), index),
    isListed: new Set(placesListing(index, citizen)),
    bringing: new Set(bringingKeysOf(citizen)),
  };
  const shut = shutOrders(now);
  const incomplete = incompleteOrders(now);
  const wayTo = waysThere(now);
  const changes = distinctChanges(
    shut.flatMap((each) => changesFor(each, citizen, wayTo)),
    new Map([...incomplete].map(([key, places]) => [key, places.length])),
    { taxonomy, citizen },
  );
  const alike = Map.groupBy(shut, ({ broken }) => broken);
  const letInBy = lettingIn(now, shut);
  const placesOpened = (change: CitizenChange, person: CompiledCitizen): number[] => {
    if (change.kind === 'kompetence') return completedBy(now, person, incomplete);
    if (isPaper(change))
      return openedBy(now, person, letInBy(person), PAPERS).concat(newInCommon(now, person));
    const mended = MENDED[change.kind];
    return openedBy(now, person, mendedBy(alike, mended), mended);
  };
  const opened = changes.map((change): Opening => {
    const person = compile({ ...citizen.citizen, ...change.patch });
    return { change, orders: idsAt(index, placesOpened(change, person), setAside) };
  });
  return opened.filter(({ orders }) => orders.length > 0).sort((a, b) => b.orders.length - a.orders.length);
}

/** Ascending, each once. Of thousands: numbers in an array of their own are sorted in a tenth of the time. */
function idsAt({ orders }: OrderIndex, places: readonly number[], setAside: ReadonlySet<number>): number[] {
  const sorted = Float64Array.from(places, (place) => orders[place]?.order.id ?? 0).sort();
  const ids: number[] = [];
  for (const id of sorted) if (id !== ids.at(-1) && !setAside.has(id)) ids.push(id);
  return ids;
}

/** The citizen as they are, against all orders. */
interface Now {
  taxonomy: Taxonomy;
  index: OrderIndex;
  citizen: CompiledCitizen;
  brokenAt: BrokenAt;
  /** places of the orders on whose lists they would be but for the rules */
  isListed: ReadonlySet<number>;
  /** all that can bring them on a list */
  bringing: ReadonlySet<string>;
}

/** Every order is asked once: thousands of them come up in more than one way. */
function knownOnce(brokenAt: BrokenAt, { orders }: OrderIndex): BrokenAt {
  const known = new Int32Array(orders.length).fill(-1);
  return (place) => {
    const bits = known[place] ?? -1;
    if (bits >= 0) return bits;
    const broken = brokenAt(place);
    known[place] = broken;
    return broken;
  };
}

/** Those they have something in common with, and those that only ask for papers first. */
function shutOrders({ index, citizen, brokenAt, isListed }: Now): Shut[] {
  const inCommon = placesInCommon(index, citizen);
  const isInCommon = new Set(inCommon);
  const shut: Shut[] = [];
  const look = (place: number, mended: number) => {
    const order = index.orders[place];
    const broken = brokenAt(place);
    if (!order || broken === 0 || (broken & ~mended) !== 0) return;
    shut.push({ place, order, broken, inCommon: isListed.has(place) });
  };
  for (const place of inCommon) look(place, ANY);
  for (const place of index.withPapers) if (!isInCommon.has(place)) look(place, PAPER_BITS);
  return shut;
}

/** By concept, the places of the orders where it would be the one requirement missing, and no rule is broken. */
function incompleteOrders({ index, citizen, brokenAt }: Now): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  const missingAt = onlyMissing(index, citizen);
  for (const place of placesWithin(index, citizen)) {
    if (brokenAt(place) !== 0) continue;
    for (const key of missingAt(place) ?? []) {
      const known = byKey.get(key);
      if (known) known.push(place);
      else byKey.set(key, [place]);
    }
  }
  return byKey;
}

function mendedBy(alike: ReadonlyMap<number, readonly Shut[]>, mended: readonly ExclusionReason[]): Shut[] {
  const bits = reasonBits(...mended);
  return [...alike].flatMap(([broken, group]) => ((broken & ~bits) === 0 ? group : []));
}

/**
 * Of the orders that papers and Danish alone keep them from, those that other papers may let them in to: whoever lacks the
 * first paper that they lacked before is kept out still.
 */
function lettingIn(
  { index: { rules }, citizen }: Now,
  shut: readonly Shut[],
): (person: CompiledCitizen) => readonly Shut[] {
  const before = papersHeld(citizen, rules.papers);
  const byPaper = Map.groupBy(
    shut.filter(({ broken }) => (broken & ~PAPER_BITS) === 0),
    ({ place }) => firstPaperLacked(before, rules, place),
  );
  return (person) => {
    const held = papersHeld(person, rules.papers);
    const mayLetIn = (paper: number) =>
      paper === NO_PAPER ? speaksOtherwise(person, citizen) : held[paper] !== before[paper];
    return [...byPaper].flatMap(([paper, group]) => (mayLetIn(paper) ? group : []));
  };
}

function speaksOtherwise({ danish: now }: CompiledCitizen, { danish: before }: CompiledCitizen): boolean {
  return (
    now.general.level !== before.general.level ||
    now.oral.level !== before.oral.level ||
    now.written.level !== before.written.level
  );
}

/** What a paper brings them in common with, when no rule keeps them from it. */
function newInCommon(
  { taxonomy, index, brokenAt, isListed, bringing }: Now,
  person: CompiledCitizen,
): number[] {
  const breaksAt = rulesBrokenBy(taxonomy, person, index.rules, PAPER_BITS);
  const looked = new Uint8Array(index.orders.length);
  const places: number[] = [];
  for (const key of bringingKeysOf(person)) {
    if (bringing.has(key)) continue;
    for (const place of index.bringing.get(key) ?? []) {
      if (looked[place] === 1) continue;
      looked[place] = 1;
      if (isListed.has(place) || (brokenAt(place) & ~PAPER_BITS) !== 0 || breaksAt(place) !== 0) continue;
      const order = index.orders[place];
      if (order && hasInCommon(order, person)) places.push(place);
    }
  }
  return places;
}

/** A change touches the facts that these rules ask for and no others: what else there is was not broken before either. */
function openedBy(
  { taxonomy, index }: Now,
  person: CompiledCitizen,
  shut: readonly Shut[],
  mended: readonly ExclusionReason[],
): number[] {
  // A no to sharing hides all other rules: they are asked now.
  const asked = mended.includes('maa_ikke_deles') ? ANY : reasonBits(...mended);
  const breaksAt = rulesBrokenBy(taxonomy, person, index.rules, asked);
  return shut.flatMap(({ place, order, inCommon }) =>
    breaksAt(place) === 0 && (inCommon || hasInCommon(order, person)) ? place : [],
  );
}

function completedBy(
  { index }: Now,
  person: CompiledCitizen,
  incomplete: ReadonlyMap<string, readonly number[]>,
): number[] {
  return [...person.skills]
    .flatMap(([key, { related }]) => (related ? [] : (incomplete.get(key) ?? [])))
    .filter((place) => {
      const order = index.orders[place];
      return order !== undefined && hasInCommon(order, person);
    });
}

function changesFor(
  { order, broken }: Shut,
  citizen: CompiledCitizen,
  wayTo: (order: CompiledOrder) => Wish[],
): Wish[] {
  if ((broken & ~reasonBits('koerekort', 'certifikat')) === 0) return papers(order, citizen);
  switch (onlyReason(broken)) {
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
      return wayTo(order);
    default:
      return [];
  }
}

function onlyReason(broken: number): ExclusionReason | undefined {
  return reasonOfBit.get(broken);
}

const reasonOfBit = new Map(EXCLUSION_REASONS.map((reason) => [reasonBits(reason), reason]));

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

/** Orders in the same place are as far away. */
function waysThere({ taxonomy, citizen }: Now): (order: CompiledOrder) => Wish[] {
  const byZone = new Map<number, Wish[]>();
  return (order) => {
    const wishes = byZone.get(order.zone) ?? wayThere(taxonomy, order, citizen);
    byZone.set(order.zone, wishes);
    return wishes;
  };
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

/** By an order's place, the concepts of the requirement, when one alone is missing. */
function onlyMissing(
  { krav: { number, kinds } }: OrderIndex,
  { skills }: CompiledCitizen,
): (place: number) => readonly string[] | undefined {
  const known = new Map<number, readonly string[] | null>();
  return (place) => {
    const kind = number[place] as number;
    const found = known.get(kind);
    if (found !== undefined) return found ?? undefined;
    const missing = (kinds[kind] ?? []).filter(
      (keys) => !keys.some((key) => skills.get(key)?.related === false),
    );
    const only = missing.length === 1 ? missing[0] : undefined;
    known.set(kind, only ?? null);
    return only;
  };
}
