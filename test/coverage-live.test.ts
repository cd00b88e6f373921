import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COVERAGE_UNITS, type CoverageUnit } from '../db/schema/coverage.ts';
import { firmsInOrder } from '../server/companies/list.ts';
import { GROUPINGS, groupOf } from '../server/coverage/groups.ts';
import { type LiveAnswer, liveAnswer } from '../server/coverage/live.ts';
import {
  type CoverageQuestion,
  countingFor,
  coverageLists,
  latestContacts,
  latestVisits,
  reachesIn,
} from '../server/coverage/queries.ts';
import { ALL_KNOWN } from '../server/coverage/question.ts';
import { type CountedUnit, FIGURES, lengthsOf } from '../server/coverage/rules.ts';
import { countsOf, groupsOf, makeTally } from '../server/coverage/tally.ts';
import { letFirmsInBeside } from '../server/imports/firms-beside.ts';
import { beginUndo } from '../server/imports/undo/begin-undo.ts';
import { carryUndoToEnd } from '../server/imports/undo/carry-undo.ts';
import { happen, happening, openCoverageTown } from './coverage-town.ts';
import { beginPieces, drain, stage } from './import-pieces.ts';
import { csv, firm, type ImportDesk } from './imports-builders.ts';

const QUARTER = { from: '2026-07-01', to: '2026-09-30' };
const QUARTER_KNOWN: CoverageQuestion = { ...QUARTER, asOf: ALL_KNOWN };
const QUESTIONS: CoverageQuestion[] = [
  QUARTER_KNOWN,
  { ...QUARTER, asOf: '2026-10-05T12:30:00.000Z' },
  { from: '2023-01-01', to: '2026-10-06', asOf: ALL_KNOWN },
];

/** Each story has a database of its own and takes files in. */
const SLOW = 180_000;

test(
  'det, siderne husker, er altid det samme som en ren beregning, hvad der end sker',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 18 }), async (story) => {
        const desk = openCoverageTown();
        for (const what of story) {
          await happen(desk, what);
          compare(desk);
        }
      }),
      { numRuns: 20 },
    );
  },
  SLOW,
);

test('hvad en stor import eller fortrydelse ændrer, tælles, når den er færdig; hvad folk ændrer imens, straks', async () => {
  const desk = openCoverageTown();
  const { db } = desk;
  const firms = (from: number, changes = {}) => csv([0, 1, 2, 3, 4].map((n) => firm(from + n, changes)));
  await desk.take('virksomheder', firms(1));
  const visit = async (number: number) => {
    const of = { kind: 'besoeg', direction: 'ud', outcome: 'opnaaet' } as const;
    await happen(desk, { type: 'log', number, date: '2026-08-20', ...of });
    return liveAnswer(db, QUARTER_KNOWN)
      .reaches()
      .has(1_000_000_000 + number);
  };
  compare(desk);
  const before = counted(desk);
  const { pieces } = beginPieces(
    desk,
    await stage(desk, 'virksomheder', firms(4, { antal_ansatte: '40' })),
    1,
  );
  for (let row = 0; row < 4; row += 1) pieces.next();
  expect(counted(desk)).toEqual(before);
  // One question knows of a later change than the others, and one is asked for the first time.
  expect(await visit(1)).toBe(true);
  const late = liveAnswer(db, { from: '2026-08-01', to: '2026-08-31', asOf: ALL_KNOWN });
  expect([...late.states.keys()].filter((pNumber) => !late.firms.has(pNumber))).toEqual([]);
  pieces.next();
  expect(liveAnswer(db, QUARTER_KNOWN).firms.size).toBe(5);
  drain(pieces);
  expect(liveAnswer(db, QUARTER_KNOWN).firms.size).toBe(8);
  compare(desk);

  const whole = counted(desk);
  beginUndo(db, 2, { at: desk.clock.now.toISOString(), by: null });
  const undone = carryUndoToEnd(db, { rowsPerPiece: 1 });
  for (let row = 0; row < 3; row += 1) undone.next();
  expect(counted(desk)).toEqual(whole);
  expect(await visit(2)).toBe(true);
  undone.next();
  expect(liveAnswer(db, QUARTER_KNOWN).firms.size).toBe(8);
  drain(undone);
  expect(liveAnswer(db, QUARTER_KNOWN).firms.size).toBe(5);
  compare(desk);
});

test('hvad en stor import har ændret, læses ved siden af det viste og afløser det på én gang', async () => {
  const desk = openCoverageTown();
  const { db } = desk;
  const firms = (count: number, changes = {}) =>
    csv(Array.from({ length: count }, (_, n) => firm(n + 1, changes)));
  await desk.take('virksomheder', firms(5));
  compare(desk);
  liveAnswer(db, QUARTER_KNOWN).rank();
  const before = counted(desk);
  expect(firmsInOrder(db, '-navn', '2026-10-05')).toHaveLength(5);
  drain(beginPieces(desk, await stage(desk, 'virksomheder', firms(600, { antal_ansatte: '9' })), 100).pieces);
  expect(counted(desk)).toEqual(before);
  const beside = letFirmsInBeside(db);
  for (let step = 0; step < 5; step += 1) beside.next();
  const talk = { kind: 'besoeg', direction: 'ud', outcome: 'opnaaet' } as const;
  await happen(desk, { type: 'log', number: 7, date: '2026-08-20', ...talk });
  await happen(desk, { type: 'log', number: 2, date: '2026-08-20', ...talk });
  expect(liveAnswer(db, QUARTER_KNOWN).reaches().has(1_000_000_002)).toBe(true);
  // The new firm that somebody has talked with is there already.
  expect(firmsInOrder(db, '-navn', '2026-10-05')).toHaveLength(6);
  drain(beside);
  expect(firmsInOrder(db, '-navn', '2026-10-05')).toHaveLength(600);
  compare(desk);
});

/** What pages show of it. */
function counted({ db }: ImportDesk) {
  return QUESTIONS.map((question) => {
    const { firms, tally } = liveAnswer(db, question);
    const facts = [...firms.values()].map((firm) => ({ ...firm }));
    return { facts, counts: COVERAGE_UNITS.map((unit) => countsOf(tally(unit))) };
  });
}

function compare({ db }: ImportDesk): void {
  for (const question of QUESTIONS) {
    const counting = countingFor(db, question);
    const answer = liveAnswer(db, question);
    for (const unit of COVERAGE_UNITS) {
      const pure = coverageLists(db, question, { unit, counting });
      expect(sorted(answer.tally(unit).lists)).toEqual(sorted(pure));
      expect(countsOf(answer.tally(unit))).toEqual(lengthsOf(pure));
      compareGroups(answer, unit);
    }
    expect(byKey(answer.latestContacts())).toEqual(byKey(latestContacts(db, question, counting.rule)));
    expect(byKey(answer.latestVisits())).toEqual(byKey(latestVisits(db, question, counting.rule)));
    expect(byKey(answer.reaches())).toEqual(byKey(reachesIn(db, question, counting.rule)));
  }
}

/** Every breakdown adds up to the figures, and one that is mended is the one that is made anew. */
function compareGroups(answer: LiveAnswer, unit: CoverageUnit): void {
  const tally = answer.tally(unit);
  const { limit } = tally.limits;
  for (const by of GROUPINGS) {
    const groupFor = (counted: CountedUnit) => groupOf(by, counted, answer.firms.get(counted.pNumber), limit);
    const lines = groupsOf(tally, by, groupFor);
    expect(lines).toEqual(groupsOf(makeTally(tally.units.values(), tally.limits), by, groupFor));
    for (const figure of FIGURES) {
      const sum = lines.reduce((total, { counts }) => total + counts[figure], 0);
      expect(sum).toBe(tally.lists[figure].size);
    }
  }
}

function sorted(lists: Record<string, Iterable<number>>) {
  return Object.fromEntries(Object.entries(lists).map(([figure, list]) => [figure, [...list].sort()]));
}

function byKey(map: ReadonlyMap<number, unknown>) {
  return [...map].sort(([a], [b]) => a - b);
}
