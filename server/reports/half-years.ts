import { addDays } from '../ui/dates.ts';
import type { Period } from './period.tsx';

export interface HalfYear extends Period {
  /** in addresses: 2026-1 */
  key: string;
  name: string;
}

/** "2026-1" is January to June; undefined for anything else. */
export function halfYearOf(key: string): HalfYear | undefined {
  const match = /^(20\d\d)-([12])$/.exec(key);
  if (!match) return undefined;
  const [, year = '', half = ''] = match;
  const [first, last] = half === '1' ? ['01-01', '06-30'] : ['07-01', '12-31'];
  return { key, from: `${year}-${first}`, to: `${year}-${last}`, name: `${half}. halvår ${year}` };
}

/** The half-year that a day is in. */
export function halfYearWith(date: string): HalfYear {
  const key = `${date.slice(0, 4)}-${date.slice(5, 7) <= '06' ? 1 : 2}`;
  return halfYearOf(key) ?? { key, from: date, to: date, name: date };
}

/** The half-year before. */
export function halfYearBefore({ from }: Period): HalfYear {
  return halfYearWith(addDays(from, -1));
}

/** The half-year after. */
export function halfYearAfter({ to }: Period): HalfYear {
  return halfYearWith(addDays(to, 1));
}
