import type Database from 'better-sqlite3';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { addressPoint } from '../../db/schema/addresses.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { finish } from '../../workers/matching/steps.ts';
import type { LatLon } from '../../workers/matching/travel.ts';
import { numberList } from '../coverage/conditions.ts';
import { changesSince, type Moment } from '../coverage/firm-changes.ts';
import { inTurns } from '../turns.ts';
import { readAddressLine } from './addresses.ts';
import { postcodeCentre } from './postcodes.ts';

/**
 * How well we know where a firm is: its own house; the nearest house of its street; the middle of its postcode; or
 * nothing at all.
 */
export type Precision = 'hus' | 'vej' | 'postnummer' | 'ukendt';

export interface Placed extends LatLon {
  precision: Exclude<Precision, 'ukendt'>;
  /** the street's name as the address register writes it; null: only its postcode is known */
  street: string | null;
  postcode: string;
}

interface Memory {
  /** which address imports stand */
  register: string;
  upTo: Moment;
  places: Map<number, Placed>;
}

const memories = new WeakMap<Database.Database, Memory>();

/**
 * Where every place of work is; no entry: nobody knows. Kept, and mended for the firms that have changed since; read
 * anew after an import of addresses. Never call it in a transaction: what is rolled back would be remembered.
 */
export function placesOfFirms(db: Db): ReadonlyMap<number, Placed> {
  const register = registerVersion(db);
  const memory = memories.get(db.$client);
  const { latest, changed } = changesSince(db, memory?.upTo);
  if (memory?.register !== register || !changed) return finish(readAll(db, register));
  for (const pNumber of changed) memory.places.delete(pNumber);
  if (changed.length > 0) place(finder(db), memory.places, addressesOf(db, changed));
  memory.upTo = latest;
  return memory.places;
}

const underWay = new WeakMap<Database.Database, Promise<void>>();
const A_TURN = 200;

/** The same done beforehand, some firms at a time: whoever awaits this waits for the first map, and holds nobody else up. */
export function placesReady(db: Db): Promise<void> {
  const { $client } = db;
  const memory = memories.get($client);
  const register = registerVersion(db);
  if (memory?.register === register && changesSince(db, memory.upTo).changed) return Promise.resolve();
  const begun = underWay.get($client);
  if (begun) return begun;
  const ready = inTurns(readAll(db, register), () => !$client.open)
    .then(() => undefined)
    .finally(() => underWay.delete($client));
  underWay.set($client, ready);
  return ready;
}

function* readAll(db: Db, register: string): Generator<void, Memory['places']> {
  const { latest: upTo } = changesSince(db, undefined);
  const pNumbers =
    db
      .select({ all: numberList(pUnit.pNumber) })
      .from(pUnit)
      .get()?.all ?? [];
  const places = new Map<number, Placed>();
  const find = finder(db);
  for (let from = 0; from < pNumbers.length; from += A_TURN) {
    yield;
    place(find, places, addressesOf(db, pNumbers.slice(from, from + A_TURN)));
  }
  memories.set(db.$client, { register, upTo, places });
  return places;
}

/** Which address imports stand: another answer means other houses. */
export function registerVersion(db: Db): string {
  const row = db
    .select({
      latest: sql<number | null>`max(${importBatch.id})`,
      undone: sql<number>`count(${importBatch.undoneAt})`,
      finished: sql<number>`count(${importBatch.finishedAt})`,
    })
    .from(importBatch)
    .where(eq(importBatch.kind, 'adresser'))
    .get();
  return `${row?.latest} ${row?.undone} ${row?.finished}`;
}

/** Whether any address register has been read. */
export function hasHouses(db: Db): boolean {
  return db.select({ id: addressPoint.id }).from(addressPoint).limit(1).get() !== undefined;
}

interface Address {
  streetAddress: string | null;
  postcode: string | null;
}

interface AddressOfFirm extends Address {
  pNumber: number;
}

function addressesOf(db: Db, among: readonly number[]): AddressOfFirm[] {
  return db
    .select({ pNumber: pUnit.pNumber, streetAddress: pUnit.streetAddress, postcode: pUnit.postcode })
    .from(pUnit)
    .where(inArray(pUnit.pNumber, [...among]))
    .all();
}

function place(
  find: ReturnType<typeof finder>,
  places: Map<number, Placed>,
  firms: readonly AddressOfFirm[],
): void {
  for (const firm of firms) {
    const found = find(firm);
    if (found) places.set(firm.pNumber, found);
  }
}

/** Where an address is, as well as it can be said; undefined: neither its house nor its postcode is known. */
export function findPlace(db: Db, address: Address): Placed | undefined {
  return finder(db)(address);
}

function finder(db: Db) {
  const statements = prepare(db);
  return ({ streetAddress, postcode }: Address): Placed | undefined => {
    if (!postcode) return undefined;
    const house = streetAddress ? readAddressLine(streetAddress) : undefined;
    if (house) {
      const exact = statements.exact.get({ postcode, ...house });
      if (exact) return { ...exact, postcode, precision: 'hus' };
      const near = statements.near.get({ postcode, ...house });
      if (near) return { ...near, postcode, precision: 'vej' };
    }
    const centre = postcodeCentre(postcode);
    return centre && { lat: centre.lat, lon: centre.lon, precision: 'postnummer', street: null, postcode };
  };
}

/** The house itself, or the one of its street whose number is nearest: CVR often leaves a letter out. */
function prepare(db: Db) {
  const { placeholder } = sql;
  const columns = { lat: addressPoint.latitude, lon: addressPoint.longitude, street: addressPoint.street };
  const onStreet = and(
    eq(addressPoint.postcode, placeholder('postcode')),
    eq(addressPoint.streetFolded, placeholder('streetFolded')),
  );
  return {
    exact: db
      .select(columns)
      .from(addressPoint)
      .where(
        and(
          onStreet,
          eq(addressPoint.houseNumber, placeholder('number')),
          eq(addressPoint.houseLetter, placeholder('letter')),
        ),
      )
      .prepare(),
    near: db
      .select(columns)
      .from(addressPoint)
      .where(onStreet)
      .orderBy(
        sql`abs(${addressPoint.houseNumber} - ${placeholder('number')})`,
        asc(addressPoint.houseNumber),
        asc(addressPoint.houseLetter),
      )
      .limit(1)
      .prepare(),
  };
}
