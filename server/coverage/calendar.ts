import { easter } from 'date-easter';
import { addDays } from '../ui/dates.ts';

/** New Year's Day, Christmas Day and the day after. */
const FIXED = ['01-01', '12-25', '12-26'];
/** Days after Easter Sunday: Maundy Thursday, Good Friday, both days of Easter, Ascension Day, both days of Whitsun. */
const BY_EASTER = [-3, -2, 0, 1, 39, 49, 50];
/** Store bededag, in days after Easter Sunday, and the last year that had it: lov nr. 214 of 6 March 2023. */
const PRAYER_DAY = { afterEaster: 26, lastYear: 2023 };

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
    const { month, day } = easter(year);
    const easterSunday = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
    const moving = year > PRAYER_DAY.lastYear ? BY_EASTER : [...BY_EASTER, PRAYER_DAY.afterEaster];
    closed = new Set([
      ...FIXED.map((date) => `${year}-${date}`),
      ...moving.map((days) => addDays(easterSunday, days)),
    ]);
    closedIn.set(year, closed);
  }
  return closed;
}
