import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorkingDay, workingDaysBetween } from '../server/coverage/calendar.ts';
import { fairSplit, paceOf } from '../server/coverage/pace.ts';

describe('arbejdsdage', () => {
  test.each([
    // 2026: påske 2., 3. og 6. april; Kristi himmelfart 14. maj; 2. pinsedag 25. maj
    ['2026-04-01', '2026-06-30', 60],
    // 2025: påske 17., 18. og 21. april; Kristi himmelfart 29. maj; 2. pinsedag 9. juni; store bededag er afskaffet
    ['2025-04-01', '2025-06-30', 60],
    // 2023: påske 6., 7. og 10. april; store bededag 5. maj; Kristi himmelfart 18. maj; 2. pinsedag 29. maj
    ['2023-04-01', '2023-06-30', 59],
    // 2026: juledag er en fredag, 2. juledag en lørdag
    ['2026-10-01', '2026-12-31', 65],
    // 2025: jul en torsdag og en fredag
    ['2025-10-01', '2025-12-31', 64],
    ['2026-01-01', '2026-03-31', 63],
    ['2026-07-01', '2026-09-30', 66],
    ['2026-12-25', '2026-12-27', 0],
    ['2026-12-31', '2026-10-01', 0],
  ])('%s til %s: %i', (from, to, days) => expect(workingDaysBetween(from, to)).toBe(days));

  test('weekend og helligdage er ikke arbejdsdage; grundlovsdag og juleaftensdag er', () => {
    expect(['2026-11-28', '2026-11-29', '2026-01-01', '2026-05-14'].filter(isWorkingDay)).toEqual([]);
    expect(['2026-06-05', '2026-12-24', '2026-05-01'].filter(isWorkingDay)).toHaveLength(3);
  });
});

describe('kvartalets fart', () => {
  const christmas = { from: '2026-10-01', to: '2026-12-31' };

  test('midt i kvartalet: 131 mangler, 38 arbejdsdage, 3,4 om dagen', () => {
    const pace = paceOf({ ...christmas, today: '2026-11-09', contacted: 56, missing: 131 });
    expect(pace).toMatchObject({ daysLeft: 38, daysGone: 28, perDaySoFar: 2 });
    expect(pace.neededPerDay?.toFixed(1)).toBe('3.4');
    expect(pace.forecast).toEqual({ contacted: 56 + 2 * 37, missing: 131 - 2 * 37 });
  });

  test('på første dag tælles dagen både som gået og som tilbage', () => {
    const pace = paceOf({ ...christmas, today: '2026-10-01', contacted: 3, missing: 130 });
    expect(pace).toMatchObject({ daysLeft: 65, daysGone: 1, neededPerDay: 2, perDaySoFar: 3 });
    expect(pace.forecast).toEqual({ contacted: 133, missing: 0 });
  });

  test('på sidste dag er der den ene dag, og den er allerede i tallet', () => {
    const pace = paceOf({ ...christmas, today: '2026-12-31', contacted: 130, missing: 7 });
    expect(pace).toMatchObject({ daysLeft: 1, daysGone: 65, neededPerDay: 7, perDaySoFar: 2 });
    expect(pace.forecast).toEqual({ contacted: 130, missing: 7 });
  });

  test('efter kvartalet er der ingen dage tilbage og intet krav om dagen', () => {
    const pace = paceOf({ ...christmas, today: '2027-01-04', contacted: 130, missing: 7 });
    expect(pace).toMatchObject({ daysLeft: 0, daysGone: 65, neededPerDay: null });
    expect(pace.forecast).toEqual({ contacted: 130, missing: 7 });
  });

  test('nytårsdag er ingen arbejdsdag: endnu ingen fart og ingen prognose', () => {
    const first = { from: '2026-01-01', to: '2026-03-31', today: '2026-01-01', contacted: 0, missing: 126 };
    expect(paceOf(first)).toMatchObject({ daysLeft: 63, daysGone: 0, neededPerDay: 2, perDaySoFar: null });
    expect(paceOf(first).forecast).toBeNull();
  });

  test('alle er nået', () => {
    const pace = paceOf({ ...christmas, today: '2026-11-09', contacted: 187, missing: 0 });
    expect(pace).toMatchObject({ neededPerDay: 0, forecast: { contacted: 187, missing: 0 } });
  });

  test('en weekend midt i kvartalet', () => {
    const pace = paceOf({ ...christmas, today: '2026-11-28', contacted: 86, missing: 46 });
    expect(pace).toMatchObject({ daysLeft: 23, daysGone: 42, neededPerDay: 2 });
  });
});

describe('ligelig fordeling', () => {
  test('de skæve går til dem, der har flest', () => {
    const shares = fairSplit(11, [
      { key: 'a', missing: 2 },
      { key: 'b', missing: 6 },
      { key: 'c', missing: 3 },
    ]);
    expect(shares.map(({ fair }) => fair)).toEqual([3, 4, 4]);
    expect(fairSplit(11, [])).toEqual([]);
  });

  test('andelene er tilsammen alle, og ingen får to mere end en anden', () => {
    const portfolio = fc.record({ key: fc.uuid(), missing: fc.nat(500) });
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.uniqueArray(portfolio, { selector: ({ key }) => key, minLength: 1, maxLength: 30 }),
        (missing, portfolios) => {
          const fair = fairSplit(missing, portfolios).map((share) => share.fair);
          expect(fair.reduce((sum, share) => sum + share, 0)).toBe(missing);
          expect(Math.max(...fair) - Math.min(...fair)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
