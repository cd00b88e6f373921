import { and, asc, desc, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type ImportKind, importMapping } from '../../db/schema/imports.ts';
import { recordEvent } from '../admin/queries.ts';
import type { ColumnMapping } from './columns.ts';

const MOST_NAMED = 100;

/** Headings as they are compared: which they are, never in which order they stand. */
function headingsOf(keys: readonly string[]): string {
  return JSON.stringify([...keys].sort());
}

function read({ columns, ...row }: typeof importMapping.$inferSelect) {
  return { ...row, columns: JSON.parse(columns) as ColumnMapping };
}
export type RememberedMapping = ReturnType<typeof read>;

/** The choice of last time for a list of this kind with these headings. */
export function rememberedFor(
  db: Db,
  kind: ImportKind,
  keys: readonly string[],
): RememberedMapping | undefined {
  const found = db
    .select()
    .from(importMapping)
    .where(and(eq(importMapping.kind, kind), eq(importMapping.headings, headingsOf(keys))))
    .get();
  return found && read(found);
}

/** Choices saved under a name, for lists whose headings differ a little. */
export function namedMappings(db: Db, kind: ImportKind): RememberedMapping[] {
  return db
    .select()
    .from(importMapping)
    .where(and(eq(importMapping.kind, kind), isNotNull(importMapping.name)))
    .orderBy(asc(importMapping.name), desc(importMapping.id))
    .limit(MOST_NAMED)
    .all()
    .map(read);
}

interface ChosenMapping {
  kind: ImportKind;
  columns: ColumnMapping;
  /** null: keep the name it has, if any */
  name: string | null;
}

/** Keeps the choice for lists of this kind with these headings; it replaces the one before. */
export function rememberMapping(db: Db, chosen: ChosenMapping, { at, by }: { at: string; by: number }): void {
  const { kind, columns, name } = chosen;
  const values = { columns: JSON.stringify(columns), usedAt: at, usedBy: by, ...(name ? { name } : {}) };
  db.transaction(
    (tx) => {
      tx.insert(importMapping)
        .values({ kind, headings: headingsOf(Object.keys(columns)), ...values })
        .onConflictDoUpdate({ target: [importMapping.kind, importMapping.headings], set: values })
        .run();
      recordEvent(tx, { at, userId: by, action: 'gem', entity: 'import_mapping', entityKey: kind });
    },
    { behavior: 'immediate' },
  );
}

/** Forgets a choice. False: it is forgotten already. */
export function forgetMapping(db: Db, id: number, { at, by }: { at: string; by: number }): boolean {
  return db.transaction(
    (tx) => {
      const gone = tx.delete(importMapping).where(eq(importMapping.id, id)).returning().get();
      if (!gone) return false;
      const event = { action: 'slet', entity: 'import_mapping', entityKey: gone.kind };
      recordEvent(tx, { at, userId: by, ...event });
      return true;
    },
    { behavior: 'immediate' },
  );
}
