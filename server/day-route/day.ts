import { TRANSPORTS, type Transport } from '../../workers/matching/types.ts';
import { type Fields, idOf, oneOf, textOf } from '../ui/fields.ts';
import { MOST_STOPS } from './rules.ts';

/** A day as its address says it: nothing is stored, and whoever has the address has the day. */
export interface Day {
  /** a P-number; 0: the office */
  start: number;
  /** P-numbers as they were chosen */
  stops: number[];
  /** P-numbers that were taken off: not to be proposed again */
  declined: number[];
  transport: Transport;
  /** in the order chosen, not the shortest */
  asChosen: boolean;
}

const MOST_DECLINED = 100;

export function readDay(query: Fields): Day {
  return {
    start: idOf(textOf(query, 'start')),
    stops: numbersOf(query, 'stop').slice(0, MOST_STOPS),
    declined: numbersOf(query, 'ikke').slice(0, MOST_DECLINED),
    transport: oneOf(TRANSPORTS, textOf(query, 'med')) ?? 'bil',
    asChosen: textOf(query, 'orden') === 'valgt',
  };
}

function numbersOf(query: Fields, name: string): number[] {
  const numbers = [query[name] ?? []].flat().map((text) => idOf(text.trim()));
  return [...new Set(numbers.filter((number) => number > 0))];
}

/** The other way round; what is usual is left out. */
export function dayQuery({ start, stops, declined, transport, asChosen }: Day): string {
  const params = new URLSearchParams();
  if (start > 0) params.set('start', String(start));
  for (const stop of stops) params.append('stop', String(stop));
  for (const pNumber of declined) params.append('ikke', String(pNumber));
  if (transport !== 'bil') params.set('med', transport);
  if (asChosen) params.set('orden', 'valgt');
  return params.toString();
}

export function without(day: Day, pNumber: number): Day {
  return {
    ...day,
    stops: day.stops.filter((stop) => stop !== pNumber),
    declined: [...day.declined, pNumber].slice(-MOST_DECLINED),
  };
}
