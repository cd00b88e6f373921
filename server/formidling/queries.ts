import { and, asc, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { type FormidlingStage, formidling, formidlingEvent } from '../../db/schema/formidling.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';
import { firmOwner, firmOwnerJoin, orderOwner, orderOwnerJoin, ownership } from '../job-orders/ownership.ts';
import { firmName } from '../job-orders/queries.ts';

type Reader = Pick<Db, 'select'>;

export const caseworker = alias(user, 'caseworker');

/** Who asked the citizen last, of the card's own log. */
const askedBy = sql<number | null>`(SELECT ${formidlingEvent.by} FROM ${formidlingEvent}
  WHERE ${formidlingEvent.formidlingId} = ${formidling.id} AND ${formidlingEvent.event} = 'spurgt'
  ORDER BY ${formidlingEvent.id} DESC LIMIT 1)`;

const columns = {
  card: formidling,
  citizen: {
    id: citizen.id,
    citizenKey: citizen.citizenKey,
    name: citizen.name,
    mayBeShared: citizen.mayBeShared,
    protectedAddress: citizen.protectedAddress,
    caseworkerUserId: citizen.caseworkerUserId,
  },
  caseworkerName: caseworker.name,
  caseworkerTeamId: caseworker.teamId,
  order: {
    id: jobOrder.id,
    title: jobOrder.title,
    type: jobOrder.type,
    status: jobOrder.status,
    deadline: jobOrder.deadline,
    positions: jobOrder.positions,
    pNumber: jobOrder.pNumber,
  },
  firmName,
  ...ownership,
  askedBy,
};

export type CardRow = ReturnType<typeof readCards>[number];

interface Reading {
  today: string;
  orderBy: SQL[];
  /** none: all */
  limit?: number;
  offset?: number;
}

/** Cards with citizen, order and whose both are. */
export function readCards(db: Reader, where: SQL | undefined, { today, orderBy, ...range }: Reading) {
  // Sorting thousands for the sake of fifty: numbers alone, and the fifty are read whole.
  const shown =
    range.limit === undefined
      ? where
      : inArray(formidling.id, cardIds(db, where, { today, orderBy, ...range }));
  return db
    .select(columns)
    .from(formidling)
    .innerJoin(citizen, eq(citizen.id, formidling.citizenId))
    .leftJoin(caseworker, eq(caseworker.id, citizen.caseworkerUserId))
    .innerJoin(jobOrder, eq(jobOrder.id, formidling.jobOrderId))
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(shown)
    .orderBy(...orderBy)
    .all();
}

function cardIds(
  db: Reader,
  where: SQL | undefined,
  { today, orderBy, limit = -1, offset = 0 }: Reading,
): number[] {
  return db
    .select({ id: formidling.id })
    .from(formidling)
    .innerJoin(citizen, eq(citizen.id, formidling.citizenId))
    .leftJoin(caseworker, eq(caseworker.id, citizen.caseworkerUserId))
    .innerJoin(jobOrder, eq(jobOrder.id, formidling.jobOrderId))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all()
    .map(({ id }) => id);
}

export function findCard(db: Reader, id: number, today: string): CardRow | undefined {
  return readCards(db, eq(formidling.id, id), { today, orderBy: [asc(formidling.id)] })[0];
}

/** Of what came to nothing the board shows the latest. */
export const ENDED_SHOWN = 10;

/** Everybody on the order's board, those who have waited longest first; of the ended the latest. */
export function cardsOfOrder(db: Reader, orderId: number, today: string): CardRow[] {
  const ofOrder = eq(formidling.jobOrderId, orderId);
  const open = readCards(db, and(ofOrder, sql`${formidling.stage} <> 'ej'`), {
    today,
    orderBy: [asc(formidling.updatedAt), asc(formidling.id)],
  });
  const ended = readCards(db, and(ofOrder, eq(formidling.stage, 'ej')), {
    today,
    orderBy: [desc(formidling.updatedAt), desc(formidling.id)],
    limit: ENDED_SHOWN,
  });
  return [...open, ...ended];
}

/** Where those stand who are on the order's board and not ended, by citizen. */
export function stagesOfOrder(
  db: Reader,
  orderId: number,
): Map<number, { id: number; stage: FormidlingStage }> {
  const rows = db
    .select({ id: formidling.id, citizenId: formidling.citizenId, stage: formidling.stage })
    .from(formidling)
    .where(and(eq(formidling.jobOrderId, orderId), sql`${formidling.stage} <> 'ej'`))
    .all();
  return new Map(rows.map(({ citizenId, ...card }) => [citizenId, card]));
}

/** Where the citizen stands on which order's board and is not ended, by order. */
export function ordersOfCitizen(
  db: Reader,
  citizenId: number,
): Map<number, { id: number; stage: FormidlingStage }> {
  const rows = db
    .select({ id: formidling.id, orderId: formidling.jobOrderId, stage: formidling.stage })
    .from(formidling)
    .where(and(eq(formidling.citizenId, citizenId), sql`${formidling.stage} <> 'ej'`))
    .all();
  return new Map(rows.map(({ orderId, ...card }) => [orderId, card]));
}

/** How many of the order's cards stand where; of all, whoever may see them. */
export function countStages(db: Reader, orderId: number): Map<FormidlingStage, number> {
  const rows = db
    .select({ stage: formidling.stage, cards: count() })
    .from(formidling)
    .where(eq(formidling.jobOrderId, orderId))
    .groupBy(formidling.stage)
    .all();
  return new Map(rows.map(({ stage, cards }) => [stage, cards]));
}

export type LogEntry = ReturnType<typeof readLog>[number];

/** What happened to these cards, newest first. */
export function readLog(
  db: Reader,
  formidlingIds: readonly number[],
  { limit = -1, offset = 0, before }: { limit?: number; offset?: number; before?: number } = {},
) {
  const among = sql`${formidlingEvent.formidlingId} IN (SELECT value FROM json_each(${JSON.stringify(formidlingIds)}))`;
  return db
    .select({
      id: formidlingEvent.id,
      formidlingId: formidlingEvent.formidlingId,
      event: formidlingEvent.event,
      comment: formidlingEvent.comment,
      at: formidlingEvent.at,
      byName: user.name,
    })
    .from(formidlingEvent)
    .leftJoin(user, eq(user.id, formidlingEvent.by))
    .where(and(among, before === undefined ? undefined : sql`${formidlingEvent.id} < ${before}`))
    .orderBy(desc(formidlingEvent.id))
    .limit(limit)
    .offset(offset)
    .all();
}

/** Is the citizen, or anybody for the order, on a board or has been? */
export function isOnBoard(db: Reader, one: { citizenId: number } | { orderId: number }): boolean {
  const where =
    'citizenId' in one ? eq(formidling.citizenId, one.citizenId) : eq(formidling.jobOrderId, one.orderId);
  return db.select({ id: formidling.id }).from(formidling).where(where).limit(1).get() !== undefined;
}
