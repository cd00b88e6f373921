import type Database from 'better-sqlite3';
import { headOf } from './append.ts';
import { NOTHING_BEFORE } from './links.ts';
import { hashOfRow, ROWS_AFTER, type Row } from './rows.ts';

const AT_ONCE = 5000;

/**
 * Links the rows that are older than the chain, in the order of their numbers and some thousands in each transaction: a start
 * that is killed goes on from there the next time. Nothing new can be written before the last one is linked.
 */
export function linkOldRows(client: Database.Database): void {
  const head = headOf(client);
  if (!head?.hash.equals(NOTHING_BEFORE)) return;
  const some = client.prepare(`${ROWS_AFTER} LIMIT ${AT_ONCE}`).raw();
  const links = ['audit_event', 'citizen_read'].map((table) =>
    client.prepare(`UPDATE ${table} SET previous = ?, hash = ? WHERE id = ?`),
  );
  let { number: after, hash: previous } = lastLinked(client) ?? { number: 0, hash: NOTHING_BEFORE };
  const linkSome = client.transaction((rows: Row[]) => {
    for (const row of rows) {
      const hash = hashOfRow(previous, row);
      links[row[1]]?.run(previous, hash, row[0]);
      previous = hash;
      after = row[0];
    }
  });
  for (let rows = some.all({ after }); rows.length > 0; rows = some.all({ after }))
    linkSome.immediate(rows as Row[]);
}

function lastLinked(client: Database.Database): { number: number; hash: Buffer } | undefined {
  const last = (table: string) =>
    `SELECT id AS number, hash FROM ${table} WHERE id = (SELECT max(id) FROM ${table} WHERE hash <> zeroblob(32))`;
  return client
    .prepare(`${last('audit_event')} UNION ALL ${last('citizen_read')} ORDER BY number DESC LIMIT 1`)
    .get() as { number: number; hash: Buffer } | undefined;
}
