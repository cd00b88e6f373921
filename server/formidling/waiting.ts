import { and, asc, count, desc, eq, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { formidling, formidlingEvent } from '../../db/schema/formidling.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { placement } from '../../db/schema/placements.ts';
import { firmOwner, firmOwnerJoin, isOwnedBy, orderOwner, orderOwnerJoin } from '../job-orders/queries.ts';
import type { Actor } from '../plugins/session.ts';
import { type CardRow, caseworker, readCards } from './queries.ts';
import type { ShownCard } from './rights.ts';

/** What a card waits for; one that waits for nothing in particular is among all. */
export const WAITS = ['svar', 'ja', 'samtale', 'lukket', 'besked', 'alle'] as const;
export type Wait = (typeof WAITS)[number];

export const PAGE_SIZE = 50;

const orderIsClosed = (today: string) =>
  or(
    sql`${jobOrder.status} IN ('behov_daekket', 'frist_udloebet')`,
    and(eq(jobOrder.status, 'under_behandling'), lt(jobOrder.deadline, today)),
  );

const isUnderWay = sql`${formidling.stage} IN ('vurderes', 'spurgt', 'delt', 'samtale')`;

/** Asked or shared, then let down by the firm or the order, and nobody has written since that they have been told. */
const isToBeTold = and(
  eq(formidling.stage, 'ej'),
  sql`${formidling.ended} IN ('ordre_lukket', 'virksomhed_nej')`,
  sql`${formidling.askedAt} IS NOT NULL`,
  sql`NOT EXISTS (SELECT 1 FROM ${formidlingEvent} AS told WHERE told.formidling_id = ${formidling.id}
    AND told.event = 'note' AND told.id > (SELECT max(e.id) FROM ${formidlingEvent} AS e
      WHERE e.formidling_id = ${formidling.id} AND e.event = 'ej'))`,
);

function isWaiting(wait: Wait, today: string): SQL | undefined {
  switch (wait) {
    case 'svar':
      return and(eq(formidling.stage, 'spurgt'), isNull(formidling.answer));
    case 'ja':
      return and(eq(formidling.stage, 'spurgt'), eq(formidling.answer, 'ja'));
    case 'samtale':
      return and(eq(formidling.stage, 'samtale'), lt(formidling.interviewOn, today));
    case 'lukket':
      return and(isUnderWay, orderIsClosed(today));
    case 'besked':
      return isToBeTold;
    case 'alle':
      return isUnderWay;
  }
}

/** The cards that are this viewer's to look after: own and the team's orders, own and the team's citizens. */
function isMine({ userId, teamId, roles }: Actor): SQL | undefined {
  const unprotected = eq(citizen.protectedAddress, false);
  const asKonsulent = roles.includes('konsulent')
    ? and(isOwnedBy('team', { userId, teamId }), unprotected, sql`${citizen.mayBeShared} IS NOT 0`)
    : sql`0`;
  const asSagsbehandler = roles.includes('sagsbehandler')
    ? or(
        eq(citizen.caseworkerUserId, userId),
        and(unprotected, teamId === null ? sql`0` : eq(caseworker.teamId, teamId)),
      )
    : sql`0`;
  return or(asKonsulent, asSagsbehandler);
}

interface Asked {
  wait: Wait;
  today: string;
  /** of one order alone */
  orderId?: number;
  page: number;
  pageSize?: number;
}

/** What waits for this viewer, the most urgent first, and how many there are. */
export function waitingCards(db: Db, viewer: Actor, asked: Asked) {
  const { wait, today, orderId, page, pageSize = PAGE_SIZE } = asked;
  const where = and(
    isWaiting(wait, today),
    isMine(viewer),
    orderId === undefined ? undefined : eq(formidling.jobOrderId, orderId),
  );
  const urgent = { svar: formidling.answerBy, samtale: formidling.interviewOn }[String(wait)];
  const rows = readCards(db, where, {
    today,
    orderBy: [asc(urgent ?? formidling.updatedAt), asc(formidling.id)],
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  return { rows, total: countCards(db, where, today) };
}

function countCards(db: Db, where: SQL | undefined, today: string): number {
  const found = db
    .select({ cards: count() })
    .from(formidling)
    .innerJoin(citizen, eq(citizen.id, formidling.citizenId))
    .leftJoin(caseworker, eq(caseworker.id, citizen.caseworkerUserId))
    .innerJoin(jobOrder, eq(jobOrder.id, formidling.jobOrderId))
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(where)
    .get();
  return found?.cards ?? 0;
}

const SHOWN = 5;

export type FilledOrder = ReturnType<typeof filledOrders>[number];

/** What waits on Min dag, each kind with its first few and how many there are. */
export interface DueCards<Card> {
  silent: { rows: Card[]; total: number };
  yes: { rows: Card[]; total: number };
  interviews: { rows: Card[]; total: number };
  closed: { rows: Card[]; total: number };
  toTell: { rows: Card[]; total: number };
  filled: FilledOrder[];
}

/** On Min dag: what this viewer has set going and must finish. The silent are those whom the viewer asked. */
export function formidlingDue(
  db: Db,
  viewer: Actor,
  { today, shown }: { today: string; shown: (rows: CardRow[]) => ShownCard[] },
): DueCards<ShownCard> {
  const first = (wait: Wait, also?: SQL) => {
    const where = and(isWaiting(wait, today), isMine(viewer), also);
    // On most mornings there is none of most kinds: counting is half of the work.
    const total = countCards(db, where, today);
    if (total === 0) return { rows: [], total };
    const orderBy = [asc(formidling.updatedAt), asc(formidling.id)];
    return { rows: shown(readCards(db, where, { today, orderBy, limit: SHOWN })), total };
  };
  const askedByMe = sql`(SELECT e."by" FROM ${formidlingEvent} AS e WHERE e.formidling_id = ${formidling.id}
    AND e.event = 'spurgt' ORDER BY e.id DESC LIMIT 1) = ${viewer.userId}`;
  return {
    silent: first('svar', and(lt(formidling.answerBy, today), askedByMe)),
    yes: first('ja'),
    interviews: first('samtale'),
    closed: first('lukket'),
    toTell: first('besked'),
    filled: filledOrders(db, viewer, today),
  };
}

/** The viewer's open orders whose positions are all given, with cards or not: they can be closed. */
function filledOrders(db: Db, { userId }: Actor, today: string) {
  const taken = db
    .select({ orderId: placement.jobOrderId, places: count().as('places') })
    .from(placement)
    .where(and(sql`${placement.jobOrderId} IS NOT NULL`, isNull(placement.withdrawnAt)))
    .groupBy(placement.jobOrderId)
    .as('taken');
  return db
    .select({ id: jobOrder.id, title: jobOrder.title, positions: jobOrder.positions })
    .from(taken)
    .innerJoin(jobOrder, eq(jobOrder.id, taken.orderId))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        sql`taken.places >= ${jobOrder.positions}`,
        isOwnedBy('mine', { userId, teamId: null }),
      ),
    )
    .orderBy(desc(jobOrder.updatedAt))
    .limit(SHOWN)
    .all();
}

/** The cards of one citizen, the newest first. */
export function cardsOfCitizen(db: Db, citizenId: number, today: string) {
  const orderBy = [desc(ne(formidling.stage, 'ej')), desc(formidling.updatedAt), desc(formidling.id)];
  return readCards(db, eq(formidling.citizenId, citizenId), { today, orderBy, limit: 100 });
}
