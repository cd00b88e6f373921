import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished } from 'vitest';
import { migrationsFolder } from '../db/files.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';
import { hashTables } from '../server/backup/tables.ts';
import { folderWith, openOldTown, withoutChance } from './old-town.ts';
import { spawnNode } from './redis.ts';

const now = () => new Date('2026-11-22T09:00:00Z');
const child = path.join(import.meta.dirname, 'killed-migration.ts');

/** Every table, index and trigger, and every row. */
function stateOf(client: Database.Database) {
  const schema = client.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY type, name').all();
  return { schema, tables: hashTables(client) };
}

export interface KillPlan {
  /** statements of all migrations after the first, with the one that makes the list of migrations */
  statements: number;
  /** kills at this statement; the database must be at a version, and the next start must end at the newest */
  killAt: (statement: number) => Promise<void>;
}

/** A town at the oldest schema, and what it is at each version on the way to the newest. */
export function planKills(): KillPlan {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-drab-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const old = path.join(folder, 'gammel.db');
  const client = new Database(old);
  client.pragma('journal_mode = WAL');
  openOldTown(client);
  client.close();

  const versions = [path.join(folder, 'vej.db')];
  copyFileSync(old, versions[0] ?? '');
  const road = withoutChance(new Database(versions[0]));
  const texts: Record<string, string> = {
    '0000_start': readFileSync(path.join(migrationsFolder, '0000_start.sql'), 'utf8'),
  };
  const known = [stateOf(road)];
  let statements = 1;
  for (const tag of pendingMigrations(road, migrationsFolder)) {
    const text = readFileSync(path.join(migrationsFolder, `${tag}.sql`), 'utf8');
    texts[tag] = text;
    statements += text.split('--> statement-breakpoint').length;
    migrate(road, { folder: folderWith(texts), now });
    known.push(stateOf(road));
  }
  road.close();

  return {
    statements,
    async killAt(at) {
      const file = path.join(folder, `${at}.db`);
      copyFileSync(old, file);
      const killed = spawnNode(child, { file, folder: migrationsFolder, at });
      const signal = await new Promise((resolve) => killed.once('exit', (_code, by) => resolve(by)));
      expect(signal, `statement ${at}`).toBe('SIGKILL');
      const survivor = withoutChance(new Database(file));
      try {
        expect(known, `statement ${at} of ${statements}`).toContainEqual(stateOf(survivor));
        migrate(survivor, { folder: migrationsFolder, now });
        expect(stateOf(survivor), `statement ${at}, started again`).toEqual(known.at(-1));
        expect(survivor.pragma('foreign_key_check')).toEqual([]);
        expect(survivor.pragma('integrity_check', { simple: true })).toBe('ok');
      } finally {
        survivor.close();
        for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
      }
    },
  };
}
