/** Everything that must hold before a change may land: types, lint, then all tests. `npm test`, or `npm test -- coverage` for some files. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCommand, say } from './command.ts';

/** Programs that some tests need and npm cannot bring: command → Debian package. */
const PROGRAMS: [command: string, debianPackage: string, tests: string][] = [
  ['redis-server', 'redis-server', 'Køen på Redis'],
  ['chromium', 'chromium', 'Browsertests'],
];

await runCommand(async () => {
  const ci = process.env.CI === 'true';
  const missing = PROGRAMS.filter(([command]) => !isInstalled(command));
  if (missing.length > 0) install(missing.map(([, debianPackage]) => debianPackage));
  const stillMissing = PROGRAMS.filter(([command]) => !isInstalled(command));

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
  for (const [command, debianPackage, tests] of stillMissing) {
    say(`${tests} er ikke kørt: ${command} mangler. Installér det med: apt-get install ${debianPackage}`);
    if (ci) failed += 1;
  }
  return failed === 0 ? 0 : 1;
});

function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** Only root may use apt; for everybody else the last lines say what is missing. */
function install(packages: string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`Installerer ${packages.join(' og ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}
