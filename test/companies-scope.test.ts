import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HEADCOUNT_INTERVALS, HEADCOUNT_SOURCES } from '../db/schema/companies.ts';
import {
  type HeadcountFact,
  rulingHeadcount,
  type ScopeFacts,
  scopePeriods,
} from '../server/companies/rules.ts';
import { boundsOn } from './scope-model.ts';

const HERE = 165;

function fact(
  validFrom: string,
  figure: number | string,
  source: HeadcountFact['source'] = 'erst_maaned',
): HeadcountFact {
  const exact = typeof figure === 'number';
  return {
    validFrom,
    count: exact ? figure : null,
    interval: exact ? null : (figure as HeadcountFact['interval']),
    source,
    recordedAt: '2026-01-01T00:00:00.000Z',
  };
}

function segmentsOf(headcounts: HeadcountFact[]): string[] {
  const life = [{ validFrom: '2020-01-01', validTo: null }];
  const locations = [{ validFrom: '2020-01-01', validTo: null, municipalityCode: HERE }];
  return scopePeriods({ life, locations, headcounts }, HERE).map(
    (segment) => `${segment.validFrom}–${segment.validTo ?? ''} ${segment.minCount}..${segment.maxCount}`,
  );
}

test('a firm without any figure is in the municipality without bounds', () => {
  expect(segmentsOf([])).toEqual(['2020-01-01– null..null']);
});

test('an interval gives its bounds, and a later figure settles them', () => {
  expect(
    segmentsOf([fact('2019-06-01', 'ANTAL_2_4'), fact('2021-06-01', 3), fact('2022-01-01', 'ANTAL_1000_')]),
  ).toEqual(['2020-01-01–2021-06-01 2..4', '2021-06-01–2022-01-01 3..3', '2022-01-01– 1000..null']);
});

test("a konsulent's figure stands as long as the register's interval holds it", () => {
  expect(
    segmentsOf([
      fact('2020-01-01', 'ANTAL_2_4'),
      fact('2021-03-10', 3, 'konsulent'),
      fact('2021-04-01', 'ANTAL_2_4'),
      fact('2021-05-01', 'ANTAL_2_4', 'liste'),
      fact('2021-06-01', 'ANTAL_5_9'),
      fact('2021-07-01', 'ANTAL_2_4'),
    ]),
  ).toEqual([
    '2020-01-01–2021-03-10 2..4',
    '2021-03-10–2021-06-01 3..3',
    '2021-06-01–2021-07-01 5..9',
    '2021-07-01– 2..4',
  ]);
});

test("a later register figure replaces the konsulent's, and an interval after it is undecided again", () => {
  expect(
    segmentsOf([fact('2021-03-10', 3, 'konsulent'), fact('2021-04-01', 4), fact('2021-05-01', 'ANTAL_2_4')]),
  ).toEqual([
    '2020-01-01–2021-03-10 null..null',
    '2021-03-10–2021-04-01 3..3',
    '2021-04-01–2021-05-01 4..4',
    '2021-05-01– 2..4',
  ]);
});

test('from the same day the konsulent is believed, then the newest series, then what was recorded last', () => {
  const listed = { ...fact('2020-01-01', 8, 'liste'), recordedAt: '2026-02-01T00:00:00.000Z' };
  expect(segmentsOf([fact('2020-01-01', 7, 'liste'), listed])).toEqual(['2020-01-01– 8..8']);
  expect(segmentsOf([listed, fact('2020-01-01', 9, 'aar')])).toEqual(['2020-01-01– 9..9']);
  expect(segmentsOf([fact('2020-01-01', 4, 'erst_maaned'), fact('2020-01-01', 5, 'kvartal')])).toEqual([
    '2020-01-01– 4..4',
  ]);
  expect(segmentsOf([fact('2020-01-01', 3, 'konsulent'), fact('2020-01-01', 9)])).toEqual([
    '2020-01-01– 3..3',
  ]);
});

test('only time in the municipality counts, and moving out and in again makes two segments', () => {
  const facts: ScopeFacts = {
    life: [
      { validFrom: '2018-01-01', validTo: '2024-01-01' },
      { validFrom: '2025-01-01', validTo: null },
    ],
    locations: [
      { validFrom: '2017-01-01', validTo: '2019-01-01', municipalityCode: HERE },
      { validFrom: '2019-01-01', validTo: '2020-01-01', municipalityCode: 101 },
      { validFrom: '2020-01-01', validTo: null, municipalityCode: HERE },
    ],
    headcounts: [],
  };
  expect(scopePeriods(facts, HERE).map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
    ['2018-01-01', '2019-01-01'],
    ['2020-01-01', '2024-01-01'],
    ['2025-01-01', null],
  ]);
});

const date = fc.integer({ min: 1, max: 28 }).map((day) => `2025-02-${String(day).padStart(2, '0')}`);
const period = fc.record({ validFrom: date, validTo: fc.option(date) });
const headcountFact: fc.Arbitrary<HeadcountFact> = fc.record({
  validFrom: date,
  count: fc.option(fc.integer({ min: 0, max: 12 })),
  interval: fc.constantFrom(...HEADCOUNT_INTERVALS),
  source: fc.constantFrom(...HEADCOUNT_SOURCES),
  recordedAt: date.map((day) => `${day}T10:00:00.000Z`),
});
const scopeFacts: fc.Arbitrary<ScopeFacts> = fc.record({
  life: fc.array(period, { maxLength: 4 }),
  locations: fc.array(
    fc
      .tuple(period, fc.constantFrom(HERE, 101, null))
      .map(([at, municipalityCode]) => ({ ...at, municipalityCode })),
    { maxLength: 5 },
  ),
  headcounts: fc.array(headcountFact, { maxLength: 8 }),
});

test('segments never overlap, lie inside life ∩ municipality and follow the rule day by day', () => {
  fc.assert(
    fc.property(scopeFacts, (facts) => {
      const segments = scopePeriods(facts, HERE);
      for (const [index, segment] of segments.entries()) {
        const next = segments[index + 1];
        expect(segment.validTo === null || segment.validFrom < segment.validTo).toBe(true);
        if (!next) continue;
        expect(segment.validTo !== null && segment.validTo <= next.validFrom).toBe(true);
        const meets = segment.validTo === next.validFrom;
        expect(meets && segment.minCount === next.minCount && segment.maxCount === next.maxCount).toBe(false);
      }
      for (let day = 1; day <= 29; day++) {
        const on = `2025-02-${String(day).padStart(2, '0')}`;
        const found = segments.filter((s) => s.validFrom <= on && (s.validTo === null || on < s.validTo));
        expect(found.map(({ minCount, maxCount }) => ({ minCount, maxCount }))).toEqual(
          [boundsOn(facts, HERE, on)].filter((bounds) => bounds !== undefined),
        );
      }
    }),
    { numRuns: 2000 },
  );
});

test('the order of the rows changes nothing', () => {
  fc.assert(
    fc.property(scopeFacts, fc.nat(), (facts, seed) => {
      const distinct = [
        ...new Map(facts.headcounts.map((f) => [`${f.validFrom}${f.source}${f.recordedAt}`, f])).values(),
      ];
      const mixed = [...distinct].sort(
        (a, b) => (((a.count ?? 99) * seed) % 7) - (((b.count ?? 99) * seed) % 7),
      );
      const one = scopePeriods({ ...facts, headcounts: distinct }, HERE);
      expect(
        scopePeriods(
          { life: [...facts.life].reverse(), locations: [...facts.locations].reverse(), headcounts: mixed },
          HERE,
        ),
      ).toEqual(one);
    }),
  );
});

test('the figure shown is the one that rules on the day, with its source', () => {
  const learned = fact('2021-03-10', 3, 'konsulent');
  const history = [fact('2020-01-01', 'ANTAL_2_4'), learned, fact('2021-04-01', 'ANTAL_2_4')];
  expect(rulingHeadcount(history, '2019-12-31')).toBeUndefined();
  expect(rulingHeadcount(history, '2020-05-01')?.interval).toBe('ANTAL_2_4');
  expect(rulingHeadcount(history, '2026-01-01')).toBe(learned);
});
