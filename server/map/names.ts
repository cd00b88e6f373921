import type { DrawnFirm } from './marks.ts';
import type { Placed } from './places.ts';
import { postcodeName } from './postcodes.ts';
import { type Point, SIZE, type Viewport } from './viewport.ts';

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
export function namesIn(drawn: readonly DrawnFirm[], { zoom }: Viewport): MapName[] {
  const postcodes = groupBy(drawn, ({ postcode }) => postcode);
  const streets = zoom >= STREETS_FROM ? groupBy(drawn, ({ street }) => street) : [];
  const placed: MapName[] = [];
  for (const [kind, groups] of [['postnummer', postcodes] as const, ['vej', streets] as const]) {
    for (const [name, { x, y, firms }] of groups) {
      if (placed.length >= MOST_NAMES) break;
      const text = kind === 'postnummer' ? postcodeName(name) : name;
      const half = (text.length * LETTER) / 2;
      const inside = Math.min(SIZE - half, Math.max(half, x / firms));
      const label = { kind, text, x: inside, y: Math.max(LINE, y / firms) };
      if (!placed.some((other) => overlap(label, other))) placed.push(label);
    }
  }
  return placed;
}

interface Middle extends Point {
  firms: number;
}

/** By name, with the sum of where its firms are drawn; the name with most firms first. */
function groupBy(drawn: readonly DrawnFirm[], nameOf: (place: Placed) => string | null): [string, Middle][] {
  const groups = new Map<string, Middle>();
  for (const { firm, point } of drawn) {
    const name = nameOf(firm.place);
    if (name === null) continue;
    const group = groups.get(name) ?? { x: 0, y: 0, firms: 0 };
    group.x += point.x;
    group.y += point.y;
    group.firms++;
    groups.set(name, group);
  }
  return [...groups].sort(([, a], [, b]) => b.firms - a.firms);
}

function overlap(a: MapName, b: MapName): boolean {
  const width = ((a.text.length + b.text.length) * LETTER) / 2;
  return Math.abs(a.x - b.x) < width && Math.abs(a.y - b.y) < LINE;
}
