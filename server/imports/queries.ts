import { count, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { user } from '../../db/schema/users.ts';
import { sliceBy } from '../api/keyset.ts';
import type { Slice } from '../api/paging.ts';

export const PAGE_SIZE = 50;

/** What is asked for of the imports that changed something, newest first, and how many there are in all. */
export function listImports(db: Db, slice: Slice) {
  const { after, orderBy, limit, offset } = sliceBy(KEYS, slice);
  const rows = selectImports(db)
    .where(after)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
  const total = db.select({ total: count() }).from(importBatch).get()?.total ?? 0;
  return { rows, total };
}

const KEYS = [
  { by: importBatch.importedAt, descending: true },
  { by: importBatch.id, descending: true },
];

export function findImport(db: Db, id: number) {
  return selectImports(db).where(eq(importBatch.id, id)).get();
}

function selectImports(db: Db) {
  return db
    .select({
      id: importBatch.id,
      kind: importBatch.kind,
      fileName: importBatch.fileName,
      sha256: importBatch.sha256,
      importedAt: importBatch.importedAt,
      importedByName: user.name,
      created: importBatch.created,
      updated: importBatch.updated,
      unchanged: importBatch.unchanged,
      undoneAt: importBatch.undoneAt,
    })
    .from(importBatch)
    .leftJoin(user, eq(user.id, importBatch.importedBy));
}
