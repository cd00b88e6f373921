import { count, desc, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { importBatch, importUnderWay } from '../../db/schema/imports.ts';
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
      givenUpBecause: importBatch.givenUpBecause,
      underWay: sql<boolean>`${isNotNull(importUnderWay.importId)}`.mapWith(Boolean),
      rowsDone: importUnderWay.rowsDone,
      rowsInAll: importUnderWay.rowsInAll,
    })
    .from(importBatch)
    .leftJoin(importUnderWay, eq(importUnderWay.importId, importBatch.id))
    .leftJoin(user, eq(user.id, importBatch.importedBy));
}

/** The import that is being written piece by piece; undefined: every import is whole. There is never more than one. */
export function findUnderWay(db: Pick<Db, 'select'>) {
  return underWayAsked(db).get();
}

const underWayAsked = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({ ...getTableColumns(importBatch), ...getTableColumns(importUnderWay) })
    .from(importUnderWay)
    .innerJoin(importBatch, eq(importBatch.id, importUnderWay.importId))
    .prepare(),
);

/** What an administrator must know of: a large file being written, and the newest import if it was taken back. */
export function importsUnderWay(db: Pick<Db, 'select'>) {
  const newest = db.select().from(importBatch).orderBy(desc(importBatch.id)).limit(1).get();
  return { underWay: findUnderWay(db), givenUp: newest?.givenUpBecause ? newest : undefined };
}
