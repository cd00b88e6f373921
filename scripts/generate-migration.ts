/** Writes the SQL of a schema change: `npm run db:generate -- --name what_changes`. Run it after editing db/schema. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrationsFolder } from '../db/files.ts';

const before = new Set(readdirSync(migrationsFolder));
const result = spawnSync('drizzle-kit', ['generate', ...process.argv.slice(2)], { stdio: 'inherit' });
if (result.status !== 0) process.exit(result.status ?? 1);

for (const file of readdirSync(migrationsFolder)) {
  if (before.has(file) || !file.endsWith('.sql')) continue;
  const target = path.join(migrationsFolder, file);
  // drizzle-kit has no STRICT tables; without them SQLite stores 'abc' in an integer column.
  writeFileSync(target, readFileSync(target, 'utf8').replaceAll(/\n\);\n/g, '\n) STRICT;\n'));
}
