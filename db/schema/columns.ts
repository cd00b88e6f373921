import { sql } from 'drizzle-orm';
import { type AnySQLiteColumn, check } from 'drizzle-orm/sqlite-core';

/** CHECK that a column holds one of a code list's values (or NULL). */
export function oneOf(name: string, column: AnySQLiteColumn, values: readonly string[]) {
  const list = sql.raw(values.map((value) => `'${value}'`).join(', '));
  return check(name, sql`${column} IN (${list})`);
}

/** CHECK that a text column is an ISO local date (or NULL); SQLite's date() refuses 2026-02-31. */
export function isoDate(name: string, column: AnySQLiteColumn) {
  return check(name, sql`${column} IS date(${column})`);
}
