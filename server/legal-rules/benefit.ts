import { addDays } from '../ui/dates.ts';
import { daysBetween, wholeMonths } from './dates.ts';

/** Days on public benefit: from the first to the day before `untilDate`; null: still on it. */
export interface Stretch {
  fromDate: string;
  untilDate: string | null;
}

/**
 * The stretches begun before `today`, cut off there and joined where one takes over from another (a change of target
 * group is no gap), by date.
 */
export function unbroken(periods: readonly Stretch[], today: string): { from: string; until: string }[] {
  const joined: { from: string; until: string }[] = [];
  const sorted = periods
    .filter(({ fromDate }) => fromDate < today)
    .map(({ fromDate, untilDate }) => ({ from: fromDate, until: earlier(untilDate ?? today, today) }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from === b.from ? 0 : 1));
  for (const stretch of sorted) {
    const last = joined.at(-1);
    if (last && stretch.from <= last.until) last.until = later(last.until, stretch.until);
    else joined.push({ ...stretch });
  }
  return joined;
}

/**
 * Whole months on benefit by `today`, before whose day the months must have gone: `together` adds all stretches up,
 * `unbrokenNow` counts the one that lasts until today alone (0: on none). Several stretches count as one that has as
 * many days and ends today.
 */
export function monthsOnBenefit(periods: readonly Stretch[], today: string) {
  const stretches = unbroken(periods, today);
  const last = stretches.at(-1);
  const [only] = stretches;
  const days = stretches.reduce((sum, { from, until }) => sum + daysBetween(from, until), 0);
  const together =
    only && stretches.length === 1
      ? wholeMonths(only.from, only.until)
      : wholeMonths(addDays(today, -days), today);
  return { together, unbrokenNow: last && last.until === today ? wholeMonths(last.from, today) : 0 };
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
