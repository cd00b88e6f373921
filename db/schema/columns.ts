import { type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, blob, check } from 'drizzle-orm/sqlite-core';

/** CHECK that a column holds one of a code list's values (or NULL). */
export function oneOf(name: string, column: AnySQLiteColumn, values: readonly string[]) {
  const list = sql.raw(values.map((value) => `'${value}'`).join(', '));
  return check(name, sql`${column} IN (${list})`);
}

/** CHECK that a text column is an ISO local date (or NULL); SQLite's date() refuses 2026-02-31. */
export function isoDate(name: string, column: AnySQLiteColumn) {
  return check(name, sql`${column} IS date(${column})`);
}

/** The two columns of a row in the log's chain; zeros in rows older than the chain, until the next start has linked them. */
export function chained() {
  return { previous: blob({ mode: 'buffer' }).notNull(), hash: blob({ mode: 'buffer' }).notNull() };
}

/** CHECK that a column holds a SHA-256. */
export function isHash(name: string, column: AnySQLiteColumn) {
  return check(name, sql`length(${column}) = 32`);
}

/** SQLite's lower() leaves ÆØÅ alone. Written as an index has it, so that the index covers a search for it. */
export function foldedSql(column: AnySQLiteColumn): SQL {
  return sql`replace(replace(replace(lower(${column}), 'Æ', 'æ'), 'Ø', 'ø'), 'Å', 'å')`;
}
