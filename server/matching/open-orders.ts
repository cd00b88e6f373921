import { and, asc, eq, gte, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import type { Engine } from '../../workers/matching/engine.ts';
import type { MatchOrder } from '../../workers/matching/types.ts';
import { firmBarsFor } from '../companies/bars.ts';
import { latestOrderChange, ordersChangedSince } from '../job-orders/order-changes.ts';
import { firmName } from '../job-orders/queries.ts';
import { inTurns, type OneAtATime, oneAtATime } from '../turns.ts';
import { readOrders } from './market.ts';

/** An order as it was when its row, its version and its firm's bar said so. */
interface Kept {
  key: string;
  order: MatchOrder;
}

/** All open orders as of one change of them, on one day. */
interface Standing {
  today: string;
  /** of the latest change when they were read */
  seq: number;
  orders: MatchOrder[];
}

interface Slot {
  kept: Map<number, Kept>;
  standing?: Standing;
  /** the engine that has understood all of them, and on which day: an order that comes later is a matter of a moment */
  understood?: { engine: Engine; today: string };
  renewal: OneAtATime<void>;
}

const byDb = new WeakMap<Db, Slot>();
const A_TURN = 20;

/**
 * The open orders as they stand now, by id: the same list as the last time when nothing has changed, and an order that nobody
 * has touched is the same object, so that the engine need not work out again what it asks for. A citizen's page asks all of
 * them, and a region has ten thousand.
 */
export function openOrdersNow(db: Db, today: string): MatchOrder[] {
  const slot = slotOf(db);
  const seq = latestOrderChange(db);
  const { standing } = slot;
  if (standing?.today === today && standing.seq === seq) return standing.orders;
  const changed = standing?.today === today ? ordersChangedSince(db, standing.seq) : null;
  const orders = standing && changed ? withChanges(db, standing, changed) : allOpen(db, today);
  slot.standing = { today, seq, orders };
  return orders;
}

/** The same done beforehand, some orders at a time, and understood by the engine: whoever awaits this holds nobody else up. */
export function openOrdersReady(
  db: Db,
  engine: Engine,
  today: string,
  isOver = () => !db.$client.open,
): Promise<void> {
  const slot = slotOf(db);
  const { understood } = slot;
  if (understood?.engine === engine && understood.today === today) return Promise.resolve();
  return slot.renewal(() => inTurns(understandAll(db, engine, today), isOver));
}

function* understandAll(db: Db, engine: Engine, today: string): Generator<void, void> {
  const slot = slotOf(db);
  const { kept } = slot;
  const open = openRows(db, today);
  yield;
  for (let from = 0; from < open.length; from += A_TURN) {
    const some = open.slice(from, from + A_TURN);
    keep(db, today, some);
    for (const { id } of some) {
      const found = kept.get(id);
      if (found) engine.understand(found.order, today);
    }
    yield;
  }
  slot.understood = { engine, today };
}

function slotOf(db: Db): Slot {
  const slot = byDb.get(db) ?? { kept: new Map(), renewal: oneAtATime() };
  byDb.set(db, slot);
  return slot;
}

function allOpen(db: Db, today: string): MatchOrder[] {
  const { kept } = slotOf(db);
  const open = openRows(db, today);
  keep(db, today, open);
  if (kept.size > open.length) {
    const ids = new Set(open.map(({ id }) => id));
    for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id);
  }
  return open.flatMap(({ id }) => kept.get(id)?.order ?? []);
}

/** A changed order may have opened, been closed, or only asks for something else. */
function withChanges(db: Db, { today, orders }: Standing, changed: readonly number[]): MatchOrder[] {
  const { kept } = slotOf(db);
  for (const id of changed) kept.delete(id);
  const open = openRows(db, today, changed);
  keep(db, today, open);
  const asked = new Set(changed);
  const others = orders.filter(({ id }) => !asked.has(id));
  return [...others, ...open.flatMap(({ id }) => kept.get(id)?.order ?? [])].sort((a, b) => a.id - b.id);
}

interface OpenRow {
  id: number;
  key: string;
}

function keep(db: Db, today: string, open: readonly OpenRow[]): void {
  const { kept } = slotOf(db);
  const keys = new Map(
    open.flatMap(({ id, key }) => (kept.get(id)?.key === key ? [] : [[id, key] as const])),
  );
  if (keys.size === 0) return;
  for (const order of readOrders(db, [...keys.keys()], today))
    kept.set(order.id, { key: keys.get(order.id) ?? '', order });
}

/** All of them, or those `among` some. */
function openRows(db: Db, today: string, among?: readonly number[]): OpenRow[] {
  const rows = among
    ? someOpenAsked(db).all({ today, ids: JSON.stringify(among) })
    : allOpenAsked(db).all({ today });
  const some = rows.filter(({ mayBeBarred }) => mayBeBarred === 1);
  const barOf = some.length > 0 ? firmBarsFor(db, some, today) : () => null;
  return rows.map((row) => ({
    id: row.id,
    key: `${row.version} ${row.updatedAt} ${row.pNumber} ${row.cvr} ${row.mayBeBarred === 1 ? barOf(row) : null}`,
  }));
}

/** Few places have ended or are barred, and only they are looked at; an order of a whole company asks about all its places. */
// Full names: drizzle leaves the table out in a sub-query.
const mayBeBarred = sql<number>`job_order.p_number IS NULL
  OR EXISTS (SELECT 1 FROM p_unit WHERE p_unit.p_number = job_order.p_number AND p_unit.end_date IS NOT NULL)
  OR EXISTS (SELECT 1 FROM company_bar WHERE company_bar.p_number = job_order.p_number AND company_bar.lifted_at IS NULL)`;

/** Under behandling with a deadline that has not passed: also before the night run has closed the expired. */
const isOpen = and(
  eq(jobOrder.status, 'under_behandling'),
  or(isNull(jobOrder.deadline), gte(jobOrder.deadline, sql.placeholder('today'))),
);
const allOpenAsked = preparedOnce((db: Db) => openQuestion(db, isOpen).prepare());
const someOpenAsked = preparedOnce((db: Db) =>
  openQuestion(db, and(isAmong(jobOrder.id, 'ids'), isOpen)).prepare(),
);

function openQuestion(db: Db, where: SQL | undefined) {
  const { id, version, updatedAt, pNumber, cvr } = jobOrder;
  return db
    .select({ id, version, updatedAt, pNumber, cvr, mayBeBarred })
    .from(jobOrder)
    .where(where)
    .orderBy(asc(id));
}

export type ListedOrder = ReturnType<typeof listedOrders>[number];

/** What a list says of each of these orders, in no order. */
export function listedOrders(db: Db, ids: readonly number[]) {
  return listedAsked(db).all({ ids: JSON.stringify(ids) });
}

const listedAsked = preparedOnce((db: Db) => {
  const { id, title, type, deadline } = jobOrder;
  return db
    .select({ id, title, type, deadline, firmName })
    .from(jobOrder)
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .where(isAmong(id, 'ids'))
    .prepare();
});
