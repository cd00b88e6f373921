import type { Db } from '../../db/client.ts';
import type { LatLon } from '../../workers/matching/travel.ts';
import { readSettings } from '../admin/queries.ts';
import { type FirmRow, firmRows } from '../companies/firm-rows.ts';
import type { FirmFilters } from '../companies/list.ts';
import { fittingFirms } from '../companies/list.ts';
import { type NextStep, nextSteps } from '../contacts/next-steps.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import { findPlace, type Placed, placesOfFirms } from '../map/places.ts';
import { firmNames, phonesOf } from '../map/queries.ts';
import type { Day } from './day.ts';
import { type Candidate, legsOf, MOST_STOPS, nearestOnes, shortestRound } from './rules.ts';

export interface Start {
  name: string;
  place: LatLon;
  /** only roughly where it is */
  rough: boolean;
}

/** The office, or a firm; undefined: nobody has said where that is. */
export function startOf(db: Db, { start }: Pick<Day, 'start'>): Start | undefined {
  if (start > 0) {
    const place = placesOfFirms(db).get(start);
    const name = firmNames(db, [start]).get(start);
    return place && name !== undefined ? { name, place, rough: place.precision !== 'hus' } : undefined;
  }
  const { officeAddress, unitName } = readSettings(db);
  const [, streetAddress, postcode] = /^(.+?),?\s+(\d{4})(?:\s|$)/.exec(officeAddress) ?? [];
  const place = streetAddress && postcode ? findPlace(db, { streetAddress, postcode }) : undefined;
  return place && { name: `${unitName}, ${officeAddress}`, place, rough: place.precision !== 'hus' };
}

export interface Visit {
  row: FirmRow;
  place: Placed;
  phone: string | null;
  /** what was promised them for today */
  step: NextStep | undefined;
}

export interface Round {
  visits: Visit[];
  /** crow-flight decametres: to each visit, and last back to the start */
  legs: number[];
  /** P-numbers of the day that are no firm, or stand nowhere that we know */
  lost: number[];
}

/** The day's visits in order: the shortest round, or as they were chosen. */
export function roundOf(
  db: Db,
  day: Day,
  { start, userId, question }: { start: Start; userId: number; question: CoverageQuestion },
): Round {
  const places = placesOfFirms(db);
  const steps = new Map(promisedToday(db, userId, question.to).map((step) => [step.pNumber, step]));
  const phones = phonesOf(db, day.stops);
  const chosen = firmRows(db, day.stops, question).flatMap((row): Visit[] => {
    const { pNumber } = row;
    const place = places.get(pNumber);
    return place ? [{ row, place, phone: phones.get(pNumber) ?? null, step: steps.get(pNumber) }] : [];
  });
  const order = day.asChosen
    ? chosen.map((_, at) => at)
    : shortestRound(
        start.place,
        chosen.map(({ place }) => place),
      );
  const visits = order.flatMap((at) => chosen[at] ?? []);
  const found = new Set(chosen.map(({ row }) => row.pNumber));
  return {
    visits,
    legs: legsOf(
      start.place,
      visits.map(({ place }) => place),
    ),
    lost: day.stops.filter((pNumber) => !found.has(pNumber)),
  };
}

/** One's promises for today, a firm once; they have a day but no hour. */
function promisedToday(db: Db, userId: number, today: string): NextStep[] {
  const { rows } = nextSteps(db, userId, today).today;
  return [...new Map(rows.map((step) => [step.pNumber, step])).values()];
}

interface FillOptions {
  start: Start;
  userId: number;
  question: CoverageQuestion;
  /** which of the missing firms may be proposed */
  filters: FirmFilters;
  /** how many visits the day should have */
  wanted: number;
}

/** Puts today's promises on the day, and then the nearest firms that are still missing in the quarter. */
export function fillDay(db: Db, day: Day, options: FillOptions): Day {
  const { start, userId, question, filters } = options;
  const wanted = Math.min(options.wanted, MOST_STOPS);
  const places = placesOfFirms(db);
  const isNew = (pNumber: number) => !day.declined.includes(pNumber) && places.has(pNumber);
  const promised = promisedToday(db, userId, question.to)
    .map(({ pNumber }) => pNumber)
    .filter(isNew);
  const fixed = [...new Set([...day.stops, ...promised])].slice(0, MOST_STOPS);
  const candidates = missingFirms(db, filters, question).flatMap((pNumber): Candidate[] => {
    const place = places.get(pNumber);
    const fits = place && isNew(pNumber) && !fixed.includes(pNumber);
    return fits ? [{ pNumber, lat: place.lat, lon: place.lon }] : [];
  });
  const on = [start.place, ...fixed.flatMap((pNumber) => places.get(pNumber) ?? [])];
  const added = nearestOnes(on, candidates, wanted - fixed.length);
  return { ...day, stops: [...fixed, ...added.map(({ pNumber }) => pNumber)] };
}

/** Those in scope whom nobody has reached in the quarter and who may be contacted. */
export function missingFirms(db: Db, filters: FirmFilters, question: CoverageQuestion): number[] {
  return fittingFirms(db, { ...filters, silence: 'mangler', state: 'klar' }, { sort: 'navn', question });
}
