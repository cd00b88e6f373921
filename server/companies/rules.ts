import {
  BAR_KINDS,
  type BarKind,
  type HeadcountInterval,
  type HeadcountSource,
} from '../../db/schema/companies.ts';
import type { FirmBar } from '../../workers/matching/types.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';

/** From validFrom until, not including, validTo; null is "until further notice". ISO local dates. */
export interface Period {
  validFrom: string;
  validTo: string | null;
}

export interface LocationFact extends Period {
  municipalityCode: number | null;
}

/** One row of the headcount history; count wins over interval when both are there. */
export interface HeadcountFact {
  validFrom: string;
  count: number | null;
  interval: HeadcountInterval | null;
  source: HeadcountSource;
  recordedAt: string;
}

export interface ScopeFacts {
  life: readonly Period[];
  locations: readonly LocationFact[];
  headcounts: readonly HeadcountFact[];
}

/** Number of employees: both null is "no figure at all"; max null alone is "no upper limit". */
export interface Bounds {
  minCount: number | null;
  maxCount: number | null;
}

/** A stretch of time in which a P-unit was active in the municipality with the same headcount bounds. */
export interface Segment extends Period, Bounds {}

/** CVR's interval codes as numbers of employees; both spellings of the last one occur (domain.md 2b). */
export const INTERVAL_BOUNDS: Record<HeadcountInterval, readonly [min: number, max: number | null]> = {
  ANTAL_0_0: [0, 0],
  ANTAL_1_1: [1, 1],
  ANTAL_2_4: [2, 4],
  ANTAL_5_9: [5, 9],
  ANTAL_10_19: [10, 19],
  ANTAL_20_49: [20, 49],
  ANTAL_50_99: [50, 99],
  ANTAL_100_199: [100, 199],
  ANTAL_200_499: [200, 499],
  ANTAL_500_999: [500, 999],
  ANTAL_1000_: [1000, null],
  ANTAL_1000_999999: [1000, null],
};

/** Who is believed when two figures hold from the same day: the person on the spot, then CVR's newest series. */
const TRUST: Record<HeadcountSource, number> = {
  liste: 0,
  aar: 1,
  kvartal: 2,
  maaned: 3,
  erst_maaned: 4,
  konsulent: 5,
};

const UNREPORTED: Bounds = { minCount: null, maxCount: null };

/**
 * When a P-unit was active in the municipality, cut where the bounds of its headcount change.
 * Segments are ordered, never overlap, lie inside life ∩ municipality, and two that meet differ in bounds.
 * Pure; dates are ISO local dates, compared as text.
 */
export function scopePeriods(facts: ScopeFacts, municipalityCode: number): Segment[] {
  const here = facts.locations.filter((location) => location.municipalityCode === municipalityCode);
  const active = intersect(union(facts.life), union(here));
  if (active.length === 0) return [];
  return cutByHeadcount(active, headcountSteps(facts.headcounts));
}

/** The bounds of the headcount from each date on where they change, oldest first; before the first: unreported. */
export function headcountSteps(headcounts: readonly HeadcountFact[]): ({ validFrom: string } & Bounds)[] {
  const steps: ({ validFrom: string } & Bounds)[] = [];
  for (const fact of rulingFacts(headcounts)) {
    const bounds = boundsOf(fact);
    if (!sameBounds(steps.at(-1) ?? UNREPORTED, bounds)) steps.push({ validFrom: fact.validFrom, ...bounds });
  }
  return steps;
}

/** The figure that rules on a date, for showing it with its source; undefined: no figure yet. */
export function rulingHeadcount<Fact extends HeadcountFact>(
  headcounts: readonly Fact[],
  date: string,
): Fact | undefined {
  return rulingFacts(headcounts).findLast((fact) => fact.validFrom <= date);
}

/**
 * The figures that rule, each until the next, oldest first. From the same day konsulent rules, then erst_maaned,
 * maaned, kvartal, aar, liste, then the one recorded last. An interval from a register does not undo a konsulent's
 * exact figure that lies inside it; anything else later does.
 */
function rulingFacts<Fact extends HeadcountFact>(headcounts: readonly Fact[]): Fact[] {
  const ordered = [...headcounts].sort(
    (a, b) =>
      compare(a.validFrom, b.validFrom) ||
      TRUST[a.source] - TRUST[b.source] ||
      compare(a.recordedAt, b.recordedAt),
  );
  const ruling: Fact[] = [];
  for (const [index, fact] of ordered.entries()) {
    const trumped = ordered[index + 1]?.validFrom === fact.validFrom;
    if (!trumped && !upholds(fact, ruling.at(-1))) ruling.push(fact);
  }
  return ruling;
}

function upholds(fact: HeadcountFact, standing: HeadcountFact | undefined): boolean {
  if (standing?.source !== 'konsulent' || standing.count === null) return false;
  return fact.source !== 'konsulent' && fact.count === null && contains(boundsOf(fact), standing.count);
}

export function boundsOf(fact: HeadcountFact): Bounds {
  if (fact.count !== null) return { minCount: fact.count, maxCount: fact.count };
  if (fact.interval === null) return UNREPORTED;
  const [minCount, maxCount] = INTERVAL_BOUNDS[fact.interval];
  return { minCount, maxCount };
}

function contains(bounds: Bounds, count: number): boolean {
  return (
    bounds.minCount !== null &&
    bounds.minCount <= count &&
    (bounds.maxCount === null || count <= bounds.maxCount)
  );
}

function cutByHeadcount(active: Period[], steps: ({ validFrom: string } & Bounds)[]): Segment[] {
  const segments: Segment[] = [];
  for (const period of active) {
    const first = steps.findLastIndex((step) => step.validFrom <= period.validFrom);
    let from = period.validFrom;
    let bounds: Bounds = steps[first] ?? UNREPORTED;
    for (const step of steps.slice(first + 1)) {
      if (!before(step.validFrom, period.validTo)) break;
      segments.push({
        validFrom: from,
        validTo: step.validFrom,
        minCount: bounds.minCount,
        maxCount: bounds.maxCount,
      });
      from = step.validFrom;
      bounds = step;
    }
    segments.push({
      validFrom: from,
      validTo: period.validTo,
      minCount: bounds.minCount,
      maxCount: bounds.maxCount,
    });
  }
  return segments;
}

/** Periods that touch or overlap become one; empty ones vanish. */
function union(periods: readonly Period[]): Period[] {
  const merged: Period[] = [];
  const ordered = periods
    .filter((period) => before(period.validFrom, period.validTo))
    .sort((a, b) => compare(a.validFrom, b.validFrom));
  for (const { validFrom, validTo } of ordered) {
    const last = merged.at(-1);
    if (last && (last.validTo === null || validFrom <= last.validTo))
      last.validTo = later(last.validTo, validTo);
    else merged.push({ validFrom, validTo });
  }
  return merged;
}

function intersect(a: Period[], b: Period[]): Period[] {
  return a.flatMap((one) =>
    b
      .map((other) => ({
        validFrom: latest(one.validFrom, other.validFrom),
        validTo: earlier(one.validTo, other.validTo),
      }))
      .filter((period) => before(period.validFrom, period.validTo)),
  );
}

function before(date: string, end: string | null): boolean {
  return end === null || date < end;
}

function latest(a: string, b: string): string {
  return compare(a, b) > 0 ? a : b;
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null) return b;
  return b === null || a < b ? a : b;
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  return latest(a, b);
}

function sameBounds(a: Bounds, b: Bounds): boolean {
  return a.minCount === b.minCount && a.maxCount === b.maxCount;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a person says about the number of employees, as it came in. */
export interface HeadcountDraft {
  count: string;
  /** from when it holds */
  validFrom: string;
  note: string | null;
}

const MOST_EMPLOYEES = 99_999;
const NOTE_LIMIT = 500;

/** The draft as it may be stored, or an error in Danish per field. */
export function checkHeadcount(
  draft: HeadcountDraft,
  today: string,
):
  | { headcount: { count: number; validFrom: string; note: string | null }; errors: [] }
  | { headcount?: undefined; errors: FieldError[] } {
  const { validFrom, note } = draft;
  const count = /^\d{1,5}$/.test(draft.count.trim()) ? Number(draft.count) : null;
  const errors = freeTextErrors('note', note, NOTE_LIMIT);
  if (count === null)
    errors.push({ field: 'count', reason: `Skriv et helt tal mellem 0 og ${MOST_EMPLOYEES}.` });
  if (!isIsoDate(validFrom))
    errors.push({ field: 'validFrom', reason: 'Skriv den dato, tallet gælder fra.' });
  else if (validFrom > today)
    errors.push({ field: 'validFrom', reason: 'Datoen kan ikke ligge i fremtiden.' });
  return count === null || errors.length > 0
    ? { errors }
    : { headcount: { count, validFrom, note }, errors: [] };
}

/** A bar as it was set. ISO local dates; untilDate is the first day without it, liftedAt an instant. */
export interface BarFact {
  kind: BarKind;
  fromDate: string;
  untilDate: string | null;
  liftedAt: string | null;
}

/**
 * Why a place of work gets nobody on the local date `today`, or null. That it has ceased (the register's end date, the
 * first day without it) goes before every bar; of bars blokade goes before konflikt before spaerret.
 */
export function barOf(
  today: string,
  firm: { endDate: string | null },
  bars: readonly BarFact[],
): FirmBar | null {
  if (firm.endDate !== null && firm.endDate <= today) return 'ophoert';
  const kinds = bars.filter((bar) => isInForce(bar, today)).map((bar) => bar.kind);
  return BAR_KINDS.find((kind) => kinds.includes(kind)) ?? null;
}

export function isInForce(bar: BarFact, today: string): boolean {
  return bar.liftedAt === null && bar.fromDate <= today && before(today, bar.untilDate);
}
