import type { Db } from '../../db/client.ts';
import type { CitizenChange, Engine, Opening } from '../../workers/matching/engine.ts';
import type { MatchOrder } from '../../workers/matching/types.ts';
import type { CitizenNow } from './live.ts';
import { changeInWords, isLearned } from './missing-text.ts';
import { type ListedOrder, listedOrders } from './open-orders.ts';

/** Of a change that opens many, as many are named to a program. */
const NAMED = 10;

/** One change in words, and how many orders it would open. */
export interface CountedOpening {
  kind: CitizenChange['kind'];
  text: string;
  /** a course can give it; otherwise it is for the citizen to decide */
  learned: boolean;
  count: number;
}

/** With some of them by title. */
export interface NamedOpening extends CountedOpening {
  orders: ListedOrder[];
}

export function countedOpening({ change, orders }: Opening): CountedOpening {
  const { kind } = change;
  return { kind, text: changeInWords(change), learned: isLearned(change), count: orders.length };
}

/** Which one change opens which of the orders for the citizen, most first. */
export function openingsFor(
  engine: Engine,
  { matchCitizen, orders, setAside }: CitizenNow,
  today: string,
): Opening[] {
  return engine.missing(matchCitizen, orders, today, setAside);
}

/** The orders that a change opens as the alphabet has their titles, a page of them. */
export function pageOfOpening(
  db: Db,
  opening: Opening,
  { orders, from, pageSize }: { orders: readonly MatchOrder[]; from: number; pageSize: number },
): NamedOpening {
  const shown = byTitle(opening.orders, orders, from, pageSize);
  const byId = new Map(listedOrders(db, shown).map((row) => [row.id, row]));
  return { ...countedOpening(opening), orders: shown.flatMap((id) => byId.get(id) ?? []) };
}

/** Each with the first of its orders. */
export function namedOpenings(
  db: Db,
  openings: readonly Opening[],
  orders: readonly MatchOrder[],
): NamedOpening[] {
  const named = openings.map((opening) => byTitle(opening.orders, orders, 0, NAMED));
  const byId = new Map(listedOrders(db, named.flat()).map((row) => [row.id, row]));
  return openings.map((opening, at) => ({
    ...countedOpening(opening),
    orders: (named[at] ?? []).flatMap((id) => byId.get(id) ?? []),
  }));
}

function byTitle(
  ids: readonly number[],
  orders: readonly MatchOrder[],
  from: number,
  count: number,
): number[] {
  const { inOrder, placeOf } = titlesOf(orders);
  const places = Uint32Array.from(ids, (id) => placeOf.get(id) ?? 0).sort();
  return Array.from(places.subarray(from, from + count), (place) => inOrder[place] ?? 0);
}

interface Titles {
  /** ids as the alphabet has the titles */
  inOrder: readonly number[];
  placeOf: ReadonlyMap<number, number>;
}

/** Where each order stands in the alphabet, sorted once for a list that is kept. */
const byList = new WeakMap<readonly MatchOrder[], Titles>();
const danish = new Intl.Collator('da');

function titlesOf(orders: readonly MatchOrder[]): Titles {
  const known = byList.get(orders);
  if (known) return known;
  const inOrder = orders
    .toSorted((a, b) => danish.compare(a.title, b.title) || a.id - b.id)
    .map(({ id }) => id);
  const titles = { inOrder, placeOf: new Map(inOrder.map((id, place) => [id, place])) };
  byList.set(orders, titles);
  return titles;
}
