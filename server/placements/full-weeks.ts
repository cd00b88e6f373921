import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { placement, placementHours } from '../../db/schema/placements.ts';
import { NO_END } from '../../workers/matching/types.ts';
import { readSettings } from '../admin/queries.ts';
import { addDays } from '../ui/dates.ts';
import { type Engagement, hoursOn } from './collisions.ts';
import { lastDayOf } from './rules.ts';

type Placed = Pick<Engagement, 'startsOn' | 'lastDay' | 'hours'>;

/**
 * The last day on which these placements together take `fullTimeHours` a week or more: nothing else can begin until it
 * has passed. NO_END: none of those that do has an end. Null: they never fill a week.
 */
export function lastFullDay(placed: readonly Placed[], fullTimeHours: number): string | null {
  const isFullOn = (day: string) => {
    const running = placed.filter(
      ({ startsOn, lastDay }) => startsOn <= day && (lastDay === null || day <= lastDay),
    );
    return running.reduce((sum, each) => sum + hoursOn(each, day).weeklyHours, 0) >= fullTimeHours;
  };
  // Between two of these days nothing changes, so the last that is full lasts until the day before the next.
  const days = placed.flatMap(({ startsOn, lastDay, hours }) => [
    startsOn,
    ...hours.map(({ fromDate }) => fromDate),
    ...(lastDay === null ? [] : [addDays(lastDay, 1)]),
  ]);
  const turns = [...new Set(days)].sort();
  const last = turns.findLastIndex(isFullOn);
  if (last < 0) return null;
  const next = turns[last + 1];
  return next === undefined ? NO_END : addDays(next, -1);
}

/**
 * Until when each of these citizens is placed full time (lastFullDay), for those who are: running or agreed, not
 * withdrawn. Småjobs are left out, as a småjob and another scheme may lie side by side; times of day are not compared.
 */
export function placedUntil(
  db: Pick<Db, 'select'>,
  citizenIds: readonly number[],
  today: string,
): Map<number, string> {
  const rows = placedAsked(db).all({ citizens: JSON.stringify(citizenIds), today });
  if (rows.length === 0) return new Map();
  const { fullTimeHours } = readSettings(db);
  const byCitizen = Map.groupBy(rows, ({ citizenId }) => citizenId);
  const answers = [...byCitizen].flatMap(([citizenId, own]): [number, string][] => {
    const placed = [...Map.groupBy(own, ({ id }) => id).values()].flatMap((steps) =>
      steps.slice(0, 1).map((first) => ({
        startsOn: first.startsOn,
        lastDay: lastDayOf(first),
        hours: steps.map(({ fromDate, weeklyHours }) => ({ fromDate, weeklyHours, shifts: [] })),
      })),
    );
    const until = lastFullDay(placed, fullTimeHours);
    return until === null || until < today ? [] : [[citizenId, until]];
  });
  return new Map(answers);
}

const placedAsked = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      id: placement.id,
      citizenId: placement.citizenId,
      startsOn: placement.startsOn,
      endsOn: placement.endsOn,
      endedOn: placement.endedOn,
      fromDate: placementHours.fromDate,
      weeklyHours: placementHours.weeklyHours,
    })
    .from(placement)
    .innerJoin(placementHours, sql`${placementHours.placementId} = ${placement.id}`)
    .where(
      sql`${isAmong(placement.citizenId, 'citizens')}
        AND ${placement.type} <> 'smaajob' AND ${placement.withdrawnAt} IS NULL
        AND coalesce(${placement.endedOn}, ${placement.endsOn}, ${NO_END}) >= ${sql.placeholder('today')}
        AND ${placementHours.supersededAt} IS NULL`,
    )
    .prepare(),
);
