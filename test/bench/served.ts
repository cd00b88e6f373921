/** A server of its own on a data folder, as `npm start` has it, and what it says of itself while it is measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { openDbReadOnly } from '../../db/client.ts';
import { dataFiles, projectRoot } from '../../db/files.ts';
import { isDue } from '../../server/backup/nightly.ts';
import { freePort } from '../redis.ts';
import { shippedFlags } from '../shipped-flags.ts';
import { PASSWORD, type TownFolder } from './big-town.ts';
import type { Stood } from './loop-watch.ts';

export interface Served {
  url: string;
  child: ChildProcess;
  /** since it was last asked */
  stood(): Promise<Stood>;
  /** but for those in this folder */
  openFiles(apartFrom: string): number;
  /**
   * What a start begins has been done, and nothing more is computed: reading everybody for matching, a night run that is
   * due, and a minute later last night's backup and its trial.
   */
  rested(): Promise<void>;
  cookieOf(username: string): Promise<string>;
  stop(): Promise<void>;
}

const built = (file: string) => path.join(projectRoot, 'dist', file);

/** `flags` are Node's own: --cpu-prof and the like. */
export async function serveFolder(env: TownFolder['env'], flags: string[] = []): Promise<Served> {
  const port = await freePort();
  const watched = ['--import', pathToFileURL(built('test/bench/loop-watch.js')).href];
  const child = spawn(
    process.execPath,
    [...flags, ...shippedFlags('start'), ...watched, built('server/main.js')],
    {
      env: {
        LOG_LEVEL: 'error',
        PORT: String(port),
        // Everybody's connections come from this machine.
        TRUST_PROXY: '127.0.0.1',
        REQUESTS_PER_MINUTE: '1000000',
        ...env,
      },
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    },
  );
  await serving(child);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    child,
    async stood() {
      const answer = once(child, 'message');
      child.send('?');
      const [stood] = (await answer) as [Stood];
      return stood;
    },
    openFiles: (apartFrom) => filesOf(child.pid).filter((file) => !file.startsWith(apartFrom)).length,
    cookieOf: (username) => cookieOf(url, username),
    async rested() {
      await backupsMade(dataFiles(env.DATA_DIR).database);
      for (let restful = 0; restful < 3; ) {
        const before = processorSeconds(child.pid);
        await delay(2000);
        restful = processorSeconds(child.pid) - before < 0.2 ? restful + 1 : 0;
      }
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function backupsMade(database: string): Promise<void> {
  const db = openDbReadOnly(database);
  const desk = { db, now: () => new Date() };
  try {
    while (isDue(desk, 'kopi') || isDue(desk, 'proeve')) await delay(1000);
  } finally {
    db.$client.close();
  }
}

function filesOf(pid: number | undefined): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((number) => {
    try {
      return readlinkSync(path.join(folder, number));
    } catch {
      // Closed since.
      return [];
    }
  });
}

/** All threads together. */
function processorSeconds(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_A_SECOND;
}

/** USER_HZ, as every Linux of ours has it. */
const TICKS_A_SECOND = 100;

function serving(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}`)));
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      if (line.startsWith('Samtlige kører på')) resolve();
      else process.stderr.write(`${line}\n`);
    });
  });
}

/** A server that has been too busy for others is so for a moment more. */
async function cookieOf(url: string, username: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const cookies = await signIn(url, username);
    if (cookies) return cookies;
    if (attempt === 20) throw new Error(`${username} could not sign in`);
    await delay(500);
  }
}

async function signIn(url: string, username: string): Promise<string | null> {
  const answer = await fetch(`${url}/log-ind`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ brugernavn: username, adgangskode: PASSWORD }),
  });
  if (answer.status !== 303) return null;
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return cookies.join('; ');
}
