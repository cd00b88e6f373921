import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { BetterSQLite3Database, BetterSQLiteSession } from 'drizzle-orm/better-sqlite3';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import { createDataFolders, type DataFiles, migrationsFolder } from './files.ts';
import { migrate } from './migrate.ts';
import { begunOn } from './prepared.ts';

export type Db = BetterSQLite3Database & { $client: Database.Database };

/** WAL databases could be corrupted by a checkpoint race before 3.51.3 (sqlite.org, "WAL-reset bug"). */
const OLDEST_SAFE_SQLITE = [3, 51, 3];

/** Our questions are some hundreds, and those with a list in them have a text for each length. */
const KEPT_STATEMENTS = 500;

/** Opens the database file for writing. Bring the schema to the newest version with `migrate` first. */
export function openDb(file: string): Db {
  return configure(new Database(file, { timeout: 5000 }));
}

/** For scripts that only read while a server holds the data folder. */
export function openDbReadOnly(file: string): Db {
  const client = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  client.pragma('query_only = ON');
  return withDrizzle(client);
}

/** A copy that is written to and thrown away: nothing of it need reach the disk, and nothing can be rolled back. */
export function openThrowAway(file: string): Db {
  const client = new Database(file, { fileMustExist: true });
  client.pragma('locking_mode = EXCLUSIVE');
  // Otherwise it keeps a journal whatever it is told.
  client.unsafeMode(true);
  client.pragma('journal_mode = OFF');
  client.pragma('synchronous = OFF');
  client.pragma('foreign_keys = ON');
  client.pragma('trusted_schema = OFF');
  client.pragma('cache_size = -16384');
  client.pragma('temp_store = MEMORY');
  return withDrizzle(client);
}

/** A fresh database in memory with the real migrations, for tests: they run once in a process, and each gets a copy. */
export function openTestDb(): Db {
  return configure(new Database(migratedBytes()));
}

/** The same in a data folder of its own, for tests of threads and programs: on a disk the migrations take half a second each time. */
export function createTestFolder(files: DataFiles): void {
  createDataFolders(files);
  writeFileSync(files.database, migratedBytes());
}

let migrated: Buffer | undefined;

function migratedBytes(): Buffer {
  if (migrated) return migrated;
  const { $client } = configure(new Database(':memory:'));
  migrate($client, { folder: migrationsFolder, now: () => new Date() });
  migrated = $client.serialize();
  $client.close();
  return migrated;
}

function configure(client: Database.Database): Db {
  refuseOldSqlite(client);
  client.pragma('journal_mode = WAL');
  // FULL: an acknowledged note must survive a power cut, not only a crash of the program.
  client.pragma('synchronous = FULL');
  client.pragma('foreign_keys = ON');
  client.pragma('secure_delete = ON');
  client.pragma('trusted_schema = OFF');
  client.pragma('cell_size_check = ON');
  client.pragma('journal_size_limit = 67108864');
  client.pragma('cache_size = -65536');
  client.pragma('temp_store = MEMORY');
  return withDrizzle(client);
}

/**
 * A value is written `+?`, the same value to SQLite: with a bare `?` beside `=` or LIMIT it plans the statement anew whenever a
 * value is bound, 0.2 to 0.4 ms of a question with eight tables whose rows take 0.01.
 */
class ValuesAside extends SQLiteSyncDialect {
  override escapeParam(): string {
    return '+?';
  }
}

/** Only drizzle shares statements: whoever asks `$client` has one of their own, with `pluck` as they like. */
function withDrizzle(client: Database.Database): Db {
  const dialect = new ValuesAside();
  const session = new BetterSQLiteSession<Record<string, never>, Record<string, never>>(
    keepingStatements(client),
    dialect,
    undefined,
  );
  const db = new BetterSQLite3Database<Record<string, never>>('sync', dialect, session, undefined);
  const transaction = db.transaction.bind(db);
  db.transaction = (work, config) => transaction((tx) => work(begunOn(db, tx)), config);
  return Object.assign(db, { $client: client });
}

/** The same database, but a text already prepared is not prepared again: on a firm's page there are forty. */
function keepingStatements(client: Database.Database): Database.Database {
  const kept = new Map<string, Database.Statement>();
  const prepare = (text: string) => {
    const found = kept.get(text);
    const statement = found && !found.busy ? found : client.prepare(text);
    kept.delete(text);
    kept.set(text, statement);
    const [oldest = text] = kept.keys();
    if (kept.size > KEPT_STATEMENTS) kept.delete(oldest);
    // drizzle turns raw on where it wants it, and counts on a fresh statement elsewhere.
    return statement.reader ? statement.raw(false) : statement;
  };
  return Object.create(client, { prepare: { value: prepare } }) as Database.Database;
}

function refuseOldSqlite(client: Database.Database): void {
  const version = String(client.prepare('SELECT sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  const difference =
    OLDEST_SAFE_SQLITE.map((part, index) => (parts[index] ?? 0) - part).find((d) => d !== 0) ?? 0;
  if (difference < 0) throw new Error(`SQLite ${version} is too old: 3.51.3 or newer is needed`);
}
