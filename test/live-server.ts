import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { createTestFolder, type Db } from '../db/client.ts';
import { projectRoot } from '../db/files.ts';
import { readConfig } from '../server/config.ts';
import { openData } from '../server/start.ts';
import { addUser, PASSWORD } from './app.ts';
import { temporaryFolder } from './backup-town.ts';
import { freePort, killed, startRedis } from './redis.ts';
import { shippedProgram } from './shipped-flags.ts';

/** A program of its own, as `npm run server` starts it, on a data folder that outlives it. */
export interface LiveFolder {
  folder: string;
  port: number;
  env: Record<string, string>;
  /** where its Redis is */
  queueUrl: string;
}

export async function openLiveFolder(
  more: Record<string, string> = {},
  fill: (db: Db) => void | Promise<void> = () => undefined,
): Promise<LiveFolder> {
  const folder = temporaryFolder();
  const port = await freePort();
  const key = () => randomBytes(32).toString('hex');
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const env = {
    DATA_DIR: folder,
    PORT: String(port),
    LOG_LEVEL: 'error',
    CPR_KEY: key(),
    CPR_INDEX_KEY: key(),
    FORM_KEY: key(),
    QUEUE_URL: redis.url,
    WORKER_TOKEN: key(),
    ...more,
  };
  const config = readConfig(env);
  createTestFolder(config.files);
  const data = openData(config, () => new Date());
  await addUser(data.db, 'kim', ['konsulent']);
  await addUser(data.db, 'kai', ['konsulent']);
  await fill(data.db);
  data.close();
  return { folder, port, env, queueUrl: redis.url };
}

export interface LiveProcess {
  child: ChildProcess;
  url: string;
}

/** Started by strace or the like when `under` says so; `flags` are the program's own. */
export async function startLive(
  { port, env }: LiveFolder,
  under: string[] = [],
  flags = ['--without-workers'],
): Promise<LiveProcess> {
  const child = spawnLive(env, under, undefined, flags);
  const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
  const said: string[] = [];
  await Promise.race([
    new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        said.push(line);
        if (line.startsWith('Samtlige kører på')) resolve();
      });
    }),
    once(child, 'exit').then(() => {
      throw new Error(`The server ended: ${said.join('\n')}`);
    }),
  ]);
  return { child, url: `http://127.0.0.1:${port}` };
}

export function spawnLive(
  env: Record<string, string>,
  under: string[] = [],
  stdout: 'pipe' | 'ignore' = env.LOG_LEVEL === 'info' ? 'pipe' : 'ignore',
  flags = ['--without-workers'],
): ChildProcess {
  const [program = '', ...args] = [...under, process.execPath, ...shippedProgram('start'), ...flags];
  const child = spawn(program, args, {
    cwd: projectRoot,
    env,
    stdio: ['ignore', stdout, 'pipe'],
  });
  onTestFinished(() => killed(child));
  return child;
}

export async function cookieOf(url: string, username: string): Promise<string> {
  const ask = () =>
    fetch(`${url}/log-ind`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ brugernavn: username, adgangskode: PASSWORD }),
    });
  const answer = await whenNotBusy(ask);
  if (answer.status !== 303) throw new Error(`sign-in failed: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** On a machine that is busy with other things a program that has just started asks its clients to wait. */
export async function whenNotBusy(ask: () => Promise<Response>): Promise<Response> {
  let answer = await ask();
  for (let n = 0; n < 20 && answer.status === 503; n += 1) {
    await delay(Number(answer.headers.get('retry-after') ?? 1) * 1000);
    answer = await ask();
  }
  return answer;
}

/** One acknowledged write; null when the server was gone before it answered. */
export async function saveView(url: string, cookie: string, name: string): Promise<number | null> {
  try {
    const answer = await fetch(`${url}/api/v1/views`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      body: JSON.stringify({ name, query: 'stoerrelse=i_maal', share: 'mig' }),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null;
  }
}
