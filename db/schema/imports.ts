import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { oneOf } from './columns.ts';
import { user } from './users.ts';

export const IMPORT_KINDS = [
  'virksomheder',
  'borgere',
  'jobordrer',
  'kontakter',
  'esco',
  'adresser',
  'samarbejdsgrad',
  'borgere_oprindelse',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export const importBatch = sqliteTable(
  'import_batch',
  {
    id: integer().primaryKey(),
    kind: text({ enum: IMPORT_KINDS }).notNull(),
    fileName: text('file_name').notNull(),
    sha256: text().notNull(),
    importedAt: text('imported_at').notNull(),
    importedBy: integer('imported_by').references(() => user.id),
    created: integer().notNull(),
    updated: integer().notNull(),
    unchanged: integer().notNull(),
    undoneAt: text('undone_at'),
    undoneBy: integer('undone_by').references(() => user.id),
    /** when the last piece of a large file was written; NULL: it was written in one, or is under way */
    finishedAt: text('finished_at'),
    /** why what had been written of a large file was taken back; undone_at says when */
    givenUpBecause: text('given_up_because'),
  },
  (t) => [
    index('import_batch_kind').on(t.kind, t.importedAt),
    oneOf('import_batch_kind_value', t.kind, IMPORT_KINDS),
  ],
);

/** A large file that is being written piece by piece: where its rows lie, and how many are in. Gone when all are. */
export const importUnderWay = sqliteTable('import_under_way', {
  importId: integer('import_id')
    .primaryKey()
    .references(() => importBatch.id),
  /** name of its staging file, in the data folder */
  stagingFile: text('staging_file').notNull(),
  rowsDone: integer('rows_done').notNull(),
  rowsInAll: integer('rows_in_all').notNull(),
});

/** An undo that is done piece by piece: how far it has come, and what its report says so far. Gone when it is done. */
export const undoUnderWay = sqliteTable('undo_under_way', {
  importId: integer('import_id')
    .primaryKey()
    .references(() => importBatch.id),
  begunAt: text('begun_at').notNull(),
  begunBy: integer('begun_by').references(() => user.id),
  /** why a large file is taken back; NULL: a person undoes an import */
  givenUpBecause: text('given_up_because'),
  /** which of the kind's steps, from 0, and its last key that is done; '': none */
  step: integer().notNull(),
  afterKey: text('after_key').notNull(),
  rowsDone: integer('rows_done').notNull(),
  rowsInAll: integer('rows_in_all').notNull(),
  undone: integer().notNull(),
  keptCount: integer('kept_count').notNull(),
  /** JSON: the first thousand rows that stand, and why */
  kept: text({ mode: 'json' }).$type<{ what: string; reason: string }[]>().notNull(),
});

/** What an undo did, as history: rows deleted, restored or superseded, and those that stand. */
export const undoReport = sqliteTable('undo_report', {
  importId: integer('import_id')
    .primaryKey()
    .references(() => importBatch.id),
  undone: integer().notNull(),
  keptCount: integer('kept_count').notNull(),
  /** JSON: the first thousand rows that stand, and why; a citizen who is erased goes from it */
  kept: text({ mode: 'json' }).$type<{ what: string; reason: string }[]>().notNull(),
});

/** What a row was before an import changed it, so that the import can be undone. */
export const importChange = sqliteTable(
  'import_change',
  {
    importId: integer('import_id')
      .notNull()
      .references(() => importBatch.id),
    entity: text().notNull(),
    entityKey: text('entity_key').notNull(),
    /** JSON of the row before; CPR stays encrypted in it */
    before: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.entity, t.entityKey] }),
    // Insight and erasure ask what imports have changed of one citizen.
    index('import_change_citizen')
      .on(t.entityKey)
      .where(sql`${t.entity} IN ('citizen', 'citizen_background')`),
  ],
);

/** Which of our fields a list's columns were: offered again when a list of that kind has the same headings. */
export const importMapping = sqliteTable(
  'import_mapping',
  {
    id: integer().primaryKey(),
    kind: text({ enum: IMPORT_KINDS }).notNull(),
    /** JSON: the headings in lower case, in alphabetical order */
    headings: text().notNull(),
    /** JSON: heading in lower case to field; '': skipped */
    columns: text().notNull(),
    /** NULL: kept as "the same as last time", not under a name */
    name: text(),
    usedAt: text('used_at').notNull(),
    usedBy: integer('used_by')
      .notNull()
      .references(() => user.id),
  },
  (t) => [
    uniqueIndex('import_mapping_headings').on(t.kind, t.headings),
    oneOf('import_mapping_kind_value', t.kind, IMPORT_KINDS),
  ],
);
