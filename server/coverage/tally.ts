import {
  addUnit,
  type Breakdown,
  breakDown,
  type Grouping,
  type GroupLine,
  linesOf,
  removeUnit,
} from './groups.ts';
import { type CountedUnit, type CountingLimits, FIGURES, type Figure, figuresOf, numberOf } from './rules.ts';

/**
 * The units of one answer and the lists they are in, kept so that one firm's change costs no more than that firm. A unit
 * is the firm's own state wherever it can be: ten answers are kept of a quarter's page, and each object of theirs is looked
 * at by every collection of garbage.
 */
export interface Tally {
  limits: CountingLimits;
  units: Map<number, CountedUnit>;
  lists: Record<Figure, Set<number>>;
  /** the breakdowns that somebody has asked for */
  breakdowns: Map<Grouping, Breakdown>;
}

export function makeTally(units: Iterable<CountedUnit>, limits: CountingLimits): Tally {
  const lists = Object.fromEntries(FIGURES.map((figure) => [figure, new Set<number>()])) as Tally['lists'];
  const tally: Tally = { limits, units: new Map(), lists, breakdowns: new Map() };
  for (const unit of units) replaceUnit(tally, numberOf(unit), unit);
  return tally;
}

/** Puts a unit in the place of the one with its key; undefined: there is none any more. */
export function replaceUnit(tally: Tally, key: number, unit: CountedUnit | undefined): void {
  const before = tally.units.get(key);
  if (before) {
    for (const figure of figuresOf(before, tally.limits)) tally.lists[figure].delete(key);
    for (const breakdown of tally.breakdowns.values()) removeUnit(breakdown, before);
  }
  tally.units.delete(key);
  if (!unit) return;
  tally.units.set(key, unit);
  for (const figure of figuresOf(unit, tally.limits)) tally.lists[figure].add(key);
  for (const breakdown of tally.breakdowns.values()) addUnit(breakdown, unit);
}

/** How many are in each figure. */
export function countsOf({ lists }: Tally): Record<Figure, number> {
  return Object.fromEntries(FIGURES.map((figure) => [figure, lists[figure].size])) as Record<Figure, number>;
}

/** The lines of a breakdown, put together once and then kept in step. */
export function groupsOf(tally: Tally, by: Grouping, groupFor: Breakdown['groupFor']): GroupLine[] {
  const breakdown =
    tally.breakdowns.get(by) ?? breakDown(tally.units.values(), { limits: tally.limits, groupFor });
  tally.breakdowns.set(by, breakdown);
  return linesOf(breakdown);
}
