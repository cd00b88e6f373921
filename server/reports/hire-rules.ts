import type { OrderType } from '../../workers/matching/types.ts';
import { isJob } from '../placements/rules.ts';
import { addDays } from '../ui/dates.ts';

/** A citizen shared with an employer, and what began at that order. Dates are ISO local dates. */
export interface SharedCitizen {
  sharedOn: string;
  /** placements at the order, those withdrawn left out */
  starts: readonly { type: OrderType; startsOn: string }[];
}

/** The figures of formidling; the names stand in addresses. */
export const HIRE_FIGURES = [
  'formidlede',
  'kendte',
  'ansat',
  'tilbud',
  'ikke_ansat',
  'ukendte',
  'ukendte_ansat',
] as const;
export type HireFigure = (typeof HIRE_FIGURES)[number];

/** STAR's way of counting, and what the committee asks for: no limit of the law. */
const MONTHS = 3;

/**
 * The last local date on which a start counts: three calendar months after the sharing (STAR: the outcome is known
 * after 3 months). 30 November is followed by the last of February.
 */
export function outcomeDate(sharedOn: string): string {
  const [year = 0, month = 0, day = 0] = sharedOn.split('-').map(Number);
  const firstOfMonth = new Date(Date.UTC(year, month - 1 + MONTHS, 1)).toISOString().slice(0, 10);
  const lastOfMonth = addDays(new Date(Date.UTC(year, month + MONTHS, 1)).toISOString().slice(0, 10), -1);
  const wanted = addDays(firstOfMonth, day - 1);
  if (wanted > lastOfMonth) return lastOfMonth;
  return wanted;
}

/**
 * The figures that a shared citizen is in. The share of those hired is counted among those whose three months are over
 * alone: of the others the hired are known before the rest, and would make it too high. A job, also a småjob or a
 * fleksjob, is a hire; praktik, løntilskud and nytteindsats are a tilbud.
 */
export function hireFigures({ sharedOn, starts }: SharedCitizen, today: string): HireFigure[] {
  const last = outcomeDate(sharedOn);
  const began = starts.filter(
    ({ startsOn }) => startsOn >= sharedOn && startsOn <= last && startsOn <= today,
  );
  const isHired = began.some(({ type }) => isJob(type));
  if (last >= today) return ['formidlede', 'ukendte', ...(isHired ? (['ukendte_ansat'] as const) : [])];
  if (isHired) return ['formidlede', 'kendte', 'ansat'];
  return ['formidlede', 'kendte', began.length > 0 ? 'tilbud' : 'ikke_ansat'];
}

/** The middle of some numbers of days; null: there are none. */
export function medianOf(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
