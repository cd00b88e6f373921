import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { createEngine } from '../workers/matching/engine.ts';
import type { MatchCitizen, MatchOrder } from '../workers/matching/types.ts';

const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
const engine = createEngine(folder);

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
  const today = '2026-11-20';
  for (const text of nasty) {
    for (const kind of ['kompetence', 'certifikat', 'koerekort', 'sprog', 'titel', 'krav'] as const) {
      engine.resolve(text, kind);
    }
    const { order, citizen } = pairOf(text);
    engine.judge(order, citizen, today);
    engine.explain(order, citizen, today);
    engine.encode({ orders: [order], citizens: [citizen], today, runKey: text, secret: text });
  }
});

test('any text at all is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { order, citizen } = pairOf(text);
      expect(engine.judge(order, citizen, '2026-11-20').excluded?.reason ?? 'none').toBeTypeOf('string');
      expect(engine.resolve(text, 'krav').score).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

function pairOf(text: string): { order: MatchOrder; citizen: MatchCitizen } {
  const requirements = (['krav', 'oenske', 'certifikat', 'koerekort', 'sprog'] as const).map((kind) => ({
    kind,
    text,
    kanLaeres: false,
  }));
  const terms = (['jobmaal', 'kompetence', 'erfaring', 'certifikat', 'koerekort', 'sprog'] as const).map(
    (kind) => ({
      kind,
      text,
      years: 3,
      lastYear: 2020,
      expiresOn: text.slice(0, 10),
    }),
  );
  const order: MatchOrder = {
    id: 1,
    type: 'smaajob',
    title: text,
    requirements,
    hoursMin: null,
    hoursMax: null,
    workingTimes: [],
    allWorkingTimes: false,
    danishMin: text,
    danishOralMin: text,
    danishWrittenMin: text,
    offers: [],
    unavoidable: [],
    purpose: null,
    followUp: null,
    leadsToJob: null,
    firmBar: null,
    postcode: text,
    startDate: null,
  };
  const citizen: MatchCitizen = {
    id: 1,
    terms,
    hoursMin: null,
    hoursMax: null,
    workingTimes: [],
    danish: text,
    danishOral: text,
    danishWritten: text,
    transports: [],
    maxTravelMinutes: null,
    postcode: text,
    needs: [],
    purpose: null,
    canStart: null,
    mayBeShared: true,
    protectedAddress: false,
    hasEmployer: null,
    placedUntil: null,
    allowed: {},
  };
  return { order, citizen };
}
