import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { migrationsFolder } from '../db/files.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';
import { SCORE_PARTS } from '../workers/matching/types.ts';

const now = () => new Date('2026-11-22T09:00:00Z');
const START =
  'CREATE TABLE company (id INTEGER PRIMARY KEY, name TEXT) STRICT;--> statement-breakpoint CREATE TABLE contact (id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES company(id) ON DELETE CASCADE) STRICT;';
/** What drizzle-kit writes when a column's default changes: it emptied contact in drizzle's own migrator. */
const REBUILD =
  "CREATE TABLE new_company (id INTEGER PRIMARY KEY, name TEXT DEFAULT '') STRICT;--> statement-breakpoint INSERT INTO new_company SELECT id, name FROM company;--> statement-breakpoint DROP TABLE company;--> statement-breakpoint ALTER TABLE new_company RENAME TO company;";

function folderWith(migrations: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'meta'));
  writeFileSync(
    path.join(folder, 'meta', '_journal.json'),
    JSON.stringify({ entries: Object.keys(migrations).map((tag) => ({ tag })) }),
  );
  for (const [tag, sql] of Object.entries(migrations)) writeFileSync(path.join(folder, `${tag}.sql`), sql);
  return folder;
}

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

/** A town as 0000_start keeps it: each table's rows by column, in the order of their keys. */
const OLD_TOWN: Record<string, Record<string, unknown>[]> = {
  user: [{ id: 1, username: 'sara', name: 'Sara', password_hash: 'x', created_at: '2026-01-01' }],
  import_batch: [
    {
      id: 7,
      kind: 'borgere',
      file_name: 'borgere.csv',
      sha256: 'abc',
      imported_at: '2026-02-01T06:00:00.000Z',
      imported_by: 1,
      created: 1,
      updated: 2,
      unchanged: 3,
      undone_at: '2026-02-02T06:00:00.000Z',
      undone_by: 1,
    },
  ],
  import_change: [{ import_id: 7, entity: 'citizen', entity_key: '5', before: '{"row":{}}' }],
  company: [
    { cvr: 12345674, name: 'Bo', reklamebeskyttet: 0, created_at: '2026-01-01', updated_at: '2026-01-01' },
  ],
  citizen: [
    {
      id: 5,
      citizen_key: 'K5',
      cpr_encrypted: 'v1:x',
      cpr_index: Buffer.from('0011ff', 'hex'),
      name: 'Åse Ærlig',
      name_folded: 'åse ærlig',
      phone: '20101234',
      email: 'aase@example.dk',
      target_group: 'dagpenge',
      benefit_since: '2026-01-05',
      education: 'ingen',
      single_provider: 1,
      has_employer: 0,
      unemployed_since: '2026-01-04',
      birth_year: 1985,
      postcode: '2620',
      danish: 'B1',
      danish_oral: 'B2',
      danish_written: 'A2',
      transports: '["bil"]',
      max_travel_minutes: 45,
      hours_min: 7.5,
      hours_max: 20,
      working_times: '["dag"]',
      needs: '["mentor"]',
      can_start: '2026-12-01',
      may_be_shared: 0,
      protected_address: 1,
      caseworker_name: 'Lis',
      caseworker_user_id: 1,
      version: 9,
      import_id: 7,
      created_at: '2026-02-01',
      updated_at: '2026-03-01',
      edited_at: '2026-03-01',
      edited_by: 1,
    },
  ],
  citizen_term: [{ id: 1, citizen_id: 5, kind: 'erfaring', position: 0, text: 'lager', years: 2.5 }],
  citizen_read: [{ id: 1, citizen_id: 5, user_id: 1, at: '2026-03-02', purpose: 'borgerside' }],
  job_order: [
    {
      id: 3,
      order_key: 'S-3',
      cvr: 12345674,
      type: 'smaajob',
      title: 'Lager',
      description: 'Pakke',
      positions: 1,
      working_times: '[]',
      all_working_times: 0,
      offers: '["mentor"]',
      status: 'under_behandling',
      version: 2,
      created_at: '2026-02-01',
      updated_at: '2026-02-01',
    },
  ],
  match_run: [
    {
      id: 1,
      run_key: 'nat:2026-03-01',
      status: 'faerdig',
      fence: 1,
      engine_version: '1',
      orders: 1,
      citizens: 1,
      pairs: 1,
      shards: 1,
      planned_at: '2026-03-01',
    },
  ],
  match_order_result: [
    {
      run_id: 1,
      job_order_id: 3,
      fence: 1,
      rows: 2,
      excluded_counts: '{"timer":4}',
      committed_at: '2026-03-01',
    },
  ],
  match_row: [
    {
      run_id: 1,
      job_order_id: 3,
      rank: 1,
      citizen_id: 5,
      score: 77,
      // As SQLite gives them back, in any order.
      parts:
        '{"ukendt":-8,"krav":10,"oensker":20,"kanLaeres":3,"jobmaal":4,"erfaring":15,"sprog":6,"rejse":27}',
    },
  ],
};

/** Citizen 5 stands at the only place. */
function listed({ citizen_id: _citizen, ...row }: Record<string, unknown>, parts: string) {
  return { ...row, place: 0, parts };
}

test('a database from before the matching of issue 3 keeps every value, and points become a list', () => {
  const client = new Database(':memory:');
  client.pragma('foreign_keys = ON');
  const start = readFileSync(path.join(migrationsFolder, '0000_start.sql'), 'utf8');
  migrate(client, { folder: folderWith({ '0000_start': start }), now });
  for (const [table, kept] of Object.entries(OLD_TOWN)) {
    for (const row of kept) {
      const names = Object.keys(row);
      const marks = names.map(() => '?').join(', ');
      client.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`).run(Object.values(row));
    }
  }
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
    const expected = rows.map((row) => (table === 'match_row' ? listed(row, list) : row));
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
