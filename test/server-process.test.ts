import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { readConfig } from '../server/config.ts';
import { openData } from '../server/start.ts';
import { addUser, openTestApp, signIn, stranger } from './app.ts';
import { killWhileWriting, stopAmidRuns, stopUnderLoad } from './killed-server.ts';
import { openLiveFolder, spawnLive } from './live-server.ts';

vi.setConfig({ testTimeout: 120_000 });

test('dræbt midt i skrivninger mister serveren intet, den har sagt ja til', async () => {
  expect(await killWhileWriting({ rounds: 1, ms: 600 })).toBeGreaterThan(0);
});

test('SIGTERM under belastning: alt, der er taget imod, bliver besvaret, og loggen er lagt på plads', async () => {
  const stop = await stopUnderLoad({ clients: 8, ms: 500 });
  expect(stop.exitCode).toBe(0);
  expect(stop.completed).toBe(stop.taken);
  // Some come while it closes, and are told so with a 503.
  expect(stop.answered).toBeGreaterThanOrEqual(stop.taken);
  expect(stop.taken).toBeGreaterThan(8);
  expect(stop.walBytes).toBe(0);
});

test('den, der får svar, mens serveren lukker, beholder ikke forbindelsen', async () => {
  const { app } = await openTestApp();
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true });
  // A password takes its time.
  const asked = request(`${url}/log-ind`, {
    method: 'POST',
    agent,
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  asked
    .setHeader('content-type', 'application/x-www-form-urlencoded')
    .end('brugernavn=ingen&adgangskode=forkert');
  const answered = once(asked, 'response');
  await once(app.server, 'request');
  const closed = app.close();
  const [answer]: IncomingMessage[] = await answered;
  expect([answer?.statusCode, answer?.headers.connection]).toEqual([401, 'close']);
  answer?.resume();
  await closed;
  agent.destroy();
});

test('SIGTERM midt i eftersynet og planlægningen af en kørsel: ude af sig selv med kode 0', async () => {
  expect(await stopAmidRuns({ rounds: 2, size: { orders: 100, citizens: 2000 } })).toBeLessThan(10);
});

test('et andet program på en datamappe, der er i brug, siger det og går', async () => {
  const live = await openLiveFolder();
  const first = openData(readConfig(live.env), () => new Date());
  const second = spawnLive(live.env);
  const [said] = await Promise.all([text(second.stderr as NodeJS.ReadableStream), once(second, 'exit')]);
  expect(said).toBe(`Datamappen ${live.folder} er i brug af et andet program\n`);
  expect(second.exitCode).toBe(1);
  expect(await addUser(first.db, 'ny', ['leder'])).toBeGreaterThan(0);
  first.close();
});

test('én bruger over grænsen får 429 med Retry-After; kollegaen og sundhedstjekket mærker intet', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'kim', ['konsulent']);
  await addUser(db, 'kai', ['konsulent']);
  const [kim, kai] = [await signIn(app, 'kim'), await signIn(app, 'kai')];
  let answer = await kim.get('/genveje');
  for (let n = 0; n < 1000 && answer.status !== 429; n += 1)
    answer = await kim.get('/assets/findes-ikke.css');
  expect(answer.status).toBe(429);
  expect(answer.body).toContain('For mange forsøg');
  expect(answer.body).toMatch(/Vent (\d+ sekunder|et øjeblik), og prøv igen/);
  expect(answer.body).toContain('href="/assets/findes-ikke.css">Prøv igen</a>');
  // An address that a browser reads as another site's.
  expect((await kim.get('//falsk.example/side')).body).toContain('href="/">Prøv igen</a>');
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect((await kai.get('/genveje')).status).toBe(200);
  expect((await stranger(app).get('/livez')).status).toBe(200);
});

test('en overbelastet server siger 503 med Retry-After, svarer stadig på sundhedstjekket, og kommer sig', async () => {
  const { app, db } = await openTestApp('2026-11-22T09:00:00Z', undefined, 300);
  await addUser(db, 'kim', ['konsulent']);
  const kim = await signIn(app, 'kim');
  let busy = true;
  const standStill = () => {
    const end = performance.now() + 700;
    while (performance.now() < end);
    if (busy) setTimeout(standStill, 1);
  };
  standStill();
  const soon = () => new Promise((resolve) => setTimeout(resolve, 20));
  let answer = await kim.get('/genveje');
  for (let n = 0; n < 50 && answer.status !== 503; n += 1) {
    await soon();
    answer = await kim.get('/genveje');
  }
  expect(answer.status).toBe(503);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect((await stranger(app).get('/livez')).status).toBe(200);
  busy = false;
  for (let n = 0; n < 200 && answer.status === 503; n += 1) {
    await soon();
    answer = await kim.get('/genveje');
  }
  expect(answer.status).toBe(200);
});
