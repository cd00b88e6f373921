import type { CompiledCitizen } from './citizen.ts';
import { mix, seedOf } from './hash.ts';
import { emptyLists, type Lists, packSnapshot } from './market.ts';
import type { CompiledOrder } from './order.ts';
import type { Taxonomy } from './taxonomy.ts';
import { decametres } from './travel.ts';
import { type MatchCitizen, type MatchOrder, ORDER_TYPES } from './types.ts';
import { SHARED_PARTS } from './weights.ts';

export interface EncodeInput {
  orders: readonly MatchOrder[];
  citizens: readonly MatchCitizen[];
  /** ISO date, Europe/Copenhagen */
  today: string;
  /** the run's key; the fair tie-break is drawn from it */
  runKey: string;
  /** pairs that people have set aside: excluded as sat_til_side */
  setAside?: readonly { orderId: number; citizenId: number }[];
}

/** How the engine turns rows into concepts; a row already worked out is not worked out again. */
export interface Compile {
  order(order: MatchOrder, today: string): CompiledOrder;
  citizen(citizen: MatchCitizen, today: string): CompiledCitizen;
}

/** The immutable snapshot of a market. Citizens lie in an order drawn from the run's key, orders by id. */
export function encodeMarket(taxonomy: Taxonomy, compile: Compile, input: EncodeInput): Uint8Array {
  const { today } = input;
  const seed = seedOf(input.runKey);
  checkIds('order', input.orders);
  checkIds('citizen', input.citizens);
  const orders = [...input.orders].sort((a, b) => a.id - b.id).map((order) => compile.order(order, today));
  const citizens = [...input.citizens]
    .sort((a, b) => mix(a.id ^ seed) - mix(b.id ^ seed))
    .map((citizen) => compile.citizen(citizen, today));
  const keys = keysOf(orders);
  const zones = zonesOf([...orders, ...citizens]);
  const lists = emptyLists();
  for (const order of orders) addOrder(lists, order, keys, zones);
  for (const citizen of citizens) addCitizen(lists, citizen, zones);
  addPostings(lists, citizens, keys);
  addDistances(lists, taxonomy, zones);
  const counts = { orders: orders.length, citizens: citizens.length, keys: keys.size, zones: zones.size };
  const listed = [...keys.keys()].map((key) => (key.startsWith('?') ? null : key));
  return packSnapshot({ taxonomy: taxonomy.version, today, seed, counts, keys: listed }, lists);
}

function checkIds(what: string, rows: readonly { id: number }[]): void {
  const seen = new Set<number>();
  for (const { id } of rows) {
    if (!Number.isInteger(id) || id < 1 || id > 0xffff_ffff) throw new Error(`Bad ${what} id: ${id}`);
    if (seen.has(id)) throw new Error(`The same ${what} twice: ${id}`);
    seen.add(id);
  }
}

// What orders ask for, numbered in alphabetical order; nothing else of a citizen needs to be in the snapshot.
function keysOf(orders: CompiledOrder[]): Map<string, number> {
  const keys = new Set<string>();
  for (const { hard, wanted, title } of orders) {
    for (const key of [...hard, ...wanted].flatMap((item) => item.keys)) keys.add(key);
    for (const id of title.ids) keys.add(id);
  }
  return new Map([...keys].sort().map((key, number) => [key, number]));
}

function zonesOf(rows: { zone: number }[]): Map<number, number> {
  const used = [...new Set(rows.map(({ zone }) => zone))].filter((zone) => zone >= 0).sort((a, b) => a - b);
  return new Map(used.map((zone, number) => [zone, number]));
}

function addOrder(
  lists: Lists,
  order: CompiledOrder,
  keys: Map<string, number>,
  zones: Map<number, number>,
): void {
  lists.orderId.push(order.order.id);
  lists.orderType.push(order.type);
  lists.orderHoursFrom.push(order.hours?.from ?? -1);
  lists.orderHoursTo.push(order.hours?.to ?? -1);
  lists.orderTimes.push(order.times);
  lists.orderAllTimes.push(order.order.allWorkingTimes ? 1 : 0);
  lists.orderDanish.push(...levels(order.danish));
  lists.orderOffers.push(order.offers);
  lists.orderZone.push(zones.get(order.zone) ?? -1);
  lists.orderStartDay.push(order.startDay ?? -1);
  lists.orderValidDay.push(order.validDay);
  const numbers = (ids: string[]) => ids.map((id) => keys.get(id) ?? 0);
  for (const group of order.hard) {
    lists.hardReason.push(group.reason === 'koerekort' ? 0 : 1);
    lists.hardKeys.push(...numbers(group.keys));
    lists.hardKeyStart.push(lists.hardKeys.length);
  }
  lists.hardStart.push(lists.hardReason.length);
  for (const wanted of order.wanted) {
    lists.wantedPart.push(SHARED_PARTS.indexOf(wanted.part));
    lists.wantedFull.push(wanted.full);
    lists.wantedRelated.push(wanted.related);
    lists.wantedKeys.push(...numbers(wanted.keys));
    lists.wantedKeyStart.push(lists.wantedKeys.length);
  }
  lists.wantedStart.push(lists.wantedPart.length);
  lists.titleKeys.push(...numbers(order.title.ids));
  lists.titleStart.push(lists.titleKeys.length);
}

function levels({ general, oral, written }: CompiledOrder['danish']): number[] {
  return [general.level ?? -1, oral.level ?? -1, written.level ?? -1];
}

function addCitizen(lists: Lists, compiled: CompiledCitizen, zones: Map<number, number>): void {
  const { citizen } = compiled;
  const hidden = citizen.mayBeShared === false || citizen.protectedAddress;
  const flags = (hidden ? 1 : 0) | (citizen.mayBeShared === null ? 2 : 0) | (citizen.hasEmployer ? 4 : 0);
  lists.citizenId.push(citizen.id);
  lists.citizenFlags.push(flags);
  lists.citizenAllowed.push(
    ORDER_TYPES.reduce((bits, type, at) => bits | (answer(citizen, type) << (2 * at)), 0),
  );
  lists.citizenHoursFrom.push(compiled.hours?.from ?? -1);
  lists.citizenHoursTo.push(compiled.hours?.to ?? -1);
  lists.citizenTimes.push(compiled.times);
  lists.citizenDanish.push(...levels(compiled.danish));
  lists.citizenTransports.push(compiled.transports);
  lists.citizenMaxTravel.push(
    citizen.maxTravelMinutes === null ? -1 : Math.min(32_000, citizen.maxTravelMinutes),
  );
  lists.citizenZone.push(zones.get(compiled.zone) ?? -1);
  lists.citizenStartDay.push(compiled.startDay ?? -1);
  lists.citizenNeeds.push(compiled.needs);
}

function answer({ allowed }: MatchCitizen, type: (typeof ORDER_TYPES)[number]): number {
  return { ja: 0, nej: 1, mangler: 2 }[allowed[type] ?? 'mangler'];
}

interface Posted {
  by: number[];
  worth: number[];
}

// Key by key, the citizens who have it: places ascending, so that one pair can be looked up too.
function addPostings(lists: Lists, citizens: CompiledCitizen[], keys: Map<string, number>): void {
  const empty = () => Array.from({ length: keys.size }, (): Posted => ({ by: [], worth: [] }));
  const [held, full, related, goals, experience] = [empty(), empty(), empty(), empty(), empty()];
  const post = (to: Posted[], key: string, place: number, worth: number) => {
    const posted = to[keys.get(key) ?? -1];
    if (!posted) return;
    posted.by.push(place);
    posted.worth.push(worth);
  };
  citizens.forEach((citizen, place) => {
    for (const [key, { expires }] of citizen.holdings) post(held, key, place, expires);
    for (const [key, skill] of citizen.skills) post(skill.related ? related : full, key, place, 0);
    for (const [key, { points }] of citizen.goals) post(goals, key, place, points);
    for (const [key, { points }] of citizen.experience) post(experience, key, place, points);
  });
  flatten(held, lists.heldStart, lists.heldBy, lists.heldUntil);
  flatten(full, lists.fullStart, lists.fullBy);
  flatten(related, lists.relatedStart, lists.relatedBy);
  flatten(goals, lists.goalStart, lists.goalBy, lists.goalPoints);
  flatten(experience, lists.experienceStart, lists.experienceBy, lists.experiencePoints);
}

function flatten(postings: Posted[], start: number[], by: number[], worth?: number[]): void {
  for (const posted of postings) {
    for (const place of posted.by) by.push(place);
    if (worth) for (const points of posted.worth) worth.push(points);
    start.push(by.length);
  }
}

function addDistances(lists: Lists, { postcodes }: Taxonomy, zones: Map<number, number>): void {
  for (const from of zones.keys()) {
    for (const to of zones.keys()) lists.zoneDistance.push(decametres(postcodes, from, to));
  }
}
