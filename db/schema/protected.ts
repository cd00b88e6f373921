import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { citizen } from './citizens.ts';
import { oneOf } from './columns.ts';
import { importBatch } from './imports.ts';

/** Danmarks Statistik's groups of origin. */
export const BACKGROUNDS = ['dansk', 'vestlig', 'ikke_vestlig'] as const;

/**
 * For the report on equal use of measures alone, in numbers with small cells hidden. Matching, lists and pages of a
 * citizen never read it (conventions.test.ts).
 */
export const citizenBackground = sqliteTable(
  'citizen_background',
  {
    citizenId: integer('citizen_id')
      .primaryKey()
      .references(() => citizen.id),
    background: text({ enum: BACKGROUNDS }).notNull(),
    importId: integer('import_id').references(() => importBatch.id),
    recordedAt: text('recorded_at').notNull(),
  },
  (t) => [
    index('citizen_background_import').on(t.importId),
    oneOf('citizen_background_background', t.background, BACKGROUNDS),
  ],
);
