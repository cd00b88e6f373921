import { sql } from 'drizzle-orm';
import { check, index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { isoDate, oneOf } from './columns.ts';
import { company, pUnit } from './companies.ts';
import { user } from './users.ts';

/** Who says how many ordinary full-time years a place of work has. */
export const STAFF_SOURCES = ['virksomheden', 'cvr'] as const;

/**
 * Ordinary employees of a place of work in a month, in full-time years (BEK § 65 stk. 2-4): without subsidised staff and
 * those under 18. A correction is a new row.
 */
export const ordinaryStaff = sqliteTable(
  'ordinary_staff',
  {
    id: integer().primaryKey(),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    /** the month's first day */
    month: text().notNull(),
    fullTimeYears: real('full_time_years').notNull(),
    source: text({ enum: STAFF_SOURCES }).notNull(),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => user.id),
    supersededAt: text('superseded_at'),
  },
  (t) => [
    uniqueIndex('ordinary_staff_standing').on(t.pNumber, t.month).where(sql`${t.supersededAt} IS NULL`),
    oneOf('ordinary_staff_source', t.source, STAFF_SOURCES),
    isoDate('ordinary_staff_month', t.month),
    check('ordinary_staff_first_day', sql`${t.month} LIKE '%-01'`),
    check('ordinary_staff_years', sql`${t.fullTimeYears} BETWEEN 0 AND 99999`),
  ],
);

/** What a private company has said about merbeskæftigelse (per CVR), asked before løntilskud. A new answer is a new row. */
export const merbeskaeftigelse = sqliteTable(
  'merbeskaeftigelse',
  {
    id: integer().primaryKey(),
    cvr: integer()
      .notNull()
      .references(() => company.cvr),
    askedOn: text('asked_on').notNull(),
    latestYears: real('latest_years').notNull(),
    averageYears: real('average_years').notNull(),
    /** the post was vacated by dismissal or resignation within three months */
    vacated: integer({ mode: 'boolean' }).notNull(),
    note: text(),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => user.id),
  },
  (t) => [
    index('merbeskaeftigelse_cvr').on(t.cvr, t.askedOn),
    isoDate('merbeskaeftigelse_asked_on', t.askedOn),
    check('merbeskaeftigelse_latest', sql`${t.latestYears} BETWEEN 0 AND 999999`),
    check('merbeskaeftigelse_average', sql`${t.averageYears} BETWEEN 0 AND 999999`),
    check('merbeskaeftigelse_note', sql`length(${t.note}) <= 1000`),
  ],
);
