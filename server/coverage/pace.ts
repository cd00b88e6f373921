import { addDays } from '../ui/dates.ts';
import { workingDaysBetween } from './calendar.ts';

/** Where a period stands. ISO local dates, both included; counts of firms in scope. */
interface PaceFacts {
  from: string;
  to: string;
  today: string;
  contacted: number;
  missing: number;
}

export interface Pace {
  missing: number;
  /** working days from today (counted) to the last day; 0 when the period is over */
  daysLeft: number;
  /** working days from the first day to today (counted) */
  daysGone: number;
  /** firms a day that reach them all; null when no working day is left */
  neededPerDay: number | null;
  /** firms a working day so far, today with the days gone; null before the first working day */
  perDaySoFar: number | null;
  /** at the pace so far on every working day after today, and never more than are missing; null without a pace */
  forecast: { contacted: number; missing: number } | null;
}

/** The pace of a quarter: plain arithmetic on working days, with no season and no trend in it. */
export function paceOf({ from, to, today, contacted, missing }: PaceFacts): Pace {
  const firstLeft = today > from ? today : from;
  const lastGone = today < to ? today : to;
  const daysLeft = workingDaysBetween(firstLeft, to);
  const daysGone = workingDaysBetween(from, lastGone);
  const perDaySoFar = daysGone === 0 ? null : contacted / daysGone;
  const daysAfterToday = workingDaysBetween(firstLeft === today ? addDays(today, 1) : from, to);
  return {
    missing,
    daysLeft,
    daysGone,
    neededPerDay: daysLeft === 0 ? null : missing / daysLeft,
    perDaySoFar,
    forecast: perDaySoFar === null ? null : forecastOf(perDaySoFar * daysAfterToday, { contacted, missing }),
  };
}

function forecastOf(more: number, { contacted, missing }: Pick<PaceFacts, 'contacted' | 'missing'>) {
  const reached = Math.min(missing, Math.round(more));
  return { contacted: contacted + reached, missing: missing - reached };
}

/** One who could take a share of the missing firms, with how many are theirs already. */
interface Portfolio {
  key: string;
  missing: number;
}

interface FairShare extends Portfolio {
  /** as many for each, the odd ones to those who have most already */
  fair: number;
}

/** All missing firms split evenly; together the shares are exactly all of them. With nobody to take them: none. */
export function fairSplit(missing: number, portfolios: readonly Portfolio[]): FairShare[] {
  if (portfolios.length === 0) return [];
  const each = Math.floor(missing / portfolios.length);
  const odd = missing - each * portfolios.length;
  const takesOdd = new Set(
    portfolios
      .toSorted((a, b) => b.missing - a.missing || (a.key < b.key ? -1 : 1))
      .slice(0, odd)
      .map(({ key }) => key),
  );
  return portfolios.map((portfolio) => ({
    ...portfolio,
    fair: each + (takesOdd.has(portfolio.key) ? 1 : 0),
  }));
}
