import type { FieldError } from '../problems.ts';
import { showHour } from '../ui/hours.ts';

/** Minutes from midnight; Monday is 1. A night shift is two. */
export interface Shift {
  weekday: number;
  fromMinute: number;
  toMinute: number;
}

/** As many as the database takes: overtime happens, sixty hours are a slip. */
export const MOST_WEEKLY_HOURS = 60;

export function shiftHours(shifts: readonly Shift[]): number {
  return shifts.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0) / 60;
}

/** Days and times must hold the hours, and not each other. Breaks may make them longer. */
export function shiftErrors(shifts: readonly Shift[], weeklyHours: number | null): FieldError[] {
  const field = 'shifts';
  if (shifts.length === 0) return [];
  const wrong = shifts.some(
    ({ weekday, fromMinute, toMinute }) =>
      ![1, 2, 3, 4, 5, 6, 7].includes(weekday) ||
      !(fromMinute >= 0 && fromMinute < toMinute && toMinute <= 1440),
  );
  if (wrong) return [{ field, reason: 'Dage og tider er ikke forstået. Skriv fx: man-fre 8-14.' }];
  const clash = shifts.some((one, index) =>
    shifts.slice(index + 1).some((other) => shiftsOverlap(one, other)),
  );
  if (clash) return [{ field, reason: 'To af tiderne ligger oven i hinanden.' }];
  const hours = shiftHours(shifts);
  return weeklyHours !== null && hours < weeklyHours
    ? [
        {
          field,
          reason: `Tiderne giver kun ${showHour(hours)} timer; der skal være ${showHour(weeklyHours)}.`,
        },
      ]
    : [];
}

export function shiftsOverlap(a: Shift, b: Shift): boolean {
  return a.weekday === b.weekday && a.fromMinute < b.toMinute && b.fromMinute < a.toMinute;
}
