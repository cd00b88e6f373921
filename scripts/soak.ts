/** The long proofs, full counts: `npm run test:soak`, or `npm run test:soak -- redis` for some files. A missing program fails them. */
import '../db/require-node.ts';
import { spawnSync } from 'node:child_process';
import { runCommand } from './command.ts';
import { bring, SOAK_PROGRAMS, sayNotRun } from './programs.ts';

await runCommand(async () => {
  const missing = bring(SOAK_PROGRAMS);
  const args = ['run', '--config', 'vitest.soak.config.ts', ...process.argv.slice(2)];
  const { status } = spawnSync('vitest', args, { stdio: 'inherit' });
  for (const program of missing) sayNotRun(program);
  return missing.length === 0 ? (status ?? 1) : 1;
});
