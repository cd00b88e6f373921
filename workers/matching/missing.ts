import type { CompiledCitizen } from './citizen.ts';
import { type CitizenChange, distinctChanges, type Wish } from './citizen-change.ts';
import { breaksAny, breaksOneOf, brokenBits, holds, reasonBits, travelMinutes } from './exclude.ts';
import type { CompiledOrder } from './order.ts';
import { bringingKeysOf, hasInCommon, type OrderIndex, placesInCommon, placesWithin } from './order-index.ts';
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
  order: CompiledOrder;
  /** the rules that are broken, as reasonBits */
  broken: number;
  /** they would be on its list but for the rules */
  inCommon: boolean;
}

/** What a change can do away with. A paper can tell of Danish as well, and give something in common with more orders. */
const PAPERS: readonly ExclusionReason[] = ['koerekort', 'certifikat', 'danskniveau'];
const PAPER_BITS = reasonBits(...PAPERS);
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
  const brokenAt = rulesOf(taxonomy, citizen, index);
  const shut = shutOrders(citizen, index, brokenAt);
  const incomplete = incompleteOrders(citizen, index, brokenAt);
  const changes = distinctChanges(
    shut.flatMap((each) => changesFor(taxonomy, each, citizen)),
    new Map([...incomplete].map(([key, orders]) => [key, orders.length])),
    { taxonomy, citizen },
  );
  const alike = Map.groupBy(shut, ({ broken }) => broken);
  const byPaper = openedByPapers(alike, citizen);
  const opened = changes.map((change): Opening => {
    const person = compile({ ...citizen.citizen, ...change.patch });
    const orders =
      change.kind === 'kompetence'
        ? completedBy(person, incomplete)
        : [
            ...openedBy(
              taxonomy,
              person,
              isPaper(change) ? byPaper(person) : mendedBy(alike, MENDED[change.kind]),
              MENDED[change.kind],
            ),
            ...(isPaper(change) ? newInCommon({ taxonomy, index, citizen, person, brokenAt }) : []),
          ];
    const ids = new Set(orders.map(({ order }) => order.id));
    return { change, orders: [...ids].filter((id) => !setAside.has(id)).sort((a, b) => a - b) };
  });
  return opened.filter(({ orders }) => orders.length > 0).sort((a, b) => b.orders.length - a.orders.length);
}

/** The rules that the citizen breaks, as reasonBits, by an order's place in the index. */
type BrokenAt = (place: number) => number;

/** Every order is asked once: thousands of them come up in more than one way. */
function rulesOf(taxonomy: Taxonomy, citizen: CompiledCitizen, { orders }: OrderIndex): BrokenAt {
  const known = new Int32Array(orders.length).fill(-1);
  return (place) => {
    const order = orders[place];
    const bits = known[place] ?? -1;
    if (bits >= 0 || !order) return bits;
    const broken = brokenBits(taxonomy, order, citizen);
    known[place] = broken;
    return broken;
  };
}

/** Those they have something in common with, and those that only ask for papers first. */
function shutOrders(citizen: CompiledCitizen, index: OrderIndex, brokenAt: BrokenAt): Shut[] {
  const inCommon = new Set(placesInCommon(index, citizen));
  const shut: Shut[] = [];
  for (const place of new Set([...inCommon, ...index.withPapers])) {
    const order = index.orders[place];
    const broken = brokenAt(place);
    if (!order || broken === 0) continue;
    const mayOpen = inCommon.has(place) || (broken & ~PAPER_BITS) === 0;
    if (mayOpen) shut.push({ order, broken, inCommon: hasInCommon(order, citizen) });
  }
  return shut;
}

/** By concept, the orders where it would be the one requirement missing, and no rule is broken. */
function incompleteOrders(
  citizen: CompiledCitizen,
  index: OrderIndex,
  brokenAt: BrokenAt,
): Map<string, CompiledOrder[]> {
  const byKey = new Map<string, CompiledOrder[]>();
  for (const place of placesWithin(index, citizen)) {
    const order = index.orders[place];
    const missing = order && onlyMissing(order, citizen);
    if (!missing || brokenAt(place) !== 0) continue;
    for (const key of missing) {
      const known = byKey.get(key);
      if (known) known.push(order);
      else byKey.set(key, [order]);
    }
  }
  return byKey;
}

function mendedBy(alike: ReadonlyMap<number, readonly Shut[]>, mended: readonly ExclusionReason[]): Shut[] {
  const bits = reasonBits(...mended);
  return [...alike].flatMap(([broken, group]) => ((broken & ~bits) === 0 ? group : []));
}

/** Whoever gets a paper: the shut orders that ask for what they then hold, or for Danish, when the paper tells of that. */
function openedByPapers(
  alike: ReadonlyMap<number, readonly Shut[]>,
  citizen: CompiledCitizen,
): (person: CompiledCitizen) => Iterable<Shut> {
  const byKey = new Map<string, Shut[]>();
  const byDanish: Shut[] = [];
  for (const each of mendedBy(alike, PAPERS)) {
    const { order, broken } = each;
    const lacking = order.hard.filter((group) => !holds(citizen, group, order.validDay));
    for (const key of new Set(lacking.flatMap(({ keys }) => keys))) {
      const known = byKey.get(key);
      if (known) known.push(each);
      else byKey.set(key, [each]);
    }
    if ((broken & reasonBits('danskniveau')) !== 0) byDanish.push(each);
  }
  const danishOf = ({ danish }: CompiledCitizen) => JSON.stringify(danish);
  const own = danishOf(citizen);
  return (person) => {
    const gained = [...person.holdings].flatMap(([key, { expires }]) =>
      expires > (citizen.holdings.get(key)?.expires ?? -1) ? (byKey.get(key) ?? []) : [],
    );
    return new Set(danishOf(person) === own ? gained : [...gained, ...byDanish]);
  };
}

interface Gaining {
  taxonomy: Taxonomy;
  index: OrderIndex;
  citizen: CompiledCitizen;
  /** the same with a paper more */
  person: CompiledCitizen;
  brokenAt: BrokenAt;
}

/** What a paper brings them in common with, when no rule keeps them from it. */
function newInCommon({ taxonomy, index, citizen, person, brokenAt }: Gaining): CompiledOrder[] {
  const known = new Set(bringingKeysOf(citizen));
  const added = bringingKeysOf(person).filter((key) => !known.has(key));
  const places = new Set(added.flatMap((key) => index.bringing.get(key) ?? []));
  return [...places].flatMap((place) => {
    const order = index.orders[place];
    if (!order || (brokenAt(place) & ~PAPER_BITS) !== 0) return [];
    const isNew = !hasInCommon(order, citizen) && hasInCommon(order, person);
    return isNew && !breaksOneOf(PAPERS, taxonomy, order, person) ? order : [];
  });
}

/** A change touches the facts that these rules ask for and no others: what else there is was not broken before either. */
function openedBy(
  taxonomy: Taxonomy,
  person: CompiledCitizen,
  shut: Iterable<Shut>,
  mended: readonly ExclusionReason[],
): CompiledOrder[] {
  // A no to sharing hides all other rules: they are asked now.
  const breaks = mended.includes('maa_ikke_deles')
    ? breaksAny
    : (...asked: Parameters<typeof breaksAny>) => breaksOneOf(mended, ...asked);
  const opened: CompiledOrder[] = [];
  for (const { order, inCommon } of shut) {
    if (!breaks(taxonomy, order, person) && (inCommon || hasInCommon(order, person))) opened.push(order);
  }
  return opened;
}

function completedBy(
  person: CompiledCitizen,
  incomplete: ReadonlyMap<string, readonly CompiledOrder[]>,
): CompiledOrder[] {
  return [...person.skills]
    .flatMap(([key, { related }]) => (related ? [] : (incomplete.get(key) ?? [])))
    .filter((order) => hasInCommon(order, person));
}

function changesFor(taxonomy: Taxonomy, { order, broken }: Shut, citizen: CompiledCitizen): Wish[] {
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
      return wayThere(taxonomy, order, citizen);
    default:
      return [];
  }
}

function onlyReason(broken: number): ExclusionReason | undefined {
  return EXCLUSION_REASONS.find((reason) => reasonBits(reason) === broken);
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
