import { addDays, isIsoDate } from '../../ui/dates.ts';

/** Calendar arithmetic on ISO local dates for what people say about days. Weekdays: 1 Monday to 7 Sunday. */

export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** The first such weekday strictly after the date. */
export function weekdayAfter(date: string, weekday: number): string {
  return addDays(date, ((weekday - weekdayOf(date) + 6) % 7) + 1);
}

/** The last such weekday strictly before the date. */
export function weekdayBefore(date: string, weekday: number): string {
  return addDays(date, -(((weekdayOf(date) - weekday + 6) % 7) + 1));
}

/** That weekday of the ISO week so many weeks from the date's own. */
export function weekdayInWeeks(date: string, weeks: number, weekday: number): string {
  return addDays(date, weeks * 7 + weekday - weekdayOf(date));
}

/** Monday of an ISO week, or null when the year has no such week (53 in most years). */
function mondayOfWeek(year: number, week: number): string | null {
  const fourth = `${year}-01-04`;
  const monday = addDays(fourth, 1 - weekdayOf(fourth) + (week - 1) * 7);
  // A week belongs to the year that its Thursday lies in.
  return week >= 1 && Number(addDays(monday, 3).slice(0, 4)) === year ? monday : null;
}

export interface PastAndFuture {
  /** the latest on or before today */
  past: string | null;
  /** the earliest on or after today */
  future: string | null;
}

/** A day of ISO week N: of the week last begun by today, and of the week that ends today or later. */
export function dayOfWeek(today: string, week: number, weekday: number): PastAndFuture {
  const year = Number(today.slice(0, 4));
  const mondays = [
    year - 2,
    year - 1,
    year,
    year + 1,
    year + 2,
    year + 3,
    year + 4,
    year + 5,
    year + 6,
  ].flatMap((each) => mondayOfWeek(each, week) ?? []);
  const days = mondays.map((monday) => addDays(monday, weekday - 1));
  return nearest(days, today);
}

/** A day and month without a year. */
export function dayOfYear(today: string, day: number, month: number): PastAndFuture {
  const year = Number(today.slice(0, 4));
  // Leap days are up to eight years apart.
  const days = Array.from({ length: 17 }, (_, index) => isoOf(year - 8 + index, month, day)).filter(
    isIsoDate,
  );
  return nearest(days, today);
}

/** A day of some month: "d. 9." */
export function dayOfMonth(today: string, day: number): PastAndFuture {
  const days = Array.from({ length: 9 }, (_, index) => {
    const month = Number(today.slice(5, 7)) - 5 + index;
    return isoOf(Number(today.slice(0, 4)) + Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, day);
  }).filter(isIsoDate);
  return nearest(days, today);
}

/** The same day so many months on; the month's last when it has no such day. */
export function addMonths(date: string, months: number): string {
  const month = Number(date.slice(5, 7)) - 1 + months;
  const year = Number(date.slice(0, 4)) + Math.floor(month / 12);
  const first = isoOf(year, (((month % 12) + 12) % 12) + 1, 1);
  const last = lastOfMonth(first);
  const same = `${first.slice(0, 8)}${date.slice(8)}`;
  return same <= last ? same : last;
}

export function lastOfMonth(date: string): string {
  return addDays(`${addDays(`${date.slice(0, 8)}28`, 4).slice(0, 8)}01`, -1);
}

export function isoOf(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function nearest(days: readonly string[], today: string): PastAndFuture {
  return {
    past: days.findLast((day) => day <= today) ?? null,
    future: days.find((day) => day >= today) ?? null,
  };
}
