import { sql } from 'drizzle-orm';
import { check, index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { importBatch } from './imports.ts';

/** A house of Danmarks Adresseregister (DAR) with its place on earth, in the postcodes where firms stand. */
export const addressPoint = sqliteTable(
  'address_point',
  {
    id: integer().primaryKey(),
    postcode: text().notNull(),
    street: text().notNull(),
    /** foldStreet: case, blanks, dots and usual abbreviations do not part two streets of a postcode */
    streetFolded: text('street_folded').notNull(),
    houseNumber: integer('house_number').notNull(),
    /** one capital, or '' */
    houseLetter: text('house_letter').notNull(),
    /** degrees, WGS 84 */
    latitude: real().notNull(),
    longitude: real().notNull(),
    /** the register's own id of the access address */
    registerId: text('register_id'),
    importId: integer('import_id')
      .notNull()
      .references(() => importBatch.id),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('address_point_house').on(t.postcode, t.streetFolded, t.houseNumber, t.houseLetter),
    index('address_point_import').on(t.importId),
    check('address_point_postcode', sql`${t.postcode} GLOB '[0-9][0-9][0-9][0-9]'`),
    check('address_point_house_number', sql`${t.houseNumber} BETWEEN 1 AND 999`),
    check('address_point_house_letter', sql`length(${t.houseLetter}) <= 1`),
    check('address_point_denmark', sql`${t.latitude} BETWEEN 54 AND 58 AND ${t.longitude} BETWEEN 7 AND 16`),
  ],
);
