import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Forholdstal, forholdstal, takenUp } from '../server/capacity/rules.ts';

/** BEK § 65 stk. 1-4 as domain.md 1c has it. */
const BEK_65: Forholdstal = {
  steps: [
    { upTo: 50, per: 5 },
    { upTo: null, per: 10 },
  ],
  atLeast: 1,
  months: 4,
  counts: ['virksomhedspraktik', 'loentilskud_privat', 'loentilskud_offentlig', 'nytteindsats'],
};

describe('forholdstal', () => {
  test.each([
    [0, 1],
    [0.5, 1],
    [4, 1],
    [4.99, 1],
    [5, 1],
    [9, 1],
    [9.99, 1],
    [10, 2],
    [14.75, 2],
    [23.5, 4],
    [49, 9],
    [49.99, 9],
    [50, 10],
    [50.5, 10],
    [51, 10],
    [59, 10],
    [59.99, 10],
    [60, 11],
    [69.99, 11],
    [70, 12],
    [100, 15],
  ])('%s årsværk giver %i pladser', (years, places) => {
    expect(forholdstal(years, BEK_65)).toBe(places);
  });

  const years = fc.double({ min: 0, max: 5000, noNaN: true });

  test('flere ansatte giver aldrig færre pladser, og der er altid mindst én', () => {
    fc.assert(
      fc.property(years, years, (some, more) => {
        const [fewer, most] = some <= more ? [some, more] : [more, some];
        expect(forholdstal(fewer, BEK_65)).toBeLessThanOrEqual(forholdstal(most, BEK_65));
        expect(forholdstal(fewer, BEK_65)).toBeGreaterThanOrEqual(1);
        expect(Number.isInteger(forholdstal(fewer, BEK_65))).toBe(true);
      }),
    );
  });

  test('aldrig flere end én for hver fem, når først der er ti', () => {
    fc.assert(
      fc.property(years, (some) => {
        if (some >= 10) expect(forholdstal(some, BEK_65) * 5).toBeLessThanOrEqual(some + 1e-6);
      }),
    );
  });

  test('et gennemsnit af måneder lander på det hele tal, det er', () => {
    const average = [9.9, 10.1, 10.2, 9.8].reduce((sum, month) => sum + month, 0) / 4;
    expect(forholdstal(average, BEK_65)).toBe(2);
  });

  test('timer er en del af et årsværk; ukendte timer tæller som hele', () => {
    expect(takenUp(18.5, 37)).toBe(0.5);
    expect(takenUp(37, 37)).toBe(1);
    expect(takenUp(40, 37)).toBe(1);
    expect(takenUp(0, 37)).toBe(0);
    expect(takenUp(null, 37)).toBe(1);
  });
});
