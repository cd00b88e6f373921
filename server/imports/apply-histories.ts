import { and, eq, isNull, sql } from 'drizzle-orm';
import { headcount, lifePeriod, locationPeriod } from '../../db/schema/companies.ts';
import {
  type HeadcountRow,
  type LifeRow,
  type ListedNow,
  type LocationRow,
  type RegisterHistories,
  SINCE_UNKNOWN,
} from './company-rows.ts';
import type { ApplyContext, Tx } from './import-kind.ts';
import { prepareInsert, prepareInsertAll } from './prepared-insert.ts';

interface Stored {
  life: (LifeRow & { id: number })[];
  locations: (LocationRow & { id: number })[];
  headcounts: (HeadcountRow & { id: number })[];
}

interface Wanted {
  life: LifeRow[];
  locations: LocationRow[];
  headcounts: HeadcountRow[];
}

const NOTHING_STORED: Stored = { life: [], locations: [], headcounts: [] };

/**
 * Writes a P-unit's histories: rows that changed are superseded and replaced, rows that still hold stay untouched.
 * What consultants learned (headcount source konsulent) is never touched.
 */
export function writeHistories({ tx, importId, at, today }: ApplyContext) {
  const statements = prepare(tx);
  const insertLife = prepareInsert(tx, lifePeriod);
  const insertLocation = prepareInsert(tx, locationPeriod);
  const insertHeadcounts = prepareInsertAll(tx, headcount);

  function insertAll(pNumber: number, rows: Wanted): void {
    const known = { pNumber, recordedAt: at, importId };
    for (const row of rows.life) insertLife({ ...row, ...known });
    for (const row of rows.locations) insertLocation({ ...row, ...known });
    insertHeadcounts(rows.headcounts.map((row) => ({ ...row, ...known })));
  }

  function create(pNumber: number, histories: RegisterHistories | ListedNow): void {
    insertAll(pNumber, wantedOf(histories, NOTHING_STORED, today));
  }

  /** The ids of the rows that were superseded, or undefined when nothing changed. */
  function update(pNumber: number, histories: RegisterHistories | ListedNow) {
    const stored: Stored = {
      life: statements.life.all({ pNumber }),
      locations: statements.locations.all({ pNumber }),
      headcounts: statements.headcounts.all({ pNumber }),
    };
    const wanted = wantedOf(histories, stored, today);
    const life = difference(stored.life, wanted.life, lifeKey);
    const locations = difference(stored.locations, wanted.locations, locationKey);
    const headcounts = difference(
      replaceable(stored.headcounts, wanted.headcounts),
      wanted.headcounts,
      headcountKey,
    );
    const fresh = { life: life.fresh, locations: locations.fresh, headcounts: headcounts.fresh };
    const superseded = { life: life.stale, location: locations.stale, headcount: headcounts.stale };
    if ([...Object.values(fresh), ...Object.values(superseded)].every((rows) => rows.length === 0))
      return undefined;

    for (const id of superseded.life) statements.supersedeLife.run({ id, at });
    for (const id of superseded.location) statements.supersedeLocation.run({ id, at });
    for (const id of superseded.headcount) statements.supersedeHeadcount.run({ id, at });
    insertAll(pNumber, fresh);
    return superseded;
  }

  return { create, update };
}

const lifeKey = (row: LifeRow) => `${row.validFrom} ${row.validTo}`;
const locationKey = (row: LocationRow) => `${lifeKey(row)} ${row.municipalityCode} ${row.postcode}`;
const headcountKey = (row: HeadcountRow) =>
  `${row.validFrom} ${row.count} ${row.interval} ${row.fullTimeEquivalents} ${row.source}`;

function wantedOf(histories: RegisterHistories | ListedNow, stored: Stored, today: string): Wanted {
  if (histories.origin === 'cvr') return histories;
  return {
    life: listedLife(histories, stored.life),
    locations: listedLocations(histories, stored.locations),
    headcounts: listedHeadcount(histories, stored.headcounts, today),
  };
}

/** A list without startdato keeps the start that is known; one that agrees with the ends of a longer history keeps it. */
function listedLife(listed: ListedNow, stored: LifeRow[]): LifeRow[] {
  const ordered = stored.toSorted(byValidFrom);
  const validFrom = listed.startDate ?? ordered[0]?.validFrom ?? SINCE_UNKNOWN;
  const agrees = ordered[0]?.validFrom === validFrom && ordered.at(-1)?.validTo === listed.validTo;
  return agrees ? ordered : [{ validFrom, validTo: listed.validTo }];
}

/** A list says where the P-unit is, not since when: it corrects the latest place that is known. */
function listedLocations({ municipalityCode, postcode }: ListedNow, stored: LocationRow[]): LocationRow[] {
  const ordered = stored.toSorted(byValidFrom);
  const latest = ordered.at(-1);
  if (latest?.municipalityCode === municipalityCode && latest.postcode === postcode) return ordered;
  return [
    ...ordered.slice(0, -1),
    { validFrom: latest?.validFrom ?? SINCE_UNKNOWN, validTo: null, municipalityCode, postcode },
  ];
}

/** An undated figure that says the same as the list's latest is that figure; else it holds from today. */
function listedHeadcount({ headcount }: ListedNow, stored: HeadcountRow[], today: string): HeadcountRow[] {
  if (!headcount) return [];
  if (headcount.validFrom !== null) return [{ ...headcount, validFrom: headcount.validFrom }];
  const latest = stored
    .filter((row) => row.source === 'liste')
    .sort(byValidFrom)
    .at(-1);
  const same = latest?.count === headcount.count && latest.interval === headcount.interval;
  return [{ ...headcount, validFrom: same ? latest.validFrom : today }];
}

/** A file replaces its own kind of figure for the dates it speaks of, and leaves every other figure alone. */
function replaceable(stored: Stored['headcounts'], wanted: HeadcountRow[]): Stored['headcounts'] {
  const isListed = (row: HeadcountRow) => row.source === 'liste';
  return stored.filter((row) =>
    wanted.some((other) => other.validFrom === row.validFrom && isListed(other) === isListed(row)),
  );
}

function difference<Row extends object>(
  stored: (Row & { id: number })[],
  wanted: Row[],
  keyOf: (row: Row) => string,
) {
  const missing = new Map(wanted.map((row) => [keyOf(row), row]));
  const stale = stored.filter((row) => !missing.delete(keyOf(row))).map((row) => row.id);
  return { stale, fresh: [...missing.values()] };
}

function byValidFrom(a: { validFrom: string }, b: { validFrom: string }): number {
  return a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0;
}

function prepare(tx: Tx) {
  const { placeholder } = sql;
  const at = sql`${placeholder('at')}`;
  return {
    life: tx
      .select({ id: lifePeriod.id, validFrom: lifePeriod.validFrom, validTo: lifePeriod.validTo })
      .from(lifePeriod)
      .where(and(eq(lifePeriod.pNumber, placeholder('pNumber')), isNull(lifePeriod.supersededAt)))
      .prepare(),
    locations: tx
      .select({
        id: locationPeriod.id,
        validFrom: locationPeriod.validFrom,
        validTo: locationPeriod.validTo,
        municipalityCode: locationPeriod.municipalityCode,
        postcode: locationPeriod.postcode,
      })
      .from(locationPeriod)
      .where(and(eq(locationPeriod.pNumber, placeholder('pNumber')), isNull(locationPeriod.supersededAt)))
      .prepare(),
    headcounts: tx
      .select({
        id: headcount.id,
        validFrom: headcount.validFrom,
        count: headcount.count,
        interval: headcount.interval,
        fullTimeEquivalents: headcount.fullTimeEquivalents,
        source: headcount.source,
      })
      .from(headcount)
      .where(
        and(
          eq(headcount.pNumber, placeholder('pNumber')),
          isNull(headcount.supersededAt),
          sql`${headcount.source} <> 'konsulent'`,
        ),
      )
      .prepare(),
    supersedeLife: tx
      .update(lifePeriod)
      .set({ supersededAt: at })
      .where(eq(lifePeriod.id, placeholder('id')))
      .prepare(),
    supersedeLocation: tx
      .update(locationPeriod)
      .set({ supersededAt: at })
      .where(eq(locationPeriod.id, placeholder('id')))
      .prepare(),
    supersedeHeadcount: tx
      .update(headcount)
      .set({ supersededAt: at })
      .where(eq(headcount.id, placeholder('id')))
      .prepare(),
  };
}
