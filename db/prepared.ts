import { getTableColumns, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from './client.ts';

/**
 * A question of a page that is asked often, built and prepared once for each connection: with drizzle, building the text
 * of most questions takes longer than SQLite takes to answer them. What differs from time to time is a placeholder.
 * A transaction asks with what its database has prepared.
 */
export function preparedOnce<Asked extends object, Question>(
  prepare: (db: Asked) => Question,
): (db: Asked) => Question {
  const kept = new WeakMap<Asked, Question>();
  return (asked) => {
    // What may be asked of a transaction may be asked of its database.
    const db = (databases.get(asked) ?? asked) as Asked;
    const known = kept.get(db);
    if (known) return known;
    const question = prepare(db);
    kept.set(db, question);
    return question;
  };
}

const databases = new WeakMap<object, object>();

/** Says which database a transaction was begun on: they are one connection, so a statement of one is the other's too. */
export function begunOn<Transaction extends object>(db: object, tx: Transaction): Transaction {
  databases.set(tx, db);
  return tx;
}

/**
 * Inserts a row of a table, prepared once for each connection, and gives its number. A column left out is NULL: one with a
 * default must be given.
 */
export function insertsInto<Table extends SQLiteTable>(table: Table) {
  const nothing = Object.fromEntries(Object.keys(getTableColumns(table)).map((name) => [name, null]));
  const given = Object.keys(nothing).map((name) => [name, sql.placeholder(name)]);
  const statement = preparedOnce((db: Inserting) =>
    db
      .insert(table)
      .values(Object.fromEntries(given) as Table['$inferInsert'])
      .prepare(),
  );
  return (db: Inserting, row: Table['$inferInsert']): number =>
    Number(statement(db).run({ ...nothing, ...row }).lastInsertRowid);
}

type Inserting = Pick<Db, 'insert'>;

const MOST_SHAPES = 100;

/** The same of a question that comes in some shapes, as filters and orders make them: one of each, the latest hundred or so. */
export function preparedEach<Asked extends object, Shape, Question>(
  prepare: (db: Asked, shape: Shape) => Question,
): (db: Asked, shape: Shape) => Question {
  const keptBy = preparedOnce((_db: Asked) => new Map<string, Question>());
  return (db, shape) => {
    const kept = keptBy(db);
    const name = JSON.stringify(shape);
    const known = kept.get(name);
    if (known) return known;
    if (kept.size >= MOST_SHAPES) kept.clear();
    const question = prepare(db, shape);
    kept.set(name, question);
    return question;
  };
}

/** What a condition compares with: known when the question is built, or given each time it is asked. */
export type OrPlaceholder<Value> = Value | Placeholder;

/** Condition: the column is one of the numbers of a placeholder, a JSON list, so that the text is the same for any many. */
export function isAmong(column: SQLiteColumn, placeholder: string): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${sql.placeholder(placeholder)}))`;
}
