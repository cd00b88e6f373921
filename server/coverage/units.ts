import type { CountedUnit, FirmState, Reached } from './rules.ts';

/**
 * What is counted: each place of work by itself, or (with the company of each) each company once. A company has the
 * employees of its places in the municipality together; a place without a figure adds nobody, and a company with no
 * figure at any place has none. It is reached as far as the best of them.
 */
export function asUnits(
  firms: readonly FirmState[],
  companies: ReadonlyMap<number, number> | undefined,
): CountedUnit[] {
  if (!companies)
    return firms.map((firm) => ({ key: firm.pNumber, pNumbers: [firm.pNumber], ...boundsOf(firm) }));
  const groups = Map.groupBy(firms, ({ pNumber }) => companies.get(pNumber) ?? 0);
  return [...groups].map(([cvr, places]) => rollUp(cvr, places));
}

function boundsOf({ minCount, maxCount, reach }: FirmState) {
  return { minCount, maxCount, reach };
}

function rollUp(cvr: number, places: readonly FirmState[]): CountedUnit {
  const ordered = places.toSorted((a, b) => (b.minCount ?? -1) - (a.minCount ?? -1) || a.pNumber - b.pNumber);
  const told = places.filter(({ minCount }) => minCount !== null);
  const open = told.some(({ maxCount }) => maxCount === null);
  const sum = (pick: (firm: FirmState) => number | null) =>
    told.reduce((total, firm) => total + (pick(firm) ?? 0), 0);
  return {
    key: cvr,
    pNumbers: ordered.map(({ pNumber }) => pNumber),
    minCount: told.length === 0 ? null : sum((firm) => firm.minCount),
    maxCount: told.length === 0 || open ? null : sum((firm) => firm.maxCount),
    reach: Math.max(...places.map(({ reach }) => reach)) as Reached,
  };
}
