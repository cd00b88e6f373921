import type { Db } from '../../db/client.ts';
import type { CitizenChange, Engine } from '../../workers/matching/engine.ts';
import type { MatchCitizen, MatchOrder } from '../../workers/matching/types.ts';
import { type ListedOrder, listedOrders } from './open-orders.ts';

/** Of a change that opens many, as many are named as somebody reads. */
const NAMED = 10;

/** One change, how many orders it would open, and the first of them by title. */
export interface ShownOpening {
  change: CitizenChange;
  count: number;
  orders: ListedOrder[];
}

interface Asked {
  matchCitizen: MatchCitizen;
  orders: readonly MatchOrder[];
  setAside: ReadonlySet<number>;
}

/** Which one change opens how many of these orders for the citizen, most first. */
export function openingsFor(
  db: Db,
  engine: Engine,
  { matchCitizen, orders, setAside }: Asked,
  today: string,
): ShownOpening[] {
  const openings = engine.missing(matchCitizen, orders, today, setAside).map(({ change, orders: ids }) => ({
    change,
    count: ids.length,
    named: firstByTitle(ids, orders),
  }));
  const byId = new Map(
    listedOrders(
      db,
      openings.flatMap(({ named }) => named),
    ).map((row) => [row.id, row]),
  );
  return openings.map(({ change, count, named }) => ({
    change,
    count,
    orders: named.flatMap((id) => byId.get(id) ?? []),
  }));
}

function firstByTitle(ids: readonly number[], orders: readonly MatchOrder[]): number[] {
  const { inOrder, placeOf } = titlesOf(orders);
  const places = Uint32Array.from(ids, (id) => placeOf.get(id) ?? 0).sort();
  return Array.from(places.subarray(0, NAMED), (place) => inOrder[place] ?? 0);
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
