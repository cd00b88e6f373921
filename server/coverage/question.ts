import type { FieldError, Problem } from '../problems.ts';
import { endOfLocalDate, isIsoDate, quarterOf } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import type { CoverageQuestion } from './queries.ts';

/** A question as people ask it: local dates, as-of included. */
export interface AskedPeriod {
  from: string;
  to: string;
  asOfDate: string;
  question: CoverageQuestion;
  errors: FieldError[];
}

/** Reads `fra`, `til` and `pr`; without them this quarter, as known today. Wrong dates give errors and the quarter. */
export function readPeriod(fields: Fields, today: string): AskedPeriod {
  const quarter = quarterOf(today);
  const asked = {
    from: textOf(fields, 'fra') || quarter.from,
    to: textOf(fields, 'til') || quarter.to,
    asOfDate: textOf(fields, 'pr') || today,
  };
  const errors = periodErrors(asked, { from: 'fra', to: 'til', asOfDate: 'pr' });
  const { from, to, asOfDate } = errors.length > 0 ? { ...quarter, asOfDate: today } : asked;
  return { from, to, asOfDate, question: { from, to, asOf: endOfLocalDate(asOfDate) }, errors };
}

/** Errors at the fields as the caller names them. */
export function periodErrors(
  { from, to, asOfDate }: { from: string; to: string; asOfDate: string },
  names: { from: string; to: string; asOfDate: string },
): FieldError[] {
  const errors = [
    ...(isIsoDate(from) ? [] : [{ field: names.from, reason: 'Periodens første dag er ikke en dato.' }]),
    ...(isIsoDate(to) ? [] : [{ field: names.to, reason: 'Periodens sidste dag er ikke en dato.' }]),
    ...(isIsoDate(asOfDate) ? [] : [{ field: names.asOfDate, reason: 'Opgjort pr. er ikke en dato.' }]),
  ];
  if (errors.length === 0 && from > to) {
    errors.push({ field: names.to, reason: 'Periodens sidste dag ligger før den første.' });
  }
  return errors;
}

/** The period as a query, so that every link keeps it. */
export function periodQuery(
  { from, to, asOfDate }: Pick<AskedPeriod, 'from' | 'to' | 'asOfDate'>,
  today: string,
): string {
  const query = new URLSearchParams({ fra: from, til: to });
  if (asOfDate !== today) query.set('pr', asOfDate);
  return query.toString();
}

export function invalidPeriod(errors: FieldError[]): Problem {
  return { status: 400, title: 'Perioden er ikke gyldig', errors };
}
