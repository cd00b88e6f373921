import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { oneOf } from './columns.ts';

/** `kryptering`: CPR numbers are encrypted with it; `opslag`: citizens are found by it. */
export const CPR_KEY_USES = ['kryptering', 'opslag'] as const;
export type CprKeyUse = (typeof CPR_KEY_USES)[number];

/**
 * Which keys the CPR numbers of this database need: what is derived from each one-way, so that a start with another key is
 * noticed before anything is written. Two of one use while the numbers are being changed over.
 */
export const cprKey = sqliteTable(
  'cpr_key',
  {
    use: text({ enum: CPR_KEY_USES }).notNull(),
    checkValue: text('check_value').notNull(),
    since: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.use, t.checkValue] }), oneOf('cpr_key_use', t.use, CPR_KEY_USES)],
);
