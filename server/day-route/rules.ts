import { crowFlight, type LatLon } from '../../workers/matching/travel.ts';

/** More than a day holds; the exact answer to so many takes a few milliseconds. */
export const MOST_STOPS = 12;

/**
 * The shortest way round: from the start by every stop and back, as indices of `stops` in the order of the visits. Exact
 * (Held and Karp: the shortest way to each stop through each set of the others), so never longer than any other order;
 * the nearer end first.
 * At most MOST_STOPS stops; throws on more.
 */
export function shortestRound(start: LatLon, stops: readonly LatLon[]): number[] {
  const count = stops.length;
  if (count > MOST_STOPS) throw new Error(`At most ${MOST_STOPS} stops`);
  if (count === 0) return [];
  const from = stops.map((stop) => crowFlight(start, stop));
  const between = stops.map((one) => stops.map((other) => crowFlight(one, other)));
  const sets = 2 ** count;
  // At set × count + stop: the shortest way from the start through the set that ends at the stop, and whence it came.
  const length = new Float64Array(sets * count).fill(Number.POSITIVE_INFINITY);
  const before = new Int8Array(sets * count).fill(-1);
  for (let stop = 0; stop < count; stop++) length[2 ** stop * count + stop] = from[stop] ?? 0;
  for (let set = 1; set < sets; set++) {
    for (let last = 0; last < count; last++) {
      const here = length[set * count + last] ?? Number.POSITIVE_INFINITY;
      if (here === Number.POSITIVE_INFINITY) continue;
      for (let next = 0; next < count; next++) {
        if (set & (1 << next)) continue;
        const at = (set | (1 << next)) * count + next;
        const through = here + (between[last]?.[next] ?? 0);
        if (through >= (length[at] ?? 0)) continue;
        length[at] = through;
        before[at] = last;
      }
    }
  }
  return wayBack(length, before, from);
}

function wayBack(length: Float64Array, before: Int8Array, from: readonly number[]): number[] {
  const count = from.length;
  let set = 2 ** count - 1;
  const round = (stop: number) => (length[set * count + stop] ?? 0) + (from[stop] ?? 0);
  let last = 0;
  for (let stop = 1; stop < count; stop++) if (round(stop) < round(last)) last = stop;
  const order: number[] = [];
  while (last >= 0) {
    order.unshift(last);
    const came = before[set * count + last] ?? -1;
    set ^= 1 << last;
    last = came;
  }
  const [first = 0, final = 0] = [order[0], order.at(-1)];
  return (from[first] ?? 0) <= (from[final] ?? 0) ? order : order.reverse();
}

/** Crow-flight decametres of each leg from the start by the stops and back: one more than there are stops; none of none. */
export function legsOf(start: LatLon, stops: readonly LatLon[]): number[] {
  if (stops.length === 0) return [];
  const round = [start, ...stops, start];
  return round.slice(1).map((to, at) => crowFlight(round[at] ?? start, to));
}

/** Decametres as the crow flies → kilometres by road, as matching reckons them (× 1.3). */
export function roadKilometres(decametres: number): number {
  return (decametres * 1.3) / 100;
}

export interface Candidate extends LatLon {
  pNumber: number;
}

/**
 * Fills a day: again and again the candidate nearest to what is on it already, the start included, until there are
 * `wanted` of them. Of two equally near the first.
 */
export function nearestOnes(
  on: readonly LatLon[],
  candidates: readonly Candidate[],
  wanted: number,
): Candidate[] {
  const left = candidates.map((candidate) => ({ candidate, distance: nearest(candidate, on) }));
  const chosen: Candidate[] = [];
  while (chosen.length < wanted && left.length > 0) {
    let at = 0;
    for (const [index, { distance }] of left.entries()) if (distance < (left[at]?.distance ?? 0)) at = index;
    const [next] = left.splice(at, 1);
    if (!next) break;
    chosen.push(next.candidate);
    for (const other of left) {
      other.distance = Math.min(other.distance, crowFlight(other.candidate, next.candidate));
    }
  }
  return chosen;
}

function nearest(place: LatLon, on: readonly LatLon[]): number {
  return on.reduce((least, other) => Math.min(least, crowFlight(place, other)), Number.POSITIVE_INFINITY);
}
