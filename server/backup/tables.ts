import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { stopIfAsked } from '../../workers/ask-thread.ts';
import type { Header } from './header.ts';

type Tables = Header['tables'];

/**
 * Of every table: how many rows, and a SHA-256 of each value of each row in the order of their keys, as SQLite quotes it.
 * SQLite's own integrity check does not see a byte that changed inside a text; this does.
 */
export function hashTables(client: Database.Database): Tables {
  const names = client
    .prepare(
      "SELECT name, wr FROM pragma_table_list WHERE \"schema\" = 'main' AND type IN ('table', 'shadow') AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all() as { name: string; wr: number }[];
  return Object.fromEntries(names.map(({ name, wr }) => [name, hashTable(client, name, wr === 1)]));
}

function hashTable(client: Database.Database, table: string, withoutRowid: boolean): Tables[string] {
  const columns = client.pragma(`table_xinfo("${table}")`) as { name: string; pk: number }[];
  const keys = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const order = withoutRowid ? keys.map(({ name }) => `"${name}"`).join(', ') : 'rowid';
  const values = columns.map(({ name }) => `quote("${name}")`).join(" || ',' || ");
  const digest = createHash('sha256');
  let rows = 0;
  for (const row of client.prepare(`SELECT ${values} FROM "${table}" ORDER BY ${order}`).pluck().iterate()) {
    digest.update(`${row}\n`);
    if (rows % 1000 === 0) stopIfAsked();
    rows += 1;
  }
  return { rows, sha256: digest.digest('hex') };
}

/** The tables that are not as the manifest says, in words. */
export function differingTables(expected: Tables, found: Tables): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return names.flatMap((name) => {
    const was = expected[name];
    const is = found[name];
    if (was?.sha256 === is?.sha256) return [];
    if (!was || !is) return [`${name} ${was ? 'mangler' : 'er kommet til'}`];
    return was.rows === is.rows
      ? [`${name} har andet indhold`]
      : [`${name} har ${is.rows} rækker og skulle have ${was.rows}`];
  });
}
