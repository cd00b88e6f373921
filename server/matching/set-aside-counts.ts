import { and, count, countDistinct, desc, eq, gt, isNull, lte, max, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { type SetAsideReason, setAside } from '../../db/schema/matching.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { addDays, endOfLocalDate } from '../ui/dates.ts';

/** Local dates, both included; a type or null for all. */
export interface SetAsideQuestion {
  from: string;
  to: string;
  type: OrderType | null;
}

/** What stands from the period, counted by reason, most first. What was taken back does not count. */
export function countByReason(db: Db, question: SetAsideQuestion) {
  return db
    .select({
      reason: setAside.reason,
      count: count(),
      orders: countDistinct(setAside.jobOrderId),
    })
    .from(setAside)
    .innerJoin(jobOrder, eq(jobOrder.id, setAside.jobOrderId))
    .where(isMeant(question))
    .groupBy(setAside.reason)
    .orderBy(desc(count()), setAside.reason)
    .all();
}

/** The same by type of order and reason. */
export function countByType(db: Db, question: SetAsideQuestion) {
  return db
    .select({ type: jobOrder.type, reason: setAside.reason, count: count() })
    .from(setAside)
    .innerJoin(jobOrder, eq(jobOrder.id, setAside.jobOrderId))
    .where(isMeant(question))
    .groupBy(jobOrder.type, setAside.reason)
    .all();
}

const MOST_ORDERS = 200;

/** The orders behind a figure, most first; no citizen stands here. */
export function ordersBehind(db: Db, question: SetAsideQuestion, reason: SetAsideReason) {
  return db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      firmName: sql<string>`coalesce(${pUnit.name}, ${company.name}, 'CVR ' || ${jobOrder.cvr})`,
      count: count(),
      latestAt: max(setAside.setAsideAt),
    })
    .from(setAside)
    .innerJoin(jobOrder, eq(jobOrder.id, setAside.jobOrderId))
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .where(and(isMeant(question), eq(setAside.reason, reason)))
    .groupBy(jobOrder.id)
    .orderBy(desc(count()), jobOrder.id)
    .limit(MOST_ORDERS)
    .all();
}

function isMeant({ from, to, type }: SetAsideQuestion) {
  return and(
    isNull(setAside.withdrawnAt),
    gt(setAside.setAsideAt, endOfLocalDate(addDays(from, -1))),
    lte(setAside.setAsideAt, endOfLocalDate(to)),
    type ? eq(jobOrder.type, type) : undefined,
  );
}
