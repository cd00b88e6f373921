/** Runs one measurement of test/bench and prints its figures: `npm run bench -- coverage`. */
import '../db/require-node.ts';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../db/files.ts';
import { runCommand, UsageError } from './command.ts';

/** As `npm run import` is started: half the memory of an import for no time at all. */
const SMALL_YOUNG_SPACE = '--max-semi-space-size=4';

await runCommand(async () => {
  const [name = '', ...rest] = process.argv.slice(2);
  const folder = path.join(projectRoot, 'dist', 'test', 'bench');
  const file = path.join(folder, `${name}.js`);
  if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
    const names = readdirSync(folder).flatMap((entry) => (entry.endsWith('.js') ? [entry.slice(0, -3)] : []));
    throw new UsageError(`Brug: npm run bench -- ${names.join('|')}`);
  }
  return (
    spawnSync(process.execPath, [...process.execArgv, SMALL_YOUNG_SPACE, '--expose-gc', file, ...rest], {
      stdio: 'inherit',
    }).status ?? 1
  );
});
