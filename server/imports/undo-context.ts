import Database from 'better-sqlite3';
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { importChange } from '../../db/schema/imports.ts';

export interface UndoContext {
  tx: Parameters<Parameters<Db['transaction']>[0]>[0];
  importId: number;
  at: string;
  municipalityCode: number;
  keep: (what: string, reason: string) => void;
  countUndone: (rows: number) => void;
}

export const EDITED = 'er rettet af en bruger siden';
const CHANGED_AGAIN = 'er ændret af en senere import';
const IN_USE = 'andet i systemet hænger på den';

/** What the row was before this import, or undefined when the import created it. */
export function beforeReader<Before>({ tx, importId }: UndoContext, entity: string) {
  const statement = tx
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
export function attempt({ tx, keep, countUndone }: UndoContext, what: string, action: () => void): void {
  tx.run(sql`SAVEPOINT one_row`);
  try {
    action();
    tx.run(sql`RELEASE one_row`);
    countUndone(1);
  } catch (error) {
    tx.run(sql`ROLLBACK TO one_row`);
    tx.run(sql`RELEASE one_row`);
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) throw error;
    keep(what, IN_USE);
  }
}

/** Rows of this import that a later one has changed: that one must be undone first. */
export function keepChangedAgain(
  context: UndoContext,
  entity: string,
  what: (key: string) => string,
  own: ReadonlySet<number | string>,
): void {
  const later = context.tx
    .selectDistinct({ key: importChange.entityKey })
    .from(importChange)
    .where(
      and(
        eq(importChange.entity, entity),
        sql`${importChange.importId} > ${context.importId}`,
        sql`json_extract(${importChange.before}, '$.row.importId') = ${context.importId}`,
      ),
    )
    .all();
  for (const { key } of later) {
    if (!own.has(key) && !own.has(Number(key))) context.keep(what(key), CHANGED_AGAIN);
  }
}
