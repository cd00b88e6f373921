import { type Stretch, unbroken } from '../legal-rules/benefit.ts';
import type { Contents } from '../legal-rules/contents.ts';
import { daysBetween } from '../legal-rules/dates.ts';
import { addDays } from '../ui/dates.ts';

export interface RefusionStep {
  /** the first day on which the state pays the new share, if the citizen stays on benefit until then */
  on: string;
  fromPercent: number;
  toPercent: number;
  /** the week on benefit that begins that day */
  week: number;
}

/**
 * Days on benefit that count on the scale by `today`, which is not counted itself; null: not on benefit now. They begin
 * anew where the citizen, when a new stretch began, had been without benefit for `weeksWithout` of the last `withinWeeks`
 * since the count began.
 */
export function refusionDays(
  periods: readonly Stretch[],
  restart: Contents['refusion']['restart'],
  today: string,
): number | null {
  let days = 0;
  let gaps: { from: string; until: string }[] = [];
  let until: string | undefined;
  for (const stretch of unbroken(periods, today)) {
    if (until !== undefined) gaps.push({ from: until, until: stretch.from });
    if (restart) {
      const windowFrom = addDays(stretch.from, -restart.withinWeeks * 7);
      const without = gaps.reduce(
        (sum, gap) => sum + Math.max(0, daysBetween(latest(gap.from, windowFrom), gap.until)),
        0,
      );
      if (without >= restart.weeksWithout * 7) {
        days = 0;
        gaps = [];
      }
    }
    days += daysBetween(stretch.from, stretch.until);
    until = stretch.until;
  }
  return until === today ? days : null;
}

/** The next fall of the state's share of the benefit, by the rule in force; null: not on benefit, or on the last step. */
export function nextRefusionStep(
  periods: readonly Stretch[],
  { steps, restart }: Contents['refusion'],
  today: string,
): RefusionStep | null {
  const days = refusionDays(periods, restart, today);
  if (days === null) return null;
  const week = Math.floor(days / 7) + 1;
  const inOrder = [...steps].sort((a, b) => a.fromWeek - b.fromWeek);
  const next = inOrder.find(({ fromWeek }) => fromWeek > week);
  const current = inOrder.findLast(({ fromWeek }) => fromWeek <= week);
  if (!next || !current) return null;
  const on = addDays(today, (next.fromWeek - 1) * 7 - days);
  return { on, fromPercent: current.percent, toPercent: next.percent, week: next.fromWeek };
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}
