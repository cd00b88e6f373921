import { describe, expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { containsCpr } from '../server/citizens/cpr-guard.ts';
import { monthsLater } from '../server/legal-rules/dates.ts';
import { legalRules } from '../server/legal-rules/queries.ts';
import { mayHaveType, ruleOn, type TargetGroupFacts } from '../server/legal-rules/rules.ts';
import { ORDER_TYPES, type OrderType, type RuleAnswer } from '../workers/matching/types.ts';

const TODAY = '2026-11-22';
const RULES = legalRules(openTestDb());
/** Skilled, 40, no children, long on benefit: no waiver applies and none is needed. */
const FACTS: TargetGroupFacts = {
  targetGroup: 'dagpenge',
  benefitSince: '2026-01-01',
  benefitPeriods: [],
  unemployedSince: null,
  education: 'kompetencegivende',
  singleProvider: false,
  hasEmployer: false,
  birthYear: 1986,
};
const answer = (type: OrderType, facts: Partial<TargetGroupFacts>, today = TODAY) =>
  mayHaveType(type, { ...FACTS, ...facts }, today, RULES).answer;

describe('who may have which type (domain.md 1d-1f)', () => {
  const CASES: [string, OrderType, Partial<TargetGroupFacts>, RuleAnswer][] = [
    ['løntilskud after ten months', 'loentilskud_privat', {}, 'ja'],
    ['on the very day of six months', 'loentilskud_privat', { benefitSince: '2026-05-22' }, 'ja'],
    ['a day before six months', 'loentilskud_privat', { benefitSince: '2026-05-23' }, 'nej'],
    ['public, a day before', 'loentilskud_offentlig', { benefitSince: '2026-05-23' }, 'nej'],
    ['early but unskilled', 'loentilskud_privat', { benefitSince: '2026-11-01', education: 'ingen' }, 'ja'],
    ['early but 50 at least', 'loentilskud_privat', { benefitSince: '2026-11-01', birthYear: 1975 }, 'ja'],
    ['early and 49 or 50', 'loentilskud_privat', { benefitSince: '2026-11-01', birthYear: 1976 }, 'mangler'],
    ['early and 48 or 49', 'loentilskud_privat', { benefitSince: '2026-11-01', birthYear: 1977 }, 'nej'],
    [
      'early but sole provider',
      'loentilskud_privat',
      { benefitSince: '2026-11-01', singleProvider: true },
      'ja',
    ],
    [
      'early, education unknown',
      'loentilskud_privat',
      { benefitSince: '2026-11-01', education: null },
      'mangler',
    ],
    [
      'early, provider unknown',
      'loentilskud_privat',
      { benefitSince: '2026-11-01', singleProvider: null },
      'mangler',
    ],
    ['no benefit date at all', 'loentilskud_privat', { benefitSince: null }, 'mangler'],
    [
      'unemployed since counts when benefit is blank',
      'loentilskud_privat',
      { benefitSince: null, unemployedSince: '2026-01-01' },
      'ja',
    ],
    ['uddannelsesparat', 'loentilskud_privat', { targetGroup: 'uddannelsesparat' }, 'nej'],
    ['fleksjobvisiteret', 'loentilskud_offentlig', { targetGroup: 'fleksjobvisiteret' }, 'nej'],
    ['under 18', 'loentilskud_privat', { targetGroup: 'ung_under_18' }, 'nej'],
    [
      'ressourceforløb, early, private',
      'loentilskud_privat',
      { targetGroup: 'ressourceforloeb', benefitSince: '2026-11-01' },
      'nej',
    ],
    [
      'ressourceforløb, early, public',
      'loentilskud_offentlig',
      { targetGroup: 'ressourceforloeb', benefitSince: '2026-11-01' },
      'ja',
    ],
    [
      'revalidering has no such rule',
      'loentilskud_privat',
      { targetGroup: 'revalidering', benefitSince: '2026-11-21' },
      'ja',
    ],
    [
      'førtidspension has none either',
      'loentilskud_privat',
      { targetGroup: 'foertidspension', benefitSince: null },
      'ja',
    ],
    [
      'sygedagpenge with an employer',
      'loentilskud_privat',
      { targetGroup: 'sygedagpenge', hasEmployer: true },
      'nej',
    ],
    [
      'sygedagpenge, not asked',
      'loentilskud_privat',
      { targetGroup: 'sygedagpenge', hasEmployer: null },
      'mangler',
    ],
    ['dagpenge with an employer', 'loentilskud_privat', { hasEmployer: true }, 'ja'],
    ['fleksjob for the visited', 'fleksjob', { targetGroup: 'fleksjobvisiteret' }, 'ja'],
    ['fleksjob for others', 'fleksjob', { targetGroup: 'sygedagpenge' }, 'nej'],
    ['praktik for all', 'virksomhedspraktik', { targetGroup: 'ung_under_18' }, 'ja'],
    ['nytteindsats on kontanthjælp', 'nytteindsats', { targetGroup: 'kontanthjaelp_jobparat' }, 'ja'],
    ['nytteindsats, source silent', 'nytteindsats', { targetGroup: 'dagpenge' }, 'mangler'],
    ['voksenlærling at 25', 'voksenlaerling', { birthYear: 2000 }, 'ja'],
    ['voksenlærling at 24 or 25', 'voksenlaerling', { birthYear: 2001 }, 'mangler'],
    ['voksenlærling at 24', 'voksenlaerling', { birthYear: 2002 }, 'nej'],
    ['voksenlærling of unknown age', 'voksenlaerling', { birthYear: null }, 'mangler'],
    ['skilled voksenlærling, early', 'voksenlaerling', { benefitSince: '2026-11-01' }, 'nej'],
    [
      'unskilled voksenlærling, early',
      'voksenlaerling',
      { benefitSince: '2026-11-01', education: 'ingen' },
      'ja',
    ],
    ['fritidsjob at 15', 'fritidsjob', { targetGroup: 'ung_under_18', birthYear: 2011 }, 'ja'],
    [
      'fritidsjob, year unknown but under 18: perhaps under 13',
      'fritidsjob',
      { targetGroup: 'ung_under_18', birthYear: null },
      'mangler',
    ],
    ['fritidsjob at 12 or 13', 'fritidsjob', { targetGroup: 'ung_under_18', birthYear: 2013 }, 'mangler'],
    ['fritidsjob at 11', 'fritidsjob', { targetGroup: 'ung_under_18', birthYear: 2014 }, 'nej'],
    ['fritidsjob at 40', 'fritidsjob', {}, 'nej'],
    ['fritidsjob, year unknown, on dagpenge', 'fritidsjob', { birthYear: null }, 'nej'],
    ['an ordinary job for all', 'ordinaer', { targetGroup: 'foertidspension' }, 'ja'],
    ['a småjob for all', 'smaajob', { targetGroup: 'uddannelsesparat' }, 'ja'],
  ];
  test.each(CASES)('%s', (_name, type, facts, expected) => {
    expect(answer(type, facts)).toBe(expected);
  });

  test('each type has a rule in force today, with a source', () => {
    for (const type of ORDER_TYPES) {
      const rule = ruleOn(RULES, 'hvem_maa', type, TODAY);
      expect([type, rule?.content === null, rule?.source]).toEqual([type, false, expect.stringMatching(/./)]);
    }
  });

  test('before any rule was in force the answer is missing, and a later set takes over on its day', () => {
    expect(answer('fleksjob', { targetGroup: 'fleksjobvisiteret' }, '2019-12-31')).toBe('mangler');
    const fleksjob = ruleOn(RULES, 'hvem_maa', 'fleksjob', TODAY);
    if (!fleksjob?.content) throw new Error('no rule');
    const later = { ...fleksjob, id: 900, fromDate: '2027-01-01' };
    const rules = {
      ...RULES,
      rules: [...RULES.rules, { ...later, content: { ...fleksjob.content, groups: 'alle' as const } }],
    };
    const on = (today: string) => mayHaveType('fleksjob', FACTS, today, rules).answer;
    expect([on('2026-12-31'), on('2027-01-01')]).toEqual(['nej', 'ja']);
  });

  test('months are counted by the calendar', () => {
    expect(monthsLater('2026-08-31', 6)).toBe('2027-02-28');
    expect(monthsLater('2027-08-31', 6)).toBe('2028-02-29');
    expect(monthsLater('2026-06-15', 6)).toBe('2026-12-15');
    expect(monthsLater('2026-12-31', 2)).toBe('2027-02-28');
  });
});

describe('what looks like a CPR number', () => {
  test.each([
    '730685-1234',
    '7306851234',
    '130685 1234',
    'Ring til 130685–1234.',
    '130685 - 1234',
    '13 06 85 1234',
    '13.06.85-1234',
    'cpr130685-1234',
    '910112-0000',
    '６１０１８０-１２３４',
  ])('%s', (text) => expect(containsCpr(text)).toBe(true));

  test.each([
    '20 10 12 34',
    '+45 20101234',
    '21 12 10 45 2620 Albertslund',
    'CVR 12345678',
    '01.12.2026 kl. 0800',
    '01.12.26 2000 kr.',
    '101234567890',
    '321385-1234',
    '131385-1234',
    '000185-1234',
    '',
  ])('not %s', (text) => expect(containsCpr(text)).toBe(false));
});
