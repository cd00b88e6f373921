import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COVERAGE_UNITS } from '../db/schema/coverage.ts';
import { liveAnswer } from '../server/coverage/live.ts';
import {
  type CoverageQuestion,
  countingFor,
  coverageLists,
  latestContacts,
  reachesIn,
} from '../server/coverage/queries.ts';
import { ALL_KNOWN } from '../server/coverage/question.ts';
import { happen, happening, openCoverageTown } from './coverage-town.ts';
import type { ImportDesk } from './imports-builders.ts';

const QUARTER = { from: '2026-07-01', to: '2026-09-30' };
const QUESTIONS: CoverageQuestion[] = [
  { ...QUARTER, asOf: ALL_KNOWN },
  { ...QUARTER, asOf: '2026-10-05T12:30:00.000Z' },
  { from: '2023-01-01', to: '2026-10-06', asOf: ALL_KNOWN },
];

test('det, siderne husker, er altid det samme som en ren beregning, hvad der end sker', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), async (story) => {
      const desk = openCoverageTown();
      for (const what of story) {
        await happen(desk, what);
        compare(desk);
      }
    }),
    { numRuns: 20 },
  );
});

function compare({ db }: ImportDesk): void {
  for (const question of QUESTIONS) {
    const counting = countingFor(db, question);
    const answer = liveAnswer(db, question);
    for (const unit of COVERAGE_UNITS) {
      const pure = coverageLists(db, question, { unit, counting });
      expect(sorted(answer.lists(unit))).toEqual(sorted(pure));
    }
    expect(byKey(answer.latestContacts())).toEqual(byKey(latestContacts(db, question, counting.rule)));
    expect(byKey(answer.reaches())).toEqual(byKey(reachesIn(db, question, counting.rule)));
  }
}

function sorted(lists: Record<string, readonly number[]>) {
  return Object.fromEntries(Object.entries(lists).map(([figure, list]) => [figure, list.toSorted()]));
}

function byKey(map: ReadonlyMap<number, unknown>) {
  return [...map].sort(([a], [b]) => a - b);
}
