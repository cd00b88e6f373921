import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { ParsedRow } from './import-kind.ts';

export interface StagedRow {
  line: number;
  key: string;
  row: unknown;
  /** number of earlier rows in the file with the same key, and the line of the first */
  repeats: number;
  firstLine: number;
}

export type Staging = ReturnType<typeof asStaging>;

/**
 * A throw-away SQLite file for the rows that kept the rules, so that a file of any size is read in bounded memory and
 * nothing touches the real tables until all of it is known to be good. Its name is removed at once: the file is gone
 * when it is closed, even by a kill.
 */
export function openStaging(folder: string) {
  const file = newStagingFile(folder);
  const client = createStaging(file);
  rmSync(file);
  return asStaging(client);
}

/** The same under a name: what is still to be written of a large file outlives the program. Whoever asked removes it. */
export function openNamedStaging(file: string) {
  return asStaging(createStaging(file));
}

/** One that another thread or program has filled and closed, to be read. */
export function reopenStaging(file: string) {
  return asStaging(configured(new Database(file, { fileMustExist: true })));
}

export function newStagingFile(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, `${randomUUID()}.db`);
}

function createStaging(file: string): Database.Database {
  const client = configured(new Database(file));
  client.exec(
    'CREATE TABLE staged (seq INTEGER PRIMARY KEY, line INTEGER NOT NULL, sort INTEGER NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL) STRICT',
  );
  return client;
}

function configured(client: Database.Database): Database.Database {
  client.pragma('journal_mode = OFF');
  client.pragma('synchronous = OFF');
  client.pragma('locking_mode = EXCLUSIVE');
  client.pragma('temp_store = MEMORY');
  client.pragma('cache_size = -8192');
  return client;
}

function asStaging(client: Database.Database) {
  const insert = client.prepare('INSERT INTO staged (line, sort, key, data) VALUES (?, ?, ?, ?)');

  function add(rows: { line: number; parsed: ParsedRow<unknown> }[]): void {
    client
      .transaction(() => {
        for (const { line, parsed } of rows)
          insert.run(line, parsed.sort, parsed.key, JSON.stringify(parsed.row));
      })
      .immediate();
  }

  /** All rows in the order of writing; rows with the same key stand together, in the order of the file. */
  function* rows(): Generator<StagedRow> {
    client.exec('CREATE INDEX IF NOT EXISTS staged_order ON staged (sort, key, seq)');
    const select = client.prepare<[], { line: number; sort: number; key: string; data: string }>(
      'SELECT line, sort, key, data FROM staged INDEXED BY staged_order ORDER BY sort, key, seq',
    );
    let last = { sort: 0, key: '', firstLine: 0, repeats: 0 };
    for (const { line, sort, key, data } of select.iterate()) {
      const again = last.firstLine > 0 && last.sort === sort && last.key === key;
      last = again ? { ...last, repeats: last.repeats + 1 } : { sort, key, firstLine: line, repeats: 0 };
      yield { line, key, row: JSON.parse(data) as unknown, repeats: last.repeats, firstLine: last.firstLine };
    }
  }

  function close(): void {
    client.close();
  }

  return { add, rows, close };
}
