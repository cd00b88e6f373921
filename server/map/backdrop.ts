import type Database from 'better-sqlite3';
import type { Db } from '../../db/client.ts';
import { addressPoint } from '../../db/schema/addresses.ts';
import { registerVersion } from './places.ts';
import { projection, SIZE, type Viewport, viewportFields } from './viewport.ts';

interface Houses {
  register: string;
  lats: Float64Array;
  lons: Float64Array;
  /** by viewport, the one asked longest ago first */
  paths: Map<string, string>;
}

/** So many units stand for a house, and for all that lie there. */
const STEP = 4;
const KEPT_PATHS = 40;

const memories = new WeakMap<Database.Database, Houses>();

/** The houses in view as one SVG path of short strokes: the town as a quiet ground, drawn from its own register. */
export function housesPath(db: Db, port: Viewport): string {
  const houses = housesOf(db);
  const key = Object.values(viewportFields(port)).join(' ');
  const path = houses.paths.get(key) ?? drawHouses(houses, port);
  houses.paths.delete(key);
  houses.paths.set(key, path);
  for (const oldest of houses.paths.keys()) {
    if (houses.paths.size <= KEPT_PATHS) break;
    houses.paths.delete(oldest);
  }
  return path;
}

function drawHouses({ lats, lons }: Houses, port: Viewport): string {
  const project = projection(port);
  const across = Math.ceil(SIZE / STEP);
  const taken = new Uint8Array(across * across);
  for (let at = 0; at < lats.length; at++) {
    const { x, y } = project({ lat: lats[at] ?? 0, lon: lons[at] ?? 0 });
    if (x >= 0 && x < SIZE && y >= 0 && y < SIZE)
      taken[Math.floor(y / STEP) * across + Math.floor(x / STEP)] = 1;
  }
  let path = '';
  for (let cell = 0; cell < taken.length; cell++) {
    if (taken[cell] === 0) continue;
    const start = cell;
    while (taken[cell + 1] === 1 && (cell + 1) % across !== 0) cell++;
    const x = (start % across) * STEP + STEP / 2;
    const y = Math.floor(start / across) * STEP + STEP / 2;
    path += `M${x} ${y}h${(cell - start) * STEP}`;
  }
  return path;
}

function housesOf(db: Db): Houses {
  const register = registerVersion(db);
  const standing = memories.get(db.$client);
  if (standing?.register === register) return standing;
  const rows = db
    .select({ lat: addressPoint.latitude, lon: addressPoint.longitude })
    .from(addressPoint)
    .all();
  const houses = {
    register,
    lats: Float64Array.from(rows, ({ lat }) => lat),
    lons: Float64Array.from(rows, ({ lon }) => lon),
    paths: new Map<string, string>(),
  };
  memories.set(db.$client, houses);
  return houses;
}
