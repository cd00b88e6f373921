import type { LiveAnswer } from '../coverage/live.ts';
import { addDays } from '../ui/dates.ts';

/**
 * How long a firm has been silent, with the quarter before the days: `uge` and `maaned` are less than 7 and 30 days,
 * `kvartal` earlier in the quarter; `mangler` are the firms that the coverage misses, `uafklaret` those that it cannot
 * place, and `andre` everybody else whom nobody has reached in the quarter.
 */
export const SILENCES = ['mangler', 'uafklaret', 'kvartal', 'maaned', 'uge', 'andre'] as const;
export type Silence = (typeof SILENCES)[number];

const WEEK = 7;
const MONTH = 30;

/** Each firm's silence, by the contacts that count from the quarter's first day until today. */
export function silences(
  answer: LiveAnswer,
  { from, to: today }: { from: string; to: string },
): (pNumber: number) => Silence {
  const latest = answer.latestContacts();
  const { notContacted, undecided } = answer.tally('p').lists;
  const lastWeek = addDays(today, 1 - WEEK);
  const lastMonth = addDays(today, 1 - MONTH);
  return (pNumber) => {
    const date = latest.get(pNumber) ?? '';
    if (date < from)
      return notContacted.has(pNumber) ? 'mangler' : undecided.has(pNumber) ? 'uafklaret' : 'andre';
    if (date >= lastWeek) return 'uge';
    return date >= lastMonth ? 'maaned' : 'kvartal';
  };
}

/** No contact that counts on the day or since: never is longest ago. */
export function silentSince(latest: ReadonlyMap<number, string>, date: string): (pNumber: number) => boolean {
  return (pNumber) => (latest.get(pNumber) ?? '') < date;
}
