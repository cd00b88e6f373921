import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { type DataFiles, dataFiles } from '../db/files.ts';
import { askServer } from '../server/control.ts';
import type { RunSummary } from '../server/matching/night-run.ts';
import { WORKER_TOKEN } from './app.ts';
import { temporaryFolder } from './backup-town.ts';
import { answerOn, type Certificate, type Host, makeCertificate, makeHosts, spawnOn } from './hosts.ts';
import { type LiveFolder, openLiveFolder, startLive } from './live-server.ts';
import { fillTown } from './night-run-town.ts';
import { CODES, killed, until, usersOfTheManual } from './redis.ts';
import { shippedProgram } from './shipped-flags.ts';

const REDIS_PORT = 6380;
const HTTPS_PORT = 3443;
/** Programs of a soak may stand still for minutes on a machine that others use. */
const PATIENCE = 10 * 60_000;

/** A server with its Redis on one host and score workers on others, set up as docs/several-hosts.md says. */
export interface Place {
  files: DataFiles;
  live: LiveFolder;
  hosts: Host[];
  /** the server's, to look from where Redis and the pages are at home */
  serverHost: Pick<Host, 'here'>;
  certificate: Certificate;
  run(): Promise<RunSummary>;
}

export async function openPlace(workers: number, town: { orders: number; citizens: number }): Promise<Place> {
  const [serverHost, ...hosts] = makeHosts(workers);
  const certificate = makeCertificate(hosts.map(({ server }) => server));
  const { cert, key } = certificate;
  const redis = spawnOn(serverHost.here, ['redis-server', writeRedisConf(certificate)]);
  keepUntilEnd(redis);
  await until(
    () => redisSays(serverHost.here, '127.0.0.1', certificate, 'server', 'PING') === 'PONG',
    PATIENCE,
  );

  const env = {
    QUEUE_URL: `rediss://server:${CODES.server}@127.0.0.1:${REDIS_PORT}`,
    WORKER_TOKEN,
    NODE_EXTRA_CA_CERTS: cert,
  };
  const live = await openLiveFolder(env, (db) => fillTown(db, town));
  await startLive(live, serverHost.here);
  const proxy = path.join(import.meta.dirname, 'fixtures', 'tls-proxy.ts');
  const settings = JSON.stringify({ port: HTTPS_PORT, to: live.port, cert, key });
  keepUntilEnd(spawnOn(serverHost.here, [process.execPath, proxy, settings]));
  const files = dataFiles(live.folder);
  return {
    files,
    live,
    hosts,
    serverHost,
    certificate,
    run: async () => (await askServer(files, 'match', {}, () => undefined))?.result as RunSummary,
  };
}

function writeRedisConf({ cert, key }: Certificate): string {
  const folder = temporaryFolder();
  const file = path.join(folder, 'redis.conf');
  const lines = [
    ...['port 0', `tls-port ${REDIS_PORT}`, `tls-cert-file ${cert}`, `tls-key-file ${key}`],
    ...['tls-auth-clients no', 'bind 0.0.0.0', `dir ${folder}`, 'save ""'],
    ...['appendonly yes', 'maxmemory-policy noeviction', ...usersOfTheManual()],
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o600);
  return file;
}

/** Redis' answer over TLS to somebody at this place; `user` null: to somebody who gives no name. */
export function redisSays(
  place: string[],
  server: string,
  { cert }: Certificate,
  user: keyof typeof CODES | null,
  ...command: string[]
): string {
  const who = user === null ? [] : ['--user', user, '--pass', CODES[user], '--no-auth-warning'];
  return answerOn(place, [
    ...['redis-cli', '--tls', '--cacert', cert, '-h', server, '-p', String(REDIS_PORT)],
    ...who,
    ...command,
  ]);
}

function keepUntilEnd(child: ChildProcess): void {
  onTestFinished(() => killed(child));
}

export interface WorkerElsewhere {
  child: ChildProcess;
  /** what it has written */
  said: string[];
}

/** `npm run worker` on another host, as a user who may not open the server's files. */
export async function startWorkerOn(
  { server, asNobody }: Host,
  { cert }: Certificate,
): Promise<WorkerElsewhere> {
  const env = {
    QUEUE_URL: `rediss://regner:${CODES.regner}@${server}:${REDIS_PORT}`,
    SERVER_URL: `https://${server}:${HTTPS_PORT}`,
    WORKER_TOKEN,
    NODE_EXTRA_CA_CERTS: cert,
  };
  const child = spawnOn(asNobody, [process.execPath, ...shippedProgram('worker')], { env });
  keepUntilEnd(child);
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
  lines.on('line', (line) => said.push(line));
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The worker ended: ${said.join('\n')}`);
  });
  ended.catch(() => undefined);
  await Promise.race([until(() => said.some((line) => line.startsWith('Regner for')), PATIENCE), ended]);
  return { child, said };
}
