import { expect, test } from 'vitest';
import { openTestDb } from '../../db/client.ts';
import { appendReads } from '../../server/log/append.ts';
import { linkOldRows } from '../../server/log/old-rows.ts';
import { verifyChain } from '../../server/log/verify.ts';
import { fillLog, TAMPERS, tampered } from '../log-tampers.ts';

/** The same rows each time. */
function* randomRows(most: number, count: number): Generator<number> {
  let state = 49;
  for (let i = 0; i < count; i += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield 2 + (state % (most - 2));
  }
}

test('seks slags forfalskning ved 50 tilfældige rækker hver opdages alle', () => {
  const db = openTestDb();
  const { head } = fillLog(db, 2000);
  let found = 0;
  for (const [name, tamper] of TAMPERS) {
    for (const row of randomRows(2000, 50)) {
      const { problems, expected } = tampered(db, tamper, { row, head });
      expect(problems.join('\n'), `${name} nr. ${row}`).toMatch(expected);
      found += 1;
    }
  }
  process.stderr.write(`forfalskninger opdaget: ${found}\n`);
});

test('en million rækker skrives, kædes som gamle og eftergås inden for et minut', () => {
  const db = openTestDb();
  const { $client } = db;
  fillLog(db, 30);
  const person = $client.prepare('SELECT number FROM log_person').pluck().get() as number;
  const userId = $client.prepare('SELECT id FROM user').pluck().get() as number;
  const read = {
    person,
    userId,
    at: '2026-11-28T10:00:00.000Z',
    purpose: 'liste',
    jobOrderId: null,
    relation: 'sag',
  };
  const timed = (what: string, work: () => void) => {
    const started = performance.now();
    work();
    process.stderr.write(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    return (performance.now() - started) / 1000;
  };
  timed('1.000.000 opslag skrevet, 50 ad gangen', () => {
    const shown = Array.from({ length: 50 }, () => read);
    for (let i = 0; i < 20_000; i += 1) appendReads($client, shown);
  });
  const seconds = timed('eftergået', () =>
    expect(verifyChain($client)).toMatchObject({ rows: 1_000_030, problems: [] }),
  );
  expect(seconds).toBeLessThan(60);
  const head = verifyChain($client).head;

  // As a migration leaves rows from before the chain.
  const triggers = $client
    .prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%_no_update' AND tbl_name IN ('audit_event', 'citizen_read')",
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of triggers) $client.exec(`DROP TRIGGER ${name}`);
  for (const table of ['audit_event', 'citizen_read'])
    $client.exec(`UPDATE ${table} SET previous = zeroblob(32), hash = zeroblob(32)`);
  for (const { sql } of triggers) $client.exec(sql);
  timed('gamle rækker kædet', () => linkOldRows($client));
  expect(verifyChain($client)).toMatchObject({ head, problems: [] });
});
