/** Which days the staff of the demo town log contacts on: dips in July and December, hardly a weekend, no holidays. */
import { isWorkingDay } from '../../server/coverage/calendar.ts';
import { addDays, daysBetween, monthOf, weekday } from './dates.ts';
import type { Random } from './random.ts';

/** A day in [from, to], or null when the span is empty or closed. */
export function drawContactDay(random: Random, from: string, to: string): string | null {
  const span = daysBetween(from, to);
  if (span < 0) return null;
  for (let attempt = 0; attempt < 60; attempt++) {
    const date = addDays(from, random.int(0, span));
    if (random.chance(weight(date))) return date;
  }
  return null;
}

function weight(date: string): number {
  if (!isWorkingDay(date)) return weekday(date) > 5 ? 0.012 : 0;
  if (monthOf(date) === 7) return 0.3;
  if (monthOf(date) === 12) return date.slice(8) > '19' ? 0.08 : 0.65;
  return weekday(date) === 5 ? 0.75 : 1;
}
