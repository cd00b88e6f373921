import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { firmRows, REACHES } from '../server/companies/firm-rows.ts';
import {
  FIRM_SORTS,
  FIRM_STATES,
  type FirmFilters,
  fittingFirms,
  listPUnits,
  SIZE_CLASSES,
} from '../server/companies/list.ts';
import { liveAnswer } from '../server/coverage/live.ts';
import { ALL_KNOWN } from '../server/coverage/question.ts';
import { SEGMENTS } from '../server/records/rules.ts';
import { firmChanges } from '../server/register/found-changes.ts';
import { likelyDuplicates } from '../server/register/merge-queries.ts';
import { UNDECIDED_SORTS, undecidedFirms } from '../server/register/undecided.ts';
import { firmCandidates } from '../server/search/candidates.ts';
import { happen, happening, openCoverageTown } from './coverage-town.ts';

const TODAY = '2026-10-05';
const QUESTION = { from: '2026-10-01', to: TODAY, asOf: ALL_KNOWN };
const FILTERS: FirmFilters[] = [
  {},
  { ceased: true },
  { ownerUserId: 1 },
  { caredForBy: 1 },
  { branch: '56', postcode: '2620' },
  { q: 'firma 1' },
  ...SIZE_CLASSES.map((size) => ({ size })),
  ...REACHES.map((reach) => ({ reach, ceased: true })),
  ...SEGMENTS.map((segment) => ({ segment })),
  ...FIRM_STATES.map((state) => ({ state })),
];

/** Each story has a database of its own and takes files in. */
const SLOW = 180_000;

test(
  'what lists keep between requests is always what a program that has just started reads',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 14 }), async (story) => {
        const { db, ...desk } = openCoverageTown();
        for (const what of story) {
          await happen({ db, ...desk }, what);
          expect(everyList(db)).toEqual(everyList(justOpened(db)));
          const { rows } = listPUnits(db, { ceased: true }, { page: 1, sort: 'navn', question: QUESTION });
          const numbers = rows.map(({ pNumber }) => pNumber);
          expect(rows).toEqual(firmRows(justOpened(db), numbers, QUESTION));
        }
      }),
      { numRuns: 8 },
    );
  },
  SLOW,
);

test('an answer that nobody asked for while hundreds of firms changed is read anew', async () => {
  const { db } = openCoverageTown();
  const firms = Array.from({ length: 500 }, (_, at) => 1_000_000_000 + at);
  const { $client } = db;
  $client.exec(
    "INSERT INTO company (cvr, created_at, updated_at) VALUES (10000000, '2026-01-01', '2026-01-01')",
  );
  const addFirm = $client.prepare(
    "INSERT INTO p_unit (p_number, cvr, name, name_folded, created_at, updated_at) VALUES (?, 10000000, 'Firma', 'firma', '2026-01-01', '2026-01-01')",
  );
  for (const pNumber of firms) addFirm.run(pNumber);
  const earlier = { ...QUESTION, to: '2026-10-04' };
  liveAnswer(db, earlier);
  const settle = $client.prepare(
    "INSERT INTO scope_period (p_number, valid_from, min_count, max_count, recorded_at) VALUES (?, '2026-01-01', 7, 7, '2026-10-01T08:00:00.000Z')",
  );
  for (const [at, pNumber] of firms.entries()) {
    settle.run(pNumber);
    // A colleague looks at the list of today all the while.
    if (at % 100 === 0) liveAnswer(db, QUESTION);
  }
  expect(liveAnswer(db, QUESTION).states.size).toBe(500);
  expect(liveAnswer(db, earlier).states.size).toBe(500);
});

function everyList(db: Db) {
  return {
    sorted: FIRM_SORTS.map((sort) => fittingFirms(db, {}, { sort, question: QUESTION })),
    filtered: FILTERS.map((filters, at) => {
      const sort = FIRM_SORTS[at % FIRM_SORTS.length] ?? 'navn';
      return fittingFirms(db, filters, { sort, question: QUESTION });
    }),
    undecided: UNDECIDED_SORTS.map((sort) => undecidedFirms(db, {}, { page: 1, sort, question: QUESTION })),
    changes: firmChanges(db, { date: '2026-06-30', asOf: ALL_KNOWN }, TODAY),
    changesKnown: firmChanges(db, { date: TODAY, asOf: '2026-10-05T12:30:00.000Z' }, TODAY),
    duplicates: likelyDuplicates(db, { slice: { page: 1, pageSize: 50 }, today: TODAY }),
    found: ['firma', 'frima', '10000'].map((typed) =>
      firmCandidates(db, typed, TODAY)
        .map(({ pNumber }) => pNumber)
        .sort(),
    ),
  };
}

/** A copy that nothing is kept of. */
function justOpened(db: Db): Db {
  return drizzle({ client: new Database(db.$client.serialize()) });
}
