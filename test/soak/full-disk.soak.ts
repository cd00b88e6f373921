import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Db, openDbReadOnly } from '../../db/client.ts';
import { dataFiles } from '../../db/files.ts';
import { savedView } from '../../db/schema/firm-work.ts';
import { readConfig } from '../../server/config.ts';
import { verifyChain } from '../../server/log/verify.ts';
import { findRun } from '../../server/matching/run-queries.ts';
import { openData } from '../../server/start.ts';
import { addUser, PASSWORD } from '../app.ts';
import { cookieOf, type LiveFolder, saveView, spawnLive, startLive } from '../live-server.ts';
import { fillTown, rightResults, savedResults } from '../night-run-town.ts';
import { freePort } from '../redis.ts';
import { fillUpDisk, smallDisk } from '../small-disk.ts';

const MINUTES = 60_000;
const FULL = 'Disken er fuld. Intet er gemt, og intet er gået i stykker. Skaf plads, og prøv igen.';
/** On a full disk, with the queue's first pages to spare, with too little for the queue to open. */
const ROOMS = [0, 256 * 1024, 1024 * 1024, 16 * 1024 * 1024, 50 * 1024 * 1024];

const tell = (line: string) => process.stderr.write(`${line}\n`);

/** A whole data folder on a disk of its own, with the built-in queue. */
async function openFolderOnDisk(): Promise<LiveFolder> {
  const folder = smallDisk(300);
  const port = await freePort();
  const key = () => randomBytes(32).toString('hex');
  const keys = { CPR_KEY: key(), CPR_INDEX_KEY: key(), FORM_KEY: key() };
  const env = { DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'error', ...keys };
  const data = openData(readConfig(env), () => new Date());
  await addUser(data.db, 'kim', ['konsulent']);
  await addUser(data.db, 'lis', ['sagsbehandler', 'leder']);
  fillTown(data.db, { orders: 400, citizens: 3000 });
  data.close();
  return { folder, port, env, queueUrl: '' };
}

/** Beside the server, as a script reads. */
function looking<Seen>({ folder }: LiveFolder, look: (db: Db) => Seen): Seen {
  const db = openDbReadOnly(dataFiles(folder).database);
  try {
    return look(db);
  } finally {
    db.$client.close();
  }
}

const statusOf = (live: LiveFolder, run: number) => looking(live, (db) => findRun(db, run)?.status);

function becomes(live: LiveFolder, run: number, status: string): Promise<void> {
  return expect.poll(() => statusOf(live, run), { timeout: 3 * MINUTES, interval: 20 }).toBe(status);
}

/** Each order's list as it ought to be, and as it was written. */
function listsOf(live: LiveFolder, run: number) {
  const files = dataFiles(live.folder);
  return looking(live, (db) => [savedResults(db, run), rightResults({ db, files }, run)]);
}

const from = (cookie: string) => ({ cookie, 'sec-fetch-site': 'same-origin' });

async function orderRun(url: string, cookie: string) {
  const headers = { ...from(cookie), 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v1/match-runs`, { method: 'POST', headers, body: '{}' });
  return { status: answer.status, told: (await answer.json()) as { id: number; detail?: string } };
}

async function read(url: string, cookie: string): Promise<[number, string]> {
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  return [answer.status, await answer.text()];
}

test('hele serveren på en fuld disk med den indbyggede kø: afvist med ord, sider læses, kørslen venter, og intet er gået i stykker', async () => {
  const live = await openFolderOnDisk();
  let { child, url } = await startLive(live, [], []);
  const kim = await cookieOf(url, 'kim');
  const lis = await cookieOf(url, 'lis');
  const order = async () => (await orderRun(url, lis)).told.id;
  expect(await saveView(url, kim, 'før')).toBe(201);

  const first = await order();
  await becomes(live, first, 'koerer');
  let disk = fillUpDisk(live.folder);
  // What SQLite and the queue had made room for before may still be written in.
  await expect.poll(() => saveView(url, kim, 'fyld'), { timeout: MINUTES, interval: 100 }).toBe(507);
  for (let n = 0; n < 20; n += 1) expect(await saveView(url, kim, `fuld ${n}`)).toBe(507);
  expect(await orderRun(url, lis)).toMatchObject({ status: 507, told: { detail: FULL } });
  for (const path of [
    '/',
    '/virksomheder',
    '/jobordrer',
    '/jobordrer/1',
    '/kampagner',
    '/soeg?q=lager',
    '/livez',
  ])
    expect([path, (await read(url + path, kim))[0]]).toEqual([path, 200]);
  // Nobody is shown a citizen without a trace of it.
  expect(await read(`${url}/borgere/1`, lis)).toEqual([507, expect.stringContaining(FULL)]);
  const body = new URLSearchParams({ brugernavn: 'kim', adgangskode: PASSWORD });
  const signIn = await fetch(`${url}/log-ind`, {
    method: 'POST',
    headers: from(''),
    body,
    redirect: 'manual',
  });
  expect([signIn.status, await signIn.text()]).toEqual([507, expect.stringContaining(FULL)]);
  await delay(10_000);
  expect(statusOf(live, first)).toBe('koerer');
  disk.makeRoom();
  await becomes(live, first, 'faerdig');
  const [written, right] = listsOf(live, first);
  expect(written).toEqual(right);
  expect(await saveView(url, kim, 'efter')).toBe(201);
  const names = looking(live, (db) => db.select({ name: savedView.name }).from(savedView).all());
  expect(names.map(({ name }) => name).filter((name) => name.startsWith('fuld'))).toEqual([]);

  const second = await order();
  await becomes(live, second, 'koerer');
  disk = fillUpDisk(live.folder);
  await delay(2000);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const queued = readdirSync(dataFiles(live.folder).queue);
  for (const room of ROOMS) {
    disk.makeRoom();
    disk = fillUpDisk(live.folder, room);
    const { code, said } = await refusedStart(live);
    tell(`${room} bytes ledige: ${said.trim()}`);
    expect([room, code, said]).toEqual([
      room,
      1,
      expect.stringMatching(/^Disken er fuld\. Intet er gemt.*\n$/),
    ]);
    expect(readdirSync(dataFiles(live.folder).queue)).toEqual(queued);
  }
  disk.makeRoom();
  ({ child, url } = await startLive(live, [], []));
  await becomes(live, second, 'faerdig');
  const [again, wanted] = listsOf(live, second);
  expect(again).toEqual(wanted);
  expect(await saveView(url, kim, 'til sidst')).toBe(201);

  // A stop on a full disk ends by itself, and loses nothing either.
  await becomes(live, await order(), 'faerdig');
  disk = fillUpDisk(live.folder);
  await saveView(url, kim, 'fuld igen');
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect([child.exitCode, child.signalCode]).toEqual([0, null]);
  disk.makeRoom();
  looking(live, (db) => {
    expect(db.$client.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.$client.pragma('foreign_key_check')).toEqual([]);
    expect(verifyChain(db.$client).problems).toEqual([]);
  });
});

/** A start that ends by itself; one that stands still fails here. */
async function refusedStart({ env }: LiveFolder): Promise<{ code: number | null; said: string }> {
  const child: ChildProcess = spawnLive(env, [], 'ignore', []);
  const late = setTimeout(() => child.kill('SIGKILL'), MINUTES);
  onTestFinished(() => clearTimeout(late));
  const said = await text(child.stderr as NodeJS.ReadableStream);
  if (child.exitCode === null) await once(child, 'exit');
  clearTimeout(late);
  return { code: child.exitCode, said };
}
