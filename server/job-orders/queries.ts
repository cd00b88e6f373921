import {
  and,
  count,
  desc,
  eq,
  gte,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, type OrPlaceholder, preparedEach, preparedOnce } from '../../db/prepared.ts';
import { foldedSql } from '../../db/schema/columns.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder, jobOrderStatus, type OrderStatus } from '../../db/schema/job-orders.ts';
import { jobOrderShift } from '../../db/schema/order-work.ts';
import { placement } from '../../db/schema/placements.ts';
import { user } from '../../db/schema/users.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { isAfterKey, keyColumn, orderOfKeys, rangeOf, type SortKey } from '../api/keyset.ts';
import type { Key, Slice } from '../api/paging.ts';
import { firmBarsFor } from '../companies/bars.ts';
import { danishOrder, foldText } from '../companies/fold.ts';
import { numberList } from '../coverage/conditions.ts';
import { readRequirements } from '../matching/market.ts';
import {
  firmOwner,
  firmOwnerJoin,
  isOwnedBy,
  type OwnerFilter,
  orderOwner,
  orderOwnerJoin,
  ownership,
} from './ownership.ts';
import { groupsOf } from './shifts.ts';

export const PAGE_SIZE = 50;

export const ORDER_SORTS = ['frist', 'titel', 'virksomhed', 'type', 'oprettet'] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];

export interface OrderFilters {
  text: string;
  type: OrderType | null;
  status: OrderStatus | null;
  owner: OwnerFilter;
  /** only those whose employer waits for a first answer */
  unanswered: boolean;
  sort: { by: OrderSort; descending: boolean };
  /** 1 is the first */
  page: number;
}

interface Viewer {
  userId: number;
  teamId: number | null;
}

/** Of an order: places somebody has or has had. A withdrawn placement gives its position back. */
// Full names: drizzle leaves the table out in a sub-query.
export const taken = sql<number>`(SELECT count(*) FROM placement
  WHERE placement.job_order_id = job_order.id AND placement.withdrawn_at IS NULL)`;
/** The employer has heard nothing. */
export const noAnswerYet = sql`NOT EXISTS (SELECT 1 FROM employer_answer
  WHERE employer_answer.job_order_id = job_order.id)`;
const firstAnswerAt = sql<string | null>`(SELECT min(employer_answer.answered_at) FROM employer_answer
  WHERE employer_answer.job_order_id = job_order.id)`;
export const firmName = sql<string>`coalesce(${pUnit.name}, ${company.name}, 'CVR ' || ${jobOrder.cvr})`;

const listColumns = {
  id: jobOrder.id,
  orderKey: jobOrder.orderKey,
  title: jobOrder.title,
  type: jobOrder.type,
  positions: jobOrder.positions,
  taken,
  firstAnswerDue: jobOrder.firstAnswerDue,
  firstAnswerAt,
  hoursMin: jobOrder.hoursMin,
  hoursMax: jobOrder.hoursMax,
  startDate: jobOrder.startDate,
  deadline: jobOrder.deadline,
  status: jobOrder.status,
  pNumber: jobOrder.pNumber,
  cvr: jobOrder.cvr,
  firmName,
  ...ownership,
};
export type OrderListRow = ReturnType<typeof listOrders>['rows'][number];

/** What is asked for of the orders that the filters leave, each with its firm's bar, and how many there are in all. */
export function listOrders(
  db: Db,
  filters: Omit<OrderFilters, 'page'>,
  { viewer, today, slice }: { viewer: Viewer; today: string; slice: Slice },
) {
  const { text, type, status, owner, unanswered, sort } = filters;
  const { userId, teamId } = viewer;
  const { after, limit, offset } = rangeOf(slice);
  const shape = { hasText: text !== '', type, status, owner, hasTeam: teamId !== null, unanswered, sort };
  const question = after === null ? listAsked(db, shape) : listQuestion(db, shape, after);
  const found = question.ids.get({ userId, teamId, today, text, like: likeText(text) });
  const ids = found?.ids ?? [];
  const shown = 'page' in slice ? ids.slice(offset, offset + limit) : ids.slice(0, limit);
  const rows = question.rows.all({ ids: JSON.stringify(shown), today });
  const barOfOrder = firmBarsFor(db, rows, today);
  const byId = new Map(rows.map((row) => [row.id, { ...row, bar: barOfOrder(row) }]));
  return { rows: shown.flatMap((id) => byId.get(id) ?? []), total: ids.length };
}

type ListShape = Pick<OrderFilters, 'type' | 'status' | 'owner' | 'unanswered' | 'sort'> & {
  hasText: boolean;
  hasTeam: boolean;
};

const listAsked = preparedEach((db: Db, shape: ListShape) => listQuestion(db, shape, null));

/** `after`: where a program goes on from. */
function listQuestion(
  db: Db,
  { hasText, type, status, owner, hasTeam, unanswered, sort }: ListShape,
  after: Key | null,
) {
  const today = sql.placeholder('today');
  const keys = sortKeys(sort);
  const teamId = hasTeam ? sql.placeholder('teamId') : null;
  const where = and(
    hasText ? matchesText() : undefined,
    type ? eq(jobOrder.type, type) : undefined,
    hasStatus(status, today, owner),
    isOwnedBy(owner, { userId: sql.placeholder('userId'), teamId }),
    unanswered ? and(isNotNull(jobOrder.firstAnswerDue), noAnswerYet) : undefined,
    isAfterKey(keys, after),
  );
  return {
    ids: idsInOrder(db, where, { orderBy: orderOfKeys(keys), today }),
    rows: db
      .select({ ...listColumns, key: keyColumn(keys) })
      .from(jobOrder)
      .innerJoin(company, eq(company.cvr, jobOrder.cvr))
      .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
      .leftJoin(orderOwner, orderOwnerJoin)
      .leftJoin(firmOwner, firmOwnerJoin(today))
      .where(isAmong(jobOrder.id, 'ids'))
      .prepare(),
  };
}

/** All joins are left ones: SQLite leaves out those that neither the filters nor the sort ask for. */
function idsInOrder(
  db: Db,
  where: SQL | undefined,
  { orderBy, today }: { orderBy: SQL[]; today: OrPlaceholder<string> },
) {
  const ordered = db
    .select({ id: jobOrder.id })
    .from(jobOrder)
    .leftJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(where)
    .orderBy(...orderBy)
    .as('ordered');
  return db
    .select({ ids: numberList(ordered.id) })
    .from(ordered)
    .prepare();
}

function likeText(text: string): string {
  return `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
}

/** Condition with the placeholders `text`, as it was typed, and `like`, of likeText. */
function matchesText(): SQL {
  const text = sql.placeholder('text');
  const like = (column: SQLWrapper) => sql`${column} LIKE ${sql.placeholder('like')} ESCAPE '\\'`;
  const { title, orderKey } = named;
  // Each way out of an index that covers it: an order's own row is never read. Of firms only those with orders, as there are
  // many more without; CROSS: orders first. A number is typed as text and compared as the column's.
  return sql`${jobOrder.id} IN (
    SELECT id FROM job_order AS named WHERE ${or(like(foldedSql(title)), like(foldedSql(orderKey)))}
    UNION ALL SELECT id FROM job_order AS ordered_at WHERE ordered_at.p_number IN (
      SELECT p_unit.p_number FROM (SELECT DISTINCT p_number FROM job_order) AS ordering
      CROSS JOIN p_unit ON p_unit.p_number = ordering.p_number WHERE ${like(pUnit.nameFolded)})
    UNION ALL SELECT id FROM job_order AS ordered_by WHERE ordered_by.cvr = ${text}
    UNION ALL SELECT id FROM job_order AS ordered_at WHERE ordered_at.p_number = ${text})`;
}

const named = alias(jobOrder, 'named');

/**
 * By statusToday: an order whose deadline has passed is nowhere shown as open. Of somebody's own orders the few are found by
 * whose they are: "+" keeps SQLite from the index of statuses, which has ten thousand open ones.
 */
function hasStatus(
  status: OrderStatus | null,
  today: OrPlaceholder<string>,
  owner: OwnerFilter,
): SQL | undefined {
  if (status === null) return undefined;
  const column = owner === 'mine' || owner === 'team' ? sql`+${jobOrder.status}` : sql`${jobOrder.status}`;
  const open = sql`${column} = 'under_behandling'`;
  if (status === 'under_behandling')
    return and(open, or(isNull(jobOrder.deadline), gte(jobOrder.deadline, today)));
  if (status === 'frist_udloebet')
    return or(sql`${column} = ${status}`, and(open, lt(jobOrder.deadline, today)));
  return sql`${column} = ${status}`;
}

function sortKeys({ by, descending }: OrderFilters['sort']): SortKey[] {
  const column = {
    frist: jobOrder.deadline,
    titel: danishOrder(foldedSql(jobOrder.title)),
    virksomhed: danishOrder(sql`coalesce(${pUnit.nameFolded}, lower(${company.name}))`),
    type: jobOrder.type,
    oprettet: jobOrder.createdAt,
  }[by];
  return [{ by: sql`${column} IS NULL` }, { by: column, descending }, { by: jobOrder.id }];
}

export type OrderDetails = NonNullable<ReturnType<typeof findOrder>>;

/** One order with firm and its bar, owner, requirements and every change of status, newest first. */
export function findOrder(db: Db, id: number, today: string) {
  const found = orderAsked(db).get({ id, today });
  if (!found) return undefined;
  const bar = firmBarsFor(db, [found.order], today)(found.order);
  return {
    ...found,
    bar,
    requirements: readRequirements(db, id),
    shifts: groupsOf(shiftsAsked(db).all({ id })),
    history: historyAsked(db).all({ id }),
  };
}

const orderAsked = preparedOnce((db: Db) =>
  db
    .select({
      order: jobOrder,
      taken,
      firstAnswerAt,
      firmName,
      street: pUnit.streetAddress,
      firmPostcode: pUnit.postcode,
      city: pUnit.city,
      firmEndDate: pUnit.endDate,
      ...ownership,
    })
    .from(jobOrder)
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(sql.placeholder('today')))
    .where(eq(jobOrder.id, sql.placeholder('id')))
    .prepare(),
);

const shiftsAsked = preparedOnce((db: Db) => {
  const { weekday, fromMinute, toMinute } = jobOrderShift;
  return db
    .select({ weekday, fromMinute, toMinute })
    .from(jobOrderShift)
    .where(eq(jobOrderShift.jobOrderId, sql.placeholder('id')))
    .prepare();
});

const historyAsked = preparedOnce((db: Db) =>
  db
    .select({
      status: jobOrderStatus.status,
      comment: jobOrderStatus.comment,
      changedAt: jobOrderStatus.changedAt,
      byName: user.name,
    })
    .from(jobOrderStatus)
    .leftJoin(user, eq(user.id, jobOrderStatus.changedBy))
    .where(eq(jobOrderStatus.jobOrderId, sql.placeholder('id')))
    .orderBy(desc(jobOrderStatus.changedAt), desc(jobOrderStatus.id))
    .prepare(),
);

/** How many of the order's positions somebody has. */
export function takenPositions(db: Pick<Db, 'select'>, jobOrderId: number): number {
  return takenAsked(db).get({ jobOrderId })?.n ?? 0;
}

const takenAsked = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({ n: count() })
    .from(placement)
    .where(and(eq(placement.jobOrderId, sql.placeholder('jobOrderId')), isNull(placement.withdrawnAt)))
    .prepare(),
);
