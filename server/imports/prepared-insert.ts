import { Column, getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Tx } from './import-kind.ts';

/**
 * Inserts rows of a table, whatever columns each has: one statement for a hundred thousand of them, where a new one each
 * time takes longer than the insert and hundreds of megabytes until they are collected. Not even prepared by drizzle, which
 * takes as long to fill a row in as SQLite to insert it. A column left out is NULL: one with a default must be given.
 */
export function prepareInsert<Table extends SQLiteTable>(tx: Tx, table: Table) {
  const encode = encoderOf(table);
  const values = namesOf(table).map(() => '?');
  const statement = tx.$client.prepare(`${insertInto(table)} VALUES (${values.join()})`);
  return (row: Table['$inferInsert']): number => Number(statement.run(encode(row)).lastInsertRowid);
}

/** The same for rows that come some at a time, all with one statement. Of what JSON has: no column of bytes. */
export function prepareInsertAll<Table extends SQLiteTable>(tx: Tx, table: Table) {
  const encode = encoderOf(table);
  const values = namesOf(table).map((_, at) => `value ->> ${at}`);
  const statement = tx.$client.prepare(`${insertInto(table)} SELECT ${values.join()} FROM json_each(?)`);
  return (rows: readonly Table['$inferInsert'][]): void => {
    if (rows.length > 0) statement.run(JSON.stringify(rows.map(encode)));
  };
}

function insertInto(table: SQLiteTable): string {
  const names = namesOf(table).map((name) => `"${name}"`);
  return `INSERT INTO "${getTableName(table)}" (${names.join()})`;
}

function namesOf(table: SQLiteTable): string[] {
  return Object.values(getTableColumns(table)).map(({ name }) => name);
}

/** The values of a row in the order of the table's columns. */
function encoderOf<Table extends SQLiteTable>(table: Table): (row: Table['$inferInsert']) => unknown[] {
  const columns = (Object.entries(getTableColumns(table)) as [string, Column][]).map(([name, column]) => ({
    name,
    column,
    isEncoded: column.mapToDriverValue !== Column.prototype.mapToDriverValue,
  }));
  return (row) => {
    const given = row as Record<string, unknown>;
    return columns.map(({ name, column, isEncoded }) => {
      const value = given[name] ?? null;
      return isEncoded && value !== null ? column.mapToDriverValue(value) : value;
    });
  };
}
