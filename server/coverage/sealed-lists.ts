import type Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { coverageSealFirm } from '../../db/schema/coverage.ts';
import { type Paging, toPage } from '../api/paging.ts';
import { compareDanish, foldText } from '../companies/fold.ts';
import {
  type CountedUnit,
  type CoverageLists,
  type Figure,
  listsOf,
  numberOf,
  placesOf,
  type Reached,
} from './rules.ts';
import type { Seal } from './seal-queries.ts';
import { asUnits } from './units.ts';

export type SealedFirm = typeof coverageSealFirm.$inferSelect;

interface SealedTown {
  rows: ReadonlyMap<number, SealedFirm>;
  units: readonly CountedUnit[];
  lists: CoverageLists;
}

const PAGE_SIZE = 50;
/** So many rows of a file are written at a time: the server answers others in between. */
const FILE_CHUNK = 500;
/** Seals that pages were asked of lately; a seal never changes, so what is read of it stays right. */
const KEPT_SEALS = 4;
const kept = new WeakMap<Database.Database, Map<number, SealedTown>>();

/** The firms of a seal in the order of their names, and the lists behind its figures. */
export function sealedTown(db: Db, seal: Seal): SealedTown {
  const towns = kept.get(db.$client) ?? new Map<number, SealedTown>();
  kept.set(db.$client, towns);
  const town = towns.get(seal.id) ?? readTown(db, seal);
  towns.delete(seal.id);
  towns.set(seal.id, town);
  for (const oldest of towns.keys()) {
    if (towns.size <= KEPT_SEALS) break;
    towns.delete(oldest);
  }
  return town;
}

const LEVELS = { ikke_kontaktet: 0, kontaktet: 1, besoegt: 2 } as const satisfies Record<string, Reached>;

function readTown(db: Db, seal: Seal): SealedTown {
  const rows = db
    .select()
    .from(coverageSealFirm)
    .where(eq(coverageSealFirm.sealId, seal.id))
    .all()
    .map((row) => ({ row, folded: foldText(row.name) }))
    .sort((a, b) => compareDanish(a.folded, b.folded) || a.row.pNumber - b.row.pNumber)
    .map(({ row }) => row);
  const states = rows.map(({ pNumber, minCount, maxCount, reach }) => {
    return { pNumber, minCount, maxCount, reach: LEVELS[reach] };
  });
  const companies = new Map(rows.map(({ pNumber, cvr }) => [pNumber, cvr]));
  const units = asUnits(states, seal.unit === 'p' ? undefined : companies);
  const limits = { limit: seal.rule.moreThanEmployees, unreported: seal.settings.unreported };
  return { rows: new Map(rows.map((row) => [row.pNumber, row])), units, lists: listsOf(units, limits) };
}

/** A firm of a sealed list; counted by company it is its largest place, with the figures of them all. */
export interface SealedRow extends SealedFirm {
  places: number;
}

/** The sealed firms behind a figure, by name. */
export function sealedRows(db: Db, seal: Seal, figure: Figure): SealedRow[] {
  const { rows, units, lists } = sealedTown(db, seal);
  const wanted = new Set(lists[figure]);
  return units
    .filter((unit) => wanted.has(numberOf(unit)))
    .flatMap((unit) => {
      const { minCount, maxCount } = unit;
      const places = placesOf(unit).flatMap((pNumber) => rows.get(pNumber) ?? []);
      const best = places.toSorted((a, b) => LEVELS[b.reach] - LEVELS[a.reach])[0];
      const [main] = places;
      if (!main || !best) return [];
      const { reach, contactId, contactDate } = best;
      return { ...main, minCount, maxCount, reach, contactId, contactDate, places: places.length };
    });
}

/** The same for a program: after the firm that its cursor names. A sealed list never changes. */
export function sealedPageAfter(db: Db, seal: Seal, figure: Figure, paging: Paging) {
  const all = sealedRows(db, seal, figure);
  const keyOf = ({ name, pNumber }: SealedRow) => [name, pNumber];
  const from = paging.after;
  const last = from === null ? -1 : all.findIndex(({ pNumber }) => pNumber === from[1]);
  const rows = all.slice(last + 1, last + 2 + paging.limit);
  return toPage(rows, paging, { keyOf, toItem: (row) => row, total: all.length });
}

export function sealedPage(db: Db, seal: Seal, figure: Figure, page: number) {
  const all = sealedRows(db, seal, figure);
  const rows = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { rows, total: all.length, page, pageSize: PAGE_SIZE };
}

export function* inChunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += FILE_CHUNK) yield rows.slice(from, from + FILE_CHUNK);
}
