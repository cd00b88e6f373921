import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { openDb } from '../db/client.ts';
import { dataFiles } from '../db/files.ts';
import { addUser, letPasswordsDo, PASSWORD } from './app.ts';
import { temporaryFolder } from './backup-town.ts';
import { addFirm } from './firms.ts';
import { csv } from './imports-builders.ts';
import { ORDER_FORM } from './job-orders-builders.ts';
import { type LiveFolder, openLiveFolder, spawnLive } from './live-server.ts';
import type { Canaries } from './log-canaries.ts';
import { killed, until } from './redis.ts';
import { shippedProgram } from './shipped-flags.ts';

const P = 1_000_000_001;
/** Days raised by 60: nobody's. */
const CPR = {
  imported: '610190-1234',
  second: '620190-2345',
  typed: '630190-3456',
  misplaced: '640190-4567',
  username: '650190-5678',
  fileName: '660190-6789',
};
const WRONG_PASSWORD = 'Kanarie-forkert-adgangskode-17';

/** A server and a worker, each writing what it says to a file, on a Redis with AOF. */
export async function openLoggedTown() {
  const logs = temporaryFolder();
  const target = 'http://127.0.0.1:9';
  const live = await openLiveFolder(
    { LOG_LEVEL: 'debug', WEBHOOK_PRIVATE_TARGETS: target, REQUESTS_PER_MINUTE: '1000000' },
    async (db) => {
      letPasswordsDo(db, new Date());
      await addUser(db, 'sara', ['sagsbehandler']);
      await addUser(db, 'drift', ['administrator']);
      addFirm(db, { pNumber: P, employees: 12 });
    },
  );
  const url = `http://127.0.0.1:${live.port}`;
  await loggedProcess(live, logs, url);
  await loggedWorker(live, logs, url);
  return { live, logs, url, target };
}

export type LoggedTown = Awaited<ReturnType<typeof openLoggedTown>>;

async function loggedProcess(live: LiveFolder, logs: string, url: string): Promise<void> {
  mkdirSync(logs, { recursive: true });
  const child = spawnLive(live.env, [], 'pipe');
  for (const [name, stream] of [
    ['server.log', child.stdout],
    ['server.stderr', child.stderr],
  ] as const)
    stream?.pipe(createWriteStream(path.join(logs, name)));
  onTestFinished(() => killed(child));
  await until(async () => (await fetch(`${url}/livez`).catch(() => undefined))?.ok === true);
}

async function loggedWorker({ env, queueUrl }: LiveFolder, logs: string, url: string): Promise<void> {
  const cwd = temporaryFolder();
  const worker = spawn(process.execPath, shippedProgram('worker'), {
    cwd,
    env: { QUEUE_URL: queueUrl, SERVER_URL: url, WORKER_TOKEN: env.WORKER_TOKEN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out = createWriteStream(path.join(logs, 'worker.log'));
  worker.stdout.pipe(out, { end: false });
  worker.stderr.pipe(out, { end: false });
  onTestFinished(() => killed(worker));
}

/** A server that has just begun on a busy machine may ask to be asked again. */
async function patiently(url: string, request: RequestInit = {}): Promise<Response> {
  for (;;) {
    const answer = await fetch(url, { redirect: 'manual', ...request });
    if (answer.status !== 503) return answer;
    await delay(500);
  }
}

interface Person {
  cookie: string;
  token: string;
}

async function person(url: string, username: string): Promise<Person> {
  const body = new URLSearchParams({ brugernavn: username, adgangskode: PASSWORD });
  const headers = { 'sec-fetch-site': 'same-origin' };
  const answer = await patiently(`${url}/log-ind`, { method: 'POST', headers, body });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const page = await (await patiently(`${url}/findes-ikke`, { headers: { cookie } })).text();
  return { cookie, token: /name="_token" value="([^"]+)"/.exec(page)?.[1] ?? '' };
}

/** Weeks of work in a moment, with numbers typed wherever somebody might; gives all that must stand in no log. */
export async function liveWithCanaries({ live, url, target }: LoggedTown): Promise<Canaries> {
  const [sara, drift, kim] = [
    await person(url, 'sara'),
    await person(url, 'drift'),
    await person(url, 'kim'),
  ];
  const as = ({ cookie, token }: Person) => ({
    get: (at: string, more: Record<string, string> = {}) =>
      patiently(url + at, { headers: { cookie, ...more } }),
    post: (at: string, fields: Record<string, string | string[]>) => {
      const body = new URLSearchParams({ _token: token });
      for (const [name, value] of Object.entries(fields))
        for (const one of [value].flat()) body.append(name, one);
      return patiently(url + at, {
        method: 'POST',
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
        body,
      });
    },
  });
  const did = async (answer: Promise<Response>, status: number) => {
    const { status: told } = await answer;
    if (told !== status) throw new Error(`${(await answer).url}: ${told}, not ${status}`);
    return answer;
  };
  const signIn = (brugernavn: string, adgangskode: string) =>
    as({ cookie: '', token: '' }).post('/log-ind', { brugernavn, adgangskode });
  await did(signIn('kim', WRONG_PASSWORD), 401);
  await did(signIn(CPR.username, WRONG_PASSWORD), 401);
  await did(signIn(WRONG_PASSWORD, WRONG_PASSWORD), 401);

  const upload = async (rows: Record<string, string>[], name: string) => {
    const form = new FormData();
    form.append('fil', new Blob([csv(rows)]), name);
    const headers = { cookie: drift.cookie, 'sec-fetch-site': 'same-origin' };
    return patiently(`${url}/api/v1/imports?kind=borgere`, { method: 'POST', headers, body: form });
  };
  const citizen = (borger_id: string, cpr: string) => ({
    borger_id,
    maalgruppe: 'kontanthjaelp_jobparat',
    cpr,
    jobformidler: 'sara',
  });
  await did(
    upload([citizen('B1', CPR.imported), citizen('B2', CPR.second)], `borgere ${CPR.fileName}.csv`),
    201,
  );
  await did(upload([citizen(CPR.misplaced, 'ukendt')], 'fejl.csv'), 422);

  for (const number of [CPR.imported, CPR.imported.replace('-', '')]) {
    const asked = encodeURIComponent(number);
    for (const who of [sara, drift, kim])
      for (const at of [
        `/borgere?q=${asked}`,
        `/soeg?q=${asked}`,
        `/virksomheder?q=${asked}`,
        `/borgere/${asked}`,
        `/api/v1/citizens?q=${asked}`,
        `/findes-ikke/${asked}?til=${asked}`,
      ])
        await as(who).get(at, { referer: `${url}/borgere?q=${asked}`, 'user-agent': `x ${number}` });
  }
  const talk = { art: 'telefon', retning: 'ud', udfald: 'opnaaet', dato: '2026-11-20' };
  await did(as(kim).post(`/virksomheder/${P}/kontakter`, { ...talk, note: `Han har ${CPR.typed}` }), 422);
  await did(as(sara).post('/borgere/1/cpr', { formaal: 'fagsystem' }), 200);

  const key = {
    navn: 'BI',
    roller: ['sagsbehandler'],
    team: 'Lager',
    omraade_borgere: 'laes',
    sidste_dag: '2027-06-30',
    pr_minut: '120',
  };
  const token =
    /samtlige_[\w-]{43}/.exec(await (await did(as(drift).post('/adgangsnoegler', key), 200)).text())?.[0] ??
    '';
  for (const one of [token, `${token}x`])
    await patiently(`${url}/api/v1/citizens?tab=team&token=${one}`, {
      headers: { authorization: `Bearer ${one}` },
    });
  const hook = { navn: 'ESDH', adresse: `${target}/modtag`, emner: ['contact'] };
  const shown = await (await did(as(drift).post('/webhooks', hook), 200)).text();
  const secret = (/whsec_[^<]+/.exec(shown)?.[0] ?? '').replaceAll('&#x3D;', '=');
  await did(as(kim).post(`/virksomheder/${P}/kontakter`, { ...talk, note: 'Ring igen' }), 303);

  await did(as(kim).post('/jobordrer', { ...ORDER_FORM, virksomhed: String(P) }), 303);
  await did(as(kim).post('/matchkoersler', { noegle: randomUUID() }), 303);
  const db = openDb(dataFiles(live.folder).database);
  const done = db.$client.prepare("SELECT count(*) FROM match_run WHERE status = 'faerdig'").pluck();
  await until(() => Number(done.get()) > 0, 60_000);
  // A fault of ours in the midst of what was typed.
  db.$client.exec(
    'ALTER TABLE citizen_read RENAME TO citizen_read_away; ALTER TABLE contact RENAME TO contact_away',
  );
  await did(as(sara).get('/borgere/1'), 500);
  await did(as(sara).post('/borgere/1/cpr', { formaal: 'fagsystem' }), 500);
  await did(as(kim).post(`/virksomheder/${P}/kontakter`, { ...talk, note: 'Kanarienote om ingen' }), 500);
  await as(sara).get(`/borgere?q=${CPR.imported}`);
  db.$client.exec(
    'ALTER TABLE citizen_read_away RENAME TO citizen_read; ALTER TABLE contact_away RENAME TO contact',
  );
  db.$client.close();
  const cookies = [sara, drift, kim].flatMap(({ cookie }, at) =>
    cookie.split('; ').map((pair, n) => [`cookie ${at}.${n}`, pair.split('=')[1] ?? ''] as const),
  );
  const secrets = ['CPR_KEY', 'CPR_INDEX_KEY', 'FORM_KEY', 'WORKER_TOKEN'].map(
    (name) => [name, live.env[name] ?? ''] as const,
  );
  const numbers = Object.entries(CPR).map(([what, text]) => [`CPR ${what}`, text] as const);
  const passwords = [
    ['password', PASSWORD],
    ['wrong password', WRONG_PASSWORD],
    ['note', 'Kanarienote'],
  ] as const;
  const own = [
    ['API token', token],
    ['webhook secret', secret],
    ['webhook secret, bare', secret.slice(6)],
  ] as const;
  return new Map(
    [...cookies, ...secrets, ...numbers, ...passwords, ...own, ['form token', sara.token]].filter(
      ([, text]) => (text ?? '').length > 5,
    ) as [string, string][],
  );
}

/** Where Redis keeps its files, with all it knows in them. */
export async function redisFolder(queueUrl: string): Promise<string> {
  const redis = new Redis(queueUrl);
  const [, folder = ''] = (await redis.config('GET', 'dir')) as string[];
  await redis.save();
  redis.disconnect();
  return folder;
}

/** Bytes as somebody's own program would write them: fetch would refuse to. */
export async function sendRaw(port: number, request: string | Buffer): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.end(request);
  socket.resume();
  await Promise.race([finished(socket).catch(() => undefined), once(socket, 'close')]);
}
