import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { headcount, lifePeriod, locationPeriod, pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { type ScopeFacts, type Segment, scopePeriods } from './rules.ts';

type ScopeTx = Pick<Db, 'select' | 'insert' | 'update'>;

/** How many P-units are read at a time: few enough that their rows fit in the young part of the memory. */
const CHUNK = 100;

/**
 * Recomputes when these P-units were active in the municipality and with which headcount bounds, from the rows that
 * are not superseded. Segments that are still true stay untouched; the others are superseded at `at` and replaced.
 * Call it inside the transaction that changed life_period, location_period or headcount.
 */
export function refreshScopePeriods(
  tx: ScopeTx,
  pNumbers: Iterable<number>,
  options: { at: string; municipalityCode: number },
): void {
  const statements = statementsOf(tx);
  for (const chunk of chunksOf(new Set(pNumbers), CHUNK)) {
    const keys = { pNumbers: JSON.stringify(chunk) };
    const life = groupByPUnit(statements.life.all(keys));
    const locations = groupByPUnit(statements.locations.all(keys));
    const headcounts = groupByPUnit(statements.headcounts.all(keys));
    const standing = groupByPUnit(statements.standing.all(keys));
    const begun: unknown[][] = [];
    for (const pNumber of chunk) {
      const facts: ScopeFacts = {
        life: life.get(pNumber) ?? [],
        locations: locations.get(pNumber) ?? [],
        headcounts: headcounts.get(pNumber) ?? [],
      };
      const segments = new Map(
        scopePeriods(facts, options.municipalityCode).map((segment) => [keyOf(segment), segment]),
      );
      for (const row of standing.get(pNumber) ?? []) {
        if (!segments.delete(keyOf(row))) statements.supersede.run({ id: row.id, at: options.at });
      }
      for (const { validFrom, validTo, minCount, maxCount } of segments.values())
        begun.push([pNumber, validFrom, validTo, minCount, maxCount, options.at]);
    }
    if (begun.length > 0) statements.insert.run({ begun: JSON.stringify(begun) });
  }
}

const statementsOf = preparedOnce((tx: ScopeTx) => {
  const inChunk = (column: SQLiteColumn) => isAmong(column, 'pNumbers');
  return {
    life: tx
      .select({ pNumber: lifePeriod.pNumber, validFrom: lifePeriod.validFrom, validTo: lifePeriod.validTo })
      .from(lifePeriod)
      // A merged firm has no life of its own: the kept one is counted.
      .innerJoin(pUnit, and(eq(pUnit.pNumber, lifePeriod.pNumber), isNull(pUnit.mergedInto)))
      .where(and(inChunk(lifePeriod.pNumber), isNull(lifePeriod.supersededAt)))
      .prepare(),
    locations: tx
      .select({
        pNumber: locationPeriod.pNumber,
        validFrom: locationPeriod.validFrom,
        validTo: locationPeriod.validTo,
        municipalityCode: locationPeriod.municipalityCode,
      })
      .from(locationPeriod)
      .where(and(inChunk(locationPeriod.pNumber), isNull(locationPeriod.supersededAt)))
      .prepare(),
    headcounts: tx
      .select({
        pNumber: headcount.pNumber,
        validFrom: headcount.validFrom,
        count: headcount.count,
        interval: headcount.interval,
        source: headcount.source,
        recordedAt: headcount.recordedAt,
      })
      .from(headcount)
      .where(and(inChunk(headcount.pNumber), isNull(headcount.supersededAt)))
      // Two rows of one source, day and instant: the one written last rules (the sort in rules.ts is stable).
      .orderBy(asc(headcount.id))
      .prepare(),
    standing: tx
      .select({
        id: scopePeriod.id,
        pNumber: scopePeriod.pNumber,
        validFrom: scopePeriod.validFrom,
        validTo: scopePeriod.validTo,
        minCount: scopePeriod.minCount,
        maxCount: scopePeriod.maxCount,
      })
      .from(scopePeriod)
      .where(and(inChunk(scopePeriod.pNumber), isNull(scopePeriod.supersededAt)))
      .prepare(),
    supersede: tx
      .update(scopePeriod)
      .set({ supersededAt: sql`${sql.placeholder('at')}` })
      .where(eq(scopePeriod.id, sql.placeholder('id')))
      .prepare(),
    // All of a chunk at once: one by one takes twice as long.
    insert: tx
      .insert(scopePeriod)
      .select(
        sql`SELECT NULL, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, NULL
            FROM json_each(${sql.placeholder('begun')})`,
      )
      .prepare(),
  };
});

function keyOf(segment: Segment): string {
  return `${segment.validFrom} ${segment.validTo} ${segment.minCount} ${segment.maxCount}`;
}

function groupByPUnit<Row extends { pNumber: number }>(rows: Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.pNumber);
    if (group) group.push(row);
    else groups.set(row.pNumber, [row]);
  }
  return groups;
}

function* chunksOf<T>(values: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const value of values) {
    chunk.push(value);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
