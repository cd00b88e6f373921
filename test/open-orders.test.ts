import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import { openOrderIds, readOrders } from '../server/matching/market.ts';
import { openOrdersNow } from '../server/matching/open-orders.ts';
import { addFirm } from './job-orders-builders.ts';

const TODAY = '2026-11-22';
const AT = '2026-11-22T09:00:00.000Z';
const FIRMS = [1_020_000_001, 1_020_000_002, 1_020_000_003];

type Happening = { sql: string; values: (string | number | null)[] };

const anyOrder = fc.integer({ min: 1, max: 4 });
const anyFirm = fc.constantFrom(...FIRMS);
const of = (sql: string, ...parts: fc.Arbitrary<string | number | null>[]): fc.Arbitrary<Happening> =>
  fc.tuple(...parts).map((values) => ({ sql, values }));

/** Everything that can happen to what an open order asks for, and to whether it is open, by whatever way it comes in. */
const HAPPENINGS = fc.oneof(
  of('UPDATE job_order SET title = ?1 WHERE id = ?2', fc.constantFrom('Kok', 'Tjener'), anyOrder),
  of(
    'UPDATE job_order SET status = ?1 WHERE id = ?2',
    fc.constantFrom('under_behandling', 'inaktiveret', 'behov_daekket'),
    anyOrder,
  ),
  of(
    'UPDATE job_order SET deadline = ?1 WHERE id = ?2',
    fc.constantFrom(null, '2026-11-21', '2026-11-22', '2027-01-01'),
    anyOrder,
  ),
  of('UPDATE job_order SET p_number = ?1 WHERE id = ?2', fc.option(anyFirm), anyOrder),
  of(
    "INSERT INTO job_order_requirement (job_order_id, position, kind, text, kan_laeres) VALUES (?1, 9, 'krav', 'truck', 0)",
    anyOrder,
  ),
  of(
    'UPDATE job_order_requirement SET text = ?1 WHERE job_order_id = ?2',
    fc.constantFrom('a', 'b'),
    anyOrder,
  ),
  of('DELETE FROM job_order_requirement WHERE job_order_id = ?1', anyOrder),
  of(
    'INSERT OR IGNORE INTO job_order_shift (job_order_id, weekday, from_minute, to_minute) VALUES (?1, 1, 480, 900)',
    anyOrder,
  ),
  of(
    'UPDATE job_order_shift SET to_minute = ?1 WHERE job_order_id = ?2',
    fc.constantFrom(600, 700),
    anyOrder,
  ),
  of('DELETE FROM job_order_shift WHERE job_order_id = ?1', anyOrder),
  of(
    `INSERT INTO company_bar (p_number, kind, reason, from_date, recorded_at, recorded_by)
     VALUES (?1, ?2, 'x', '2026-11-01', '${AT}', 1)`,
    anyFirm,
    fc.constantFrom('blokade', 'spaerret'),
  ),
  of(
    `UPDATE company_bar SET lifted_at = '${AT}', lifted_by = 1, lifted_reason = 'x' WHERE p_number = ?1`,
    anyFirm,
  ),
  of('DELETE FROM company_bar WHERE p_number = ?1', anyFirm),
  of(
    'UPDATE p_unit SET end_date = ?1 WHERE p_number = ?2',
    fc.constantFrom(null, '2026-11-01', '2027-01-01'),
    anyFirm,
  ),
  of('UPDATE p_unit SET cvr = ?1 WHERE p_number = ?2', fc.constantFrom(10_000_001, 10_000_002), anyFirm),
);

test('the kept open orders are those of the database, whatever happens to an order or its firm', () => {
  fc.assert(
    fc.property(fc.array(HAPPENINGS, { maxLength: 80 }), (happenings) => {
      const db = openTown();
      const { $client } = db;
      for (const { sql, values } of happenings) {
        $client.prepare(sql).run(Object.fromEntries(values.map((value, at) => [at + 1, value])));
        expect(openOrdersNow(db, TODAY)).toEqual(readOrders(db, openOrderIds(db, TODAY), TODAY));
      }
      $client.close();
    }),
    { numRuns: 12 },
  );
});

test('more changes than are looked at one by one, and a new day, are followed too', () => {
  const db = openTown();
  expect(openOrdersNow(db, TODAY)).toHaveLength(4);
  for (let id = 5; id <= 300; id += 1) addOrder(db, id, FIRMS[id % 3] ?? null);
  expect(openOrdersNow(db, TODAY)).toHaveLength(300);
  db.$client.exec("UPDATE job_order SET deadline = '2026-11-22' WHERE id <= 100");
  expect(openOrdersNow(db, TODAY)).toHaveLength(300);
  const tomorrow = openOrdersNow(db, '2026-11-23');
  expect(tomorrow.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, at) => at + 101));
});

/** Three companies with a place each, which may come under one another; an order at each, and one that names no place. */
function openTown(): Db {
  const db = openTestDb();
  db.$client.exec(
    `INSERT INTO user (id, username, name, password_hash, created_at) VALUES (1, 'a', 'A', 'x', '${AT}')`,
  );
  for (const pNumber of FIRMS) addFirm(db, { pNumber, name: `Firma ${pNumber}` });
  for (const [at, pNumber] of FIRMS.entries()) addOrder(db, at + 1, pNumber);
  addOrder(db, 4, null);
  return db;
}

function addOrder({ $client }: Db, id: number, pNumber: number | null): void {
  $client
    .prepare(
      `INSERT INTO job_order (id, order_key, p_number, cvr, type, title, description, positions, working_times,
        all_working_times, offers, status, version, created_at, updated_at)
       SELECT ?1, 'JO-' || ?1, ?2, cvr, 'ordinaer', 'Kok', 'Kok', 1, '[]', 0, '[]', 'under_behandling', 1, ?3, ?3
       FROM p_unit WHERE p_number = coalesce(?2, ?4)`,
    )
    .run({ 1: id, 2: pNumber, 3: AT, 4: FIRMS[0] });
}
