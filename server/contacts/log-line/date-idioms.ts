import { isWorkingDay } from '../../coverage/calendar.ts';
import { addDays, isIsoDate } from '../../ui/dates.ts';
import {
  addMonths,
  isoOf,
  lastOfMonth,
  weekdayAfter,
  weekdayBefore,
  weekdayInWeeks,
  weekdayOf,
} from './calendar.ts';
import { future, MONTHS, past, type Reading, VAGUE, VAGUE_PAST, weekday } from './date-readings.ts';

/** "sidste mandag", "næste fredag": only when the day of this week cannot be meant, since people disagree about it. */
export function lastOrNext(which: 'sidste' | 'naeste', name: string | undefined, today: string): Reading {
  const thisWeeks = weekdayInWeeks(today, 0, weekday(name));
  if (which === 'sidste') return thisWeeks < today ? VAGUE_PAST : past(weekdayBefore(today, weekday(name)));
  return thisWeeks > today ? VAGUE : future(weekdayAfter(today, weekday(name)));
}

/** "mandag otte dage" is a week after the coming Monday. "mandag om to uger" is it only when Monday is yet to come this week. */
export function weekdayAndSpan(
  name: string | undefined,
  isFromNow: boolean,
  span: string,
  today: string,
): Reading {
  const day = weekday(name);
  const weeks = span === '8 dage' || span === 'en uge' ? 1 : Number(/3/.exec(span)?.[0] ?? 2);
  if (day === weekdayOf(today)) return isFromNow ? future(addDays(today, weeks * 7)) : VAGUE;
  if (isFromNow && weeks > 1 && day < weekdayOf(today)) return VAGUE;
  return future(addDays(weekdayAfter(today, day), weeks * 7));
}

const monthsFrom = (months: number, today: string) => addMonths(`${today.slice(0, 7)}-01`, months);

/** "d. 10. i næste måned" */
export function dayOfMonthFrom(day: number, months: number, today: string): Reading | null {
  const date = `${monthsFrom(months, today).slice(0, 7)}-${String(day).padStart(2, '0')}`;
  if (!isIsoDate(date)) return null;
  return date < today ? past(date) : future(date);
}

/** "sidst i næste måned" */
export function partOfMonthFrom(part: string | undefined, months: number, today: string): Reading {
  const first = monthsFrom(months, today);
  const date = part === 'sidst' ? lastOfMonth(first) : addDays(first, part === 'midt' ? 14 : 0);
  return date >= today ? future(date) : VAGUE;
}

/** The first of that month that is today or later. */
function comingMonth(month: string | undefined, isLate: (first: string) => boolean, today: string): string {
  const year = Number(today.slice(0, 4));
  const first = isoOf(year, MONTHS.indexOf(month ?? '') + 1, 1);
  return isLate(first) ? isoOf(year + 1, MONTHS.indexOf(month ?? '') + 1, 1) : first;
}

/** "den anden tirsdag i december", -1 for the last one */
export function weekdayOfMonth(
  count: number,
  name: string | undefined,
  month: string | undefined,
  today: string,
): Reading | null {
  const dayOf = (first: string) =>
    count < 0
      ? weekdayBefore(addMonths(first, 1), weekday(name))
      : addDays(weekdayAfter(addDays(first, -1), weekday(name)), (count - 1) * 7);
  if (count > 4) return null;
  const first = comingMonth(month, (each) => dayOf(each) < today, today);
  return { past: dayOf(addMonths(first, -12)), future: dayOf(first), lean: 'open' };
}

/** "den første hverdag i januar": no public holiday either. */
export function workingDay(count: number, month: string | undefined, today: string): Reading | null {
  if (!(count >= 1 && count <= 5)) return null;
  const dayOf = (first: string) => {
    let date = addDays(first, -1);
    for (let left = count; left > 0; left -= isWorkingDay(date) ? 1 : 0) date = addDays(date, 1);
    return date;
  };
  return future(dayOf(comingMonth(month, (first) => dayOf(first) < today, today)));
}
