import fc from 'fast-check';
import {
  type CitizenTerm,
  FUNCTIONAL_NEEDS,
  type MatchCitizen,
  type MatchOrder,
  NO_END,
  ORDER_TYPES,
  type Requirement,
  TRANSPORTS,
  WORKING_TIMES,
} from '../workers/matching/types.ts';

/** Orders and citizens who nearly meet: most rules hold, so that one change is often enough. */
const WORDS = ['lagerarbejde', 'truckfører', 'rengøring', 'kok', 'engelsk', 'pakke varer', 'xylofonvoks'];
const PAPERS = ['truck B', 'hygiejnebevis', 'ADR', 'stabler A', 'Zyx-bevis', 'PD2'];
const LICENCES = ['B', 'C', 'CE', 'D'];
const LEVELS = ['A1', 'PD1', 'B1', 'PD3', 'C1', 'godt dansk'];
const DATES = ['2026-11-01', '2026-11-30', '2026-12-15', '2027-01-04', '2027-03-01'];

const anyRequirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('krav', 'oenske'),
    text: fc.constantFrom(...WORDS, ...PAPERS, 'kørekort B eller C', 'dansk B2', 'truck B og dansk B1'),
    kanLaeres: fc.constantFrom(false, false, true),
  }),
  fc.record({ kind: fc.constant('certifikat'), text: fc.constantFrom(...PAPERS), kanLaeres: fc.boolean() }),
  fc.record({ kind: fc.constant('koerekort'), text: fc.constantFrom(...LICENCES), kanLaeres: fc.boolean() }),
);

const anyTerm: fc.Arbitrary<CitizenTerm> = fc
  .oneof(
    fc.record({
      kind: fc.constantFrom('kompetence', 'jobmaal', 'erfaring'),
      text: fc.constantFrom(...WORDS),
    }),
    fc.record({ kind: fc.constant('certifikat'), text: fc.constantFrom(...PAPERS) }),
    fc.record({ kind: fc.constant('koerekort'), text: fc.constantFrom(...LICENCES) }),
  )
  .chain(({ kind, text }) =>
    fc.record({
      kind: fc.constant(kind),
      text: fc.constant(text),
      years: fc.option(fc.integer({ min: 0, max: 20 })),
      lastYear: fc.option(fc.integer({ min: 2010, max: 2026 })),
      expiresOn: fc.option(fc.constantFrom('2026-01-01', '2026-12-10', '2027-06-01'), { freq: 1 }),
    }),
  );

const often = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
const hours = fc.option(fc.integer({ min: 0, max: 37 }));
const times = fc.subarray([...WORKING_TIMES]).map((list) => [...list]);
const level = fc.option(fc.constantFrom(...LEVELS));
const postcode = fc.constantFrom('2620', '2600', '2100', '4000', '4700', '0999');
const purpose = fc.constantFrom(null, 'afklaring' as const);

const anyOrder: fc.Arbitrary<Omit<MatchOrder, 'id'>> = fc.record({
  type: fc.constantFrom('ordinaer', 'smaajob', 'fleksjob'),
  title: fc.constantFrom('Lagermedarbejder', 'Kok', 'Rengøringsassistent', 'Xylofonist'),
  requirements: fc.array(anyRequirement, { maxLength: 4 }),
  hoursMin: hours,
  hoursMax: hours,
  workingTimes: often(['dag'], times),
  allWorkingTimes: fc.boolean(),
  danishMin: often<string | null>(null, level),
  danishOralMin: often<string | null>(null, level),
  danishWrittenMin: often<string | null>(null, level),
  offers: fc.constantFrom([], ['mentor' as const]),
  unavoidable: often(
    [],
    fc.subarray([...FUNCTIONAL_NEEDS]).map((list) => [...list]),
  ),
  purpose,
  followUp: fc.constantFrom(null, true),
  leadsToJob: fc.constantFrom(null, true),
  firmBar: often<MatchOrder['firmBar']>(null, fc.constant('blokade')),
  postcode: fc.option(postcode),
  startDate: fc.option(fc.constantFrom(...DATES)),
});

const anyCitizen: fc.Arbitrary<Omit<MatchCitizen, 'id'>> = fc.record({
  terms: fc.array(anyTerm, { maxLength: 5 }),
  hoursMin: hours,
  hoursMax: hours,
  workingTimes: often(['dag', 'aften'], times),
  danish: often<string | null>('B1', level),
  danishOral: often<string | null>(null, level),
  danishWritten: often<string | null>(null, level),
  transports: fc.subarray([...TRANSPORTS]).map((list) => [...list]),
  maxTravelMinutes: fc.option(fc.integer({ min: 5, max: 90 })),
  postcode: fc.option(postcode),
  needs: often(
    [],
    fc.subarray([...FUNCTIONAL_NEEDS]).map((list) => [...list]),
  ),
  purpose,
  canStart: fc.option(fc.constantFrom(...DATES)),
  mayBeShared: fc.constantFrom(true, true, true, null, false),
  protectedAddress: fc.constantFrom(false, false, false, true),
  hasEmployer: fc.constantFrom(false, false, true, null),
  placedUntil: fc.constantFrom(null, null, '2026-12-01', '2027-01-15', NO_END),
  allowed: fc
    .constantFrom('ja' as const, 'ja' as const, 'mangler' as const, 'nej' as const)
    .map((answer) => Object.fromEntries(ORDER_TYPES.map((type) => [type, answer]))),
});

const numbered = <T>(rows: T[]) => rows.map((row, index) => ({ ...row, id: index + 1 }));

export const nearMarket = fc.record({
  orders: fc.array(anyOrder, { minLength: 1, maxLength: 5 }).map((rows): MatchOrder[] => numbered(rows)),
  citizens: fc
    .array(anyCitizen, { minLength: 1, maxLength: 14 })
    .map((rows): MatchCitizen[] => numbered(rows)),
});
