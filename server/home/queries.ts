import { and, asc, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchRun } from '../../db/schema/matching.ts';
import { liveAnswer } from '../coverage/live.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { firmsWith } from '../records/queries.ts';
import { addDays, quarterOf } from '../ui/dates.ts';

const SHOWN = 8;
const DEADLINE_DAYS = 7;

/** Who looks after an order: its own konsulent, or else the firm's. */
const orderOwner = sql<number | null>`coalesce(${jobOrder.ownerUserId}, ${pUnit.ownerUserId})`;

/** The user's own firms over the limit that nobody has reached this quarter, longest silence first. */
export function firmsToReach(db: Db, userId: number, today: string) {
  const { from, to, name } = quarterOf(today);
  const answer = liveAnswer(db, { from, to, asOf: ALL_KNOWN });
  const { lists } = answer.tally('p');
  const isMine = (pNumber: number) => answer.firms.get(pNumber)?.ownerUserId === userId;
  const mine = [...lists.notContacted].filter(isMine);
  // Full names: drizzle leaves the table out when there is one, and p_number would then compare with itself.
  const lastContact = sql<string | null>`(SELECT max(contact_date) FROM contact
    WHERE contact.p_number = p_unit.p_number AND contact.superseded_at IS NULL)`;
  const rows = db
    .select({ pNumber: pUnit.pNumber, name: pUnit.name, city: pUnit.city, phone: pUnit.phone, lastContact })
    .from(pUnit)
    .where(sql`${pUnit.pNumber} IN (SELECT value FROM json_each(${JSON.stringify(mine)}))`)
    .orderBy(asc(lastContact), asc(pUnit.nameFolded))
    .all();
  const paused = firmsWith(db, ['ikke_nu', 'aldrig_igen'], today);
  const reachable = rows.filter(({ pNumber }) => !paused.has(pNumber));
  return {
    quarter: name,
    total: rows.length,
    paused: rows.length - reachable.length,
    rows: reachable.slice(0, SHOWN),
    undecided: [...lists.undecided].filter(isMine).length,
  };
}

/** The user's open orders whose deadline is near, soonest first. */
export function deadlinesNear(db: Db, userId: number, today: string) {
  return db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      deadline: jobOrder.deadline,
      firm: pUnit.name,
    })
    .from(jobOrder)
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .where(
      and(
        eq(jobOrder.status, 'under_behandling'),
        isNotNull(jobOrder.deadline),
        lte(jobOrder.deadline, addDays(today, DEADLINE_DAYS)),
        eq(orderOwner, userId),
      ),
    )
    .orderBy(asc(jobOrder.deadline))
    .limit(SHOWN)
    .all();
}

/** What an administrator looks at first in the morning. */
export function lastRunAndImports(db: Db) {
  return {
    run: db.select().from(matchRun).orderBy(desc(matchRun.plannedAt)).limit(1).get(),
    imports: db.select().from(importBatch).orderBy(desc(importBatch.importedAt)).limit(5).all(),
  };
}
