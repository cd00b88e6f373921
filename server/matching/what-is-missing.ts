import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import type { CitizenChange, Engine } from '../../workers/matching/engine.ts';
import type { MatchCitizen, MatchOrder, OrderType } from '../../workers/matching/types.ts';

export interface OpenedOrder {
  id: number;
  title: string;
  type: OrderType;
  firmName: string;
}

/** One change and the orders it would open. */
export interface ShownOpening {
  change: CitizenChange;
  orders: OpenedOrder[];
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
    readOpened(
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

function readOpened(db: Db, ids: number[]): OpenedOrder[] {
  const firmName = sql<string>`coalesce(${pUnit.name}, ${company.name}, 'CVR ' || ${jobOrder.cvr})`;
  return db
    .select({ id: jobOrder.id, title: jobOrder.title, type: jobOrder.type, firmName })
    .from(jobOrder)
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .where(sql`${jobOrder.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .all();
}
