import { type Column, eq, getTableColumns, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Tx } from './import-kind.ts';

/**
 * Gives rows of a table their values back, those that are given: a row kept before a column came says nothing of it. One
 * statement for all that have the same columns.
 */
export function prepareRestore<Table extends SQLiteTable>(tx: Tx, table: Table, key: SQLiteColumn) {
  const columns = Object.entries(getTableColumns(table)) as [string, Column][];
  const prepare = (names: string[]) => {
    const values = Object.fromEntries(names.map((name) => [name, sql`${sql.placeholder(name)}`]));
    return tx
      .update(table)
      .set(values as Partial<Table['$inferInsert']>)
      .where(eq(key, sql.placeholder('theKey')))
      .prepare();
  };
  const statements = new Map<string, ReturnType<typeof prepare>>();
  return (theKey: string | number, row: Partial<Table['$inferSelect']>): void => {
    const given = row as Record<string, unknown>;
    const encoded: Record<string, unknown> = {};
    for (const [name, column] of columns) {
      const value = given[name];
      if (value !== undefined) encoded[name] = value === null ? null : column.mapToDriverValue(value);
    }
    const names = Object.keys(encoded);
    const kept = statements.get(names.join());
    const statement = kept ?? prepare(names);
    if (!kept) statements.set(names.join(), statement);
    statement.run({ ...encoded, theKey });
  };
}

/** Deletes the rows of a table that have a key in a column. */
export function prepareDelete(tx: Tx, table: SQLiteTable, column: SQLiteColumn) {
  const statement = tx
    .delete(table)
    .where(eq(column, sql.placeholder('key')))
    .prepare();
  return (key: string | number): void => {
    statement.run({ key });
  };
}
