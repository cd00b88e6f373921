import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Debian's nobody: may read the program, and nothing of ours. */
const NOBODY = 65534;

/** A machine of its own as far as the network knows: a network namespace, and a cable to the server's. */
export interface Host {
  /** the server as this host sees it */
  server: string;
  /** what a command line begins with to run here */
  here: string[];
  /** the same as a user who may not open the server's files */
  asNobody: string[];
  /** packets of both directions vanish from here on, and nobody is told */
  pullCable(): void;
  plugCable(): void;
}

/**
 * The server's host, and so many others that reach it and not one another; gone when the test ends.
 * @throws Error when this machine lets us make no network namespaces (it takes root).
 */
export function makeHosts(others: number): [server: Omit<Host, 'server' | 'asNobody'>, ...others: Host[]] {
  const name = (n: number) => `samtlige-${process.pid}-${n}`;
  onTestFinished(() => {
    for (let n = 0; n <= others; n += 1) spawnSync('ip', ['netns', 'del', name(n)]);
  });
  ip('netns', 'add', name(0));
  ip('-n', name(0), 'link', 'set', 'lo', 'up');
  const server = { here: within(name(0)), pullCable: () => undefined, plugCable: () => undefined };
  return [server, ...Array.from({ length: others }, (_, at) => addHost(name(0), name(at + 1), at + 1))];
}

function addHost(server: string, host: string, n: number): Host {
  const cable = `kabel${n}`;
  ip('netns', 'add', host);
  ip('link', 'add', cable, 'netns', server, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', host);
  for (const [place, device, end] of [
    [server, cable, 1],
    [host, 'eth0', 2],
  ] as const) {
    ip('-n', place, 'addr', 'add', `10.77.${n}.${end}/24`, 'dev', device);
    ip('-n', place, 'link', 'set', device, 'up');
  }
  ip('-n', host, 'link', 'set', 'lo', 'up');
  return {
    server: `10.77.${n}.1`,
    here: within(host),
    asNobody: [
      ...within(host),
      'setpriv',
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      '--clear-groups',
      '--no-new-privs',
    ],
    pullCable: () => ip('-n', server, 'link', 'set', cable, 'down'),
    plugCable: () => ip('-n', server, 'link', 'set', cable, 'up'),
  };
}

function within(namespace: string): string[] {
  return ['ip', 'netns', 'exec', namespace];
}

function ip(...args: string[]): void {
  const { status, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(
    `Her kan ikke laves maskiner af netværksnavnerum (kræver root og iproute2): ip ${args.join(' ')}: ${error?.message ?? stderr}`,
  );
}

export function spawnOn(prefix: string[], command: string[], options: SpawnOptions = {}): ChildProcess {
  const [program = '', ...args] = [...prefix, ...command];
  return spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', ...options });
}

/** What a command answers on a host, its errors among it. */
export function answerOn(prefix: string[], command: string[]): string {
  const [program = '', ...args] = [...prefix, ...command];
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: '/', timeout: 10_000 });
  return `${stdout}${stderr}`.trim();
}

export interface Certificate {
  cert: string;
  key: string;
}

/** A certificate for these addresses which is its own authority. Everybody may read it, its key only we. */
export function makeCertificate(addresses: string[]): Certificate {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const names = ['127.0.0.1', ...addresses].map((address) => `IP:${address}`).join(',');
  const { status, stderr } = spawnSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=samtlige', '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', cert],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  return { cert, key };
}
