import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { projectRoot } from '../db/files.ts';

export type QueueKind = 'pglite' | 'redis';

/** Both queues, or PGlite alone where redis-server is not installed: said aloud at home, an error in CI. */
export function queueKinds(): QueueKind[] {
  if (spawnSync('redis-server', ['--version']).status === 0) return ['pglite', 'redis'];
  if (process.env.CI === 'true') throw new Error('redis-server mangler, og i CI skal køen prøves på Redis');
  process.stderr.write('IKKE KØRT: køen på Redis, fordi redis-server ikke er installeret\n');
  return ['pglite'];
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export type RedisServer = {
  url: string;
  /** kill -9, and after so long a start on what its disk holds */
  crash(awayMs?: number): Promise<void>;
  stop(): Promise<void>;
};

/** A redis-server of our own on a free loopback port, with its files in a temporary folder. `user`: "name:code@" to sign in as. */
export async function startRedis(port?: number, extra: string[] = [], user = ''): Promise<RedisServer> {
  const at = port ?? (await freePort());
  const folder = mkdtempSync(path.join(os.tmpdir(), 'samtlige-redis-'));
  const place = ['--port', String(at), '--bind', '127.0.0.1', '--dir', folder];
  const start = () =>
    spawn('redis-server', [...place, '--save', '', '--appendonly', 'yes', ...extra], { stdio: 'ignore' });
  const url = `redis://${user}127.0.0.1:${at}`;
  let server = start();
  await answering(url, server);
  return {
    url,
    async crash(awayMs = 0) {
      await killed(server);
      await delay(awayMs);
      server = start();
      await answering(url, server);
    },
    async stop() {
      await killed(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the users of the manual sign in with here. */
export const CODES = { server: 'kode-til-serveren', regner: 'kode-til-regnerne' };

/** The users as docs/several-hosts.md writes them: "user server on …". */
export function usersOfTheManual(): string[] {
  const manual = readFileSync(path.join(projectRoot, 'docs', 'several-hosts.md'), 'utf8');
  const lines = [...manual.matchAll(/^ {4}(user .+)$/gm)].map(([, line = '']) => line);
  return lines.map((line) =>
    line.replace('CODE', line.startsWith('user server') ? CODES.server : CODES.regner),
  );
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const retryStrategy = () => (server.exitCode === null ? 20 : null);
  const client = new Redis(url, { retryStrategy, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
}

/** Runs a TypeScript file under this same Node, with one JSON argument. */
export function spawnNode(file: string, settings: object): ChildProcess {
  return spawn(process.execPath, [file, JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** kill -9, and wait until the process is gone. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Waits until `condition` holds, looking every 20 ms. */
export async function until(condition: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Ikke opfyldt inden ${ms} ms: ${condition}`);
    await delay(20);
  }
}
