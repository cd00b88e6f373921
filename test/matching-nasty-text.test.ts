import fc from 'fast-check';
import { expect, test } from 'vitest';
import { citizen, engine, need, order, term, today } from './matching-builders.ts';

const nasty = [
  '',
  '   ',
  'og i at med',
  'x'.repeat(10_000),
  'lager '.repeat(2_000),
  'æøå '.repeat(2_500),
  '🚛👩‍🍳🧹',
  'سائق شاحنة',
  "'; DROP TABLE citizens; --",
  '(((((.*)+)+)+)+$ [a-z]{1,99999} \\',
  `${'a'.repeat(5_000)}!`,
  'B/C '.repeat(2_000),
  'dansk B1 '.repeat(1_000),
  '\0\u202e\ud800',
  '<script>alert(1)</script>',
];

test('nasty text never throws, in any field', () => {
  for (const text of nasty) {
    for (const kind of ['kompetence', 'certifikat', 'koerekort', 'sprog', 'titel', 'krav'] as const) {
      engine.resolve(text, kind);
    }
    const { wants, has } = pairOf(text);
    engine.judge(wants, has, today);
    engine.explain(wants, has, today);
    engine.encode({ orders: [wants], citizens: [has], today, runKey: text, secret: text });
  }
});

test('any text at all is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { wants, has } = pairOf(text);
      expect(engine.judge(wants, has, today).excluded?.reason ?? 'none').toBeTypeOf('string');
      expect(engine.resolve(text, 'krav').score).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

/** The text wherever an order or a citizen has one, and nothing else told. */
function pairOf(text: string) {
  const wants = order({
    type: 'smaajob',
    title: text,
    requirements: (['krav', 'oenske', 'certifikat', 'koerekort', 'sprog'] as const).map((kind) =>
      need(kind, text),
    ),
    hoursMin: null,
    hoursMax: null,
    workingTimes: [],
    danishMin: text,
    danishOralMin: text,
    danishWrittenMin: text,
    postcode: text,
    startDate: null,
  });
  const has = citizen({
    terms: (['jobmaal', 'kompetence', 'erfaring', 'certifikat', 'koerekort', 'sprog'] as const).map((kind) =>
      term(kind, text, { years: 3, lastYear: 2020, expiresOn: text.slice(0, 10) }),
    ),
    hoursMin: null,
    hoursMax: null,
    workingTimes: [],
    danish: text,
    danishOral: text,
    danishWritten: text,
    transports: [],
    maxTravelMinutes: null,
    postcode: text,
    canStart: null,
    hasEmployer: null,
    allowed: {},
  });
  return { wants, has };
}
