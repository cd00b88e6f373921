import { HEADCOUNT_SOURCES } from '../db/schema/companies.ts';
import {
  type Bounds,
  type HeadcountFact,
  INTERVAL_BOUNDS,
  type Period,
  type ScopeFacts,
} from '../server/companies/rules.ts';

/** The rule of scope asked for one day, the slow and plain way: what the program's answers are held against. */
export function boundsOn(facts: ScopeFacts, municipalityCode: number, day: string): Bounds | undefined {
  const covers = (p: Period) => p.validFrom <= day && (p.validTo === null || day < p.validTo);
  const here = facts.locations.some((l) => l.municipalityCode === municipalityCode && covers(l));
  if (!here || !facts.life.some(covers)) return undefined;
  const latest = latestUntil(facts.headcounts, day);
  if (!latest) return { minCount: null, maxCount: null };

  // Walk back over register intervals: does a konsulent's figure stand behind them, inside every one of them?
  const passed: [number, number | null][] = [];
  let row: HeadcountFact | undefined = latest;
  while (row && row.source !== 'konsulent' && row.count === null) {
    passed.push(asBounds(row));
    const from: string = row.validFrom;
    row = latestUntil(
      facts.headcounts.filter((fact) => fact.validFrom < from),
      day,
    );
  }
  const learned = row?.source === 'konsulent' ? row.count : null;
  if (learned !== null && passed.every(([min, max]) => min <= learned && (max === null || learned <= max))) {
    return { minCount: learned, maxCount: learned };
  }
  const [minCount, maxCount] = asBounds(latest);
  return { minCount, maxCount };
}

function latestUntil(headcounts: readonly HeadcountFact[], day: string): HeadcountFact | undefined {
  return headcounts
    .filter((row) => row.validFrom <= day)
    .reduce<HeadcountFact | undefined>(
      (best, row) => (best && !rulesOver(row, best) ? best : row),
      undefined,
    );
}

/** HEADCOUNT_SOURCES stands in falling order of trust, but for konsulent, who is trusted most. */
function rulesOver(a: HeadcountFact, b: HeadcountFact): boolean {
  const distrust = (row: HeadcountFact) =>
    row.source === 'konsulent' ? -1 : HEADCOUNT_SOURCES.indexOf(row.source);
  if (a.validFrom !== b.validFrom) return a.validFrom > b.validFrom;
  if (a.source !== b.source) return distrust(a) < distrust(b);
  return a.recordedAt >= b.recordedAt;
}

function asBounds(row: HeadcountFact): [number, number | null] {
  return row.count === null ? [...INTERVAL_BOUNDS[row.interval ?? 'ANTAL_0_0']] : [row.count, row.count];
}
