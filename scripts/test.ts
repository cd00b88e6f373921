/** Everything that must hold before a change may land: types, lint, then all tests. `npm test`, or `npm test -- coverage` for some files. */
import '../db/require-node.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { runCommand, say } from './command.ts';
import { bring, sayNotRun, TEST_PROGRAMS } from './programs.ts';

await runCommand(async () => {
  const ci = process.env.CI === 'true';
  const missing = bring(TEST_PROGRAMS);
  const types = checkTypes();
  const failures = [
    await failsShown('Lint', 'biome', ['ci', '--error-on-warnings']),
    await failsShown('Tests', 'vitest', ['run', ...process.argv.slice(2)]),
  ];
  const { fails, told } = await types;
  say(`\n── Typer${fails ? '' : ': uden fejl'}`);
  process.stdout.write(told);
  failures.push(fails);
  for (const program of missing) {
    sayNotRun(program);
    failures.push(ci);
  }
  return failures.includes(true) ? 1 : 0;
});

/** Beside the rest, and told when that is done. One checker: several work most types out anew, each for itself. */
async function checkTypes(): Promise<{ fails: boolean; told: string }> {
  const child = spawn('tsc', ['-p', 'tsconfig.json', '--checkers', '1', '--pretty'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { fails: child.exitCode !== 0, told };
}

async function failsShown(name: string, command: string, args: string[]): Promise<boolean> {
  say(`\n── ${name}`);
  const child = spawn(command, args, { stdio: 'inherit' });
  await once(child, 'exit');
  return child.exitCode !== 0;
}
