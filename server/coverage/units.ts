import type { CountedUnit, FirmState, Reached } from './rules.ts';

/**
 * What is counted: each place of work by itself, or (with the company of each) each company once. A company has the
 * employees of its places in the municipality together; a place without a figure adds nobody, and a company with no
 * figure at any place has none. It is reached as far as the best of them.
 */
export function asUnits(
  firms: readonly FirmState[],
  companies: ReadonlyMap<number, number> | undefined,
): readonly CountedUnit[] {
  if (!companies) return firms;
  const groups = Map.groupBy(firms, ({ pNumber }) => companies.get(pNumber) ?? 0);
  return [...groups].map(([cvr, places]) => rollUp(cvr, places));
}

function rollUp(cvr: number, places: readonly FirmState[]): CountedUnit {
  const ordered = places.toSorted((a, b) => (b.minCount ?? -1) - (a.minCount ?? -1) || a.pNumber - b.pNumber);
  const told = places.filter(({ minCount }) => minCount !== null);
  const open = told.some(({ maxCount }) => maxCount === null);
  const sum = (pick: (firm: FirmState) => number | null) =>
    told.reduce((total, firm) => total + (pick(firm) ?? 0), 0);
  const pNumbers = ordered.map(({ pNumber }) => pNumber);
  return {
    pNumber: pNumbers[0] ?? 0,
    company: { cvr, pNumbers },
    minCount: told.length === 0 ? null : sum((firm) => firm.minCount),
    maxCount: told.length === 0 || open ? null : sum((firm) => firm.maxCount),
    reach: Math.max(...places.map(({ reach }) => reach)) as Reached,
  };
}
