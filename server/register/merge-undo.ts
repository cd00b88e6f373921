import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { headcount, pUnit } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { firmRecord } from '../../db/schema/firm-records.ts';
import { firmMerge, firmMergeRow, ownValue } from '../../db/schema/firm-work.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { placement } from '../../db/schema/placements.ts';
import { readSettings } from '../admin/queries.ts';
import { moveOwner } from '../companies/queries.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import type { Doing } from '../doing.ts';
import {
  CHANGING_HANDS,
  type MergeAnswer,
  type Move,
  type MovedEntity,
  moveContact,
  moveHeadcount,
  type Tx,
  tellOf,
  UNDO_LATER_FIRST,
} from './merge.ts';
import { type Membership, moveMembershipBack } from './merge-campaigns.ts';
import { moveStaffBack } from './merge-staff.ts';

/** Brings both firms back as they were; what has been added to the kept one since stays with it. */
export function undoMerge(db: Db, id: number, doing: Doing): MergeAnswer {
  const { actor, at } = doing;
  const { municipalityCode } = readSettings(db);
  return db.transaction(
    (tx): MergeAnswer => {
      const merge = tx.select().from(firmMerge).where(eq(firmMerge.id, id)).get();
      if (!merge) return { outcome: 'unknown' };
      const { keptPNumber: kept, mergedPNumber: merged } = merge;
      if (merge.undoneAt !== null) return { outcome: 'merged', id, keptPNumber: kept };
      const holder = tx.select().from(pUnit).where(eq(pUnit.pNumber, kept)).get();
      if (holder?.mergedInto) return { outcome: 'refused', reason: UNDO_LATER_FIRST };
      const back = { from: kept, to: merged, at };
      for (const row of tx.select().from(firmMergeRow).where(eq(firmMergeRow.mergeId, id)).all())
        moveBack(tx, row, back, doing);
      tx.update(pUnit)
        .set({ mergedInto: null, editedAt: at, editedBy: actor.userId })
        .where(eq(pUnit.pNumber, merged))
        .run();
      tx.update(firmMerge).set({ undoneAt: at, undoneBy: actor.userId }).where(eq(firmMerge.id, id)).run();
      refreshScopePeriods(tx, [kept, merged], { at, municipalityCode });
      tellOf(tx, 'fortryd', id, `${merged} ← ${kept}`, doing);
      return { outcome: 'merged', id, keptPNumber: kept };
    },
    { behavior: 'immediate' },
  );
}

function moveBack(tx: Tx, row: typeof firmMergeRow.$inferSelect, back: Move, doing: Doing): void {
  const { rowId } = row;
  const entity = row.entity as MovedEntity;
  switch (entity) {
    case 'contact': {
      const standing = standingContact(tx, rowId, back.from);
      if (standing !== undefined)
        moveContact(tx, standing, { ...back, reason: 'Sammenlægningen er fortrudt' });
      return;
    }
    case 'headcount': {
      const old = tx.select().from(headcount).where(eq(headcount.id, rowId)).get();
      if (old && old.supersededAt === null) moveHeadcount(tx, rowId, back);
      return;
    }
    case 'ordinary_staff':
      moveStaffBack(tx, rowId, JSON.parse(row.before ?? '{}') as { id: number }, back);
      return;
    case 'job_order': {
      const { cvr } = JSON.parse(row.before ?? '{}') as { cvr: number };
      const order = tx.select().from(jobOrder).where(eq(jobOrder.id, rowId)).get();
      if (order?.pNumber === back.from)
        tx.update(jobOrder)
          .set({ pNumber: back.to, cvr, updatedAt: back.at, version: order.version + 1 })
          .where(eq(jobOrder.id, rowId))
          .run();
      return;
    }
    case 'placement': {
      const { cvr } = JSON.parse(row.before ?? '{}') as { cvr: number };
      const standing = tx.select().from(placement).where(eq(placement.id, rowId)).get();
      if (standing?.pNumber === back.from)
        tx.update(placement)
          .set({ pNumber: back.to, cvr, updatedAt: back.at, version: standing.version + 1 })
          .where(eq(placement.id, rowId))
          .run();
      return;
    }
    case 'own_value':
      takeBackValue(tx, rowId, JSON.parse(row.before ?? '{}') as { id: number | null }, back.at);
      return;
    case 'owner': {
      const { before, after } = JSON.parse(row.before ?? '{}') as {
        before: number | null;
        after: number | null;
      };
      const firm = tx.select().from(pUnit).where(eq(pUnit.pNumber, rowId)).get();
      if (firm?.ownerUserId === after) moveOwner(tx, rowId, before, doing);
      return;
    }
    case 'campaign_member':
      moveMembershipBack(tx, rowId, JSON.parse(row.before ?? '{}') as Membership, back);
      return;
    case 'firm_record':
      moveRecordBack(tx, rowId, back);
      return;
    default: {
      const table = CHANGING_HANDS[entity];
      tx.update(table)
        .set({ pNumber: back.to })
        .where(and(eq(table.id, rowId), eq(table.pNumber, back.from)))
        .run();
    }
  }
}

/** The one that stands at the kept firm of what became of a moved contact; undefined: it was taken back or moved since. */
function standingContact(tx: Tx, id: number, kept: number): number | undefined {
  let next: number | undefined = id;
  while (next !== undefined) {
    const row = tx.select().from(contact).where(eq(contact.id, next)).get();
    if (!row) return undefined;
    if (row.supersededAt === null) return row.pNumber === kept ? row.id : undefined;
    next = tx.select({ id: contact.id }).from(contact).where(eq(contact.replacesId, row.id)).get()?.id;
  }
  return undefined;
}

/** A record goes back with whatever it has been corrected to since. */
function moveRecordBack(tx: Tx, id: number, { from, to }: Move): void {
  let next: number | undefined = id;
  while (next !== undefined) {
    tx.update(firmRecord)
      .set({ pNumber: to })
      .where(and(eq(firmRecord.id, next), eq(firmRecord.pNumber, from)))
      .run();
    next = tx.select({ id: firmRecord.id }).from(firmRecord).where(eq(firmRecord.replacesId, next)).get()?.id;
  }
}

/** Only while nobody has written another value since. */
function takeBackValue(tx: Tx, id: number, before: { id: number | null }, at: string): void {
  const standing = and(eq(ownValue.id, id), isNull(ownValue.supersededAt));
  const { changes } = tx.update(ownValue).set({ supersededAt: at }).where(standing).run();
  if (changes > 0 && before.id !== null)
    tx.update(ownValue).set({ supersededAt: null }).where(eq(ownValue.id, before.id)).run();
}
