import { COVERAGE_UNITS, type CoverageUnit } from '../../db/schema/coverage.ts';
import type { FieldError, Problem } from '../problems.ts';
import { endOfLocalDate, isIsoDate, quarterOf } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';
import type { CoverageQuestion } from './queries.ts';

/** As of today and later: everything recorded so far is known. One instant for all of them, so that answers are kept. */
export const ALL_KNOWN = '9999-12-31T23:59:59.999Z';

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
  return { from, to, asOfDate, question: { from, to, asOf: asOfInstant(asOfDate, today) }, errors };
}

/** What was recorded by the end of a local date. */
export function asOfInstant(asOfDate: string, today: string): string {
  return asOfDate >= today ? ALL_KNOWN : endOfLocalDate(asOfDate);
}

/** Reads `enhed`: places of work or companies; without it as the setting says. */
export function readUnit(fields: Fields, setting: CoverageUnit): CoverageUnit {
  return oneOf(COVERAGE_UNITS, textOf(fields, 'enhed')) ?? setting;
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

/** The period as a query, so that every link keeps it; the unit stands in it where it is not the setting's. */
export function periodQuery(
  { from, to, asOfDate }: Pick<AskedPeriod, 'from' | 'to' | 'asOfDate'>,
  today: string,
  unit?: { asked: CoverageUnit; setting: CoverageUnit },
): string {
  const query = new URLSearchParams({ fra: from, til: to });
  if (asOfDate !== today) query.set('pr', asOfDate);
  if (unit && unit.asked !== unit.setting) query.set('enhed', unit.asked);
  return query.toString();
}

export function invalidPeriod(errors: FieldError[]): Problem {
  return { status: 400, title: 'Perioden er ikke gyldig', errors };
}
