/** Everything that must hold before a change may land: types, lint, then all tests. `npm test`, or `npm test -- coverage` for some files. */
import '../db/require-node.ts';
import { spawnSync } from 'node:child_process';
import { runCommand, say } from './command.ts';
import { bring, sayNotRun, TEST_PROGRAMS } from './programs.ts';

await runCommand(async () => {
  const ci = process.env.CI === 'true';
  const missing = bring(TEST_PROGRAMS);
  const steps: [name: string, command: string, args: string[]][] = [
    ['Typer', 'tsc', ['-p', 'tsconfig.json']],
    ['Lint', 'biome', ['ci', '--error-on-warnings']],
    ['Tests', 'vitest', ['run', ...process.argv.slice(2)]],
  ];
  let failed = 0;
  for (const [name, command, args] of steps) {
    say(`\n── ${name}`);
    if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0) failed += 1;
  }
  for (const program of missing) {
    sayNotRun(program);
    if (ci) failed += 1;
  }
  return failed === 0 ? 0 : 1;
});
