import { expect, test } from 'vitest';
import { rankOrder } from '../workers/matching/engine.ts';
import {
  type ExclusionReason,
  type MatchCitizen,
  type MatchOrder,
  NO_END,
} from '../workers/matching/types.ts';
import { citizen, engine, need, order, snapshot, term, today } from './matching-builders.ts';

const exclusions: [string, Partial<MatchOrder>, Partial<MatchCitizen>, ExclusionReason, RegExp][] = [
  [
    'a required licence that is blank',
    { requirements: [need('koerekort', 'C')] },
    {},
    'koerekort',
    /Mangler oplysning om kørekort: ordren kræver Kørekort C/,
  ],
  [
    'another licence than the required one',
    { requirements: [need('koerekort', 'D')] },
    { terms: [term('koerekort', 'C')] },
    'koerekort',
    /Mangler Kørekort D \(bus\); borgeren har C/,
  ],
  [
    'a required certificate that is blank',
    { requirements: [need('certifikat', 'Truck B')] },
    {},
    'certifikat',
    /Mangler oplysning om certifikat: ordren kræver Gaffeltruckcertifikat B/,
  ],
  [
    'a lesser certificate',
    { requirements: [need('certifikat', 'Truck B')] },
    { terms: [term('certifikat', 'stabler A')] },
    'certifikat',
    /Mangler Gaffeltruckcertifikat B; borgeren har stabler A/,
  ],
  [
    'a certificate that runs out before the start date',
    { requirements: [need('certifikat', 'ADR')] },
    { terms: [term('certifikat', 'ADR-bevis', { expiresOn: '2026-11-30' })] },
    'certifikat',
    /gælder til 30\.11\.2026; det skal gælde 01\.12\.2026/,
  ],
  [
    'a certificate nobody lists',
    { requirements: [need('certifikat', 'Zyxbevis')] },
    { terms: [term('certifikat', 'andet bevis')] },
    'certifikat',
    /Mangler »Zyxbevis«/,
  ],
  [
    'a certificate that stands among the skills only',
    { requirements: [need('certifikat', 'hygiejnebevis')] },
    { terms: [term('kompetence', 'hygiejnebevis')] },
    'certifikat',
    /Mangler oplysning om certifikat/,
  ],
  [
    'a licence named in free text',
    { requirements: [need('krav', 'Skal have kørekort C/E')] },
    { terms: [term('koerekort', 'C')] },
    'koerekort',
    /Kørekort CE/,
  ],
  [
    'a certificate named in free text',
    { requirements: [need('krav', 'Erfaring med lager og gyldigt truckcertifikat')] },
    {},
    'certifikat',
    /Gaffeltruckcertifikat B/,
  ],
  [
    'a Danish level named in free text',
    { requirements: [need('krav', 'Dansk mindst B2')] },
    {},
    'danskniveau',
    /»B1« er B1, ordren kræver mindst B2/,
  ],
  ['too little Danish', { danishMin: 'PD3' }, { danish: 'PD2' }, 'danskniveau', /mindst B2/],
  ['too little spoken Danish', { danishOralMin: 'B2' }, {}, 'danskniveau', /mundtligt/],
  ['too little written Danish', { danishWrittenMin: 'B1' }, {}, 'danskniveau', /skriftligt/],
  [
    'hours that do not meet',
    {},
    { hoursMin: 8, hoursMax: 15 },
    'timer',
    /8–15 timer om ugen; ordren er på 30–37/,
  ],
  ['no common working time', {}, { workingTimes: ['nat'] }, 'arbejdstid', /kræver dag; borgeren kan nat/],
  [
    'one of all working times missing',
    { workingTimes: ['dag', 'weekend'], allWorkingTimes: true },
    {},
    'arbejdstid',
    /dag og weekend/,
  ],
  ['a later start', {}, { canStart: '2026-12-02' }, 'startdato', /02\.12\.2026; ordren starter 01\.12\.2026/],
  ['too long a way', { postcode: '4700' }, {}, 'rejsetid', /minutter hver vej; borgerens grænse er 45/],
  ['the target group', {}, { allowed: { ordinaer: 'nej' } }, 'maalgruppe', /målgruppe/],
  ['an employer', {}, { hasEmployer: true }, 'har_arbejdsgiver', /arbejdsgiver/],
  [
    'a full week until the day the order starts',
    {},
    { placedUntil: '2026-12-01' },
    'i_forloeb',
    /i forløb til 01\.12\.2026 på fuld tid; ordren starter 01\.12\.2026/,
  ],
  [
    'a full week, and an order that starts as soon as somebody can',
    { startDate: null },
    { placedUntil: '2026-11-20' },
    'i_forloeb',
    /ordren starter 20\.11\.2026/,
  ],
  ['a full week without an end', {}, { placedUntil: NO_END }, 'i_forloeb', /i forløb uden aftalt slutdato/],
  ['no sharing', {}, { mayBeShared: false }, 'maa_ikke_deles', /^Borgeren må ikke deles/],
  ['a protected address', {}, { protectedAddress: true }, 'maa_ikke_deles', /^Borgeren må ikke deles/],
];

test.each(exclusions)(
  '%s keeps the citizen out, with the reason',
  (_, orderFacts, citizenFacts, reason, detail) => {
    const { excluded, score } = engine.judge(order(orderFacts), citizen(citizenFacts), today);
    expect(excluded).toMatchObject({ citizenId: 1, reason });
    expect(excluded?.detail).toMatch(detail);
    expect(score).toBe(0);
  },
);

const admitted: [string, Partial<MatchOrder>, Partial<MatchCitizen>][] = [
  ['nothing asked', {}, {}],
  ['CE gives C', { requirements: [need('koerekort', 'C')] }, { terms: [term('koerekort', 'CE')] }],
  ['C gives B', { requirements: [need('koerekort', 'B')] }, { terms: [term('koerekort', 'lastbilkort')] }],
  ['B or C', { requirements: [need('krav', 'kørekort B eller C')] }, { terms: [term('koerekort', 'B')] }],
  [
    'truck B gives A',
    { requirements: [need('certifikat', 'truck A')] },
    { terms: [term('certifikat', 'truckkort')] },
  ],
  [
    'valid on the start date',
    { requirements: [need('certifikat', 'ADR')] },
    { terms: [term('certifikat', 'ADR', { expiresOn: '2026-12-01' })] },
  ],
  [
    'an unlisted certificate in the same words',
    { requirements: [need('certifikat', 'Zyx-bevis')] },
    { terms: [term('certifikat', 'zyxbevis')] },
  ],
  ['may be learned', { requirements: [need('krav', 'truckcertifikat', true)] }, {}],
  ['a wish', { requirements: [need('oenske', 'truckcertifikat')] }, {}],
  ['a level of another language', { requirements: [need('krav', 'engelsk C1')] }, {}],
  ['PD2 among the certificates', { danishMin: 'B1' }, { danish: null, terms: [term('certifikat', 'PD2')] }],
  ['hours that touch', {}, { hoursMin: 10, hoursMax: 30 }],
  ['one of the working times', { workingTimes: ['nat', 'aften'] }, {}],
  ['start on the day', {}, { canStart: '2026-12-01' }],
  ['an employer, not an ordinary job', { type: 'fleksjob' }, { hasEmployer: true }],
  ['a full week until the day before', {}, { placedUntil: '2026-11-30' }],
  ['a småjob beside a full week', { type: 'smaajob' }, { placedUntil: NO_END }],
  ['a level nobody understands', { danishMin: 'B2' }, { danish: 'godt dansk' }],
];

test.each(admitted)('%s lets the citizen in', (_, orderFacts, citizenFacts) => {
  expect(engine.judge(order(orderFacts), citizen(citizenFacts), today).excluded).toBeNull();
});

const blanks: [string, Partial<MatchOrder>, Partial<MatchCitizen>, string][] = [
  ['Danish', { danishMin: 'B1' }, { danish: null }, 'Dansk'],
  ['hours', {}, { hoursMin: null, hoursMax: null }, 'Timer'],
  ['working times', {}, { workingTimes: [] }, 'Arbejdstid'],
  ['start', {}, { canStart: null }, 'Startdato'],
  ['postcode', {}, { postcode: null }, 'Rejsetid'],
  ['unknown postcode', {}, { postcode: '0999' }, 'Rejsetid'],
  ['longest way', {}, { maxTravelMinutes: null }, 'Rejsetid'],
  ['sharing', {}, { mayBeShared: null }, 'Deling'],
  ['target group', {}, { allowed: {} }, 'Målgruppe'],
  ['an unmet need', {}, { needs: ['mentor'] }, 'Behov'],
];

test.each(blanks)('%s: unknown is a question and ranks below known', (_, orderFacts, citizenFacts, field) => {
  const known = citizen();
  const blank = citizen({ ...citizenFacts, id: 2 });
  const asked = engine.explain(order(orderFacts), blank, today).unknown;
  expect(asked.map(({ requirement }) => requirement)).toContain(field);
  const { market, idOf } = snapshot({ orders: [order(orderFacts)], citizens: [blank, known] });
  expect(rankOrder(market, 7, 10).rows.map(idOf)).toEqual([1, 2]);
});

test('a protected address cannot be told from a no, whatever else is asked of the pair', () => {
  const facts = { requirements: [need('koerekort', 'C')], postcode: '9990' };
  const no = citizen({ mayBeShared: false });
  const hidden = citizen({ mayBeShared: null, protectedAddress: true, postcode: null, terms: [] });
  expect(engine.judge(order(facts), hidden, today)).toEqual(engine.judge(order(facts), no, today));
  expect(engine.explain(order(facts), hidden, today)).toEqual(engine.explain(order(facts), no, today));
});
