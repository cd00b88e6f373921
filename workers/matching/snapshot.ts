import { createHash } from 'node:crypto';
import type { CompiledCitizen } from './citizen.ts';
import { seedOf } from './hash.ts';
import { emptyLists, type Lists, packSnapshot } from './market.ts';
import type { CompiledOrder } from './order.ts';
import { type Numbering, newPostings, type Postings } from './postings.ts';
import { finish } from './steps.ts';
import type { Taxonomy } from './taxonomy.ts';
import { decametres } from './travel.ts';
import { type MatchCitizen, type MatchOrder, ORDER_TYPES, type OrderType } from './types.ts';
import { SHARED_PARTS, type TypeWeights } from './weights.ts';

export interface EncodeInput {
  orders: readonly MatchOrder[];
  citizens: readonly MatchCitizen[] | CitizenSource;
  /** ISO date, Europe/Copenhagen */
  today: string;
  /** the run's key; the fair tie-break is drawn from it */
  runKey: string;
  /**
   * Known to nobody afterwards: places and pseudonyms are drawn from it, so that a snapshot whose list of places is
   * gone tells of nobody. The same secret gives the same bytes.
   */
  secret: string;
  /** pairs that people have set aside: excluded as sat_til_side */
  setAside?: readonly { orderId: number; citizenId: number }[];
}

/** Citizens that are read one by one, for a country that would not fit in memory at once. */
export interface CitizenSource {
  ids: readonly number[];
  read: (id: number) => MatchCitizen;
}

export interface Encoded {
  bytes: Uint8Array;
  /** place in the snapshot → citizen: the pseudonym key */
  places: Uint32Array;
}

/** How the engine turns rows into concepts; `citizenOnce` keeps nothing for later. */
export interface Compile {
  order(order: MatchOrder, today: string): CompiledOrder;
  citizenOnce(citizen: MatchCitizen, today: string): CompiledCitizen;
  citizen(citizen: MatchCitizen, today: string): CompiledCitizen;
}

export interface Tables {
  taxonomy: Taxonomy;
  weightsVersion: string;
  weightsOn: (type: OrderType, date: string) => TypeWeights;
}

/** The immutable snapshot of a market, whole numbers only. Orders lie by id, citizens in an order drawn by lot. */
export function encodeMarket(tables: Tables, compile: Compile, input: EncodeInput): Encoded {
  const orders = [...input.orders]
    .sort((a, b) => a.id - b.id)
    .map((order) => compile.order(order, input.today));
  checkIds('order', input.orders);
  const keys = numbered(keysOf(orders));
  const numbering = { of: (key: string) => keys.get(key), count: () => keys.size };
  const { lists, postings, places, zones } = finish(encodeCitizens(compile, input, numbering, orders));
  const placeOf = new Map([...places].map((id, place) => [id, place]));
  const aside = Map.groupBy(input.setAside ?? [], ({ orderId }) => orderId);
  for (const order of orders) {
    const theirs = (aside.get(order.order.id) ?? []).flatMap(({ citizenId }) => placeOf.get(citizenId) ?? []);
    addOrder(lists, order, { keys, zones, aside: theirs });
  }
  addDistances(lists, tables.taxonomy, zones);
  const listed = [...keys.keys()].map((key) => (key.startsWith('?') ? null : key));
  return { bytes: pack(tables, input, { ...lists, ...postings }, listed), places };
}

/** Every citizen under every key they have, with no orders and no distances: what a live list is ranked on. */
export function* encodePeople(
  tables: Tables,
  compile: Compile,
  input: Omit<EncodeInput, 'orders' | 'setAside'>,
): Generator<void, Encoded & { keys: ReadonlyMap<string, number> }> {
  const keys = new Map<string, number>();
  const of = (key: string) => {
    const known = keys.get(key) ?? keys.size;
    keys.set(key, known);
    return known;
  };
  const numbering = { of, count: () => keys.size };
  const allZones = numbered(tables.taxonomy.postcodes.map((_, zone) => zone));
  const { lists, postings, places } = yield* encodeCitizens(compile, input, numbering, [], allZones);
  return { bytes: pack(tables, input, { ...lists, ...postings }, [...keys.keys()]), places, keys };
}

function pack(
  { taxonomy, weightsVersion, weightsOn }: Tables,
  { today, runKey }: Pick<EncodeInput, 'today' | 'runKey'>,
  lists: Record<keyof Lists, ArrayLike<number>>,
  keys: (string | null)[],
): Uint8Array {
  const counts = {
    orders: lists.orderId.length,
    citizens: lists.citizenTie.length,
    keys: keys.length,
    zones: Math.sqrt(lists.zoneDistance.length),
  };
  const weights = ORDER_TYPES.map((type) => weightsOn(type, today));
  const about = {
    taxonomy: taxonomy.version,
    today,
    seed: seedOf(runKey),
    weightsVersion,
    weights,
    counts,
    keys,
  };
  return packSnapshot(about, lists);
}

function checkIds(what: string, rows: readonly { id: number }[]): void {
  const seen = new Set<number>();
  for (const { id } of rows) {
    if (!Number.isInteger(id) || id < 1 || id > 0xffff_ffff) throw new Error(`Bad ${what} id: ${id}`);
    if (seen.has(id)) throw new Error(`The same ${what} twice: ${id}`);
    seen.add(id);
  }
}

// What orders ask for, in alphabetical order; nothing else of a citizen needs to be in the snapshot.
function keysOf(orders: CompiledOrder[]): string[] {
  const keys = new Set<string>();
  for (const { hard, wanted, title } of orders) {
    for (const key of [...hard, ...wanted].flatMap((item) => item.keys)) keys.add(key);
    for (const id of title.ids) keys.add(id);
  }
  return [...keys].sort();
}

function numbered<T>(values: readonly T[]): Map<T, number> {
  return new Map(values.map((value, number) => [value, number]));
}

const A_TURN = 5;

function* encodeCitizens(
  compile: Compile,
  { citizens, today, secret }: Pick<EncodeInput, 'citizens' | 'today' | 'secret'>,
  numbering: Numbering,
  orders: readonly { zone: number }[],
  givenZones?: Map<number, number>,
): Generator<void, { lists: Lists; postings: Postings; places: Uint32Array; zones: Map<number, number> }> {
  const source = 'ids' in citizens ? citizens : listed(citizens);
  const drawn: { id: number; tie: number }[] = [];
  for (const id of source.ids) {
    drawn.push({ id, tie: pseudonym(secret, id) });
    if (drawn.length % (100 * A_TURN) === 0) yield;
  }
  drawn.sort((a, b) => a.tie - b.tie || a.id - b.id);
  const lists = emptyLists();
  const postings = newPostings();
  const zoneOf: number[] = [];
  for (const [place, { id, tie }] of drawn.entries()) {
    const compiled = compile.citizenOnce(source.read(id), today);
    lists.citizenTie.push(tie);
    addCitizen(lists, compiled);
    zoneOf.push(compiled.zone);
    postings.add(compiled, place, numbering);
    if (place % A_TURN === 0) yield;
  }
  const used = [...new Set([...orders.map(({ zone }) => zone), ...zoneOf])].filter((zone) => zone >= 0);
  const zones = givenZones ?? numbered(used.sort((a, b) => a - b));
  for (const zone of zoneOf) lists.citizenZone.push(zones.get(zone) ?? -1);
  const laid = postings.lists(numbering.count());
  return { lists, postings: laid, places: Uint32Array.from(drawn, ({ id }) => id), zones };
}

function listed(citizens: readonly MatchCitizen[]): CitizenSource {
  checkIds('citizen', citizens);
  const byId = new Map(citizens.map((citizen) => [citizen.id, citizen]));
  const read = (id: number) => {
    const citizen = byId.get(id);
    if (!citizen) throw new Error(`Citizen ${id} is not in the list`);
    return citizen;
  };
  return { ids: [...byId.keys()], read };
}

function pseudonym(secret: string, id: number): number {
  return createHash('sha256').update(`${secret}\0${id}`).digest().readUInt32LE(0);
}

interface OrderPlaces {
  keys: ReadonlyMap<string, number>;
  zones: ReadonlyMap<number, number>;
  /** places of citizens set aside for the order */
  aside: number[];
}

function addOrder(lists: Lists, order: CompiledOrder, { keys, zones, aside }: OrderPlaces): void {
  lists.orderId.push(order.order.id);
  lists.orderType.push(order.type);
  lists.orderBarred.push(order.order.firmBar === null ? 0 : 1);
  lists.orderHoursFrom.push(order.hours?.from ?? -1);
  lists.orderHoursTo.push(order.hours?.to ?? -1);
  lists.orderTimes.push(order.times);
  lists.orderAllTimes.push(order.order.allWorkingTimes ? 1 : 0);
  lists.orderDanish.push(...levels(order.danish));
  lists.orderOffers.push(order.offers);
  lists.orderUnavoidable.push(order.unavoidable);
  lists.orderPurpose.push(order.purpose);
  lists.orderBonus.push(order.bonus);
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
    lists.wantedAlone.push(wanted.alone ? 1 : 0);
    lists.wantedFull.push(wanted.full);
    lists.wantedRelated.push(wanted.related);
    lists.wantedKeys.push(...numbers(wanted.keys));
    lists.wantedKeyStart.push(lists.wantedKeys.length);
  }
  lists.wantedStart.push(lists.wantedPart.length);
  lists.titleKeys.push(...numbers(order.title.ids));
  lists.titleStart.push(lists.titleKeys.length);
  lists.asideBy.push(...aside);
  lists.asideStart.push(lists.asideBy.length);
}

export function levels({ general, oral, written }: CompiledOrder['danish']): [number, number, number] {
  return [general.level ?? -1, oral.level ?? -1, written.level ?? -1];
}

function addCitizen(lists: Lists, compiled: CompiledCitizen): void {
  const { citizen } = compiled;
  const hidden = citizen.mayBeShared === false || citizen.protectedAddress;
  lists.citizenFlags.push(
    (hidden ? 1 : 0) |
      (citizen.mayBeShared === null ? 2 : 0) |
      (citizen.hasEmployer ? 4 : 0) |
      (compiled.fewFacts ? 8 : 0),
  );
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
  lists.citizenStartDay.push(compiled.startDay ?? -1);
  lists.citizenNeeds.push(compiled.needs);
  lists.citizenPurpose.push(compiled.purpose);
}

function answer({ allowed }: MatchCitizen, type: OrderType): number {
  return { ja: 0, nej: 1, mangler: 2 }[allowed[type] ?? 'mangler'];
}

function addDistances(lists: Lists, { postcodes }: Taxonomy, zones: ReadonlyMap<number, number>): void {
  for (const from of zones.keys()) {
    for (const to of zones.keys()) lists.zoneDistance.push(decametres(postcodes, from, to));
  }
}
