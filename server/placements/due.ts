import { and, asc, eq, inArray, isNull, lte } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type FollowUpKind, placement, placementFollowUp } from '../../db/schema/placements.ts';
import { addDays } from '../ui/dates.ts';
import { type Asking, listPlacements, type PlacementView } from './queries.ts';

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
  const { today } = asking;
  const filters = { text: '', type: null, held: 'mine', attention: null } as const;
  const slice = { page: 1, pageSize: MOST };
  const sort = { by: 'slut', descending: false } as const;
  const all = [
    ...listPlacements(db, { ...filters, status: 'aktive', sort }, { ...asking, slice, counts: false }).rows,
    ...listPlacements(
      db,
      { ...filters, status: 'alle', attention: 'mangler_ophoer', sort },
      { ...asking, slice, counts: false },
    ).rows,
  ];
  const due = [
    ...followUpsDue(db, asking),
    ...all.flatMap((row) => reasonsOf(row, today).map((reason) => ({ ...row, ...reason }))),
  ].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.placement.id - b.placement.id));
  return { rows: due.slice(0, SHOWN), total: due.length };
}

function reasonsOf(row: PlacementView, today: string): { why: DueWhy; date: string }[] {
  const { startsOn } = row.placement;
  if (row.lacksEnd) return [{ why: 'mangler_ophoer', date: row.lastDay ?? today }];
  if (row.status === 'udloeber_snart' && row.placement.endedOn === null)
    return [{ why: 'udloeber', date: row.lastDay ?? today }];
  if (row.status === 'afventer_underskrift') return [{ why: 'mangler_underskrift', date: startsOn }];
  return row.status === 'afventer_godkendelse' ? [{ why: 'godkendelse', date: startsOn }] : [];
}

/** Checks at 13 and 26 weeks come after the end as well: all of one's own, ended or not, but none withdrawn. */
function followUpsDue(db: Db, asking: Asking): DueRow[] {
  const open = openFollowUps(db, addDays(asking.today, AHEAD_DAYS));
  if (open.length === 0) return [];
  const filters = { text: '', type: null, held: 'mine', attention: null, status: 'alle' } as const;
  const ids = [...new Set(open.map(({ placementId }) => placementId))];
  const { rows } = listPlacements(
    db,
    { ...filters, ids, sort: { by: 'slut', descending: false } },
    { ...asking, slice: { page: 1, pageSize: MOST }, counts: false },
  );
  const byId = new Map(rows.map((row) => [row.placement.id, row]));
  return open.flatMap(({ placementId, kind, dueOn }) => {
    const row = byId.get(placementId);
    return row ? [{ ...row, why: kind, date: dueOn }] : [];
  });
}

function openFollowUps(db: Db, until: string) {
  return db
    .select({
      placementId: placementFollowUp.placementId,
      kind: placementFollowUp.kind,
      dueOn: placementFollowUp.dueOn,
    })
    .from(placementFollowUp)
    .innerJoin(placement, eq(placement.id, placementFollowUp.placementId))
    .where(
      and(
        isNull(placementFollowUp.doneOn),
        lte(placementFollowUp.dueOn, until),
        isNull(placement.withdrawnAt),
      ),
    )
    .orderBy(asc(placementFollowUp.dueOn))
    .all();
}

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
