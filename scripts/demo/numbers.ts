/** Register numbers and addresses that can belong to nobody: each draws from a series that is not in use. */
import type { Random } from './random.ts';

const CVR_WEIGHTS = [2, 7, 6, 5, 4, 3, 2, 1];

/** Modulus 11 check of a CVR number (domain.md 2b). */
export function isValidCvr(cvr: number): boolean {
  const digits = [...String(cvr)].map(Number);
  if (digits.length !== 8) return false;
  return digits.reduce((sum, digit, index) => sum + digit * (CVR_WEIGHTS[index] ?? 0), 0) % 11 === 0;
}

/** Valid check digit, always in 99 000 000–99 999 999, far above the numbers given out. */
export function createCvrSeries(random: Random): () => number {
  const used = new Set<number>();
  return () => {
    for (;;) {
      const cvr = random.int(99_000_000, 99_999_999);
      if (!isValidCvr(cvr) || used.has(cvr)) continue;
      used.add(cvr);
      return cvr;
    }
  };
}

/** P-numbers in 1 990 000 000–1 990 999 999; the register has only reached 1 03x xxx xxx. */
export function createPNumberSeries(random: Random): () => number {
  const used = new Set<number>();
  return () => {
    for (;;) {
      const pNumber = random.int(1_990_000_000, 1_990_999_999);
      if (used.has(pNumber)) continue;
      used.add(pNumber);
      return pNumber;
    }
  };
}

/** 12 34 xx xx: Danish subscriber numbers start with 2–9. */
export function createPhoneSeries(random: Random): () => string {
  const numbers = random.shuffle(
    Array.from({ length: 10_000 }, (_, index) => `1234${String(index).padStart(4, '0')}`),
  );
  return () => {
    const number = numbers.pop();
    if (number === undefined) throw new RangeError('The fictitious phone series is used up');
    return number;
  };
}

/**
 * Fictitious CPR number: the day of the month plus 60, which no real person has. Digit 7 tells the century
 * (0–3: 1900s, 4–9: 2000–2036) and digit 10 is even for women.
 */
export function fictitiousCpr(birthDate: string, female: boolean, random: Random): string {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const century = Number(year) < 2000 ? random.int(0, 3) : random.pick([4, 9]);
  const last = random.int(0, 4) * 2 + (female ? 0 : 1);
  const middle = String(random.int(0, 99)).padStart(2, '0');
  return `${Number(day) + 60}${month}${year.slice(2)}${century}${middle}${last}`;
}

export function asciiSlug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
