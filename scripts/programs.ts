/** Programs that `npm test` and `npm run test:soak` need and npm cannot bring: installed where that is allowed, else named. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from './command.ts';

/** A program that some tests need and npm cannot bring. */
export interface Program {
  command: string;
  debianPackage: string;
  /** what is not tried without it */
  tests: string;
}

export const TEST_PROGRAMS: Program[] = [
  { command: 'redis-server', debianPackage: 'redis-server', tests: 'Køen på Redis' },
  { command: 'chromium', debianPackage: 'chromium', tests: 'Browsertests' },
];

export const SOAK_PROGRAMS: Program[] = [
  ...TEST_PROGRAMS,
  { command: 'ip', debianPackage: 'iproute2', tests: 'Regnere på maskiner for sig' },
  { command: 'openssl', debianPackage: 'openssl', tests: 'TLS mellem maskiner' },
  { command: 'strace', debianPackage: 'strace', tests: 'Skrivninger, der når disken' },
  { command: 'faketime', debianPackage: 'faketime', tests: 'Nætter, hvor uret stilles' },
];

/** Installs what is missing where that is allowed, and gives what is missing still. */
export function bring(programs: Program[]): Program[] {
  const missing = programs.filter(isMissing);
  if (missing.length > 0) install(missing.map(({ debianPackage }) => debianPackage));
  return missing.filter(isMissing);
}

export function sayNotRun({ command, debianPackage, tests }: Program): void {
  say(`${tests} er ikke kørt: ${command} mangler. Installér det med: apt-get install ${debianPackage}`);
}

function isMissing({ command }: Program): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0;
}

/** Only root may use apt; for everybody else the last lines say what is missing. */
function install(packages: string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`Installerer ${packages.join(' og ')} …`);
  const quietly = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  spawnSync('env', [...quietly, 'update'], { stdio: 'inherit' });
  spawnSync('env', [...quietly, 'install', '-y', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
