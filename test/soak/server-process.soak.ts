import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { dataFiles } from '../../db/files.ts';
import { temporaryFolder } from '../backup-town.ts';
import { killWhileWriting, stopAmidRuns, stopUnderLoad } from '../killed-server.ts';
import { cookieOf, openLiveFolder, saveView, startLive } from '../live-server.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

test('dræbt hundrede gange midt i skrivninger: intet, der er sagt ja til, er væk', async () => {
  const there = await killWhileWriting({ rounds: 100, ms: 500 });
  tell(`100 drab, ${there} gemte`);
  expect(there).toBeGreaterThan(1000);
});

test('SIGTERM under belastning er ude på ti sekunder uden en brudt forespørgsel', async () => {
  for (const ms of [300, 900, 2000]) {
    const stop = await stopUnderLoad({ clients: 50, ms });
    tell(`${stop.taken} taget imod, ${stop.completed} besvaret, ude på ${stop.seconds.toFixed(1)} s`);
    expect(stop).toMatchObject({ exitCode: 0, completed: stop.taken, walBytes: 0 });
    expect(stop.answered).toBeGreaterThanOrEqual(stop.taken);
    expect(stop.seconds).toBeLessThan(10);
  }
});

test('SIGTERM midt i eftersynet og planlægningen af en kørsel, tres gange: kode 0 hver gang', async () => {
  const longest = await stopAmidRuns({ rounds: 60, size: { orders: 300, citizens: 8000 } });
  tell(`60 stop, længst ${longest.toFixed(1)} s`);
  expect(longest).toBeLessThan(10);
});

test('hver gemt skrivning er nået til disken: mindst én fsync hver', async () => {
  const live = await openLiveFolder();
  const trace = path.join(temporaryFolder(), 'fsync');
  const { child, url } = await startLive(live, [
    'strace',
    '-f',
    '-qq',
    '-e',
    'trace=fsync,fdatasync',
    '-o',
    trace,
  ]);
  const cookie = await cookieOf(url, 'kim');
  const synced = () =>
    readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => /f(data)?sync\(/.test(line)).length;
  await delay(2000);
  const before = synced();
  for (let n = 0; n < 200; n += 1) expect(await saveView(url, cookie, `visning ${n}`)).toBe(201);
  const after = synced();
  tell(`200 skrivninger, ${after - before} fsync`);
  expect(after - before).toBeGreaterThanOrEqual(200);
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('femhundrede klienter, der aldrig skriver færdig: de andre får svar, og de langsomme bliver sluppet på et minut', async () => {
  const live = await openLiveFolder();
  const { child, url } = await startLive(live);
  const cookie = await cookieOf(url, 'kim');
  const slow = Array.from({ length: 500 }, () => connect(live.port, '127.0.0.1'));
  let open = slow.length;
  const started = performance.now();
  const drip = (socket: Socket) => socket.writable && socket.write('X-Langsom: 1\r\n');
  for (const socket of slow) {
    socket
      .on('error', () => undefined)
      .on('close', () => {
        open -= 1;
      });
    socket.resume().write('GET /virksomheder HTTP/1.1\r\nHost: x\r\n');
  }
  const dripping = setInterval(() => slow.forEach(drip), 5000);
  let asked = 0;
  while (open > 0 && performance.now() - started < 90_000) {
    const answer = await fetch(`${url}/virksomheder`, {
      headers: { cookie },
      signal: AbortSignal.timeout(5000),
    });
    await answer.arrayBuffer();
    expect(answer.status).toBe(200);
    asked += 1;
    await delay(200);
  }
  clearInterval(dripping);
  const seconds = (performance.now() - started) / 1000;
  tell(`${asked} andre besvaret; alle 500 sluppet efter ${seconds.toFixed(0)} s`);
  expect(open).toBe(0);
  expect(seconds).toBeLessThan(62);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('loggen vokser ikke med skrivningerne', async () => {
  const live = await openLiveFolder();
  const { child, url } = await startLive(live);
  const cookies = [await cookieOf(url, 'kim'), await cookieOf(url, 'kai')];
  let largest = 0;
  let saved = 0;
  // Each user has a thousand requests a minute; the same names again, so that only the log could grow.
  for (let minute = 0; minute < 3; minute += 1) {
    const ended = performance.now() + 61_000;
    for (let n = 0; n < 900; n += 1) {
      for (const cookie of cookies)
        if ((await saveView(url, cookie, `visning ${n % 40}`)) === 201) saved += 1;
      largest = Math.max(largest, statSync(`${dataFiles(live.folder).database}-wal`).size);
    }
    await delay(Math.max(0, ended - performance.now()));
  }
  tell(`${saved} skrivninger, loggen højst ${(largest / 1e6).toFixed(1)} MB`);
  expect(saved).toBeGreaterThan(4000);
  expect(largest).toBeLessThan(64 * 1024 * 1024);
  child.kill('SIGTERM');
  await once(child, 'exit');
});
