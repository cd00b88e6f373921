import type { FirmFacts } from './live.ts';
import {
  type Band,
  bandOf,
  type CountedUnit,
  type CountingLimits,
  type Figure,
  figuresOf,
  numberOf,
  scopeOf,
} from './rules.ts';

/** By what the figures can be broken down; the names stand in addresses. */
export const GROUPINGS = ['konsulent', 'branche', 'stoerrelse', 'omraade'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** One line of a breakdown. */
export interface Group {
  by: Grouping;
  value: string;
}

/** The line as the address of a list says it. */
export function groupQuery({ by, value }: Group): string {
  return new URLSearchParams({ gruppe: by, vaerdi: value }).toString();
}

/** The value of those who have none: nobody responsible, no branch, no postcode. */
export const NO_GROUP = 'ingen';

/** The line a firm belongs to: exactly one of each breakdown. A company is where its largest place is. */
export function groupOf(
  by: Grouping,
  unit: Pick<CountedUnit, 'minCount' | 'maxCount'>,
  facts: FirmFacts | undefined,
  limit: number,
): string {
  switch (by) {
    case 'konsulent':
      return facts?.ownerUserId ? String(facts.ownerUserId) : NO_GROUP;
    case 'branche':
      return facts?.branchCode ?? NO_GROUP;
    case 'omraade':
      return facts?.postcode ?? NO_GROUP;
    case 'stoerrelse':
      return sizeClassOf(unit, limit);
  }
}

/** The classes of firms in scope, smallest first; `uafklaret` and `uoplyst` are no size. */
const COVERAGE_SIZES = ['til_9', '10_49', '50_249', '250', 'uafklaret', 'uoplyst'] as const;
type CoverageSize = (typeof COVERAGE_SIZES)[number];

/** By the lower bound, which is the number itself when CVR or a konsulent gave one. */
function sizeClassOf(unit: Pick<CountedUnit, 'minCount' | 'maxCount'>, limit: number): CoverageSize {
  if (unit.minCount === null) return 'uoplyst';
  if (scopeOf(unit, limit) === 'undecided') return 'uafklaret';
  if (unit.minCount < 10) return 'til_9';
  if (unit.minCount < 50) return '10_49';
  return unit.minCount < 250 ? '50_249' : '250';
}

export interface GroupLine {
  value: string;
  counts: Record<Figure, number>;
  coverage: Band;
  visits: Band;
}

/** A breakdown that follows its units one by one: a firm's change costs no more than that firm. */
export interface Breakdown {
  limits: CountingLimits;
  groupFor: (unit: CountedUnit) => string;
  /** the line that each unit stands in; one without a figure stands in none */
  values: Map<number, string>;
  counts: Map<string, Record<Figure, number>>;
}

export function breakDown(
  units: Iterable<CountedUnit>,
  { limits, groupFor }: Pick<Breakdown, 'limits' | 'groupFor'>,
): Breakdown {
  const breakdown: Breakdown = { limits, groupFor, values: new Map(), counts: new Map() };
  for (const unit of units) addUnit(breakdown, unit);
  return breakdown;
}

export function addUnit({ limits, groupFor, values, counts }: Breakdown, unit: CountedUnit): void {
  const figures = figuresOf(unit, limits);
  if (figures.length === 0) return;
  const value = groupFor(unit);
  const line = counts.get(value) ?? noCounts();
  for (const figure of figures) line[figure]++;
  counts.set(value, line);
  values.set(numberOf(unit), value);
}

/** From the line it was added to, whatever is known of the firm since. */
export function removeUnit({ limits, values, counts }: Breakdown, unit: CountedUnit): void {
  const number = numberOf(unit);
  const line = counts.get(values.get(number) ?? '');
  values.delete(number);
  if (line) for (const figure of figuresOf(unit, limits)) line[figure]--;
}

/** The figures of each line of a breakdown, those with most missing first; every firm is in exactly one line. */
export function linesOf({ counts }: Breakdown): GroupLine[] {
  return [...counts]
    .filter(([, line]) => Object.values(line).some((count) => count > 0))
    .map(([value, line]) => lineOf(value, { ...line }))
    .sort(
      (a, b) =>
        b.counts.notContacted - a.counts.notContacted ||
        b.counts.inScope - a.counts.inScope ||
        (a.value < b.value ? -1 : 1),
    );
}

function lineOf(value: string, counts: Record<Figure, number>): GroupLine {
  const { inScope, undecided, contacted, visited, undecidedContacted, undecidedVisited } = counts;
  return {
    value,
    counts,
    coverage: bandOf({ inScope, undecided, reached: contacted, undecidedReached: undecidedContacted }),
    visits: bandOf({ inScope, undecided, reached: visited, undecidedReached: undecidedVisited }),
  };
}

function noCounts(): Record<Figure, number> {
  return {
    inScope: 0,
    undecided: 0,
    contacted: 0,
    visited: 0,
    notContacted: 0,
    undecidedContacted: 0,
    undecidedVisited: 0,
    unreported: 0,
  };
}
