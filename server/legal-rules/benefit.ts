import { daysBetween, earlierOf, laterOf, monthsLater, wholeMonths } from './dates.ts';

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
    .map(({ fromDate, untilDate }) => ({ from: fromDate, until: earlierOf(untilDate ?? today, today) }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from === b.from ? 0 : 1));
  for (const stretch of sorted) {
    const last = joined.at(-1);
    if (last && stretch.from <= last.until) last.until = laterOf(last.until, stretch.until);
    else joined.push({ ...stretch });
  }
  return joined;
}

/**
 * Whole months on benefit when `today` begins: `together` adds all stretches up, `unbrokenNow` counts the one that lasts
 * until today alone (0: on none). The odd days of several stretches make a month for each 31.
 */
export function monthsOnBenefit(periods: readonly Stretch[], today: string) {
  const stretches = unbroken(periods, today);
  const parts = stretches.map(({ from, until }) => {
    const months = wholeMonths(from, until);
    return { months, days: daysBetween(monthsLater(from, months), until) };
  });
  const months = parts.reduce((sum, part) => sum + part.months, 0);
  const days = parts.reduce((sum, part) => sum + part.days, 0);
  const lasts = stretches.at(-1)?.until === today;
  return { together: months + Math.floor(days / 31), unbrokenNow: lasts ? (parts.at(-1)?.months ?? 0) : 0 };
}
