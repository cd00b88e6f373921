import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { oneOf } from './columns.ts';

export const BACKUP_RUN_KINDS = ['kopi', 'proeve'] as const;
export type BackupRunKind = (typeof BACKUP_RUN_KINDS)[number];
export const BACKUP_OCCASIONS = ['nat', 'haand'] as const;
export type BackupOccasion = (typeof BACKUP_OCCASIONS)[number];
export const BACKUP_RUN_STATUSES = ['faerdig', 'fejlet'] as const;

/** How each backup, and each trial restore of one, went. */
export const backupRun = sqliteTable(
  'backup_run',
  {
    id: integer().primaryKey(),
    kind: text({ enum: BACKUP_RUN_KINDS }).notNull(),
    occasion: text({ enum: BACKUP_OCCASIONS }).notNull(),
    status: text({ enum: BACKUP_RUN_STATUSES }).notNull(),
    startedAt: text('started_at').notNull(),
    ms: integer().notNull(),
    /** the backup's file in its folder; null when there was none */
    file: text(),
    bytes: integer(),
    rowCount: integer('row_count'),
    error: text(),
  },
  (t) => [
    oneOf('backup_run_kind', t.kind, BACKUP_RUN_KINDS),
    oneOf('backup_run_occasion', t.occasion, BACKUP_OCCASIONS),
    oneOf('backup_run_status', t.status, BACKUP_RUN_STATUSES),
    index('backup_run_latest').on(t.kind, t.startedAt),
  ],
);
