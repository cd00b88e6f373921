import { count, desc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { importBatch } from '../../db/schema/imports.ts';
import { user } from '../../db/schema/users.ts';

const PAGE_SIZE = 50;

/** One page of the imports that changed something, newest first, and how many there are in all. */
export function listImports(db: Db, { page }: { page: number }) {
  const rows = selectImports(db)
    .orderBy(desc(importBatch.importedAt), desc(importBatch.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .all();
  const total = db.select({ total: count() }).from(importBatch).get()?.total ?? 0;
  return { rows, total, page, pageSize: PAGE_SIZE };
}

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
