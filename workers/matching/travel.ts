import { TRANSPORTS, type Transport } from './types.ts';

/** Crow-flight × 1.3 at these speeds; offentlig waits as well. */
export const kmPerHour: Record<Transport, number> = { bil: 50, cykel: 15, offentlig: 25, gang: 5 };
export const waitingMinutes: Record<Transport, number> = { bil: 0, cykel: 0, offentlig: 10, gang: 0 };

/** A place on earth in degrees (WGS 84). */
export interface LatLon {
  lat: number;
  lon: number;
}

interface Place extends LatLon {
  from: number;
  to: number;
}

/** Centroids by postcode range, sorted. Source and precision: taxonomy/postcodes.tsv. */
export type Postcodes = readonly Place[];

export function loadPostcodes(rows: Record<string, string>[]): Postcodes {
  const places = rows.map((row) => ({
    from: Number(row.from),
    to: Number(row.to),
    lat: Number(row.lat),
    lon: Number(row.lon),
  }));
  if (places.some((place) => Object.values(place).some(Number.isNaN))) throw new Error('Bad postcode row');
  return places.sort((a, b) => a.from - b.from);
}

/** The place's number in the table ("2620", "DK-2620 Albertslund"), or -1 when blank or unknown. */
export function zoneOf(postcodes: Postcodes, postcode: string | null): number {
  const digits = /^\s*(?:DK[- ]?)?(\d{4})(?!\d)/i.exec(postcode ?? '')?.[1];
  if (!digits) return -1;
  const number = Number(digits);
  return postcodes.findIndex((place) => place.from <= number && number <= place.to);
}

/** Crow-flight distance in whole decametres; -1 when either place is unknown. */
export function decametres(postcodes: Postcodes, a: number, b: number): number {
  const [from, to] = [postcodes[a], postcodes[b]];
  return from && to ? crowFlight(from, to) : -1;
}

/** Crow-flight distance in whole decametres. */
export function crowFlight(from: LatLon, to: LatLon): number {
  const north = (from.lat - to.lat) * 111_320;
  const east = (from.lon - to.lon) * 111_320 * cosine((from.lat + to.lat) / 2);
  return Math.round(Math.sqrt(north * north + east * east) / 10);
}

// Math.cos may differ in its last bit between hosts; the snapshot must not.
function cosine(degrees: number): number {
  const x = (degrees * Math.PI) / 180;
  const square = x * x;
  return 1 - (square / 2) * (1 - (square / 12) * (1 - (square / 30) * (1 - square / 56)));
}

/** Whole minutes (rounded up) one way: crow-flight × 1.3 at the transport's speed, plus waiting. */
export function minutesBy(transport: Transport, distance: number): number {
  return Math.ceil((distance * 78) / (100 * kmPerHour[transport])) + waitingMinutes[transport];
}

/** The fastest of the transports in a bit mask (bits in TRANSPORTS order); -1 when nothing is known. */
export function fastestMinutes(mask: number, distance: number): number {
  let best = -1;
  if (distance < 0) return best;
  TRANSPORTS.forEach((transport, bit) => {
    if ((mask & (1 << bit)) === 0) return;
    const minutes = minutesBy(transport, distance);
    if (best < 0 || minutes < best) best = minutes;
  });
  return best;
}
