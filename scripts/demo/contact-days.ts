/** Which days the staff of the demo town log contacts on: dips in July and December, hardly a weekend, no holidays. */
import { addDays, daysBetween, monthOf, weekday, workdayCalendar, yearOf } from './dates.ts';
import type { Random } from './random.ts';

export interface ContactCalendar {
  /** A day in [from, to], or null when the span is empty or closed. */
  draw(random: Random, from: string, to: string): string | null;
  isWorkday(date: string): boolean;
}

export function contactCalendar(from: string, to: string): ContactCalendar {
  const isWorkday = workdayCalendar(yearOf(from), yearOf(to));
  const weight = (date: string) => {
    if (!isWorkday(date)) return weekday(date) > 5 ? 0.012 : 0;
    if (monthOf(date) === 7) return 0.3;
    if (monthOf(date) === 12) return date.slice(8) > '19' ? 0.08 : 0.65;
    return weekday(date) === 5 ? 0.75 : 1;
  };
  return {
    isWorkday,
    draw: (random, first, last) => {
      const span = daysBetween(first, last);
      if (span < 0) return null;
      for (let attempt = 0; attempt < 60; attempt++) {
        const date = addDays(first, random.int(0, span));
        if (random.chance(weight(date))) return date;
      }
      return null;
    },
  };
}
