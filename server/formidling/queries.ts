import { and, asc, count, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, type OrPlaceholder, preparedEach, preparedOnce } from '../../db/prepared.ts';
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

export type CardRow = ReturnType<ReturnType<typeof selectCards>['all']>[number];

interface Reading {
  today: string;
  orderBy: SQL[];
  /** none: all */
  limit?: number;
  offset?: number;
}

/** Cards with citizen, order and whose both are. */
export function readCards(
  db: Reader,
  where: SQL | undefined,
  { today, orderBy, limit = -1, offset = 0 }: Reading,
): CardRow[] {
  if (limit < 0)
    return selectCards(db, today)
      .where(where)
      .orderBy(...orderBy)
      .all();
  // Sorting thousands for the sake of fifty: numbers alone, and the fifty are read whole.
  const ids = selectCardIds(db, today)
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
  return cardsInOrder(db, ids, today);
}

/** These cards, in the given order. */
export function cardsInOrder(db: Reader, ids: readonly { id: number }[], today: string): CardRow[] {
  if (ids.length === 0) return [];
  const rows = cardsAsked(db).all({ ids: JSON.stringify(ids.map(({ id }) => id)), today });
  const byId = new Map(rows.map((row) => [row.card.id, row]));
  return ids.flatMap(({ id }) => byId.get(id) ?? []);
}

const cardsAsked = preparedOnce((db: Reader) =>
  selectCards(db, sql.placeholder('today')).where(isAmong(formidling.id, 'ids')).prepare(),
);

export function selectCards(db: Reader, today: OrPlaceholder<string>) {
  return db
    .select(columns)
    .from(formidling)
    .innerJoin(citizen, eq(citizen.id, formidling.citizenId))
    .leftJoin(caseworker, eq(caseworker.id, citizen.caseworkerUserId))
    .innerJoin(jobOrder, eq(jobOrder.id, formidling.jobOrderId))
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today));
}

export function selectCardIds(db: Reader, today: OrPlaceholder<string>) {
  return db
    .select({ id: formidling.id })
    .from(formidling)
    .innerJoin(citizen, eq(citizen.id, formidling.citizenId))
    .leftJoin(caseworker, eq(caseworker.id, citizen.caseworkerUserId))
    .innerJoin(jobOrder, eq(jobOrder.id, formidling.jobOrderId))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today));
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

/** Every card of the order, in the order in which they were made. */
export function everyCardOf(db: Reader, orderId: number, today: string): CardRow[] {
  return cardsOfOrderAsked(db).all({ orderId, today });
}

const cardsOfOrderAsked = preparedOnce((db: Reader) =>
  selectCards(db, sql.placeholder('today'))
    .where(eq(formidling.jobOrderId, sql.placeholder('orderId')))
    .orderBy(asc(formidling.id))
    .prepare(),
);

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
  const rows = ordersAsked(db).all({ citizenId });
  return new Map(rows.map(({ orderId, ...card }) => [orderId, card]));
}

const ordersAsked = preparedOnce((db: Reader) =>
  db
    .select({ id: formidling.id, orderId: formidling.jobOrderId, stage: formidling.stage })
    .from(formidling)
    .where(and(eq(formidling.citizenId, sql.placeholder('citizenId')), sql`${formidling.stage} <> 'ej'`))
    .prepare(),
);

/** How many of the order's cards stand where; of all, whoever may see them. */
export function countStages(db: Reader, orderId: number): Map<FormidlingStage, number> {
  const rows = stagesAsked(db).all({ orderId });
  return new Map(rows.map(({ stage, cards }) => [stage, cards]));
}

const stagesAsked = preparedOnce((db: Reader) =>
  db
    .select({ stage: formidling.stage, cards: count() })
    .from(formidling)
    .where(eq(formidling.jobOrderId, sql.placeholder('orderId')))
    .groupBy(formidling.stage)
    .prepare(),
);

export type LogEntry = ReturnType<typeof readLog>[number];

/** What happened to these cards, newest first. */
export function readLog(
  db: Reader,
  formidlingIds: readonly number[],
  { limit = -1, offset = 0, before }: { limit?: number; offset?: number; before?: number } = {},
) {
  const values = { ids: JSON.stringify(formidlingIds), limit, offset, before };
  return logAsked(db, { isBefore: before !== undefined }).all(values);
}

const logAsked = preparedEach((db: Reader, { isBefore }: { isBefore: boolean }) =>
  db
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
    .where(
      and(
        isAmong(formidlingEvent.formidlingId, 'ids'),
        isBefore ? lt(formidlingEvent.id, sql.placeholder('before')) : undefined,
      ),
    )
    .orderBy(desc(formidlingEvent.id))
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .prepare(),
);

/** Is the citizen, or anybody for the order, on a board or has been? */
export function isOnBoard(db: Reader, one: { citizenId: number } | { orderId: number }): boolean {
  const found =
    'citizenId' in one
      ? citizensCard(db).get({ id: one.citizenId })
      : ordersCard(db).get({ id: one.orderId });
  return found !== undefined;
}

const citizensCard = preparedOnce((db: Reader) => cardOf(db, formidling.citizenId));
const ordersCard = preparedOnce((db: Reader) => cardOf(db, formidling.jobOrderId));

function cardOf(db: Reader, column: SQLiteColumn) {
  const isOne = eq(column, sql.placeholder('id'));
  return db.select({ id: formidling.id }).from(formidling).where(isOne).limit(1).prepare();
}
