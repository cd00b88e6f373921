import { addDays } from '../ui/dates.ts';
import type { Length } from './contents.ts';

/** The same day some months on, or the month's last day where there is none: 31 August + 6 is 28 February. */
export function monthsLater(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, lastDay));
  return first.toISOString().slice(0, 10);
}

/**
 * The last day of a length that begins on `from`: the day before the same day some weeks or months on. Where that month
 * has no such day, its last day is inside: 4 weeks from 5 January end on 1 February, 6 months from 1 September on 28
 * February, and from 31 August as well. README, decision 48.
 */
export function lastDayOf(from: string, { count, unit }: Length): string {
  if (unit === 'uger') return addDays(from, count * 7 - 1);
  const sameDay = monthsLater(from, count);
  return sameDay.slice(8) === from.slice(8) ? addDays(sameDay, -1) : sameDay;
}

/** Whole months from one day to another: 6 from 31 August to 28 February. 0 when the other is not later. */
export function wholeMonths(from: string, to: string): number {
  if (to <= from) return 0;
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  const months = years * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return monthsLater(from, months) <= to ? months : months - 1;
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function earlierOf(a: string, b: string): string {
  return a < b ? a : b;
}

export function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}
