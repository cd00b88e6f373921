import type { OrderType } from '../../workers/matching/types.ts';
import type { Contents } from '../legal-rules/contents.ts';

/** The content of a dated rule of kind `forholdstal` (BEK § 65 stk. 1-4). */
export type Forholdstal = Contents['forholdstal'];

interface Step {
  /** full-time years that fall in the step */
  years: number;
  per: number;
  places: number;
}

/**
 * How many places of work the ordinary staff carry: whole ones, since a begun one counts for nothing. That each step is
 * rounded down is not in § 65 itself; it is how the law's own table is read (domain.md 1c, ligevaerd.dk).
 */
export function forholdstal(fullTimeYears: number, content: Forholdstal): number {
  const earned = forholdstalSteps(fullTimeYears, content).reduce((sum, { places }) => sum + places, 0);
  return Math.max(content.atLeast, earned);
}

/** The same, step by step, to be written out. */
export function forholdstalSteps(fullTimeYears: number, { steps }: Forholdstal): Step[] {
  let below = 0;
  return steps.flatMap(({ upTo, per }) => {
    const years = Math.min(fullTimeYears, upTo ?? fullTimeYears) - below;
    below = upTo ?? fullTimeYears;
    return years > 0 ? [{ years, per, places: wholeOnes(years / per) }] : [];
  });
}

/** What one person takes up: hours as a fraction of full time (§ 65 stk. 2); all of it while the hours are not known. */
export function takenUp(weeklyHours: number | null, fullTimeHours: number): number {
  return weeklyHours === null ? 1 : Math.min(1, weeklyHours / fullTimeHours);
}

export function counts(type: OrderType, content: Forholdstal): boolean {
  return content.counts.includes(type);
}

/** Of a sum of fractions: 2.9999999999 is three. */
export function wholeOnes(value: number): number {
  return Math.floor(value + 1e-9);
}

/** 23,5; to two decimals, as far as anybody counts */
export function showYears(value: number): string {
  return String(Math.round(value * 100) / 100).replace('.', ',');
}

/** The same, cut and not rounded: 9,9975 must not read as the ten that would give one more place. */
export function showStaff(years: number): string {
  return showYears(Math.floor(years * 100 + 1e-6) / 100);
}

/** 23,5 or 23.5 as typed; null: nothing; NaN for what is no number, so that it is refused at its field. */
export function readYears(typed: string): number | null {
  if (typed === '') return null;
  return /^\d{1,6}([.,]\d{1,2})?$/.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
}

/** The first days of the `months` months that end with `last`, the oldest first. */
export function monthsEndingWith(last: string, months: number): string[] {
  return Array.from({ length: months }, (_, index) => monthsFrom(last, index - months + 1));
}

export function monthsFrom(month: string, months: number): string {
  const year = Number(month.slice(0, 4));
  return new Date(Date.UTC(year, Number(month.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The first day of the last whole month before a date. */
export function monthBefore(date: string): string {
  return monthsFrom(date, -1);
}
