import { and, asc, count, desc, eq, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type OrPlaceholder, preparedEach, preparedOnce } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { formidling, formidlingEvent } from '../../db/schema/formidling.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { placement } from '../../db/schema/placements.ts';
import { firmOwner, firmOwnerJoin, isOwnedBy, orderOwner, orderOwnerJoin } from '../job-orders/ownership.ts';
import type { Actor } from '../plugins/session.ts';
import { type CardRow, cardsInOrder, caseworker, selectCardIds, selectCards } from './queries.ts';
import type { ShownCard } from './rights.ts';

/** What a card waits for; one that waits for nothing in particular is among all. */
export const WAITS = ['svar', 'ja', 'samtale', 'lukket', 'besked', 'alle'] as const;
export type Wait = (typeof WAITS)[number];

export const PAGE_SIZE = 50;

const orderIsClosed = (today: OrPlaceholder<string>) =>
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

function isWaiting(wait: Wait, today: OrPlaceholder<string>): SQL | undefined {
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

/** Whoever looks, as the conditions compare with them; a team of -1 is no team. */
interface Looking {
  userId: OrPlaceholder<number>;
  teamId: OrPlaceholder<number>;
  konsulent: OrPlaceholder<number>;
  sagsbehandler: OrPlaceholder<number>;
}

function lookingAs({ userId, teamId, roles }: Actor) {
  return {
    userId,
    teamId: teamId ?? -1,
    konsulent: Number(roles.includes('konsulent')),
    sagsbehandler: Number(roles.includes('sagsbehandler')),
  };
}

/** The cards that are this viewer's to look after: own and the team's orders, own and the team's citizens. */
function isMine({ userId, teamId, konsulent, sagsbehandler }: Looking): SQL | undefined {
  const unprotected = eq(citizen.protectedAddress, false);
  return or(
    and(
      sql`${konsulent}`,
      isOwnedBy('team', { userId, teamId }),
      unprotected,
      sql`${citizen.mayBeShared} IS NOT 0`,
    ),
    and(
      sql`${sagsbehandler}`,
      or(eq(citizen.caseworkerUserId, userId), and(unprotected, eq(caseworker.teamId, teamId))),
    ),
  );
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
  const question = waitingAsked(db, { wait, ofOrder: orderId !== undefined });
  const looking = { ...lookingAs(viewer), today, orderId };
  const ids = question.ids.all({ ...looking, limit: pageSize, offset: (page - 1) * pageSize });
  return { rows: cardsInOrder(db, ids, today), total: question.count.get(looking)?.cards ?? 0 };
}

const waitingAsked = preparedEach((db: Db, { wait, ofOrder }: { wait: Wait; ofOrder: boolean }) => {
  const { today } = LOOKING;
  const where = and(
    isWaiting(wait, today),
    isMine(LOOKING),
    ofOrder ? eq(formidling.jobOrderId, sql.placeholder('orderId')) : undefined,
  );
  const urgent = { svar: formidling.answerBy, samtale: formidling.interviewOn }[String(wait)];
  return {
    ids: selectCardIds(db, today)
      .where(where)
      .orderBy(asc(urgent ?? formidling.updatedAt), asc(formidling.id))
      .limit(sql.placeholder('limit'))
      .offset(sql.placeholder('offset'))
      .prepare(),
    count: selectCount(db, where, today),
  };
});

function selectCount(db: Db, where: SQL | undefined, today: OrPlaceholder<string>) {
  return db
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
    .prepare();
}

const SHOWN = 5;

export type FilledOrder = DueCards<never>['filled'][number];

/** What waits on Min dag, each kind with its first few and how many there are. */
export interface DueCards<Card> {
  silent: { rows: Card[]; total: number };
  yes: { rows: Card[]; total: number };
  interviews: { rows: Card[]; total: number };
  closed: { rows: Card[]; total: number };
  toTell: { rows: Card[]; total: number };
  filled: { id: number; title: string; positions: number }[];
}

/** On Min dag: what this viewer has set going and must finish. The silent are those whom the viewer asked. */
export function formidlingDue(
  db: Db,
  viewer: Actor,
  { today, shown }: { today: string; shown: (rows: CardRow[]) => ShownCard[] },
): DueCards<ShownCard> {
  const looking = { ...lookingAs(viewer), today };
  const first = (due: Due) => {
    // On most mornings there is none of most kinds: counting is half of the work.
    const question = dueAsked(db, due);
    const total = question.count.get(looking)?.cards ?? 0;
    if (total === 0) return { rows: [], total };
    return { rows: shown(cardsInOrder(db, question.ids.all(looking), today)), total };
  };
  return {
    silent: first('silent'),
    yes: first('yes'),
    interviews: first('interviews'),
    closed: first('closed'),
    toTell: first('toTell'),
    filled: filledOrders(db).all(looking),
  };
}

type Due = Exclude<keyof DueCards<never>, 'filled'>;

function isDue(due: Due, looking: Looking & { today: OrPlaceholder<string> }): SQL | undefined {
  const { today, userId } = looking;
  const wait = (
    { silent: 'svar', yes: 'ja', interviews: 'samtale', closed: 'lukket', toTell: 'besked' } as const
  )[due];
  const askedByViewer = sql`(SELECT e."by" FROM ${formidlingEvent} AS e WHERE e.formidling_id = ${formidling.id}
    AND e.event = 'spurgt' ORDER BY e.id DESC LIMIT 1) = ${userId}`;
  const silent = due === 'silent' ? and(lt(formidling.answerBy, today), askedByViewer) : undefined;
  return and(isWaiting(wait, today), isMine(looking), silent);
}

const LOOKING = {
  userId: sql.placeholder('userId'),
  teamId: sql.placeholder('teamId'),
  konsulent: sql.placeholder('konsulent'),
  sagsbehandler: sql.placeholder('sagsbehandler'),
  today: sql.placeholder('today'),
};

const dueAsked = preparedEach((db: Db, due: Due) => {
  const where = isDue(due, LOOKING);
  return {
    count: selectCount(db, where, LOOKING.today),
    ids: selectCardIds(db, LOOKING.today)
      .where(where)
      .orderBy(asc(formidling.updatedAt), asc(formidling.id))
      .limit(SHOWN)
      .prepare(),
  };
});

/** The viewer's open orders whose positions are all given, with cards or not: they can be closed. */
const filledOrders = preparedOnce((db: Db) => {
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
    .leftJoin(firmOwner, firmOwnerJoin(LOOKING.today))
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        sql`taken.places >= ${jobOrder.positions}`,
        isOwnedBy('mine', { userId: LOOKING.userId, teamId: null }),
      ),
    )
    .orderBy(desc(jobOrder.updatedAt))
    .limit(SHOWN)
    .prepare();
});

/** The cards of one citizen, the newest first. */
export function cardsOfCitizen(db: Db, citizenId: number, today: string): CardRow[] {
  return cardsOfCitizenAsked(db).all({ citizenId, today });
}

const cardsOfCitizenAsked = preparedOnce((db: Db) =>
  selectCards(db, sql.placeholder('today'))
    .where(eq(formidling.citizenId, sql.placeholder('citizenId')))
    .orderBy(desc(ne(formidling.stage, 'ej')), desc(formidling.updatedAt), desc(formidling.id))
    .limit(100)
    .prepare(),
);
