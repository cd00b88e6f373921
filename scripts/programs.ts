/** Programs that `npm test` and `npm run test:soak` need and npm cannot bring: installed where that is allowed, else named. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from './command.ts';

/** A program that some tests need and npm cannot bring. */
export interface Program {
  /** any of them will do */
  commands: string[];
  debianPackage: string;
  /** what is not tried without it */
  tests: string;
}

/** The one without windows first: the same engine, at two thirds of the processor time. */
export const BROWSERS = ['chromium-headless-shell', 'chromium'];

export const TEST_PROGRAMS: Program[] = [
  { commands: ['redis-server'], debianPackage: 'redis-server', tests: 'Køen på Redis' },
  { commands: BROWSERS, debianPackage: 'chromium-headless-shell', tests: 'Browsertests' },
];

export const SOAK_PROGRAMS: Program[] = [
  ...TEST_PROGRAMS,
  { commands: ['ip'], debianPackage: 'iproute2', tests: 'Regnere på maskiner for sig' },
  { commands: ['openssl'], debianPackage: 'openssl', tests: 'TLS mellem maskiner' },
  { commands: ['strace'], debianPackage: 'strace', tests: 'Skrivninger, der når disken' },
  { commands: ['faketime'], debianPackage: 'faketime', tests: 'Nætter, hvor uret stilles' },
];

/** Installs what is missing where that is allowed, and gives what is missing still. */
export function bring(programs: Program[]): Program[] {
  const missing = programs.filter(isMissing);
  if (missing.length > 0) install(missing.map(({ debianPackage }) => debianPackage));
  return missing.filter(isMissing);
}

export function sayNotRun({ commands, debianPackage, tests }: Program): void {
  say(
    `${tests} er ikke kørt: ${commands.join(' eller ')} mangler. Installér det med: apt-get install ${debianPackage}`,
  );
}

function isMissing({ commands }: Program): boolean {
  return placeOf(commands) === undefined;
}

/** Where the first of these commands that the machine has is found. */
export function placeOf(commands: readonly string[]): string | undefined {
  const script = commands.map((command) => `command -v ${command}`).join(' || ');
  return spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout.trim() || undefined;
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
