import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { DataRefused } from './refused.ts';

interface Migration {
  tag: string;
  sha256: string;
  statements: string[];
  /** tables that the migration says it empties or fills: `-- rows: contact, job_order` */
  changesRowsOf: Set<string>;
}

export interface MigrateOptions {
  folder: string;
  now: () => Date;
  /** called before the first change to a database that already holds data */
  backup?: (tag: string) => void;
}

/**
 * Brings the schema to the newest version. Our own runner, because drizzle's sets `foreign_keys=OFF`
 * inside a transaction, where SQLite ignores it: a rebuilt table then empties its children without a word.
 * Throws, and changes nothing, when a table's row count changes undeclared or a foreign key breaks.
 */
export function migrate(client: Database.Database, options: MigrateOptions): string[] {
  client.exec(
    'CREATE TABLE IF NOT EXISTS schema_migration (tag TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
  );
  const migrations = readMigrations(options.folder);
  const applied = appliedMigrations(client);
  refuseNewerSchema(migrations, applied);

  const pending = migrations.filter((migration) => !applied.has(migration.tag));
  if (pending[0] && applied.size > 0) options.backup?.(pending[0].tag);
  for (const migration of pending) apply(client, migration, options.now);
  return pending.map((migration) => migration.tag);
}

export function pendingMigrations(client: Database.Database, folder: string): string[] {
  const known = client
    .prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'")
    .pluck()
    .get();
  const applied = known ? appliedMigrations(client) : new Map<string, string>();
  return readMigrations(folder).flatMap((migration) => (applied.has(migration.tag) ? [] : [migration.tag]));
}

function readMigrations(folder: string): Migration[] {
  const journal = JSON.parse(readFileSync(path.join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { tag: string }[];
  };
  return journal.entries.map(({ tag }) => {
    const text = readFileSync(path.join(folder, `${tag}.sql`), 'utf8');
    const declared = /^-- rows: (.*)$/m.exec(text)?.[1] ?? '';
    return {
      tag,
      sha256: createHash('sha256').update(text).digest('hex'),
      statements: text.split('--> statement-breakpoint').map((statement) => statement.trim()),
      changesRowsOf: new Set(declared.split(',').map((name) => name.trim())),
    };
  });
}

function appliedMigrations(client: Database.Database): Map<string, string> {
  const rows = client.prepare('SELECT tag, sha256 FROM schema_migration').all() as {
    tag: string;
    sha256: string;
  }[];
  return new Map(rows.map((row) => [row.tag, row.sha256]));
}

function refuseNewerSchema(migrations: Migration[], applied: Map<string, string>): void {
  const known = new Map(migrations.map((migration) => [migration.tag, migration.sha256]));
  for (const [tag, sha256] of applied) {
    if (!known.has(tag))
      throw new DataRefused(`Databasen er nyere end programmet (${tag}). Opdatér programmet.`);
    if (known.get(tag) !== sha256)
      throw new DataRefused(`Migreringen ${tag} er ændret, efter at den blev kørt.`);
  }
}

function apply(client: Database.Database, migration: Migration, now: () => Date): void {
  client.pragma('foreign_keys = OFF');
  try {
    client
      .transaction(() => {
        const before = rowCounts(client);
        for (const statement of migration.statements) client.exec(statement);
        refuseLostRows(before, rowCounts(client), migration);
        refuseBrokenForeignKeys(client, migration);
        client
          .prepare('INSERT INTO schema_migration (tag, sha256, applied_at) VALUES (?, ?, ?)')
          .run(migration.tag, migration.sha256, now().toISOString());
      })
      .immediate();
  } finally {
    client.pragma('foreign_keys = ON');
  }
}

function rowCounts(client: Database.Database): Map<string, number> {
  const tables = client
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migration'",
    )
    .pluck()
    .all() as string[];
  return new Map(
    tables.map((table) => [table, Number(client.prepare(`SELECT count(*) FROM "${table}"`).pluck().get())]),
  );
}

function refuseLostRows(before: Map<string, number>, after: Map<string, number>, migration: Migration): void {
  for (const [table, count] of before) {
    if (migration.changesRowsOf.has(table)) continue;
    if (after.get(table) !== count) {
      throw new Error(
        `Migreringen ${migration.tag} ville ændre antallet af rækker i ${table} fra ${count} til ${after.get(table) ?? 0}.`,
      );
    }
  }
}

function refuseBrokenForeignKeys(client: Database.Database, migration: Migration): void {
  const broken = client.pragma('foreign_key_check') as { table: string }[];
  if (broken[0]) throw new Error(`Migreringen ${migration.tag} bryder en fremmednøgle i ${broken[0].table}.`);
}
