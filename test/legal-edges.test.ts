import { describe, expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { forholdstal, showStaff } from '../server/capacity/rules.ts';
import { fritidsjobOpinion, hoursOpinion, rateOpinion } from '../server/legal-rules/opinions.ts';
import { legalRules } from '../server/legal-rules/queries.ts';
import {
  durationOpinion,
  type LegalRules,
  mayHaveType,
  type Rule,
  ruleOn,
  type TargetGroupFacts,
} from '../server/legal-rules/rules.ts';
import type { OrderType, RuleAnswer } from '../workers/matching/types.ts';

// The rules that come with the program, each at its edges and on the days on which it changes.
const RULES = legalRules(openTestDb());

describe('forholdstal, som reglen gælder på dagen', () => {
  const EDGES: [years: number, places: number][] = [
    [0, 1],
    [4, 1],
    [5, 1],
    [9, 1],
    [10, 2],
    [49, 9],
    [50, 10],
    [51, 10],
    [59, 10],
    [60, 11],
    [100, 15],
  ];
  test.each(['2020-01-01', '2023-12-31', '2024-01-01', '2025-06-30', '2025-07-01', '2026-11-22'])(
    'den %s',
    (date) => {
      const content = ruleOn(RULES, 'forholdstal', '', date)?.content;
      if (!content) throw new Error('no rule');
      expect(EDGES.map(([years]) => [years, forholdstal(years, content)])).toEqual(EDGES);
      expect(content.counts.includes('nytteindsats')).toBe(date < '2025-07-01');
      expect(content.counts.includes('fleksjob')).toBe(false);
    },
  );

  test('dagen før den første regel svarer ingen', () => {
    expect(ruleOn(RULES, 'forholdstal', '', '2019-12-31')).toBeUndefined();
  });

  test.each([
    [9.9975, '9,99'],
    [10, '10'],
    [(9.9 + 10.1 + 10.2 + 9.8) / 4, '10'],
    [4.35, '4,35'],
    [49.995, '49,99'],
    [0, '0'],
  ])('%s årsværk skrives %s: aldrig som det tal, der gav en plads mere', (years, shown) => {
    expect(showStaff(years)).toBe(shown);
  });
});

describe('varighed over skuddage, månedsskift og forlængelser', () => {
  const CASES: [string, OrderType, string, string, string, RuleAnswer][] = [
    ['fra en skuddag, 6 måneder', 'loentilskud_privat', 'jobafklaring', '2024-02-29', '2024-08-28', 'ja'],
    ['en dag mere', 'loentilskud_privat', 'jobafklaring', '2024-02-29', '2024-08-29', 'mangler'],
    ['forlænget til 12 måneder', 'loentilskud_privat', 'jobafklaring', '2024-02-29', '2025-02-28', 'mangler'],
    ['en dag for meget', 'loentilskud_privat', 'jobafklaring', '2024-02-29', '2025-03-01', 'nej'],
    ['4 uger over en skuddag', 'virksomhedspraktik', 'dagpenge', '2024-02-12', '2024-03-10', 'ja'],
    ['en dag for meget', 'virksomhedspraktik', 'dagpenge', '2024-02-12', '2024-03-11', 'nej'],
    ['4 uger uden en', 'virksomhedspraktik', 'dagpenge', '2026-02-12', '2026-03-11', 'ja'],
    ['fra den 31. til den 30.', 'loentilskud_offentlig', 'dagpenge', '2026-05-31', '2026-09-30', 'ja'],
    ['og ikke til den 1.', 'loentilskud_offentlig', 'dagpenge', '2026-05-31', '2026-10-01', 'nej'],
    ['hen over nytår', 'loentilskud_offentlig', 'dagpenge', '2026-10-31', '2027-02-28', 'ja'],
    ['hen over et skudårs februar', 'loentilskud_offentlig', 'dagpenge', '2027-10-31', '2028-02-29', 'ja'],
    ['og ikke ind i marts', 'loentilskud_offentlig', 'dagpenge', '2027-10-31', '2028-03-01', 'nej'],
    [
      'praktik, forlænget til 26 uger',
      'virksomhedspraktik',
      'sygedagpenge',
      '2023-10-02',
      '2024-03-31',
      'mangler',
    ],
    ['én dag ad gangen er én dag', 'virksomhedspraktik', 'dagpenge', '2026-01-05', '2026-01-05', 'ja'],
  ];
  test.each(CASES)('%s', (_name, type, group, startsOn, endsOn, expected) => {
    expect(durationOpinion(type, group, startsOn, endsOn, RULES).answer).toBe(expected);
  });

  test('de sidste dage, der foreslås, er dem, reglen netop siger ja og mangler til', () => {
    for (const [type, group] of [
      ['virksomhedspraktik', 'dagpenge'],
      ['loentilskud_privat', 'jobafklaring'],
      ['loentilskud_offentlig', 'dagpenge'],
    ] as const) {
      for (const startsOn of ['2024-02-29', '2026-08-31', '2026-11-30', '2027-12-31']) {
        const { lastDay, extendableTo } = durationOpinion(type, group, startsOn, null, RULES);
        const answer = (endsOn: string | null) =>
          endsOn && durationOpinion(type, group, startsOn, endsOn, RULES).answer;
        expect([type, startsOn, answer(lastDay), answer(extendableTo)]).toEqual([
          type,
          startsOn,
          'ja',
          extendableTo && 'mangler',
        ]);
      }
    }
  });
});

describe('måneder på ydelse hen over et skift af målgruppe', () => {
  const facts = (
    targetGroup: string,
    benefitPeriods: TargetGroupFacts['benefitPeriods'],
  ): TargetGroupFacts => ({
    targetGroup,
    benefitPeriods,
    benefitSince: null,
    unemployedSince: null,
    education: 'kompetencegivende',
    singleProvider: false,
    hasEmployer: false,
    birthYear: 1990,
  });
  const dagpenge = { fromDate: '2026-03-01', untilDate: '2026-06-01' };
  const kontanthjaelp = { fromDate: '2026-06-01', untilDate: null };
  test.each([
    ['dagen før seks måneder', [dagpenge, kontanthjaelp], '2026-08-31', 'nej'],
    ['seks måneder på dagen', [dagpenge, kontanthjaelp], '2026-09-01', 'ja'],
    ['fra den sidste i februar', [{ fromDate: '2026-02-28', untilDate: null }], '2026-08-28', 'ja'],
    ['dagen før', [{ fromDate: '2026-02-28', untilDate: null }], '2026-08-27', 'nej'],
    ['fra den 31. august', [{ fromDate: '2025-08-31', untilDate: null }], '2026-02-28', 'ja'],
    ['dagen før', [{ fromDate: '2025-08-31', untilDate: null }], '2026-02-27', 'nej'],
    [
      'en dags ophold: ikke afklaret',
      [dagpenge, { fromDate: '2026-06-02', untilDate: null }],
      '2026-09-02',
      'mangler',
    ],
  ] as const)('%s', (_name, periods, date, expected) => {
    const person = facts('kontanthjaelp_jobparat', periods);
    expect(mayHaveType('loentilskud_privat', person, date, RULES).answer).toBe(expected);
  });

  test('den målgruppe, der kommer efter en reform, tager månederne med', () => {
    const groups = RULES.groups.map((group) =>
      group.code === 'kontanthjaelp_jobparat'
        ? { ...group, untilDate: '2026-07-01', successors: ['dagpenge'] }
        : group,
    );
    const reformed = { ...RULES, groups };
    const person = facts('kontanthjaelp_jobparat', [dagpenge, kontanthjaelp]);
    expect(mayHaveType('loentilskud_privat', person, '2026-08-31', reformed).answer).toBe('nej');
    expect(mayHaveType('loentilskud_privat', person, '2026-09-01', reformed).answer).toBe('ja');
  });
});

describe('timer om ugen', () => {
  const hours = (type: OrderType, weeklyHours: number, date = '2026-11-22', rules = RULES) =>
    hoursOpinion(type, { weeklyHours, date, birthYear: null }, rules)?.answer;

  test('en praktik er på højst 37 timer; en ny udgave gælder fra sin dag', () => {
    expect(hours('virksomhedspraktik', 37)).toBe('ja');
    expect(hours('virksomhedspraktik', 37.01)).toBe('nej');
    expect(hours('virksomhedspraktik', 37, '2019-12-31')).toBe('mangler');
    expect(hours('ordinaer', 60)).toBeUndefined();
    const rule = ruleOn(RULES, 'timer', 'virksomhedspraktik', '2026-11-22');
    if (!rule?.content) throw new Error('no rule');
    const next: Rule = { ...rule, id: 900, fromDate: '2027-01-01', content: { weeklyHours: 30 } };
    const changed: LegalRules = { ...RULES, rules: [...RULES.rules, next] };
    expect(hours('virksomhedspraktik', 37, '2026-12-31', changed)).toBe('ja');
    expect(hours('virksomhedspraktik', 37, '2027-01-01', changed)).toBe('nej');
  });

  // Born in that year they are, on that day, one of two ages.
  test.each([
    ['13-14 år, 12 timer', 2012, 12, 'ja'],
    ['13-14 år, lidt over en skoleuge', 2012, 12.5, 'mangler'],
    ['13-14 år, en fri uge', 2012, 35, 'mangler'],
    ['13-14 år, mere end en fri uge', 2012, 35.5, 'nej'],
    ['12-13 år, før eller efter fødselsdagen', 2013, 12, 'mangler'],
    ['11-12 år', 2014, 1, 'nej'],
    ['15-16 år, 12 timer, i skole eller ej', 2010, 12, 'ja'],
    ['15-16 år, 40 timer: går den unge i skole?', 2010, 40, 'mangler'],
    ['15-16 år, over 40', 2010, 40.5, 'nej'],
    ['17-18 år, 40 timer', 2008, 40, 'mangler'],
    ['18-19 år', 2007, 45, 'ja'],
  ] as const)('fritidsjob, %s', (_name, birthYear, weeklyHours, expected) => {
    const young = { birthYear, weeklyHours, date: '2026-11-22', inSchool: null };
    expect(fritidsjobOpinion(young, RULES).answer).toBe(expected);
  });
});

test('myndighedsalderen er en regel: uden fødselsår er den, målgruppen lover, den, der gælder på dagen', () => {
  const rule = ruleOn(RULES, 'myndighedsalder', '', '2026-11-22');
  if (!rule?.content) throw new Error('no rule');
  const person: TargetGroupFacts = {
    targetGroup: 'dagpenge',
    benefitPeriods: [],
    benefitSince: '2020-01-01',
    unemployedSince: null,
    education: 'kompetencegivende',
    singleProvider: false,
    hasEmployer: false,
    birthYear: null,
  };
  const next: Rule = { ...rule, id: 901, fromDate: '2027-01-01', content: { age: 16 } };
  const changed: LegalRules = { ...RULES, rules: [...RULES.rules, next] };
  expect(mayHaveType('fritidsjob', person, '2026-12-31', changed).answer).toBe('nej');
  expect(mayHaveType('fritidsjob', person, '2027-01-01', changed).answer).toBe('mangler');
  const young = { ...person, targetGroup: 'ung_under_18' };
  expect(mayHaveType('voksenlaerling', young, '2026-12-31', changed).answer).toBe('nej');
});

test.each([
  ['2022-12-31', /83,89/],
  ['2023-01-01', /86,16/],
  ['2023-12-31', /86,16/],
  ['2024-01-01', /ikke fundet i nogen kilde/],
  ['2026-11-22', /ikke fundet i nogen kilde/],
])('satsen for privat løntilskud den %s', (date, sentence) => {
  expect(rateOpinion('loentilskud_privat', date, RULES)?.sentence).toMatch(sentence);
});
