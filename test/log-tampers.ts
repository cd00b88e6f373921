import { asc } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { citizen } from '../db/schema/citizens.ts';
import { user } from '../db/schema/users.ts';
import { recordEvent } from '../server/admin/queries.ts';
import { appendReads, headOf } from '../server/log/append.ts';
import { NOTHING_BEFORE } from '../server/log/links.ts';
import { logNumberOf } from '../server/log/person.ts';
import { hashOfRow, ROWS_AFTER, type Row } from '../server/log/rows.ts';
import { type KeptHead, verifyChain } from '../server/log/verify.ts';
import { addCitizen } from './job-orders-builders.ts';

const AT = '2026-11-28T10:00:00.000Z';

/** A log with so many rows, two reads for each event, and the head that was kept elsewhere. */
export function fillLog(db: Db, rows: number): { citizens: number[]; head: KeptHead } {
  const { id: userId } = db
    .insert(user)
    .values({ username: 'log', name: 'Log', passwordHash: 'x', createdAt: AT })
    .returning({ id: user.id })
    .get();
  for (const key of ['L1', 'L2', 'L3']) addCitizen(db, { citizenKey: key });
  const citizens = db.select({ id: citizen.id }).from(citizen).orderBy(asc(citizen.id)).all();
  const persons = citizens.map(({ id }) => logNumberOf(db, id));
  const read = (i: number) => ({
    person: persons[i % persons.length] ?? 0,
    userId,
    at: AT,
    purpose: 'liste' as const,
    jobOrderId: null,
    relation: 'sag' as const,
  });
  db.transaction(
    (tx) => {
      for (let i = 0; i < rows; i += 3) {
        recordEvent(tx, { at: AT, userId, action: 'ret', entity: 'contact', entityKey: String(i) });
        const reads = Math.min(2, rows - i - 1);
        if (reads > 0)
          appendReads(
            db.$client,
            Array.from({ length: reads }, (_, n) => read(i + n)),
          );
      }
    },
    { behavior: 'immediate' },
  );
  const head = headOf(db.$client);
  return {
    citizens: citizens.map(({ id }) => id),
    head: { number: head?.number ?? 0, hash: head?.hash.toString('hex') ?? '', at: head?.at ?? '' },
  };
}

/** What somebody who can write to the file does at a row, without the triggers; answers what the check must say. */
type Tamper = (sql: (text: string) => void, row: number, db: Db, rows: number) => RegExp;

const nr = (row: number) => `nr\\. ${row}\\b`;
const tableOf = (db: Db, row: number) =>
  db.$client.prepare('SELECT 1 FROM audit_event WHERE id = ?').get(row) ? 'audit_event' : 'citizen_read';

export const TAMPERS: readonly (readonly [string, Tamper])[] = [
  [
    'en ændret række',
    (sql, row, db) => {
      sql(`UPDATE ${tableOf(db, row)} SET at = '2026-11-28T10:00:01.000Z' WHERE id = ${row}`);
      return new RegExp(`${nr(row)}.* er ændret`);
    },
  ],
  [
    'en slettet række',
    (sql, row, db) => {
      sql(`DELETE FROM ${tableOf(db, row)} WHERE id = ${row}`);
      return new RegExp(`${nr(row)} mangler`);
    },
  ],
  [
    'en indsat række',
    (sql, row) => {
      for (const table of ['citizen_read', 'audit_event'])
        sql(`UPDATE ${table} SET id = -id - 1 WHERE id >= ${row}; UPDATE ${table} SET id = -id WHERE id < 0`);
      sql(
        `INSERT INTO audit_event SELECT ${row}, at, user_id, 'indsat', entity, entity_key, detail, previous, hash FROM audit_event ORDER BY id LIMIT 1`,
      );
      return new RegExp(`${nr(row)}.* er ændret`);
    },
  ],
  [
    'to rækker, der er byttet om,',
    (sql, row, db, rows) => {
      const table = tableOf(db, row);
      const other = db.$client
        .prepare(`SELECT id FROM ${table} WHERE id <> ? ORDER BY abs(id - ?) LIMIT 1`)
        .pluck()
        .get(row, row) as number;
      sql(
        `UPDATE ${table} SET id = ${rows + 9} WHERE id = ${row}; UPDATE ${table} SET id = ${row} WHERE id = ${other}; UPDATE ${table} SET id = ${other} WHERE id = ${rows + 9}`,
      );
      return new RegExp(`${nr(Math.min(row, other))}.* er ændret`);
    },
  ],
  [
    'en afklippet ende',
    (sql, row, _db, rows) => {
      for (const table of ['citizen_read', 'audit_event']) sql(`DELETE FROM ${table} WHERE id >= ${row}`);
      return new RegExp(`slutter ved nr\\. ${row - 1}, men havde nr\\. ${rows}\\b.*klippet af`);
    },
  ],
  [
    'en log, der er skrevet om fra en række,',
    (sql, row, db, rows) => {
      sql(`UPDATE ${tableOf(db, row)} SET at = '2026-11-28T10:00:01.000Z' WHERE id = ${row}`);
      rewriteChain(db);
      return new RegExp(`^Række nr\\. ${rows} er en anden .*skrevet om\\.$`);
    },
  ],
];

/** Every hash made anew: a chain without a fault, of other rows. */
function rewriteChain(db: Db): void {
  let previous: Buffer = NOTHING_BEFORE;
  for (const row of db.$client.prepare(ROWS_AFTER).raw().all({ after: 0 }) as Row[]) {
    const hash = hashOfRow(previous, row);
    const table = row[1] === 0 ? 'audit_event' : 'citizen_read';
    db.$client.prepare(`UPDATE ${table} SET previous = ?, hash = ? WHERE id = ?`).run(previous, hash, row[0]);
    previous = hash;
  }
}

/** Does it with the triggers away, asks the check, and leaves everything as it was. */
export function tampered(
  db: Db,
  tamper: Tamper,
  { row, head }: { row: number; head: KeptHead },
): { problems: string[]; expected: RegExp } {
  const { $client } = db;
  const triggers = $client
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('audit_event', 'citizen_read')",
    )
    .all() as { name: string; sql: string }[];
  $client.exec('SAVEPOINT before');
  try {
    for (const { name } of triggers) $client.exec(`DROP TRIGGER ${name}`);
    const expected = tamper((text) => void $client.exec(text), row, db, head.number);
    for (const { sql } of triggers) $client.exec(sql);
    return { problems: verifyChain($client, [head]).problems, expected };
  } finally {
    $client.exec('ROLLBACK TO before');
  }
}
