import { and, desc, eq, gte, inArray, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder, jobOrderStatus, type OrderStatus } from '../../db/schema/job-orders.ts';
import { firmOwner, firmOwnerJoin, orderOwner, orderOwnerJoin, ownership } from '../job-orders/ownership.ts';
import { firmName } from '../job-orders/queries.ts';
import { addDays, localDate, quarterBefore, quarterOf } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { medianOf } from './hire-rules.ts';
import { followedUp } from './order-followed.ts';
import {
  type Counts,
  countOrder,
  figuresOf,
  noCounts,
  type OrderFigure,
  type OrderGrouping,
  sectionOf,
} from './order-rules.ts';
import { instantsOf, type Period } from './period.tsx';

/** Every order received in the period or closed in it, with the figures it is in, the latest first. */
export function reportedOrders(db: Db, period: Period, today: string) {
  const { first, last } = instantsOf(period);
  const changed = db
    .select({ id: jobOrderStatus.jobOrderId })
    .from(jobOrderStatus)
    .where(and(gte(jobOrderStatus.changedAt, first), lte(jobOrderStatus.changedAt, last)));
  const passed = and(
    eq(jobOrder.status, 'under_behandling'),
    gte(jobOrder.deadline, addDays(period.from, -1)),
    lte(jobOrder.deadline, period.to),
  );
  const rows = db
    .select({
      id: jobOrder.id,
      orderKey: jobOrder.orderKey,
      title: jobOrder.title,
      type: jobOrder.type,
      positions: jobOrder.positions,
      deadline: jobOrder.deadline,
      firstAnswerDue: jobOrder.firstAnswerDue,
      createdAt: jobOrder.createdAt,
      imported: sql<boolean>`${jobOrder.importId} IS NOT NULL`,
      pNumber: jobOrder.pNumber,
      cvr: jobOrder.cvr,
      firmName,
      branchCode: pUnit.branchCode,
      postcode: sql<string | null>`coalesce(${jobOrder.postcode}, ${pUnit.postcode})`,
      ...ownership,
    })
    .from(jobOrder)
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(
      and(
        lte(jobOrder.createdAt, last),
        or(gte(jobOrder.createdAt, first), inArray(jobOrder.id, changed), passed),
      ),
    )
    .orderBy(desc(jobOrder.createdAt), desc(jobOrder.id))
    .all();
  const statusOf = statusesAt(db, rows, last);
  const followedOn = followedUp(db, rows, today);
  const end = period.to < today ? period.to : addDays(today, -1);
  return rows.flatMap((row) => {
    const logged = statusOf.get(row.id) ?? {
      status: 'under_behandling' as OrderStatus,
      changedAt: row.createdAt,
    };
    // A deadline that has passed closes the order, also before the night run has written so.
    const expired = logged.status === 'under_behandling' && row.deadline !== null && row.deadline <= end;
    const order = {
      ...row,
      ...followedOn(row),
      receivedOn: localDate(new Date(row.createdAt)),
      statusAtEnd: expired ? ('frist_udloebet' as const) : logged.status,
      statusSince: expired && row.deadline ? addDays(row.deadline, 1) : localDate(new Date(logged.changedAt)),
    };
    const figures = figuresOf(order, period);
    return figures.length > 0 ? [{ ...order, figures }] : [];
  });
}
export type ReportedOrder = ReturnType<typeof reportedOrders>[number];

/** The status each order had at an instant, and since when, from the log of its statuses. */
function statusesAt(db: Db, orders: readonly { id: number }[], at: string) {
  const ids = JSON.stringify(orders.map(({ id }) => id));
  const rows = db
    .select({
      id: jobOrderStatus.jobOrderId,
      status: jobOrderStatus.status,
      changedAt: jobOrderStatus.changedAt,
    })
    .from(jobOrderStatus)
    .where(
      and(
        sql`${jobOrderStatus.jobOrderId} IN (SELECT value FROM json_each(${ids}))`,
        lte(jobOrderStatus.changedAt, at),
      ),
    )
    .orderBy(jobOrderStatus.jobOrderId, jobOrderStatus.changedAt, jobOrderStatus.id)
    .all();
  return new Map(rows.map((row) => [row.id, row]));
}

type Grouped = Pick<ReportedOrder, 'type' | 'branchCode' | 'postcode' | 'ownerId' | 'ownerName'>;

/** The line of a breakdown an order is in: [value in addresses, name on screen]. */
export function lineOf(order: Grouped, by: OrderGrouping): [value: string, name: string] {
  switch (by) {
    case 'type':
      return [order.type, labels.orderType[order.type]];
    case 'branche':
      return [sectionOf(order.branchCode), sectionOf(order.branchCode)];
    case 'omraade':
      return [order.postcode ?? 'ingen', order.postcode ?? 'Uden postnummer'];
    case 'konsulent':
      return [String(order.ownerId ?? 'ingen'), order.ownerName ?? 'Ingen ansvarlig'];
  }
}

export interface OrderLine {
  value: string;
  name: string;
  counts: Counts;
}

/** All figures, and each line of a breakdown, those with most received first. */
export function tallyOrders(orders: readonly ReportedOrder[], by: OrderGrouping) {
  const total = noCounts();
  const lines = new Map<string, OrderLine>();
  for (const order of orders) {
    const [value, name] = lineOf(order, by);
    const line = lines.get(value) ?? { value, name, counts: noCounts() };
    lines.set(value, line);
    countOrder(total, order);
    countOrder(line.counts, order);
  }
  const received = ({ counts }: OrderLine) => counts.modtaget.positions;
  return {
    total,
    lines: [...lines.values()].sort(
      (a, b) => received(b) - received(a) || a.name.localeCompare(b.name, 'da'),
    ),
  };
}

/** Orders of one figure, in one line of a breakdown when it is asked for. */
export function ordersBehind(
  orders: readonly ReportedOrder[],
  figure: OrderFigure,
  line?: { by: OrderGrouping; value: string },
) {
  return orders.filter(
    (order) => order.figures.includes(figure) && (!line || lineOf(order, line.by)[0] === line.value),
  );
}

/**
 * Days from an order was received until something happened, in the middle of all to which it happened. Of an imported one
 * the day of import is known alone.
 */
export function waitsOf(orders: readonly ReportedOrder[]) {
  const received = orders.filter(({ figures, imported }) => figures.includes('modtaget') && !imported);
  const daysTo = (dayOf: (order: ReportedOrder) => string | null) =>
    medianOf(
      received.flatMap((order) => {
        const day = dayOf(order);
        return day === null ? [] : [daysBetween(order.receivedOn, day)];
      }),
    );
  return {
    toShared: daysTo(({ firstSharedOn }) => firstSharedOn),
    toFilled: daysTo(({ statusAtEnd, statusSince }) =>
      statusAtEnd === 'behov_daekket' ? statusSince : null,
    ),
  };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

const QUARTERS = 8;

export interface OrderQuarter extends Period {
  name: string;
  orders: number;
  positions: number;
  filled: number;
}

/** Orders and positions received, and positions reported filled, in the last eight quarters, oldest first. */
export function orderTrend(db: Db, to: string): OrderQuarter[] {
  const quarters = [quarterOf(to)];
  while (quarters.length < QUARTERS) quarters.unshift(quarterBefore(quarters[0] ?? quarterOf(to)));
  return quarters.map((quarter) => {
    const { first, last } = instantsOf(quarter);
    const received = db
      .select({
        orders: sql<number>`count(*)`,
        positions: sql<number>`coalesce(sum(${jobOrder.positions}), 0)`,
      })
      .from(jobOrder)
      .where(and(gte(jobOrder.createdAt, first), lte(jobOrder.createdAt, last)))
      .get();
    const filled = db
      .select({ positions: sql<number>`coalesce(sum(${jobOrder.positions}), 0)` })
      .from(jobOrder)
      .where(inArray(jobOrder.id, filledBetween(db, first, last)))
      .get();
    return {
      ...quarter,
      orders: received?.orders ?? 0,
      positions: received?.positions ?? 0,
      filled: filled?.positions ?? 0,
    };
  });
}

/** Orders whose last status by `last` is "behov dækket", set after `first`. */
function filledBetween(db: Db, first: string, last: string) {
  const later = sql`EXISTS (SELECT 1 FROM job_order_status AS later WHERE later.job_order_id = job_order_status.job_order_id
    AND (later.changed_at, later.id) > (job_order_status.changed_at, job_order_status.id) AND later.changed_at <= ${last})`;
  return db
    .select({ id: jobOrderStatus.jobOrderId })
    .from(jobOrderStatus)
    .where(
      and(
        gte(jobOrderStatus.changedAt, first),
        lte(jobOrderStatus.changedAt, last),
        eq(jobOrderStatus.status, 'behov_daekket'),
        sql`NOT ${later}`,
      ),
    );
}
