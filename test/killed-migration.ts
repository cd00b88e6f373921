/** Migrates a database and kills itself at the n-th statement: for test/migration-kills.ts alone. */
import Database from 'better-sqlite3';
import { migrate } from '../db/migrate.ts';
import { withoutChance } from './old-town.ts';

const { file, folder, at }: { file: string; folder: string; at: number } = JSON.parse(process.argv[2] ?? '');
const client = withoutChance(new Database(file));
let statements = 0;
const exec = client.exec.bind(client);
client.exec = (text) => {
  statements += 1;
  if (statements === at) process.kill(process.pid, 'SIGKILL');
  return exec(text);
};
migrate(client, { folder, now: () => new Date('2026-11-22T09:00:00Z') });
client.close();
