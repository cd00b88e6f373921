import Database from 'better-sqlite3';
import { and, asc, count, eq, gt, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../../db/client.ts';
import { diskProblem } from '../../../db/refused.ts';
import { importChange } from '../../../db/schema/imports.ts';
import { MISTAKE } from '../queries.ts';

export interface UndoContext {
  db: Db;
  importId: number;
  at: string;
  municipalityCode: number;
  keep: (what: string, reason: string) => void;
  countUndone: (rows: number) => void;
  /** a mistake of ours in a row, which stands */
  fail: (error: unknown) => void;
}

/** A part of an undo: what is asked is prepared once, and keys are taken in their order, so that it can go on after one. */
export interface UndoStep {
  /** how many rows it has; undefined: they are other imports' */
  count?: () => number;
  /** the next keys after one; '': from the first */
  keysAfter: (after: string) => string[];
  undo: (key: string) => void;
  /** after the last key of a transaction; others may follow in the next */
  finish?: () => void;
}

export const EDITED = 'er rettet af en bruger siden';
const CHANGED_AGAIN = 'er ændret af en senere import';
const IN_USE = 'andet i systemet hænger på den';

const KEYS_AT_A_TIME = 200;

/** The rows that are the import's own, each by itself. */
export function rowsOf(
  { db, importId }: UndoContext,
  { table, key, ofImport }: { table: SQLiteTable; key: SQLiteColumn; ofImport: SQLiteColumn },
  undo: UndoStep['undo'],
): UndoStep {
  const own = eq(ofImport, importId);
  const isNumber = key.dataType === 'number';
  const keys = db
    .select({ key: sql<string | number>`${key}` })
    .from(table)
    .where(and(own, gt(key, sql`${sql.placeholder('after')}`)))
    .orderBy(asc(key))
    .limit(KEYS_AT_A_TIME)
    .prepare();
  return {
    count: () => db.select({ rows: count() }).from(table).where(own).get()?.rows ?? 0,
    keysAfter: (after) => keys.all({ after: isNumber ? Number(after) : after }).map((row) => String(row.key)),
    undo,
  };
}

/** What the row was before this import, or undefined when the import created it. */
export function beforeReader<Before>({ db, importId }: UndoContext, entity: string) {
  const statement = db
    .select({ before: importChange.before })
    .from(importChange)
    .where(
      and(
        eq(importChange.importId, importId),
        eq(importChange.entity, entity),
        eq(importChange.entityKey, sql.placeholder('key')),
      ),
    )
    .prepare();
  return (key: number | string): Before | undefined => {
    const change = statement.get({ key: String(key) });
    return change && (JSON.parse(change.before) as Before);
  };
}

/** Does it, or leaves everything as it was and says so when another row stands in the way. */
export function attempter({ db, keep, countUndone, fail }: UndoContext) {
  const begin = db.$client.prepare('SAVEPOINT one_row');
  const release = db.$client.prepare('RELEASE one_row');
  const rollBack = db.$client.prepare('ROLLBACK TO one_row');
  return (what: string, action: () => void): void => {
    begin.run();
    try {
      action();
      release.run();
      countUndone(1);
    } catch (error) {
      // A full disk has ended the whole transaction.
      if (diskProblem(error) !== null) throw error;
      rollBack.run();
      release.run();
      const inUse = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT');
      if (!inUse) fail(error);
      keep(what, inUse ? IN_USE : MISTAKE);
    }
  };
}

/**
 * Rows of this import that a later one has changed: that one must be undone first. It comes before the rows themselves are
 * undone, while it can be seen which are the import's.
 */
export function changedAgain(
  { db, importId, keep }: UndoContext,
  entity: string,
  { what, isOwn }: { what: (key: string) => string; isOwn: (key: string) => boolean },
): UndoStep {
  const { $client } = db;
  const nextImport = $client
    .prepare<[number], number>('SELECT min(id) FROM import_batch WHERE id > ?')
    .pluck();
  const changes = $client
    .prepare<[number, string, string], string>(
      `SELECT entity_key FROM import_change WHERE import_id = ? AND entity = ? AND entity_key > ?
        ORDER BY entity_key LIMIT ${KEYS_AT_A_TIME}`,
    )
    .pluck();
  const was = $client
    .prepare<[number, string, string], number | null>(
      `SELECT json_extract(before, '$.row.importId') FROM import_change
        WHERE import_id = ? AND entity = ? AND entity_key = ?`,
    )
    .pluck();
  // It is the import's own again only when the one that changed it has been undone.
  const undoneBetween = $client
    .prepare<[number, number], number>(
      'SELECT id FROM import_batch WHERE id > ? AND id < ? AND undone_at IS NOT NULL',
    )
    .pluck();

  return {
    keysAfter(after) {
      const [from = importId, last = ''] = after === '' ? [] : readPlace(after);
      let later: number | null | undefined = after === '' ? nextImport.get(importId) : from;
      let past = last;
      while (typeof later === 'number') {
        const found = changes.all(later, entity, past);
        if (found.length > 0) return found.map((key) => `${later}/${key}`);
        past = '';
        later = nextImport.get(later);
      }
      return [];
    },
    undo(place) {
      const [later, key] = readPlace(place);
      if (was.get(later, entity, key) !== importId || isOwn(key)) return;
      const told = undoneBetween
        .all(importId, later)
        .some((between) => was.get(between, entity, key) === importId);
      if (!told) keep(what(key), CHANGED_AGAIN);
    },
  };
}

function readPlace(place: string): [number, string] {
  const slash = place.indexOf('/');
  return [Number(place.slice(0, slash)), place.slice(slash + 1)];
}
