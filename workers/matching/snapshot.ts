import { createHash } from 'node:crypto';
import type { CompiledCitizen } from './citizen.ts';
import { seedOf } from './hash.ts';
import { arraysOf, emptyLists, type Lists, type Market, marketOf, packSnapshot } from './market.ts';
import type { CompiledOrder } from './order.ts';
import { type Numbering, newPostings, type Postings } from './postings.ts';
import { finish } from './steps.ts';
import type { Taxonomy } from './taxonomy.ts';
import { decametres } from './travel.ts';
import { type MatchCitizen, type MatchOrder, ORDER_TYPES, type OrderType } from './types.ts';
import { SHARED_PARTS, type TypeWeights } from './weights.ts';

export interface EncodeInput {
  orders: readonly MatchOrder[] | Source<MatchOrder>;
  citizens: readonly MatchCitizen[] | Source<MatchCitizen>;
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

/** Orders or citizens that are read some at a time, for a country that would not fit in memory at once. */
export interface Source<Row> {
  ids: readonly number[];
  /** those with the ids, in their order */
  read: (ids: readonly number[]) => readonly Row[];
}

export interface Encoded {
  bytes: Uint8Array;
  /** place in the snapshot → citizen: the pseudonym key */
  places: Uint32Array;
}

/** How the engine turns rows into concepts; `citizenOnce` and `orderOnce` keep nothing for later. */
export interface Compile {
  order(order: MatchOrder, today: string): CompiledOrder;
  orderOnce(order: MatchOrder, today: string): CompiledOrder;
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
  const lists = emptyLists();
  const keys = encodeOrders(lists, compile, input);
  const numbering = { of: (key: string) => keys.get(key), count: () => keys.size };
  const { postings, places, zones } = finish(encodeCitizens(lists, compile, input, numbering));
  addSetAside(lists, places, input.setAside ?? []);
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
  const lists = emptyLists();
  const { postings, places } = yield* encodeCitizens(lists, compile, input, numbering, allZones);
  return { bytes: pack(tables, input, { ...lists, ...postings }, [...keys.keys()]), places, keys };
}

/**
 * One citizen alone, in numbers that orders have already: a market for one question. Under a key that no order asks for the
 * citizen is not found.
 */
export function marketOfOne(
  tables: Tables,
  compiled: CompiledCitizen,
  { today, runKey, secret }: Pick<EncodeInput, 'today' | 'runKey' | 'secret'>,
  { of, listed }: { of: Numbering['of']; listed: readonly string[] },
): Market {
  const lists = emptyLists();
  lists.citizenTie.push(pseudonym(secret, compiled.citizen.id));
  addCitizen(lists, compiled);
  const postings = newPostings();
  postings.add(compiled, 0, { of, count: () => listed.length });
  const arrays = arraysOf({ ...lists, ...postings.lists(listed.length) });
  const market = marketOf(aboutOf(tables, { today, runKey }, lists, listed), arrays);
  const { postcodes } = tables.taxonomy;
  return { ...market, zones: postcodes.length, distanceOf: (from, to) => decametres(postcodes, from, to) };
}

function pack(
  tables: Tables,
  input: Pick<EncodeInput, 'today' | 'runKey'>,
  lists: Record<keyof Lists, ArrayLike<number>>,
  keys: (string | null)[],
): Uint8Array {
  return packSnapshot(aboutOf(tables, input, lists, keys), lists);
}

function aboutOf(
  { taxonomy, weightsVersion, weightsOn }: Tables,
  { today, runKey }: Pick<EncodeInput, 'today' | 'runKey'>,
  lists: Record<keyof Lists, ArrayLike<number>>,
  keys: readonly (string | null)[],
): Parameters<typeof packSnapshot>[0] {
  const counts = {
    orders: lists.orderId.length,
    citizens: lists.citizenTie.length,
    keys: keys.length,
    zones: Math.sqrt(lists.zoneDistance.length),
  };
  const weights = ORDER_TYPES.map((type) => weightsOn(type, today));
  return {
    taxonomy: taxonomy.version,
    today,
    seed: seedOf(runKey),
    weightsVersion,
    weights,
    counts,
    keys,
  };
}

function checkIds(what: string, rows: readonly { id: number }[]): void {
  const seen = new Set<number>();
  for (const { id } of rows) {
    if (!Number.isInteger(id) || id < 1 || id > 0xffff_ffff) throw new Error(`Bad ${what} id: ${id}`);
    if (seen.has(id)) throw new Error(`The same ${what} twice: ${id}`);
    seen.add(id);
  }
}

/**
 * Adds the orders by id and says what they ask for, in alphabetical order: nothing else of a citizen needs to be in the
 * snapshot. Each order is forgotten as it is added; keys are numbered as they come, and again when all are known.
 */
function encodeOrders(lists: Lists, compile: Compile, { orders, today }: EncodeInput): Map<string, number> {
  const found = new Map<string, number>();
  const numberOf = (key: string) => {
    const number = found.get(key) ?? found.size;
    found.set(key, number);
    return number;
  };
  const source = sourceOf('order', orders);
  for (const order of readAll(
    source,
    source.ids.toSorted((a, b) => a - b),
  )) {
    addOrder(lists, compile.orderOnce(order, today), numberOf);
  }
  const keys = numbered([...found.keys()].sort());
  const sorted = [...found.keys()].map((key) => keys.get(key) ?? 0);
  for (const list of [lists.hardKeys, lists.wantedKeys, lists.titleKeys]) {
    for (const [at, number] of list.entries()) list[at] = sorted[number] ?? 0;
  }
  return keys;
}

function numbered<T>(values: readonly T[]): Map<T, number> {
  return new Map(values.map((value, number) => [value, number]));
}

const A_TURN = 5;
const READ_AT_ONCE = 500;

function* encodeCitizens(
  lists: Lists,
  compile: Compile,
  { citizens, today, secret }: Pick<EncodeInput, 'citizens' | 'today' | 'secret'>,
  numbering: Numbering,
  givenZones?: Map<number, number>,
): Generator<void, { postings: Postings; places: Uint32Array; zones: Map<number, number> }> {
  const source = sourceOf('citizen', citizens);
  const drawn: { id: number; tie: number }[] = [];
  for (const id of source.ids) {
    drawn.push({ id, tie: pseudonym(secret, id) });
    if (drawn.length % (100 * A_TURN) === 0) yield;
  }
  drawn.sort((a, b) => a.tie - b.tie || a.id - b.id);
  const places = Uint32Array.from(drawn, ({ id }) => id);
  const postings = newPostings();
  let place = 0;
  for (const citizen of readAll(source, [...places])) {
    const compiled = compile.citizenOnce(citizen, today);
    lists.citizenTie.push(drawn[place]?.tie ?? 0);
    addCitizen(lists, compiled);
    postings.add(compiled, place, numbering);
    place += 1;
    if (place % A_TURN === 0) yield;
  }
  const zones = givenZones ?? zonesUsed(lists);
  for (const list of [lists.orderZone, lists.citizenZone]) {
    for (const [at, zone] of list.entries()) list[at] = zones.get(zone) ?? -1;
  }
  return { postings: postings.lists(numbering.count()), places, zones };
}

/** The postcodes that somebody lives in or some order lies in, numbered by their place in the table of postcodes. */
function zonesUsed({ orderZone, citizenZone }: Lists): Map<number, number> {
  const used = new Set([...orderZone, ...citizenZone].filter((zone) => zone >= 0));
  return numbered([...used].sort((a, b) => a - b));
}

function sourceOf<Row extends { id: number }>(what: string, rows: readonly Row[] | Source<Row>): Source<Row> {
  if ('ids' in rows) return rows;
  checkIds(what, rows);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { ids: [...byId.keys()], read: (ids) => ids.flatMap((id) => byId.get(id) ?? []) };
}

function* readAll<Row extends { id: number }>({ read }: Source<Row>, ids: readonly number[]): Generator<Row> {
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
    const wanted = ids.slice(from, from + READ_AT_ONCE);
    const rows = read(wanted);
    for (const [at, id] of wanted.entries()) {
      const row = rows[at];
      if (row?.id !== id) throw new Error(`Number ${id} could not be read`);
      yield row;
    }
  }
}

function pseudonym(secret: string, id: number): number {
  return createHash('sha256').update(`${secret}\0${id}`).digest().readUInt32LE(0);
}

function addOrder(lists: Lists, order: CompiledOrder, numberOf: (key: string) => number): void {
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
  lists.orderZone.push(order.zone);
  lists.orderStartDay.push(order.startDay ?? -1);
  lists.orderValidDay.push(order.validDay);
  for (const group of order.hard) {
    lists.hardReason.push(group.reason === 'koerekort' ? 0 : 1);
    lists.hardKeys.push(...group.keys.map(numberOf));
    lists.hardKeyStart.push(lists.hardKeys.length);
  }
  lists.hardStart.push(lists.hardReason.length);
  for (const wanted of order.wanted) {
    lists.wantedPart.push(SHARED_PARTS.indexOf(wanted.part));
    lists.wantedAlone.push(wanted.alone ? 1 : 0);
    lists.wantedFull.push(wanted.full);
    lists.wantedRelated.push(wanted.related);
    lists.wantedKeys.push(...wanted.keys.map(numberOf));
    lists.wantedKeyStart.push(lists.wantedKeys.length);
  }
  lists.wantedStart.push(lists.wantedPart.length);
  lists.titleKeys.push(...order.title.ids.map(numberOf));
  lists.titleStart.push(lists.titleKeys.length);
}

function addSetAside(lists: Lists, places: Uint32Array, pairs: NonNullable<EncodeInput['setAside']>): void {
  const placeOf = pairs.length > 0 ? new Map([...places].map((id, place) => [id, place])) : new Map();
  const byOrder = Map.groupBy(pairs, ({ orderId }) => orderId);
  for (const orderId of lists.orderId) {
    const theirs = byOrder.get(orderId) ?? [];
    lists.asideBy.push(...theirs.flatMap(({ citizenId }) => placeOf.get(citizenId) ?? []));
    lists.asideStart.push(lists.asideBy.length);
  }
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
  lists.citizenZone.push(compiled.zone);
  lists.citizenMaxTravel.push(
    citizen.maxTravelMinutes === null ? -1 : Math.min(32_000, citizen.maxTravelMinutes),
  );
  lists.citizenStartDay.push(compiled.startDay ?? -1);
  lists.citizenPlacedDay.push(compiled.placedDay ?? -1);
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
