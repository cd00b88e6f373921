import type { LatLon } from '../../workers/matching/travel.ts';
import { type Fields, textOf } from '../ui/fields.ts';

/** The drawing is a square of so many units, whatever the screen; marks are counted together in cells of so many. */
export const SIZE = 576;
export const CELL = 36;
/** A unit is 2^((20 - zoom) / 2) metres, so two steps are twice as near: 0 shows the whole country, 22 a few houses. */
export const MAX_ZOOM = 22;
/** The steps of a look twice as near. */
export const TWICE = 2;
const NEAREST_FIT = 18;
/** Those that lie apart do not decide the first look. */
const APART = 0.04;
const METRES_A_DEGREE = 111_320;

export interface Viewport extends LatLon {
  zoom: number;
}

export interface Point {
  x: number;
  y: number;
}

function metresAUnit({ zoom }: Pick<Viewport, 'zoom'>): number {
  return 2 ** ((20 - zoom) / 2);
}

/** How many degrees a unit is, upwards and sideways; sideways the same for half a degree of latitude. */
export function degreesAUnit(port: Viewport): LatLon {
  const lat = metresAUnit(port) / METRES_A_DEGREE;
  return { lat, lon: lat / Math.cos((Math.round(port.lat * 2) / 2) * (Math.PI / 180)) };
}

/** Where a place is drawn: 0–SIZE in both directions is inside. */
export function projection(port: Viewport): (place: LatLon) => Point {
  const unit = degreesAUnit(port);
  return ({ lat, lon }) => ({
    x: SIZE / 2 + (lon - port.lon) / unit.lon,
    y: SIZE / 2 - (lat - port.lat) / unit.lat,
  });
}

export function isInside({ x, y }: Point): boolean {
  return x >= 0 && x <= SIZE && y >= 0 && y <= SIZE;
}

/** `midte` and `zoom` of an address; undefined: it says nothing, or nothing that can be. */
export function readViewport(query: Fields): Viewport | undefined {
  const [, lat, lon] = /^(5[4-8]\.\d{1,6}),(\d{1,2}\.\d{1,6})$/.exec(textOf(query, 'midte')) ?? [];
  const zoom = /^\d{1,2}$/.test(textOf(query, 'zoom')) ? Number(textOf(query, 'zoom')) : -1;
  if (!lat || !lon || zoom < 0) return undefined;
  return { lat: Number(lat), lon: Number(lon), zoom: Math.min(zoom, MAX_ZOOM) };
}

/** The other way round. */
export function viewportFields({ lat, lon, zoom }: Viewport): Record<string, string> {
  return { midte: `${lat.toFixed(5)},${lon.toFixed(5)}`, zoom: String(zoom) };
}

/** The nearest look that holds them, but for the few that lie apart; of none, the middle of the country. */
export function fitAround(places: readonly LatLon[]): Viewport {
  if (places.length === 0) return { lat: 56, lon: 11, zoom: 0 };
  const lats = Float64Array.from(places, ({ lat }) => lat).sort();
  const lons = Float64Array.from(places, ({ lon }) => lon).sort();
  const few = Math.floor(places.length * APART);
  const [south = 0, north = 0] = [lats[few], lats[lats.length - 1 - few]];
  const [west = 0, east = 0] = [lons[few], lons[lons.length - 1 - few]];
  const middle = { lat: (south + north) / 2, lon: (west + east) / 2 };
  for (let zoom = NEAREST_FIT; zoom > 0; zoom--) {
    const unit = degreesAUnit({ ...middle, zoom });
    const room = SIZE - CELL;
    if ((north - south) / unit.lat <= room && (east - west) / unit.lon <= room) return { ...middle, zoom };
  }
  return { ...middle, zoom: 0 };
}

/** So many units to the right and down. */
export function moved(port: Viewport, right: number, down: number): Viewport {
  const unit = degreesAUnit(port);
  return { ...port, lat: port.lat - down * unit.lat, lon: port.lon + right * unit.lon };
}

export function zoomed(port: Viewport, steps: number): Viewport {
  return { ...port, zoom: Math.min(MAX_ZOOM, Math.max(0, port.zoom + steps)) };
}

/** A round number of metres that is some 60 to 150 units long. */
export function scaleBar(port: Viewport): { metres: number; units: number } {
  const unit = metresAUnit(port);
  const rough = 150 * unit;
  const power = 10 ** Math.floor(Math.log10(rough));
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= rough) ?? power;
  return { metres, units: metres / unit };
}
