import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { migrationsFolder } from '../db/files.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';

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
