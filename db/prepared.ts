import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';

/**
 * A question of a page that is asked often, built and prepared once for each connection: with drizzle, building the text
 * of most questions takes longer than SQLite takes to answer them. What differs from time to time is a placeholder.
 * A transaction is a connection of its own to this: it prepares anew.
 */
export function preparedOnce<Asked extends object, Question>(
  prepare: (db: Asked) => Question,
): (db: Asked) => Question {
  const kept = new WeakMap<Asked, Question>();
  return (db) => {
    const known = kept.get(db);
    if (known) return known;
    const question = prepare(db);
    kept.set(db, question);
    return question;
  };
}

/** What a condition compares with: known when the question is built, or given each time it is asked. */
export type OrPlaceholder<Value> = Value | Placeholder;

/** Condition: the column is one of the numbers of a placeholder, a JSON list, so that the text is the same for any many. */
export function isAmong(column: SQLiteColumn, placeholder: string): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${sql.placeholder(placeholder)}))`;
}
