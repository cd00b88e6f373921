import Holidays from 'date-holidays';
import { addDays } from '../ui/dates.ts';

const holidays = new Holidays('DK');
const closedIn = new Map<number, ReadonlySet<string>>();

/** A Danish working day: Monday to Friday and no public holiday. Constitution Day and 24 December are none by law. */
export function isWorkingDay(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !closedDays(Number(date.slice(0, 4))).has(date);
}

/** How many working days lie from–to, both included; 0 when `to` lies before. */
export function workingDaysBetween(from: string, to: string): number {
  let days = 0;
  for (let date = from; date <= to; date = addDays(date, 1)) if (isWorkingDay(date)) days++;
  return days;
}

function closedDays(year: number): ReadonlySet<string> {
  let closed = closedIn.get(year);
  if (!closed) {
    closed = new Set(
      holidays
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10)),
    );
    closedIn.set(year, closed);
  }
  return closed;
}
