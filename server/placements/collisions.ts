import type { OrderType } from '../../workers/matching/types.ts';
import { foldText } from '../companies/fold.ts';
import { type Shift, shiftsOverlap } from './shifts.ts';

/** Hours a week from an ISO local date on; no shifts: the days and times are not known. */
export interface HoursStep {
  fromDate: string;
  weeklyHours: number;
  shifts: readonly Shift[];
}

/** Where a citizen is, or shall be, at work. Both days are inclusive; no last day: until further notice. */
export interface Engagement {
  /** null: not written down yet */
  id: number | null;
  type: OrderType;
  cvr: number;
  jobFunction: string;
  startsOn: string;
  lastDay: string | null;
  /** by falling or rising date alike; one of them begins no later than startsOn */
  hours: readonly HoursStep[];
}

export type CollisionKind = 'samme_funktion' | 'to_fuldtid' | 'samme_tid' | 'for_mange_timer';

export interface Collision {
  kind: CollisionKind;
  /** the placement that is in the way */
  with: Engagement;
  /** the first day on which both cannot be */
  from: string;
}

/**
 * Why the wanted placement cannot run beside the citizen's others, or null. On each day that both run:
 * – the same function at the same company is one place, whatever the schemes are called;
 * – two of `fullTimeHours` or more never go together, whatever the times;
 * – known days and times must not overlap;
 * – where either's are unknown, the hours of all such together must be at most `fullTimeHours`. A småjob beside another
 *   scheme is left out of that sum: it is ordinary work in spare hours.
 */
export function collisionOf(
  wanted: Engagement,
  others: readonly Engagement[],
  fullTimeHours: number,
): Collision | null {
  const rivals = others.filter((other) => meet(wanted, other));
  for (const day of turningDays(wanted, rivals)) {
    const collision = collisionOn(day, wanted, rivals, fullTimeHours);
    if (collision) return collision;
  }
  return null;
}

function meet(a: Engagement, b: Engagement): boolean {
  return (b.lastDay === null || a.startsOn <= b.lastDay) && (a.lastDay === null || b.startsOn <= a.lastDay);
}

/** The days on which something begins or hours change: in between nothing new can collide. */
function turningDays(wanted: Engagement, rivals: readonly Engagement[]): string[] {
  const days = [wanted, ...rivals].flatMap(({ startsOn, hours }) => [
    startsOn,
    ...hours.map(({ fromDate }) => fromDate),
  ]);
  return [...new Set(days)].filter((day) => runsOn(wanted, day)).sort();
}

function runsOn({ startsOn, lastDay }: Engagement, day: string): boolean {
  return startsOn <= day && (lastDay === null || day <= lastDay);
}

function collisionOn(
  day: string,
  wanted: Engagement,
  rivals: readonly Engagement[],
  fullTimeHours: number,
): Collision | null {
  const own = hoursOn(wanted, day);
  let untimed = own.weeklyHours;
  for (const rival of rivals.filter((each) => runsOn(each, day))) {
    const theirs = hoursOn(rival, day);
    const found = (kind: CollisionKind) => ({ kind, with: rival, from: day });
    if (isSameWork(wanted, rival)) return found('samme_funktion');
    if (own.weeklyHours >= fullTimeHours && theirs.weeklyHours >= fullTimeHours) return found('to_fuldtid');
    if (own.shifts.length > 0 && theirs.shifts.length > 0) {
      if (overlap(own.shifts, theirs.shifts)) return found('samme_tid');
    } else if (!isSmaajobBeside(wanted, rival)) {
      untimed += theirs.weeklyHours;
      if (untimed > fullTimeHours) return found('for_mange_timer');
    }
  }
  return null;
}

/** The hours in force on a day; those of its first step before it. */
export function hoursOn({ hours }: Pick<Engagement, 'hours'>, day: string): HoursStep {
  const steps = hours.toSorted((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
  const step = steps.findLast(({ fromDate }) => fromDate <= day) ?? steps[0];
  return step ?? { fromDate: day, weeklyHours: 0, shifts: [] };
}

function isSameWork(a: Engagement, b: Engagement): boolean {
  return a.cvr === b.cvr && foldText(a.jobFunction.trim()) === foldText(b.jobFunction.trim());
}

function isSmaajobBeside(a: Engagement, b: Engagement): boolean {
  return (a.type === 'smaajob') !== (b.type === 'smaajob');
}

function overlap(a: readonly Shift[], b: readonly Shift[]): boolean {
  return a.some((one) => b.some((other) => shiftsOverlap(one, other)));
}
