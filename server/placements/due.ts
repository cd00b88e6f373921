import { and, asc, eq, exists, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { type FollowUpKind, placement, placementFollowUp } from '../../db/schema/placements.ts';
import { readSettings } from '../admin/queries.ts';
import { firmOwner, firmOwnerJoin, orderOwner, orderOwnerJoin } from '../job-orders/ownership.ts';
import { addDays } from '../ui/dates.ts';
import { lacksEndSql, statusDay, statusSql } from './conditions.ts';
import { type Asking, isHeldByUser, listPlacements, type PlacementView, placementsOf } from './queries.ts';

/** Why a placement stands on somebody's Min dag. */
export type DueWhy = FollowUpKind | 'udloeber' | 'mangler_ophoer' | 'mangler_underskrift' | 'godkendelse';

export interface DueRow extends PlacementView {
  why: DueWhy;
  date: string;
}

export interface DuePlacements {
  rows: DueRow[];
  total: number;
}

/** A follow-up is shown from so many days before: a week can be planned. */
const AHEAD_DAYS = 7;
const SHOWN = 8;
/** More than anybody looks after; those beyond are on the list. */
const MOST = 500;

/** What one's own placements ask for, the oldest first: follow-ups, ends, signatures and approvals. */
export function duePlacements(db: Db, asking: Asking): DuePlacements {
  const { viewer, today } = asking;
  const { userId } = viewer;
  const followUps = followUpsOf(db).all({ userId, today, until: addDays(today, AHEAD_DAYS) });
  const others = placementsAsking(db).all({ userId, ...statusDay(readSettings(db), today) });
  if (followUps.length + others.length === 0) return { rows: [], total: 0 };
  const ids = [
    ...new Set([...followUps.map(({ placementId }) => placementId), ...others.map(({ id }) => id)]),
  ];
  const rows = placementsOf(db, { ids }, asking);
  const byId = new Map(rows.map((row) => [row.placement.id, row]));
  const due = [
    ...followUps.flatMap(({ placementId, kind, dueOn }) => {
      const row = byId.get(placementId);
      return row ? [{ ...row, why: kind, date: dueOn }] : [];
    }),
    ...rows.flatMap((row) => reasonsOf(row, today).map((reason) => ({ ...row, ...reason }))),
  ].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.placement.id - b.placement.id));
  return { rows: due.slice(0, SHOWN), total: due.length };
}

function reasonsOf(row: PlacementView, today: string): { why: DueWhy; date: string }[] {
  const { startsOn, endedOn } = row.placement;
  if (endedOn !== null) return [];
  if (row.lacksEnd) return [{ why: 'mangler_ophoer', date: row.lastDay ?? today }];
  if (row.status === 'udloeber_snart') return [{ why: 'udloeber', date: row.lastDay ?? today }];
  if (row.status === 'afventer_underskrift') return [{ why: 'mangler_underskrift', date: startsOn }];
  return row.status === 'afventer_godkendelse' ? [{ why: 'godkendelse', date: startsOn }] : [];
}

const USER = sql.placeholder('userId');
const TODAY = sql.placeholder('today');

function selectOwn(db: Db, where: SQL | undefined) {
  return db
    .select({ id: placement.id })
    .from(placement)
    .innerJoin(citizen, eq(citizen.id, placement.citizenId))
    .innerJoin(pUnit, eq(pUnit.pNumber, placement.pNumber))
    .leftJoin(jobOrder, eq(jobOrder.id, placement.jobOrderId))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(TODAY))
    .where(and(isNull(placement.withdrawnAt), isHeldByUser(USER), where));
}

/** Of the user's own the ids of those that reasonsOf has something to say of. */
const placementsAsking = preparedOnce((db: Db) => {
  const status = statusSql({
    today: TODAY,
    soon: sql.placeholder('soon'),
    signedTypes: sql.placeholder('signedTypes'),
    approvedTypes: sql.placeholder('approvedTypes'),
  });
  const asks = sql`${status} IN ('udloeber_snart', 'afventer_underskrift', 'afventer_godkendelse')`;
  return selectOwn(db, and(isNull(placement.endedOn), or(asks, lacksEndSql(TODAY))))
    .orderBy(asc(placement.endsOn))
    .limit(MOST)
    .prepare();
});

/** Checks at 13 and 26 weeks come after the end as well: all of one's own, ended or not, but none withdrawn. */
const followUpsOf = preparedOnce((db: Db) => {
  const own = selectOwn(db, eq(placement.id, placementFollowUp.placementId));
  return db
    .select({
      placementId: placementFollowUp.placementId,
      kind: placementFollowUp.kind,
      dueOn: placementFollowUp.dueOn,
    })
    .from(placementFollowUp)
    .where(
      and(
        isNull(placementFollowUp.doneOn),
        lte(placementFollowUp.dueOn, sql.placeholder('until')),
        exists(own),
      ),
    )
    .orderBy(asc(placementFollowUp.dueOn))
    .limit(MOST)
    .prepare();
});

export interface PlannedFollowUp {
  id: number;
  placementId: number;
  kind: FollowUpKind;
  dueOn: string;
  pNumber: number;
  firm: string;
  changedAt: string;
}

/** The user's own follow-ups from a day on, for the calendar: the firm, never the citizen. */
export function plannedFollowUps(db: Db, asking: Asking): PlannedFollowUp[] {
  const filters = { text: '', type: null, held: 'mine', attention: null, status: 'alle' } as const;
  const { rows } = listPlacements(
    db,
    { ...filters, sort: { by: 'slut', descending: false } },
    { ...asking, slice: { page: 1, pageSize: MOST }, counts: false },
  );
  const byId = new Map(rows.map((row) => [row.placement.id, row]));
  return db
    .select({
      id: placementFollowUp.id,
      placementId: placementFollowUp.placementId,
      kind: placementFollowUp.kind,
      dueOn: placementFollowUp.dueOn,
    })
    .from(placementFollowUp)
    .where(and(inArray(placementFollowUp.placementId, [...byId.keys()]), isNull(placementFollowUp.doneOn)))
    .orderBy(asc(placementFollowUp.dueOn))
    .all()
    .flatMap((entry) => {
      const row = byId.get(entry.placementId);
      if (!row || row.placement.withdrawnAt !== null) return [];
      return [
        { ...entry, pNumber: row.placement.pNumber, firm: row.firmName, changedAt: row.placement.updatedAt },
      ];
    });
}
