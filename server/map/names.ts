import type { SilentFirm } from './marks.ts';
import { postcodeName } from './postcodes.ts';
import { isInside, type Point, projection, SIZE, type Viewport } from './viewport.ts';

export interface MapName extends Point {
  text: string;
  kind: 'postnummer' | 'vej';
}

/** Streets are named from here on; further away their names would lie on top of one another. */
const STREETS_FROM = 15;
const MOST_NAMES = 24;
const LETTER = 7;
const LINE = 16;

/** Names of postcodes and streets at the middle of their firms in view; those with most firms first, none on another. */
export function namesIn(firms: readonly SilentFirm[], port: Viewport): MapName[] {
  const project = projection(port);
  const named = new Map<string, { name: Omit<MapName, 'x' | 'y'>; points: Point[] }>();
  const add = (name: Omit<MapName, 'x' | 'y'>, point: Point) => {
    const found = named.get(name.text);
    if (found) found.points.push(point);
    else named.set(name.text, { name, points: [point] });
  };
  for (const { place } of firms) {
    const point = project(place);
    if (!isInside(point)) continue;
    add({ text: postcodeName(place.postcode), kind: 'postnummer' }, point);
    if (place.street && port.zoom >= STREETS_FROM) add({ text: place.street, kind: 'vej' }, point);
  }
  const placed: MapName[] = [];
  const byFirms = [...named.values()].sort(
    (a, b) =>
      Number(b.name.kind === 'postnummer') - Number(a.name.kind === 'postnummer') ||
      b.points.length - a.points.length,
  );
  for (const { name, points } of byFirms) {
    const half = (name.text.length * LETTER) / 2;
    const x = Math.min(SIZE - half, Math.max(half, mean(points.map((point) => point.x))));
    const label = { ...name, x, y: Math.max(LINE, mean(points.map(({ y }) => y))) };
    if (placed.length < MOST_NAMES && !placed.some((other) => overlap(label, other))) placed.push(label);
  }
  return placed;
}

function overlap(a: MapName, b: MapName): boolean {
  const width = ((a.text.length + b.text.length) * LETTER) / 2;
  return Math.abs(a.x - b.x) < width && Math.abs(a.y - b.y) < LINE;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
