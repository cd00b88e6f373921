import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';

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
