import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { monthsOnBenefit } from '../server/legal-rules/benefit.ts';
import {
  type BenefitChange,
  benefitChange,
  type Period,
  type Told,
} from '../server/legal-rules/benefit-change.ts';
import { lastDayOf, monthsLater, wholeMonths } from '../server/legal-rules/dates.ts';
import { legalRules } from '../server/legal-rules/queries.ts';
import {
  durationOpinion,
  type LegalRules,
  mayHaveType,
  type Rule,
  ruleOn,
} from '../server/legal-rules/rules.ts';
import { groupOn } from '../server/legal-rules/target-groups.ts';
import { addDays } from '../server/ui/dates.ts';
import type { OrderType, RuleAnswer } from '../workers/matching/types.ts';

const RULES = legalRules(openTestDb());
const anyDay = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

describe('længder regnes fra dato til dagen før samme dato', () => {
  test.each([
    ['2026-01-05', 4, 'uger', '2026-02-01'],
    ['2024-02-05', 4, 'uger', '2024-03-03'],
    ['2026-02-05', 13, 'uger', '2026-05-06'],
    ['2026-09-01', 6, 'maaneder', '2027-02-28'],
    ['2026-08-31', 6, 'maaneder', '2027-02-28'],
    ['2026-08-30', 6, 'maaneder', '2027-02-28'],
    ['2026-08-29', 6, 'maaneder', '2027-02-28'],
    ['2026-08-28', 6, 'maaneder', '2027-02-27'],
    ['2027-08-31', 6, 'maaneder', '2028-02-29'],
    ['2027-08-29', 6, 'maaneder', '2028-02-28'],
    ['2024-02-29', 12, 'maaneder', '2025-02-28'],
    ['2026-10-31', 4, 'maaneder', '2027-02-28'],
    ['2026-01-31', 1, 'maaneder', '2026-02-28'],
    ['2026-03-31', 1, 'maaneder', '2026-04-30'],
  ] as const)('%s + %d %s ender %s', (from, count, unit, last) => {
    expect(lastDayOf(from, { count, unit })).toBe(last);
  });

  test('en senere begyndelse ender aldrig før, og måneder tælles ens frem og tilbage', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(60), fc.integer({ min: 1, max: 36 }), (from, days, count) => {
        const length = { count, unit: 'maaneder' as const };
        expect(lastDayOf(addDays(from, days), length) >= lastDayOf(from, length)).toBe(true);
        expect(lastDayOf(from, length) > from).toBe(true);
        expect(wholeMonths(from, monthsLater(from, count))).toBe(count);
        expect(wholeMonths(from, addDays(monthsLater(from, count), -1))).toBe(count - 1);
      }),
    );
  });
});

describe('hvor længe et forløb må vare, ved sine grænser', () => {
  const CASES: [string, OrderType, string, string, string | null, RuleAnswer][] = [
    [
      'praktik, jobparat, sidste dag',
      'virksomhedspraktik',
      'kontanthjaelp_jobparat',
      '2026-01-05',
      '2026-02-01',
      'ja',
    ],
    [
      'praktik, jobparat, en dag for meget',
      'virksomhedspraktik',
      'kontanthjaelp_jobparat',
      '2026-01-05',
      '2026-02-02',
      'nej',
    ],
    ['praktik, 13 uger', 'virksomhedspraktik', 'sygedagpenge', '2026-01-05', '2026-04-05', 'ja'],
    [
      'praktik, 13 uger og en dag',
      'virksomhedspraktik',
      'sygedagpenge',
      '2026-01-05',
      '2026-04-06',
      'mangler',
    ],
    ['praktik, 26 uger', 'virksomhedspraktik', 'sygedagpenge', '2026-01-05', '2026-07-05', 'mangler'],
    [
      'praktik, mere: 13 uger ad gangen',
      'virksomhedspraktik',
      'sygedagpenge',
      '2026-01-05',
      '2027-07-05',
      'mangler',
    ],
    [
      'praktik, selvforsørgende uden mere',
      'virksomhedspraktik',
      'selvforsoergende',
      '2026-01-05',
      '2026-01-06',
      'mangler',
    ],
    ['praktik uden sidste dag', 'virksomhedspraktik', 'dagpenge', '2026-01-05', null, 'mangler'],
    ['privat løntilskud over februar', 'loentilskud_privat', 'dagpenge', '2026-08-31', '2027-02-28', 'ja'],
    ['en dag ind i marts', 'loentilskud_privat', 'dagpenge', '2026-08-31', '2027-03-01', 'nej'],
    ['over en skuddag', 'loentilskud_privat', 'dagpenge', '2027-08-31', '2028-02-29', 'ja'],
    ['offentligt, 4 måneder', 'loentilskud_offentlig', 'dagpenge', '2026-11-01', '2027-02-28', 'ja'],
    ['offentligt, en dag mere', 'loentilskud_offentlig', 'dagpenge', '2026-11-01', '2027-03-01', 'nej'],
    ['andre, 6 måneder', 'loentilskud_offentlig', 'jobafklaring', '2026-11-01', '2027-04-30', 'ja'],
    [
      'andre, forlænget til 12',
      'loentilskud_offentlig',
      'jobafklaring',
      '2026-11-01',
      '2027-10-31',
      'mangler',
    ],
    ['andre, over 12', 'loentilskud_offentlig', 'jobafklaring', '2026-11-01', '2027-11-01', 'nej'],
    ['førtidspension uden frist', 'loentilskud_privat', 'foertidspension', '2026-11-01', null, 'ja'],
    ['småjob uden frist', 'smaajob', 'dagpenge', '2026-11-01', null, 'ja'],
    [
      'nytteindsats før frist faldt væk',
      'nytteindsats',
      'kontanthjaelp_jobparat',
      '2025-06-30',
      '2025-08-31',
      'nej',
    ],
    ['nytteindsats fra dagen', 'nytteindsats', 'kontanthjaelp_jobparat', '2025-07-01', '2025-12-31', 'ja'],
    ['før der var nogen regel', 'virksomhedspraktik', 'dagpenge', '2019-12-31', '2020-01-01', 'mangler'],
  ];
  test.each(CASES)('%s', (_name, type, group, startsOn, endsOn, expected) => {
    const opinion = durationOpinion(type, group, startsOn, endsOn, RULES);
    expect([opinion.answer, opinion.sentence]).toEqual([expected, expect.stringMatching(/\.$/)]);
    expect(opinion.source).not.toBe('');
  });

  test('en regel, der skifter midt i forløbet, gælder kun det, der begynder efter, med mindre den siger andet', () => {
    const rule = ruleOn(RULES, 'varighed', 'virksomhedspraktik', '2026-11-22');
    if (!rule?.content) throw new Error('no rule');
    const from = '2027-01-01';
    const lines = [
      {
        groups: 'alle' as const,
        limit: { count: 2, unit: 'uger' as const },
        extendTo: null,
        thenAgain: null,
      },
    ];
    const withNext = (appliesToRunning: boolean): LegalRules => {
      const next: Rule = { ...rule, id: 900, fromDate: from, content: { lines, appliesToRunning } };
      return { ...RULES, rules: [...RULES.rules, next] };
    };
    const ask = (startsOn: string, endsOn: string, rules: LegalRules) =>
      durationOpinion('virksomhedspraktik', 'dagpenge', startsOn, endsOn, rules);
    expect(ask('2026-12-14', '2027-01-10', withNext(false))).toMatchObject({ answer: 'ja', ruleId: rule.id });
    expect(ask('2026-12-14', '2027-01-10', withNext(true))).toMatchObject({ answer: 'nej', ruleId: 900 });
    expect(ask('2026-12-14', '2026-12-31', withNext(true))).toMatchObject({ answer: 'ja', ruleId: rule.id });
    expect(ask(from, '2027-01-14', withNext(false))).toMatchObject({ answer: 'ja', ruleId: 900 });
    expect(ask(from, '2027-01-15', withNext(false))).toMatchObject({ answer: 'nej', ruleId: 900 });
  });
});

describe('måneder på ydelse', () => {
  const period = (fromDate: string, untilDate: string | null) => ({ fromDate, untilDate });
  test.each([
    ['ingen', [], 0, 0],
    ['seks måneder på dagen', [period('2026-05-22', null)], 6, 6],
    ['en dag før', [period('2026-05-23', null)], 5, 5],
    [
      'skift af målgruppe er intet ophold',
      [period('2026-03-01', '2026-07-01'), period('2026-07-01', null)],
      8,
      8,
    ],
    [
      'et ophold bryder kun den ene læsning',
      [period('2026-01-01', '2026-05-01'), period('2026-08-22', null)],
      7,
      3,
    ],
    ['overlap tæller én gang', [period('2026-05-22', '2026-09-01'), period('2026-08-01', null)], 6, 6],
    ['ikke på ydelse i dag', [period('2026-01-01', '2026-11-01')], 10, 0],
    ['til i dag og ikke længere', [period('2026-05-22', '2026-11-22')], 6, 6],
    ['fremtiden tæller ikke', [period('2026-12-01', null)], 0, 0],
  ] as const)('%s', (_name, periods, together, unbrokenNow) => {
    expect(monthsOnBenefit(periods, '2026-11-22')).toEqual({ together, unbrokenNow });
  });

  test('at dele en periode ved et skift ændrer intet, og en dag mere tæller aldrig mindre', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 2, max: 2000 }),
        fc.integer({ min: 1, max: 1999 }),
        (from, days, cut) => {
          const today = addDays(from, days);
          const at = addDays(from, Math.min(cut, days - 1));
          const split = [period(from, at), period(at, null)];
          expect(monthsOnBenefit(split, today)).toEqual(monthsOnBenefit([period(from, null)], today));
          const later = monthsOnBenefit(split, addDays(today, 1));
          expect(later.together >= monthsOnBenefit(split, today).together).toBe(true);
          const broken = [period(from, at), period(addDays(at, 1), null)];
          const { together, unbrokenNow } = monthsOnBenefit(broken, today);
          expect(together <= wholeMonths(from, today) && unbrokenNow <= together + 1).toBe(true);
        },
      ),
    );
  });

  test('er et ophold ikke afklaret i loven, svares der kun, når begge læsninger er enige', () => {
    const facts = (periods: { fromDate: string; untilDate: string | null }[]) => ({
      targetGroup: 'dagpenge',
      benefitPeriods: periods,
      benefitSince: null,
      unemployedSince: null,
      education: 'kompetencegivende' as const,
      singleProvider: false,
      hasEmployer: false,
      birthYear: 1990,
    });
    const ask = (periods: { fromDate: string; untilDate: string | null }[]) =>
      mayHaveType('loentilskud_privat', facts(periods), '2026-11-22', RULES).answer;
    expect(ask([period('2026-01-01', '2026-05-01'), period('2026-08-22', null)])).toBe('mangler');
    expect(ask([period('2026-03-01', '2026-04-01'), period('2026-08-22', null)])).toBe('nej');
    expect(ask([period('2025-01-01', '2025-05-01'), period('2026-05-22', null)])).toBe('ja');
  });
});

describe('hvad en import gør ved perioderne', () => {
  const open = (targetGroup: string, fromDate: string, knownOn = '2026-06-01'): Period => ({
    targetGroup,
    fromDate,
    untilDate: null,
    knownOn,
  });
  const closed = (targetGroup: string, fromDate: string, untilDate: string): Period => ({
    ...open(targetGroup, fromDate),
    untilDate,
  });
  const after = (standing: readonly Period[], { superseded, added }: BenefitChange) =>
    [...standing.filter((each) => !superseded.includes(each)), ...added]
      .map(({ targetGroup, fromDate, untilDate }) => `${targetGroup} ${fromDate} ${untilDate ?? '–'}`)
      .sort((a, b) => (a.split(' ')[1] ?? '').localeCompare(b.split(' ')[1] ?? ''));
  const TODAY = '2026-11-22';
  const CASES: [string, Period[], Told, string[]][] = [
    ['første gang', [], { targetGroup: 'a', since: '2026-02-01' }, ['a 2026-02-01 –']],
    ['ingen ydelse', [], { targetGroup: 'a', since: null }, []],
    ['uændret', [open('a', '2026-02-01')], { targetGroup: 'a', since: '2026-02-01' }, ['a 2026-02-01 –']],
    [
      'filen siger intet',
      [open('a', '2026-02-01')],
      { targetGroup: 'a', since: undefined },
      ['a 2026-02-01 –'],
    ],
    [
      'ydelsen er slut',
      [open('a', '2026-02-01')],
      { targetGroup: 'a', since: null },
      ['a 2026-02-01 2026-11-22'],
    ],
    [
      'ny målgruppe, samme dato',
      [open('a', '2026-02-01')],
      { targetGroup: 'b', since: '2026-02-01' },
      ['a 2026-02-01 2026-11-22', 'b 2026-11-22 –'],
    ],
    [
      'ny målgruppe fra en dato',
      [open('a', '2026-02-01')],
      { targetGroup: 'b', since: '2026-09-01' },
      ['a 2026-02-01 2026-09-01', 'b 2026-09-01 –'],
    ],
    [
      'ny målgruppe samme dag, som den begyndte',
      [open('a', TODAY)],
      { targetGroup: 'b', since: TODAY },
      [`b ${TODAY} –`],
    ],
    [
      'datoen var skrevet for sent',
      [open('a', '2026-02-01')],
      { targetGroup: 'a', since: '2025-10-01' },
      ['a 2025-10-01 –'],
    ],
    [
      'datoen var skrevet for tidligt',
      [open('a', '2026-02-01')],
      { targetGroup: 'a', since: '2026-03-01' },
      ['a 2026-03-01 –'],
    ],
    [
      'forfra efter et ophold, vi ikke kender',
      [open('a', '2026-02-01')],
      { targetGroup: 'a', since: '2026-10-01' },
      ['a 2026-02-01 2026-09-30', 'a 2026-10-01 –'],
    ],
    [
      'forfra efter et kendt ophold',
      [closed('a', '2025-01-01', '2026-01-01')],
      { targetGroup: 'b', since: '2026-10-01' },
      ['a 2025-01-01 2026-01-01', 'b 2026-10-01 –'],
    ],
    [
      'datoen for hele kæden er den samme',
      [closed('a', '2025-01-01', '2026-03-01'), open('b', '2026-03-01')],
      { targetGroup: 'b', since: '2025-01-01' },
      ['a 2025-01-01 2026-03-01', 'b 2026-03-01 –'],
    ],
    [
      'kæden begyndte senere',
      [closed('a', '2025-01-01', '2026-03-01'), open('b', '2026-03-01')],
      { targetGroup: 'b', since: '2025-06-01' },
      ['a 2025-06-01 2026-03-01', 'b 2026-03-01 –'],
    ],
  ];
  test.each(CASES)('%s', (_name, standing, told, expected) => {
    const change = benefitChange(standing, told, TODAY);
    expect(after(standing, change)).toEqual(expected);
    expect(benefitChange(standing, told, TODAY)).toEqual(change);
  });

  test('perioder overlapper aldrig, har mindst en dag, og kun den sidste er åben', () => {
    const told = fc.record({
      targetGroup: fc.constantFrom('a', 'b', 'c'),
      since: fc.oneof(fc.constant(null), fc.constant(undefined), anyDay),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(told, fc.nat(90)), { maxLength: 8 }), (imports) => {
        let today = '2040-01-01';
        let standing: Period[] = [];
        for (const [each, days] of imports) {
          today = addDays(today, days);
          const { superseded, added } = benefitChange(standing, each, today);
          standing = [
            ...standing.filter((period) => !superseded.includes(period)),
            ...added.map((period) => ({ ...period, knownOn: today })),
          ].sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
          standing.forEach((period, at) => {
            const next = standing[at + 1];
            expect(period.untilDate === null || period.untilDate > period.fromDate).toBe(true);
            if (next) expect(period.untilDate !== null && period.untilDate <= next.fromDate).toBe(true);
          });
        }
      }),
    );
  });
});

describe('en målgruppe følger sin afløser', () => {
  const [first] = RULES.groups;
  if (!first) throw new Error('no groups');
  const group = (code: string, fromDate: string, untilDate: string | null, successors: string[] = []) => ({
    ...first,
    code,
    label: code.toUpperCase(),
    fromDate,
    untilDate,
    successors,
  });
  const groups = [
    group('a', '2020-01-01', '2027-01-01', ['b']),
    group('b', '2027-01-01', '2029-01-01', ['c', 'd']),
    group('c', '2029-01-01', null),
    group('d', '2029-01-01', null),
    group('e', '2020-01-01', '2027-01-01'),
    group('x', '2020-01-01', '2027-01-01', ['y']),
    group('y', '2020-01-01', '2027-01-01', ['x']),
  ];
  test.each([
    ['a', '2026-12-31', 'a'],
    ['a', '2027-01-01', 'b'],
    ['a', '2029-01-01', /sagsbehandleren skal sige, om borgeren nu er C eller D/],
    ['b', '2026-12-31', /findes først fra 01\.01\.2027/],
    ['e', '2027-01-01', /ingen anden har afløst den/],
    ['x', '2027-01-01', /ingen anden har afløst den/],
    ['vrøvl', '2027-01-01', /findes ikke på listen/],
  ])('%s den %s', (code, date, expected) => {
    const found = groupOn(groups, code, date);
    if (typeof expected === 'string') expect(found.group?.code).toBe(expected);
    else expect(found.why).toMatch(expected);
  });
});
