import { and, asc, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchRun } from '../../db/schema/matching.ts';
import { firmsLookedAfterBy } from '../companies/care.ts';
import { liveAnswer } from '../coverage/live.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { firmOwner, firmOwnerJoin, isOwnedBy, orderOwner, orderOwnerJoin } from '../job-orders/ownership.ts';
import { firmsWith } from '../records/queries.ts';
import { addDays, quarterOf } from '../ui/dates.ts';

const SHOWN = 8;
const DEADLINE_DAYS = 7;

/** The user's firms over the limit that nobody has reached this quarter, longest silence first. */
export function firmsToReach(db: Db, userId: number, today: string) {
  const { from, to, name } = quarterOf(today);
  const answer = liveAnswer(db, { from, to, asOf: ALL_KNOWN });
  const { lists } = answer.tally('p');
  const own = [...firmsLookedAfterBy(db, userId, today)];
  const mine = own.filter((pNumber) => lists.notContacted.has(pNumber));
  const paused = firmsWith(db, ['ikke_nu', 'aldrig_igen'], today);
  const latest = answer.latestContacts();
  const rank = answer.rank();
  const reachable = mine
    .filter((pNumber) => !paused.has(pNumber))
    .map((pNumber) => ({ pNumber, lastContact: latest.get(pNumber) ?? null, rank: rank.get(pNumber) ?? 0 }))
    .sort((a, b) => compare(a.lastContact ?? '', b.lastContact ?? '') || a.rank - b.rank);
  return {
    quarter: name,
    moreThanEmployees: answer.counting.rule.moreThanEmployees,
    total: mine.length,
    paused: mine.length - reachable.length,
    rows: withNames(db, reachable.slice(0, SHOWN)),
    undecided: own.filter((pNumber) => lists.undecided.has(pNumber)).length,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withNames(db: Db, firms: readonly { pNumber: number; lastContact: string | null }[]) {
  const pNumbers = JSON.stringify(firms.map(({ pNumber }) => pNumber));
  const found = namesAndPhones(db).all({ pNumbers });
  const byNumber = new Map(found.map((firm) => [firm.pNumber, firm]));
  return firms.flatMap(({ pNumber, lastContact }) => {
    const firm = byNumber.get(pNumber);
    return firm ? [{ ...firm, lastContact }] : [];
  });
}

const namesAndPhones = preparedOnce((db: Db) =>
  db
    .select({ pNumber: pUnit.pNumber, name: pUnit.name, phone: pUnit.phone })
    .from(pUnit)
    .where(isAmong(pUnit.pNumber, 'pNumbers'))
    .prepare(),
);

/** The user's open orders whose deadline is near, soonest first. */
export function deadlinesNear(db: Db, userId: number, today: string) {
  return ordersEnding(db).all({ userId, today, until: addDays(today, DEADLINE_DAYS) });
}

const ordersEnding = preparedOnce((db: Db) =>
  db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      deadline: jobOrder.deadline,
      firm: pUnit.name,
    })
    .from(jobOrder)
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(sql.placeholder('today')))
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        isNotNull(jobOrder.deadline),
        lte(jobOrder.deadline, sql.placeholder('until')),
        isOwnedBy('mine', { userId: sql.placeholder('userId'), teamId: null }),
      ),
    )
    .orderBy(asc(jobOrder.deadline))
    .limit(SHOWN)
    .prepare(),
);

/** What an administrator looks at first in the morning. */
export function lastRunAndImports(db: Db) {
  return {
    run: db.select().from(matchRun).orderBy(desc(matchRun.plannedAt)).limit(1).get(),
    imports: db.select().from(importBatch).orderBy(desc(importBatch.importedAt)).limit(5).all(),
  };
}
