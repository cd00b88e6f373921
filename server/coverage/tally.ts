import { type Grouping, type GroupLine, groupLines } from './groups.ts';
import { type CountedUnit, type CountingLimits, FIGURES, type Figure, figuresOf } from './rules.ts';

/** The units of one answer with the figures each is in, kept so that one firm's change costs no more than that firm. */
export interface Tally {
  limits: CountingLimits;
  units: Map<number, TalliedUnit>;
  lists: Record<Figure, Set<number>>;
  /** breakdowns made since the last change */
  groups: Map<Grouping, GroupLine[]>;
}

export interface TalliedUnit extends CountedUnit {
  figures: readonly Figure[];
}

export function makeTally(units: Iterable<CountedUnit>, limits: CountingLimits): Tally {
  const lists = Object.fromEntries(FIGURES.map((figure) => [figure, new Set<number>()])) as Tally['lists'];
  const tally: Tally = { limits, units: new Map(), lists, groups: new Map() };
  for (const unit of units) replaceUnit(tally, unit.key, unit);
  return tally;
}

/** Puts a unit in the place of the one with its key; undefined: there is none any more. */
export function replaceUnit(tally: Tally, key: number, unit: CountedUnit | undefined): void {
  for (const figure of tally.units.get(key)?.figures ?? []) tally.lists[figure].delete(key);
  tally.units.delete(key);
  if (!unit) return;
  const figures = figuresOf(unit, tally.limits);
  tally.units.set(key, { ...unit, figures });
  for (const figure of figures) tally.lists[figure].add(key);
}

/** How many are in each figure. */
export function countsOf({ lists }: Tally): Record<Figure, number> {
  return Object.fromEntries(FIGURES.map((figure) => [figure, lists[figure].size])) as Record<Figure, number>;
}

/** The lines of a breakdown, made once until something changes. */
export function groupsOf(tally: Tally, by: Grouping, groupFor: (unit: CountedUnit) => string): GroupLine[] {
  const lines = tally.groups.get(by) ?? groupLines(tally.units.values(), groupFor);
  tally.groups.set(by, lines);
  return lines;
}
