import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { placement, placementFollowUp } from '../../db/schema/placements.ts';
import { recordEvent } from '../admin/queries.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import { isIsoDate, localDate, showDate } from '../ui/dates.ts';
import type { ChangeAnswer, PlacementRow } from './change.ts';
import type { Doer, Tx } from './changes.ts';
import { ordinaryHoursErrors, PLACEMENT_LIMITS } from './draft.ts';
import { checkDates, isJob } from './rules.ts';

/**
 * Moves the checks at 13 and 26 weeks that nobody has done yet to where they belong now. A job that ended before a check
 * has answered it; what came of a scheme is asked after its last day.
 */
export function rescheduleChecks(tx: Tx, row: PlacementRow): void {
  const { endedOn } = row;
  const wanted = new Map(
    checkDates(row.type, row)
      .filter(({ dueOn }) => !isJob(row.type) || endedOn === null || dueOn <= endedOn)
      .map(({ kind, dueOn }) => [kind, dueOn]),
  );
  for (const kind of ['uge_13', 'uge_26'] as const) {
    const own = and(eq(placementFollowUp.placementId, row.id), eq(placementFollowUp.kind, kind));
    const standing = tx.select().from(placementFollowUp).where(own).get();
    const dueOn = wanted.get(kind);
    if (standing?.doneOn) continue;
    if (!dueOn) tx.delete(placementFollowUp).where(own).run();
    else if (standing) tx.update(placementFollowUp).set({ dueOn }).where(own).run();
    else tx.insert(placementFollowUp).values({ placementId: row.id, kind, dueOn }).run();
  }
}

/** Nobody follows up on a placement that has ended. */
export function dropFollowUpsAfter(tx: Tx, placementId: number, day: string): void {
  tx.delete(placementFollowUp)
    .where(
      and(
        eq(placementFollowUp.placementId, placementId),
        eq(placementFollowUp.kind, 'opfoelgning'),
        isNull(placementFollowUp.doneOn),
        gt(placementFollowUp.dueOn, day),
      ),
    )
    .run();
}

/** One more day on which somebody will look after it. */
export function planFollowUp(db: Db, { id, dueOn }: { id: number; dueOn: string }, doer: Doer): ChangeAnswer {
  return db.transaction(
    (tx): ChangeAnswer => {
      const row = tx.select().from(placement).where(eq(placement.id, id)).get();
      if (!row || row.withdrawnAt !== null) return { outcome: 'unknown' };
      if (!isIsoDate(dueOn) || dueOn < row.startsOn) {
        const reason = `Skriv en dag fra ${showDate(row.startsOn)} og frem.`;
        return { outcome: 'refused', errors: [{ field: 'dueOn', reason }] };
      }
      const same = and(
        eq(placementFollowUp.placementId, id),
        eq(placementFollowUp.dueOn, dueOn),
        eq(placementFollowUp.kind, 'opfoelgning'),
        isNull(placementFollowUp.doneOn),
      );
      if (!tx.select().from(placementFollowUp).where(same).get()) {
        tx.insert(placementFollowUp).values({ placementId: id, kind: 'opfoelgning', dueOn }).run();
        recordEvent(tx, followUpEvent('opfoelgning aftalt', id, doer));
      }
      return { outcome: 'saved', id };
    },
    { behavior: 'immediate' },
  );
}

export interface FollowUpAnswer {
  doneOn: string;
  /** still at the firm; null: not asked */
  stillThere: boolean | null;
  /** ordinary paid hours a week on that day; NaN: typed, and no number */
  ordinaryHours: number | null;
  note: string | null;
}

/** What somebody found. The same follow-up answered again is corrected. */
export function completeFollowUp(db: Db, id: number, answer: FollowUpAnswer, doer: Doer): ChangeAnswer {
  const today = localDate(new Date(doer.at));
  return db.transaction(
    (tx): ChangeAnswer => {
      const found = tx
        .select({ followUp: placementFollowUp, placement })
        .from(placementFollowUp)
        .innerJoin(placement, eq(placement.id, placementFollowUp.placementId))
        .where(eq(placementFollowUp.id, id))
        .get();
      if (!found || found.placement.withdrawnAt !== null) return { outcome: 'unknown' };
      const { doneOn, stillThere, ordinaryHours, note } = answer;
      const errors = [
        ...ordinaryHoursErrors(ordinaryHours),
        ...freeTextErrors('note', note, PLACEMENT_LIMITS.note),
      ];
      if (!isIsoDate(doneOn) || doneOn > today || doneOn < found.placement.startsOn)
        errors.push({
          field: 'doneOn',
          reason: `Skriv en dag fra ${showDate(found.placement.startsOn)} til i dag.`,
        });
      if (errors.length > 0) return { outcome: 'refused', errors };
      tx.update(placementFollowUp)
        .set({ doneOn, doneBy: doer.by, recordedAt: doer.at, stillThere, ordinaryHours, note })
        .where(eq(placementFollowUp.id, id))
        .run();
      recordEvent(tx, followUpEvent('opfoelgning klaret', found.placement.id, doer));
      return { outcome: 'saved', id: found.placement.id };
    },
    { behavior: 'immediate' },
  );
}

function followUpEvent(action: string, id: number, { at, by }: Doer) {
  return { at, userId: by, action, entity: 'placement', entityKey: String(id) };
}
