import { SILENCES, type Silence } from '../companies/silence.ts';
import type { Placed } from './places.ts';
import { CELL, type Point, projection, type Viewport } from './viewport.ts';

export interface SilentFirm {
  pNumber: number;
  silence: Silence;
  place: Placed;
}

/** A firm and where it is drawn. */
export interface DrawnFirm {
  firm: SilentFirm;
  point: Point;
}

/** One firm, or several that would lie on top of one another. */
export interface Mark extends Point {
  firms: SilentFirm[];
  counts: ReadonlyMap<Silence, number>;
  /** they stand at one point: looking nearer parts none of them */
  onePoint: boolean;
}

/**
 * The firms in view, a mark a cell. Cells lie still under the viewport, so that a mark keeps its firms while one pans.
 * The order is that of the firms.
 */
export function marksIn(drawn: readonly DrawnFirm[], port: Viewport): Mark[] {
  const still = projection(port)({ lat: 0, lon: 0 });
  const cells = new Map<number, Cell>();
  for (const { firm, point } of drawn) {
    const [column, row] = [Math.floor((point.x - still.x) / CELL), Math.floor((point.y - still.y) / CELL)];
    const key = column * ROWS + row;
    const cell = cells.get(key);
    if (cell) {
      cell.firms.push(firm);
      cell.points.push(point);
    } else
      cells.set(key, {
        firms: [firm],
        points: [point],
        middle: { x: still.x + (column + 0.5) * CELL, y: still.y + (row + 0.5) * CELL },
      });
  }
  return [...cells.values()].map(toMark);
}

/** More than there are rows of cells at any look. */
const ROWS = 1e7;

interface Cell {
  firms: SilentFirm[];
  points: Point[];
  middle: Point;
}

/** How far from the middle of its cell the mark of several may lie, so that it covers no neighbour's. */
const ASTRAY = 0.15 * CELL;

function toMark({ firms, points, middle }: Cell): Mark {
  const [first] = firms;
  const [alone] = points;
  const near = (pick: (point: Point) => number) => {
    const mean = points.reduce((sum, point) => sum + pick(point), 0) / points.length;
    return Math.min(pick(middle) + ASTRAY, Math.max(pick(middle) - ASTRAY, mean));
  };
  const at = points.length === 1 && alone ? alone : { x: near(({ x }) => x), y: near(({ y }) => y) };
  return {
    ...at,
    firms,
    counts: countSilences(firms.map(({ silence }) => silence)),
    onePoint: firms.every(({ place }) => place.lat === first?.place.lat && place.lon === first.place.lon),
  };
}

/** In the order of SILENCES; those that nobody has are not in it. */
export function countSilences(silences: readonly Silence[]): ReadonlyMap<Silence, number> {
  const counts = new Map<Silence, number>();
  for (const silence of silences) counts.set(silence, (counts.get(silence) ?? 0) + 1);
  return new Map(
    SILENCES.flatMap((silence) => {
      const count = counts.get(silence);
      return count === undefined ? [] : [[silence, count] as const];
    }),
  );
}
