import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createDataFolders, dataFiles, migrationsFolder } from '../db/files.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';
import { backupsIn, hashFile } from '../server/backup/make.ts';
import { readHeader } from '../server/backup/seal.ts';
import { readConfig } from '../server/config.ts';
import { openData } from '../server/start.ts';
import { SCORE_PARTS } from '../workers/matching/types.ts';
import { restored, temporaryFolder } from './backup-town.ts';
import { planKills } from './migration-kills.ts';
import { folderWith, OLD_TOWN, openOldTown } from './old-town.ts';

const now = () => new Date('2026-11-22T09:00:00Z');
const START =
  'CREATE TABLE company (id INTEGER PRIMARY KEY, name TEXT) STRICT;--> statement-breakpoint CREATE TABLE contact (id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company(id) ON DELETE CASCADE) STRICT;';
/** What drizzle-kit writes when a column's default changes: it emptied contact in drizzle's own migrator. */
const REBUILD =
  "CREATE TABLE new_company (id INTEGER PRIMARY KEY, name TEXT DEFAULT '') STRICT;--> statement-breakpoint INSERT INTO new_company SELECT id, name FROM company;--> statement-breakpoint DROP TABLE company;--> statement-breakpoint ALTER TABLE new_company RENAME TO company;";

function databaseWithRows(): Database.Database {
  const client = new Database(':memory:');
  client.pragma('foreign_keys = ON');
  migrate(client, { folder: folderWith({ '0000': START }), now });
  client.exec(
    "INSERT INTO company VALUES (1, 'A'), (2, 'B'); INSERT INTO contact VALUES (1, 1), (2, 1), (3, 2)",
  );
  return client;
}

const rows = (client: Database.Database, table: string) =>
  client.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

test('a rebuilt table keeps the rows of the tables that refer to it', () => {
  const client = databaseWithRows();
  const backups: string[] = [];
  migrate(client, {
    folder: folderWith({ '0000': START, '0001': REBUILD }),
    now,
    backup: (tag) => backups.push(tag),
  });
  expect([rows(client, 'company'), rows(client, 'contact')]).toEqual([2, 3]);
  expect(client.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(backups).toEqual(['0001']);
});

test('a migration that loses rows is refused and leaves everything as it was', () => {
  const client = databaseWithRows();
  const folder = folderWith({ '0000': START, '0001': 'DELETE FROM contact WHERE id = 1;' });
  expect(() => migrate(client, { folder, now })).toThrow('contact fra 3 til 2');
  expect(rows(client, 'contact')).toBe(3);
  expect(pendingMigrations(client, folder)).toEqual(['0001']);
});

test('a migration may lose the rows it names', () => {
  const client = databaseWithRows();
  migrate(client, {
    folder: folderWith({ '0000': START, '0001': '-- rows: contact\nDELETE FROM contact;' }),
    now,
  });
  expect(rows(client, 'contact')).toBe(0);
});

test('a broken foreign key, a failing statement, a changed file and a newer database are refused', () => {
  const client = databaseWithRows();
  const attempt = (migrations: Record<string, string>) => () =>
    migrate(client, { folder: folderWith(migrations), now });
  expect(attempt({ '0000': START, '0001': '-- rows: company\nDELETE FROM company WHERE id = 2;' })).toThrow(
    'fremmednøgle i contact',
  );
  expect(
    attempt({
      '0000': START,
      '0001': 'CREATE TABLE a (id INTEGER) STRICT;--> statement-breakpoint NONSENSE',
    }),
  ).toThrow('syntax error');
  expect(client.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'a'").pluck().get()).toBe(0);
  expect(attempt({ '0000': `${START} ` })).toThrow('ændret');
  expect(attempt({ '0009': START })).toThrow('nyere end programmet');
  expect([rows(client, 'company'), rows(client, 'contact')]).toEqual([2, 3]);
});

test('the shipped migrations run once', () => {
  const client = new Database(':memory:');
  expect(migrate(client, { folder: migrationsFolder, now }).length).toBeGreaterThan(0);
  expect(migrate(client, { folder: migrationsFolder, now })).toEqual([]);
});

/** Citizen 5 stands at the only place. */
function listed({ citizen_id: _citizen, ...row }: Record<string, unknown>, parts: string) {
  return { ...row, place: 0, parts };
}

/** The log knows the citizen by a number of its own. */
function read({ citizen_id, ...row }: Record<string, unknown>, client: Database.Database) {
  const person = client.prepare('SELECT number FROM log_person WHERE citizen_id = ?').pluck().get(citizen_id);
  return { ...row, person };
}

test('a database from before the matching of issue 3 keeps every value, and points become a list', () => {
  const client = new Database(':memory:');
  client.pragma('foreign_keys = ON');
  openOldTown(client);
  const everything = () =>
    new Map(
      Object.keys(OLD_TOWN).map((table) => [
        table,
        client.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[],
      ]),
    );
  const before = everything();
  migrate(client, { folder: migrationsFolder, now });

  const after = everything();
  const points = JSON.parse(String(after.get('match_row')?.[0]?.parts)) as number[];
  expect(Object.fromEntries(SCORE_PARTS.map((part, at) => [part, points[at]]))).toEqual({
    krav: 10,
    oensker: 20,
    kanLaeres: 3,
    jobmaal: 4,
    erfaring: 15,
    sprog: 6,
    rejse: 27,
    hensyn: 0,
    beslaegtet: 0,
    ukendt: -8,
  });
  expect(points).toHaveLength(SCORE_PARTS.length);
  for (const [table, rows] of before) {
    const list = JSON.stringify(points);
    const expected = rows.map((row) =>
      table === 'match_row' ? listed(row, list) : table === 'citizen_read' ? read(row, client) : row,
    );
    expect([table, after.get(table)]).toEqual([table, expected.map((row) => expect.objectContaining(row))]);
  }
  // Lists name places, and the run's key says who stands there: citizen 5, the low byte first.
  const key = client.prepare('SELECT hex(citizen_places) FROM match_run').pluck().get();
  expect(key).toBe('05000000');
  expect(after.get('citizen')?.[0]).toMatchObject({ purpose: null });
  expect(after.get('job_order')?.[0]).toMatchObject({
    unavoidable: '[]',
    follow_up: null,
    leads_to_job: null,
  });
  expect(client.pragma('foreign_key_check')).toEqual([]);
});

test('loginforsøg fra før bliver, når deres kolonne får navn efter, hvad der står i den', () => {
  const client = new Database(':memory:');
  openOldTown(client);
  client.exec(
    "INSERT INTO sign_in_attempt (username, address, at, succeeded) VALUES ('ab12', '10.0.0.1', '2026-11-22T08:59:00.000Z', 0)",
  );
  migrate(client, { folder: migrationsFolder, now });
  expect(client.prepare('SELECT account_hash, address, succeeded FROM sign_in_attempt').all()).toEqual([
    { account_hash: 'ab12', address: '10.0.0.1', succeeded: 0 },
  ]);
});

test('lists of before places are read by the key of their run, also with an erased citizen and large numbers', () => {
  const client = new Database(':memory:');
  client.pragma('foreign_keys = ON');
  const tags = [
    '0000_start',
    '0001_matching',
    '0002_citizen_change',
    '0003_match_row_by_key',
    '0004_term_text',
  ];
  const before = tags.map((tag) => [tag, readFileSync(path.join(migrationsFolder, `${tag}.sql`), 'utf8')]);
  migrate(client, { folder: folderWith(Object.fromEntries(before)), now });
  const ids = [7, 0x01020304, 255, 0x0fedcba9];
  client.exec("INSERT INTO company (cvr, created_at, updated_at) VALUES (12345674, '', '')");
  for (const id of ids) {
    client
      .prepare(
        `INSERT INTO citizen (id, citizen_key, target_group, transports, working_times, needs, version, created_at, updated_at)
        VALUES (?, ?, 'dagpenge', '[]', '[]', '[]', 1, '', '')`,
      )
      .run(id, `B-${id}`);
  }
  client.exec(`INSERT INTO job_order (id, order_key, cvr, type, title, description, positions, working_times, all_working_times, offers, status, version, created_at, updated_at)
    VALUES (1, 'O-1', 12345674, 'ordinaer', 'x', 'x', 1, '[]', 0, '[]', 'under_behandling', 1, '', '')`);
  // Place 1 of the first run has been erased; the second run's lists are gone, and so is its key.
  const key = Buffer.alloc(20);
  [255, 0, 0x0fedcba9, 7, 0x01020304].forEach((id, place) => void key.writeUInt32LE(id, place * 4));
  const run = client.prepare(
    `INSERT INTO match_run (id, run_key, status, fence, engine_version, orders, citizens, pairs, shards, planned_at, citizen_places)
    VALUES (?, ?, 'faerdig', 1, '2', 1, 5, 5, 1, '2026-11-20', ?)`,
  );
  run.run(1, 'nat:2026-11-20', key);
  run.run(2, 'nat:2026-01-01', null);
  client.exec(
    "INSERT INTO match_order_result (run_id, job_order_id, fence, rows, excluded_counts, committed_at) VALUES (1, 1, 1, 4, '{}', '')",
  );
  ids.forEach((id, at) => {
    client
      .prepare(
        "INSERT INTO match_row (run_id, job_order_id, rank, citizen_id, score, parts) VALUES (1, 1, ?, ?, 9, '[]')",
      )
      .run(at + 1, id);
  });
  migrate(client, { folder: migrationsFolder, now });
  expect(client.prepare('SELECT place FROM match_row ORDER BY rank').pluck().all()).toEqual([3, 4, 0, 2]);
  expect(client.prepare('SELECT hex(citizen_places) FROM match_run ORDER BY id').pluck().all()).toEqual([
    key.toString('hex').toUpperCase(),
    '',
  ]);
  expect(client.prepare("SELECT wr FROM pragma_table_list WHERE name = 'match_row'").pluck().get()).toBe(1);
});

test('dræbt midt i en migrering: næste start ender ved den nyeste, aldrig imellem', async () => {
  const { statements, killAt } = planKills();
  // The first statement, the last, and some on the way; all of them in test/soak.
  await killAt(Math.round(statements / 2));
  await killAt(1);
  await killAt(statements);
}, 120_000);

test('et ældre program rører ikke en nyere database, og et nyere tager først en kopi af en ældre', () => {
  const folder = temporaryFolder();
  const files = dataFiles(folder);
  createDataFolders(files);
  const client = new Database(files.database);
  openOldTown(client);
  client.close();
  const start = () => openData(readConfig({ DATA_DIR: folder }), now);
  start().close();
  const [backup = ''] = backupsIn(files.backups);
  expect(readHeader(path.join(files.backups, backup))).toMatchObject({ schema: '0000_start' });
  expect(restored(path.join(files.backups, backup), null).tables.citizen?.rows).toBe(1);
  start().close();
  expect(backupsIn(files.backups)).toHaveLength(1);

  const newer = new Database(files.database);
  newer.exec("INSERT INTO schema_migration VALUES ('9999_fra_fremtiden', 'x', '')");
  newer.close();
  const before = hashFile(files.database);
  expect(start).toThrow('Databasen er nyere end programmet (9999_fra_fremtiden). Opdatér programmet.');
  expect(hashFile(files.database)).toBe(before);
  expect(backupsIn(files.backups)).toHaveLength(1);
});
