import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { temporaryFolder } from './backup-town.ts';
import { cookieOf, type LiveFolder, openLiveFolder, spawnLive } from './live-server.ts';
import { type Canaries, canariesIn } from './log-canaries.ts';
import { killed, queueKinds, until } from './redis.ts';
import { shippedProgram } from './shipped-flags.ts';

const PRELOADED = pathToFileURL(path.join(projectRoot, 'test', 'fixtures', 'dies-by-signal.ts')).href;
const WAYS = ['exception', 'rejection', 'text', 'twice', 'hurried'] as const;
type Way = (typeof WAYS)[number] | 'at once';
const TOLD = /Programmet gik ned: \S+ \S+ |Endnu et signal, \w+/g;
/** Of these it ends at once, by a signal that leaves no core. */
const AT_ONCE: readonly Way[] = ['twice', 'hurried'];

/** What a program must not tell when it dies: what people typed, and its own secrets. */
function canariesOf({ env }: LiveFolder, session: string): Canaries {
  const own = ['CPR_KEY', 'CPR_INDEX_KEY', 'FORM_KEY', 'WORKER_TOKEN'].map((name): [string, string] => [
    name,
    env[name] ?? '',
  ]);
  const typed = Object.entries({ cpr: '610190-1234', password: 'Kanarie-adgangskode-17', session });
  return new Map([...own, ...typed]);
}

interface Death {
  code: number | null;
  signal: string | null;
  folder: string;
  /** everything it said, by file */
  said: (file: string) => string;
}

/** Everything that the program says goes to files, reports too; it dies of a text that holds every canary. */
function settingsFor(way: Way, canaries: Canaries, folder: string) {
  const reports = '--report-uncaught-exception --report-on-fatalerror';
  return {
    CRASH: way,
    CRASH_TEXT: [...canaries.values()].join(' '),
    NODE_OPTIONS: `--import ${PRELOADED} ${reports} --report-directory=${folder}`,
  };
}

async function death(child: ChildProcess, folder: string, ready: () => Promise<boolean>): Promise<Death> {
  const files = (['stdout', 'stderr'] as const).map((name) => {
    const file = createWriteStream(path.join(folder, name));
    child[name]?.pipe(file);
    return finished(file);
  });
  onTestFinished(() => killed(child));
  const gone = once(child, 'exit');
  await Promise.race([until(ready), gone]);
  child.kill('SIGWINCH');
  await gone;
  await Promise.all(files);
  const said = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  return { code: child.exitCode, signal: child.signalCode, folder, said };
}

/** Neither in what was said nor in the report that was asked for; of the error itself Node writes none. */
function expectNoSecrets({ folder }: Death, canaries: Canaries, reports = 1): void {
  expect(canariesIn(folder, canaries)).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.startsWith('report.'))).toHaveLength(reports);
}

describe.runIf(queueKinds().includes('redis'))('et program, der dør af en fejl', () => {
  test('serveren siger det i én linje af loggen, og hverken den, stderr eller Nodes rapport røber noget', async () => {
    const live = await openLiveFolder();
    const url = `http://127.0.0.1:${live.port}`;
    let session = 'endnu-ingen-session';
    for (const way of WAYS) {
      const folder = temporaryFolder();
      const canaries = canariesOf(live, session);
      const child = spawnLive({ ...live.env, ...settingsFor(way, canaries, folder) }, [], 'pipe');
      const dead = await death(child, folder, async () => {
        if ((await fetch(`${url}/livez`).catch(() => undefined))?.ok !== true) return false;
        session = await cookieOf(url, 'kim');
        return true;
      });
      expectEnd(way, dead);
      expectNoSecrets(dead, new Map([...canaries, ...canariesOf(live, session)]));
      const told = linesWith(dead.said('stdout'), '"level":60').map(
        (line) => (JSON.parse(line) as { msg: string }).msg,
      );
      expect([way, told]).toEqual([way, toldOf(way).map((start) => expect.stringContaining(start))]);
    }
  }, 180_000);

  test('en arbejder ligeså, på stderr; og et program, der dør, mens det starter', async () => {
    const live = await openLiveFolder();
    const canaries = canariesOf(live, 'Kanarie-session-17');
    const { CPR_KEY, CPR_INDEX_KEY, FORM_KEY, WORKER_TOKEN } = live.env;
    const access = { QUEUE_URL: live.queueUrl, SERVER_URL: `http://127.0.0.1:${live.port}` };
    const keys = { CPR_KEY, CPR_INDEX_KEY, FORM_KEY, WORKER_TOKEN };
    for (const way of WAYS) {
      const folder = temporaryFolder();
      const env = { ...access, ...keys, ...settingsFor(way, canaries, folder) };
      const child = spawn(process.execPath, shippedProgram('worker'), { cwd: temporaryFolder(), env });
      const dead = await death(child, folder, async () => stderrIn(folder).includes('Regner for'));
      expectEnd(way, dead);
      expectNoSecrets(dead, canaries);
      expect([way, dead.said('stderr').match(TOLD)]).toEqual([way, toldOf(way)]);
    }
    const folder = temporaryFolder();
    const early = { ...live.env, ...settingsFor('at once', canaries, folder) };
    const dead = await death(spawnLive(early, [], 'pipe'), folder, async () => false);
    expect([dead.code, dead.signal]).toEqual([1, null]);
    expectNoSecrets(dead, canaries, 0);
    expect(linesWith(dead.said('stderr'), 'Programmet gik ned: TypeError')).toHaveLength(1);
  }, 180_000);
});

function expectEnd(way: Way, { code, signal }: Death): void {
  const [expectedCode, expectedSignal] = AT_ONCE.includes(way) ? [null, 'SIGKILL'] : [1, null];
  expect([way, code, signal]).toEqual([way, expectedCode, expectedSignal]);
}

function toldOf(way: Way): string[] {
  if (way === 'hurried') return ['Endnu et signal, SIGINT'];
  const error = `Programmet gik ned: ${way === 'text' ? 'string i' : 'TypeError ved'} `;
  return way === 'twice' ? [error, error] : [error];
}

function stderrIn(folder: string): string {
  const file = path.join(folder, 'stderr');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function linesWith(text: string, words: string): string[] {
  return text.split('\n').filter((line) => line.includes(words));
}
