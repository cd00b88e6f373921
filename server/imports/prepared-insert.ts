import { type Column, getTableColumns, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Tx } from './import-kind.ts';

/**
 * Inserts rows of a table, whatever columns each has: one statement for a hundred thousand of them, where a new one each
 * time takes longer than the insert and hundreds of megabytes until they are collected. A column left out is NULL: one
 * with a default must be given.
 */
export function prepareInsert<Table extends SQLiteTable>(tx: Tx, table: Table) {
  const columns = Object.entries(getTableColumns(table)) as [string, Column][];
  // Not a bare placeholder: of one, drizzle would encode NULL as JSON's "null" and as false.
  const values = Object.fromEntries(columns.map(([name]) => [name, sql`${sql.placeholder(name)}`]));
  const statement = tx
    .insert(table)
    .values(values as Table['$inferInsert'])
    .prepare();
  return (row: Table['$inferInsert']): number => {
    const given = row as Record<string, unknown>;
    const encoded: Record<string, unknown> = {};
    for (const [name, column] of columns) {
      const value = given[name] ?? null;
      encoded[name] = value === null ? null : column.mapToDriverValue(value);
    }
    return Number(statement.run(encoded).lastInsertRowid);
  };
}
