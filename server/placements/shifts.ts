import {
  checkShifts,
  isBlank,
  rowsOf,
  type ShiftGroup,
  type ShiftRow,
  weeklyHours,
} from '../job-orders/shifts.ts';
import type { FieldError } from '../problems.ts';
import { showHour } from '../ui/hours.ts';

/** Within one day: a night shift is two. */
export type Shift = ShiftRow;

/** As many as the database takes: overtime happens, more than sixty hours are a slip. */
const MOST_WEEKLY_HOURS = 60;

/** Hours a week and the days and times they lie on, as typed. */
export interface TypedHours {
  /** null: nothing typed, then days and times say it; NaN: no number */
  weeklyHours: number | null;
  shifts: readonly ShiftGroup[];
}

export interface CheckedHours {
  weeklyHours: number;
  /** []: days and times are not known */
  shifts: Shift[];
}

/** Hours as they may be stored, or what is wrong at which field. Days and times must hold the hours; breaks may make them longer. */
export function checkHours(
  typed: TypedHours,
): { hours: CheckedHours; errors: [] } | { hours?: undefined; errors: FieldError[] } {
  const groups = typed.shifts.filter((group) => !isBlank(group));
  const errors = checkShifts(typed.shifts);
  if (errors.length > 0) return { errors };
  const held = weeklyHours(groups);
  const wanted = typed.weeklyHours ?? (groups.length > 0 ? held : null);
  if (wanted === null || !(wanted > 0 && wanted <= MOST_WEEKLY_HOURS)) {
    const reason = `Timer om ugen skal være et tal over 0 og højst ${MOST_WEEKLY_HOURS}, fx 7,5.`;
    return { errors: [{ field: 'weeklyHours', reason }] };
  }
  if (groups.length > 0 && held < wanted) {
    const reason = `Dage og tider giver kun ${showHour(held)} timer; der skal være ${showHour(wanted)}.`;
    return { errors: [{ field: 'weeklyHours', reason }] };
  }
  return { hours: { weeklyHours: wanted, shifts: rowsOf(groups) }, errors: [] };
}

export function shiftsOverlap(a: Shift, b: Shift): boolean {
  return a.weekday === b.weekday && a.fromMinute < b.toMinute && b.fromMinute < a.toMinute;
}
