import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { type DataFiles, migrationsFolder } from '../../db/files.ts';
import { pendingMigrations } from '../../db/migrate.ts';
import { linkOldRows } from '../../server/log/old-rows.ts';
import { hashPassword } from '../../server/users/queries.ts';
import { UsageError } from '../command.ts';
import { FATES, type Kind, kindsOf } from './fates.ts';
import { valuesOf } from './values.ts';

export interface Copied {
  tables: number;
  rows: number;
}

/**
 * A copy of a data folder's database for test and support, in a folder of its own that must be empty: as many rows with the
 * same keys between them, and no name, number, address, text or secret that was in it. Reads the old one only.
 */
export async function pseudonymise(from: DataFiles, to: DataFiles): Promise<Copied> {
  if (!existsSync(from.database)) throw new UsageError(`Der er ingen database i ${from.root}.`);
  if (existsSync(to.root) && readdirSync(to.root).length > 0)
    throw new UsageError(`Mappen ${to.root} er ikke tom.`);
  const passwordHash = await hashPassword(randomBytes(32).toString('hex'));
  mkdirSync(to.root, { recursive: true, mode: 0o700 });
  const rough = path.join(to.root, 'under-arbejde.db');
  const clean = path.join(to.root, 'faerdig.db');
  try {
    takeOver(from.database, rough);
    const client = new Database(rough);
    try {
      const copied = rewrite(client, passwordHash);
      // Into a new file: what the pages of the first held between their rows is in no file of the copy.
      client.prepare('VACUUM INTO ?').run(clean);
      return copied;
    } finally {
      client.close();
    }
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${rough}${end}`, { force: true });
    if (existsSync(clean)) renameSync(clean, to.database);
  }
}

function takeOver(database: string, rough: string): void {
  const client = new Database(database, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    if (pendingMigrations(client, migrationsFolder).length > 0)
      throw new UsageError('Databasen er ældre end programmet. Kør npm run migrate først.');
    client.prepare('VACUUM INTO ?').run(rough);
  } finally {
    client.close();
  }
}

/** In one transaction of the rough copy: without its triggers, which are put back word for word. */
function rewrite(client: Database.Database, passwordHash: string): Copied {
  client.pragma('journal_mode = MEMORY');
  client.pragma('foreign_keys = OFF');
  client.pragma('secure_delete = ON');
  const triggers = client.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  const rewriteAll = client.transaction(() => {
    for (const { name } of triggers) client.exec(`DROP TRIGGER "${name}"`);
    const firmNumbers = newFirmNumbers(client);
    registerValues(client, valuesOf(firmNumbers, passwordHash), firmNumbers);
    const tables = Object.keys(FATES);
    const rows = tables.reduce((sum, table) => sum + rewriteTable(client, table), 0);
    return { tables: tables.length, rows };
  });
  const copied = rewriteAll.immediate();
  linkOldRows(client);
  for (const { sql } of triggers) client.exec(sql);
  refuseIfBroken(client);
  return copied;
}

/** P and CVR numbers that no firm has, in the order of the old ones. */
function newFirmNumbers(client: Database.Database): Map<number, number> {
  const old = (sql: string) => client.prepare(sql).pluck().all() as number[];
  const numbered = (all: number[], first: number) => all.map((number, at) => [number, first + at] as const);
  return new Map([
    ...numbered(old('SELECT cvr FROM company ORDER BY cvr'), 90_000_000),
    ...numbered(old('SELECT p_number FROM p_unit ORDER BY p_number'), 9_000_000_000),
  ]);
}

function registerValues(
  client: Database.Database,
  values: ReturnType<typeof valuesOf>,
  firmNumbers: ReadonlyMap<number, number>,
): void {
  for (const [kind, make] of Object.entries(values))
    client.function(`copy_${kind}`, (value: unknown, n: unknown) =>
      value === null ? null : make(typeof value === 'string' ? value : '', Number(n)),
    );
  client.function('copy_firms', (number: unknown) =>
    number === null ? null : (firmNumbers.get(Number(number)) ?? 0),
  );
}

/** How many rows the copy has of it. */
function rewriteTable(client: Database.Database, table: string): number {
  const fate = FATES[table] ?? {};
  if ('gone' in fate) {
    client.exec(`DELETE FROM "${table}"`);
    return 0;
  }
  const kinds = [...kindsOf(fate)];
  const set = (assignments: string[]) => {
    if (assignments.length > 0) client.exec(`UPDATE "${table}" SET ${assignments.join(', ')}`);
  };
  // First and alone: where a firm's number is the row's own, other columns are made from the new one.
  set(kinds.flatMap(([column, kind]) => (kind === 'firms' ? [`"${column}" = copy_firms("${column}")`] : [])));
  const n = isWithoutRowid(client, table) ? '0' : 'rowid';
  set(
    kinds.flatMap(([column, kind]) => {
      if (kind === 'chain') return [`"${column}" = zeroblob(32)`];
      return kind === 'firms' || LEFT_ALONE.has(kind)
        ? []
        : [`"${column}" = copy_${kind}("${column}", ${n})`];
    }),
  );
  return client.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number;
}

function isWithoutRowid(client: Database.Database, table: string): boolean {
  return client.prepare('SELECT wr FROM pragma_table_list WHERE name = ?').pluck().get(table) === 1;
}

const LEFT_ALONE: ReadonlySet<Kind> = new Set(['codes', 'lists', 'bytes']);

/** Nothing is handed out that does not hang together. */
function refuseIfBroken(client: Database.Database): void {
  const loose = client.pragma('foreign_key_check') as { table: string }[];
  const integrity = client.pragma('integrity_check', { simple: true });
  if (loose.length > 0 || integrity !== 'ok')
    throw new Error(`The copy does not hang together: ${loose[0]?.table ?? integrity}`);
}
