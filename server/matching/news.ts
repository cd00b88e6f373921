import { and, asc, between, desc, eq, gt, inArray, like, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchOrderResult, matchRow, matchRun } from '../../db/schema/matching.ts';
import { firmOwner, firmOwnerJoin, isOwnedBy, orderOwner, orderOwnerJoin } from '../job-orders/ownership.ts';
import { readPlaces } from './places.ts';

const SHOWN = 8;

/**
 * What the last run has on the user's shortlists that was not there before last night, by firm: a run ordered during
 * the day takes nothing off the morning's news.
 */
export function newMatches(db: Db, userId: number, today: string) {
  const latest = lastRun(db).get();
  if (!latest) return { finishedAt: null, firms: [], more: 0 };
  const night = lastNight(db).get() ?? latest;
  const own = openOrdersOf(db).all({ userId, today });
  const orderIds = own.map(({ id }) => id);
  const fresh = freshByOrder(db, { night: night.id, latest: latest.id, orderIds });
  const orders = own
    .map((order) => ({ ...order, fresh: fresh.get(order.id) ?? 0 }))
    .filter((order) => order.fresh > 0);
  const firms = [...Map.groupBy(orders, ({ pNumber }) => pNumber)].map(([pNumber, ofFirm]) => {
    const mostFirst = ofFirm.toSorted((a, b) => b.fresh - a.fresh);
    return { pNumber, name: ofFirm[0]?.firm ?? null, orders: mostFirst };
  });
  return { finishedAt: latest.finishedAt, firms: firms.slice(0, SHOWN), more: firms.length - SHOWN };
}

const lastRun = preparedOnce((db: Db) => latestOf(db, undefined));
const lastNight = preparedOnce((db: Db) => latestOf(db, like(matchRun.runKey, 'nat:%')));

function latestOf(db: Db, which: SQL | undefined) {
  return db
    .select({ id: matchRun.id, finishedAt: matchRun.finishedAt })
    .from(matchRun)
    .where(and(eq(matchRun.status, 'faerdig'), which))
    .orderBy(desc(matchRun.id))
    .limit(1)
    .prepare();
}

/** The user's open orders, by firm. */
const openOrdersOf = preparedOnce((db: Db) =>
  db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      firm: pUnit.name,
      pNumber: jobOrder.pNumber,
    })
    .from(jobOrder)
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(sql.placeholder('today')))
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        isOwnedBy('mine', { userId: sql.placeholder('userId'), teamId: null }),
      ),
    )
    .orderBy(asc(pUnit.nameFolded), asc(jobOrder.id))
    .prepare(),
);

interface Span {
  night: number;
  latest: number;
  orderIds: readonly number[];
}

/** Of each order's list in the latest run, how many came on it in that run or in one since the night. */
function freshByOrder(db: Db, { night, latest, orderIds }: Span): ReadonlyMap<number, number> {
  const counts = new Map(
    newRowsAsked(db)
      .all({ night, latest, ids: JSON.stringify(orderIds) })
      .map(({ orderId, rows }) => [orderId, rows]),
  );
  const keys = keysAsked(db).all({ night, latest });
  const placesOf = new Map(keys.map(({ id, places }) => [id, readPlaces(places)]));
  // What was counted when the one run ended holds, until somebody on its lists is erased.
  const holds = night === latest && !placesOf.get(latest)?.includes(0);
  return holds ? counts : stillFresh(db, { night, latest, orderIds: [...counts.keys()] }, placesOf);
}

/** How many rows of an order were new in the runs of the span: if none, then none is. */
const newRowsAsked = preparedOnce((db: Db) =>
  db
    .select({ orderId: matchOrderResult.jobOrderId, rows: sql<number>`sum(${matchOrderResult.newRows})` })
    .from(matchOrderResult)
    .where(
      and(
        between(matchOrderResult.runId, sql.placeholder('night'), sql.placeholder('latest')),
        isAmong(matchOrderResult.jobOrderId, 'ids'),
      ),
    )
    .groupBy(matchOrderResult.jobOrderId)
    .having(({ rows }) => gt(rows, 0))
    .prepare(),
);

const keysAsked = preparedOnce((db: Db) =>
  db
    .select({ id: matchRun.id, places: matchRun.citizenPlaces })
    .from(matchRun)
    .where(between(matchRun.id, sql.placeholder('night'), sql.placeholder('latest')))
    .prepare(),
);

/** Whoever came in one run and went in the next is no news, nor is whoever has been erased. */
function stillFresh(
  db: Db,
  { latest, orderIds }: Span,
  placesOf: ReadonlyMap<number, Uint32Array>,
): ReadonlyMap<number, number> {
  const rows = db
    .select({
      runId: matchRow.runId,
      orderId: matchRow.jobOrderId,
      place: matchRow.place,
      isNew: matchRow.isNew,
    })
    .from(matchRow)
    .where(
      and(
        inArray(matchRow.runId, [...placesOf.keys()]),
        sql`${matchRow.jobOrderId} IN (SELECT value FROM json_each(${JSON.stringify(orderIds)}))`,
        or(matchRow.isNew, eq(matchRow.runId, latest)),
      ),
    )
    .all()
    .map((row) => ({ ...row, citizenId: placesOf.get(row.runId)?.[row.place] ?? 0 }));
  const news = new Set(rows.filter(({ isNew }) => isNew).map(pairOf));
  const counts = new Map<number, number>();
  for (const row of rows) {
    if (row.runId !== latest || row.citizenId === 0 || !news.has(pairOf(row))) continue;
    counts.set(row.orderId, (counts.get(row.orderId) ?? 0) + 1);
  }
  return counts;
}

function pairOf({ orderId, citizenId }: { orderId: number; citizenId: number }): string {
  return `${orderId} ${citizenId}`;
}
