import { expect, test } from 'vitest';
import { diskProblem } from '../db/refused.ts';
import { savedView } from '../db/schema/firm-work.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { cutLogs, everyFailedWriteOfAnImport, nightRunWithFailedWrite } from './failing-writes.ts';
import { csv, firm, hashOfAllTables, openDesk } from './imports-builders.ts';
import { openTown } from './night-run-town.ts';
import { fillDatabase } from './small-disk.ts';

test('fuld disk: en rettelse får 507 med ord, alt kan læses som før, og det virker igen, når der er plads', async () => {
  const town = openTown({ orders: 1, citizens: 2 });
  const { app, db, clock } = await openTestApp('2026-11-29T09:00:00Z', town);
  await addUser(db, 'kim', ['administrator', 'konsulent']);
  const kim = await signIn(app, 'kim');
  const view = (n: number) => ({
    name: `Visning ${n} ${'x'.repeat(40)}`,
    query: 'stoerrelse=i_maal',
    share: 'mig',
  });
  const { makeRoom } = fillDatabase(db.$client);
  let [refused, n] = [await kim.json('POST', '/api/v1/views', view(0)), 0];
  // What fits into pages that are there already is still saved.
  while (refused.status === 201 && n < 500) {
    n += 1;
    refused = await kim.json('POST', '/api/v1/views', view(n));
  }
  expect(refused.status, refused.body).toBe(507);
  expect(refused.data()).toMatchObject({
    title: 'Det kunne ikke gemmes',
    detail: expect.stringContaining('Disken er fuld. Intet er gemt'),
  });
  expect(db.select().from(savedView).all()).toHaveLength(n);
  // Long after, so that the session would note that it has been seen.
  clock.now = new Date('2026-11-29T09:20:00Z');
  expect((await kim.get('/virksomheder')).status).toBe(200);
  expect((await kim.get('/visninger')).body).toContain('Visning 0');
  makeRoom();
  expect((await kim.json('POST', '/api/v1/views', view(n))).status).toBe(201);
  expect(db.$client.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('skrivebeskyttet disk: siderne kan læses, og en rettelse får at vide hvorfor', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'kim', ['konsulent']);
  const kim = await signIn(app, 'kim');
  db.$client.pragma('query_only = ON');
  const refused = await kim.json('POST', '/api/v1/views', { name: 'x', query: '', share: 'mig' });
  expect([refused.status, refused.body]).toEqual([
    503,
    expect.stringContaining('Der kan ikke skrives i datamappen'),
  ]);
  expect((await kim.get('/virksomheder')).status).toBe(200);
  db.$client.pragma('query_only = OFF');
  expect((await kim.json('POST', '/api/v1/views', { name: 'x', query: '', share: 'mig' })).status).toBe(201);
});

test('en import på en fuld disk er helt ude, og den samme fil er inde, når der er plads', async () => {
  const town = openTown(null);
  const desk = openDesk('2026-11-22T09:00:00Z', town.db);
  const file = csv(Array.from({ length: 400 }, (_, n) => firm(n)));
  const { makeRoom } = fillDatabase(town.db.$client);
  const before = hashOfAllTables(town.db);
  const failure = await desk.take('virksomheder', file).catch((error) => error);
  expect(diskProblem(failure)).toContain('Disken er fuld');
  expect(hashOfAllTables(town.db)).toBe(before);
  makeRoom();
  expect(await desk.take('virksomheder', file)).toMatchObject({ created: 400, rejectedCount: 0 });
  expect(town.db.$client.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('fejler den n-te skrivning i en import, er intet inde: prøvet for hver skrivning, til den går igennem', async () => {
  const writes = await everyFailedWriteOfAnImport({ firms: 2 });
  expect(writes).toBeGreaterThan(8);
});

test('fejler en skrivning i natkørslen, gør næste forsøg den færdig med det samme resultat', async () => {
  expect(await nightRunWithFailedWrite(5)).toBe(true);
});

test('loggen klippet af hvor som helst: det, der serveres, er en hel række af de gemte, eller intet', () => {
  cutLogs(12);
});
