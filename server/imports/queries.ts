import { count, desc, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { importBatch, importUnderWay, undoReport, undoUnderWay } from '../../db/schema/imports.ts';
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
      underWay:
        sql<boolean>`${isNotNull(importUnderWay.importId)} OR ${isNotNull(undoUnderWay.importId)}`.mapWith(
          Boolean,
        ),
      rowsDone: importUnderWay.rowsDone,
      rowsInAll: importUnderWay.rowsInAll,
      undoRowsDone: undoUnderWay.rowsDone,
      undoRowsInAll: undoUnderWay.rowsInAll,
      takenBackBecause: undoUnderWay.givenUpBecause,
    })
    .from(importBatch)
    .leftJoin(importUnderWay, eq(importUnderWay.importId, importBatch.id))
    .leftJoin(undoUnderWay, eq(undoUnderWay.importId, importBatch.id))
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

/** The undo that is being done piece by piece, with its import. There is never more than one, and none while a file is written. */
export function findUndo(db: Pick<Db, 'select'>) {
  return undoAsked(db).get();
}

const undoAsked = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({ undo: undoUnderWay, batch: importBatch })
    .from(undoUnderWay)
    .innerJoin(importBatch, eq(importBatch.id, undoUnderWay.importId))
    .prepare(),
);

/** What the undo of an import did; undefined: it has not been undone, or by a version before 0.3. */
export function findUndoReport(db: Db, importId: number) {
  return db.select().from(undoReport).where(eq(undoReport.importId, importId)).get();
}

export type UndoUnderWay = NonNullable<ReturnType<typeof findUndo>>;

/** What must come to its end before an import is undone, a quarter sealed or anybody erased. */
export function whatIsUnderWay(db: Pick<Db, 'select'>): 'import' | 'fortrydelse' | undefined {
  if (findUnderWay(db)) return 'import';
  return findUndo(db) && 'fortrydelse';
}

/**
 * What an administrator must know of: a large file being written, an undo being done, the newest import if it was taken
 * back, and the newest undo if rows stand after it by a mistake of ours.
 */
export function importsUnderWay(db: Pick<Db, 'select'>) {
  const undone = newestUndo(db);
  const newest = db.select().from(importBatch).orderBy(desc(importBatch.id)).limit(1).get();
  return {
    underWay: findUnderWay(db),
    undoing: findUndo(db),
    givenUp: newest?.givenUpBecause ? newest : undefined,
    failedUndo: undone?.kept.some(isMistake) ? undone : undefined,
  };
}

function newestUndo(db: Pick<Db, 'select'>) {
  return db
    .select({ importId: undoReport.importId, undoneAt: importBatch.undoneAt, kept: undoReport.kept })
    .from(undoReport)
    .innerJoin(importBatch, eq(importBatch.id, undoReport.importId))
    .orderBy(desc(importBatch.undoneAt), desc(importBatch.id))
    .limit(1)
    .get();
}

/** Did a row stand by a mistake of ours? */
export function isMistake({ reason }: { reason: string }): boolean {
  return reason === MISTAKE;
}

export const MISTAKE = 'kunne ikke fortrydes på grund af en fejl i programmet';
