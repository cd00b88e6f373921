import type { Db } from '../../db/client.ts';
import type { CitizenChange, Engine } from '../../workers/matching/engine.ts';
import type { MatchCitizen, MatchOrder } from '../../workers/matching/types.ts';
import { type ListedOrder, listedOrders } from './open-orders.ts';

/** One change and the orders it would open. */
export interface ShownOpening {
  change: CitizenChange;
  orders: ListedOrder[];
}

/** Which one change opens how many of these orders for the citizen, most first, each with its orders by title. */
export function openingsFor(
  db: Db,
  engine: Engine,
  { matchCitizen, orders }: { matchCitizen: MatchCitizen; orders: MatchOrder[] },
  today: string,
): ShownOpening[] {
  const openings = engine.missing(matchCitizen, orders, today);
  const byId = new Map(
    listedOrders(
      db,
      openings.flatMap((opening) => opening.orders),
    ).map((row) => [row.id, row]),
  );
  return openings.map((opening) => ({
    change: opening.change,
    orders: opening.orders
      .flatMap((id) => byId.get(id) ?? [])
      .sort((a, b) => a.title.localeCompare(b.title, 'da') || a.id - b.id),
  }));
}
