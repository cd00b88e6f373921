import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { citizenTerm } from '../db/schema/citizens.ts';
import { brokenText } from '../server/imports/fields.ts';
import { prepareInsert, prepareInsertAll } from '../server/imports/prepared-insert.ts';
import { TERM_KINDS } from '../workers/matching/types.ts';
import { addCitizen } from './night-run-town.ts';

const term = fc.record({
  kind: fc.constantFrom(...TERM_KINDS),
  position: fc.nat(20),
  // What the importer lets through.
  text: fc.string({ unit: 'binary' }).filter((text) => brokenText(text) === undefined),
  years: fc.option(fc.double({ min: 0, max: 80, noNaN: true })),
  lastYear: fc.option(fc.integer({ min: 1900, max: 2999 })),
  expiresOn: fc.option(fc.constantFrom('2027-05-01', '2028-02-29')),
});

test('rækker, der skrives samlet, er de samme som en ad gangen, i samme orden', () => {
  const db = openTestDb();
  addCitizen(db, 1);
  const insert = prepareInsert(db, citizenTerm);
  const insertAll = prepareInsertAll(db, citizenTerm);
  const taken = () => {
    const rows = db.$client
      .prepare(
        'SELECT kind, position, text, hex(text) AS bytes, years, typeof(years) AS type, last_year, expires_on FROM citizen_term ORDER BY id',
      )
      .all();
    db.$client.exec('DELETE FROM citizen_term');
    return rows;
  };
  taken();
  fc.assert(
    fc.property(fc.array(term, { maxLength: 12 }), (terms) => {
      const rows = terms.map((one) => ({ ...one, citizenId: 1 }));
      for (const row of rows) insert(row);
      const singly = taken();
      insertAll(rows);
      expect(taken()).toEqual(singly);
      expect(singly).toHaveLength(terms.length);
    }),
  );
});
