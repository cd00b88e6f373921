import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { placement, placementHours, placementShift } from '../../db/schema/placements.ts';
import { readSettings } from '../admin/queries.ts';
import type { FieldError } from '../problems.ts';
import { type Collision, collisionOf, type Engagement, type HoursStep } from './collisions.ts';
import { lastDayOf } from './rules.ts';
import { collisionSentence } from './words.ts';

type Reader = Pick<Db, 'select'>;

/** Every step of hours that stands, with its days and times, by placement. */
export function hoursOf(db: Reader, placementIds: readonly number[]): Map<number, HoursStep[]> {
  if (placementIds.length === 0) return new Map();
  const steps = stepsAsked(db).all({ placements: JSON.stringify(placementIds) });
  const shifts = shiftsAsked(db).all({ steps: JSON.stringify(steps.map(({ id }) => id)) });
  const byStep = Map.groupBy(shifts, ({ hoursId }) => hoursId);
  const rows = steps.map(({ id, placementId, fromDate, weeklyHours }) => ({
    placementId,
    step: {
      fromDate,
      weeklyHours,
      shifts: (byStep.get(id) ?? []).map(({ hoursId: _of, ...shift }) => shift),
    },
  }));
  const grouped = Map.groupBy(rows, ({ placementId }) => placementId);
  return new Map([...grouped].map(([id, of]) => [id, of.map(({ step }) => step)]));
}

const stepsAsked = preparedOnce((db: Reader) =>
  db
    .select()
    .from(placementHours)
    .where(and(isAmong(placementHours.placementId, 'placements'), isNull(placementHours.supersededAt)))
    .orderBy(placementHours.placementId, placementHours.fromDate)
    .prepare(),
);

const shiftsAsked = preparedOnce((db: Reader) =>
  db
    .select()
    .from(placementShift)
    .where(isAmong(placementShift.hoursId, 'steps'))
    .orderBy(placementShift.weekday, placementShift.fromMinute)
    .prepare(),
);

/** Why a citizen cannot have this placement beside the others, at the field that a person would mend; none: they can. */
export function collisionErrors(tx: Reader, wanted: Engagement & { citizenId: number }): FieldError[] {
  const collision = collisionWith(tx, wanted);
  return collision ? [{ field: FIELDS[collision.kind], reason: collisionSentence(collision) }] : [];
}

const FIELDS = {
  samme_funktion: 'jobFunction',
  to_fuldtid: 'startsOn',
  samme_tid: 'shifts',
  for_mange_timer: 'weeklyHours',
} as const;

function collisionWith(tx: Reader, wanted: Engagement & { citizenId: number }): Collision | null {
  const rows = tx
    .select()
    .from(placement)
    .where(and(eq(placement.citizenId, wanted.citizenId), isNull(placement.withdrawnAt)))
    .all()
    .filter(({ id }) => id !== wanted.id);
  const hours = hoursOf(
    tx,
    rows.map(({ id }) => id),
  );
  const others = rows.map((row) => ({ ...row, lastDay: lastDayOf(row), hours: hours.get(row.id) ?? [] }));
  return collisionOf(wanted, others, readSettings(tx).fullTimeHours);
}
