import { copyFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDb } from '../db/client.ts';
import { startCheckpoints } from '../server/checkpoints/every-second.ts';
import { temporaryFolder } from './backup-town.ts';

test('what has been saved is in the database’s own file a second later, and no save has moved it', async () => {
  const file = path.join(temporaryFolder(), 'samtlige.db');
  const db = openDb(file);
  db.$client.exec('CREATE TABLE saved (text TEXT)');
  const errors: unknown[] = [];
  const checkpoints = startCheckpoints(db, (error) => void errors.push(error));
  onTestFinished(async () => {
    await checkpoints.stop();
    db.$client.close();
  });
  const save = db.$client.prepare('INSERT INTO saved (text) VALUES (?)');
  // Ten megabytes: SQLite by itself moves four.
  for (let n = 0; n < 100; n += 1) save.run('æ'.repeat(50_000));
  expect(rowsWithoutLog(file)).toBeUndefined();
  await vi.waitUntil(() => rowsWithoutLog(file) === 100, { timeout: 20_000, interval: 200 });
  expect(errors).toEqual([]);
});

/** Undefined: not even the table has been moved, or not the pages that belong with it. */
function rowsWithoutLog(file: string): number | undefined {
  const copy = `${file}.kopi`;
  copyFileSync(file, copy);
  const client = new Database(copy);
  try {
    const known = client.prepare("SELECT 1 FROM sqlite_master WHERE name = 'saved'").get();
    return known ? (client.prepare('SELECT count(*) FROM saved').pluck().get() as number) : undefined;
  } catch (error) {
    if (error instanceof Database.SqliteError) return undefined;
    throw error;
  } finally {
    client.close();
  }
}
