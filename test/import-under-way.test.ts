import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { changedSince, latestChange } from '../server/citizens/changed-since.ts';
import { carryToEndAtStart, endImports, oneAtATime, takeUpAgain } from '../server/imports/one-at-a-time.ts';
import { beginUndo } from '../server/imports/undo/begin-undo.ts';
import { carryUndoToEnd } from '../server/imports/undo/carry-undo.ts';
import { isRetentionDue } from '../server/privacy/retention-nightly.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { beginPieces, drain, stage } from './import-pieces.ts';
import { csv, firm, hashOfAllTables, type ImportDesk, openDesk } from './imports-builders.ts';
import { citizen } from './kinds-of-files.ts';
import { addCitizen, openTown } from './night-run-town.ts';
import { openUploader } from './uploader.ts';

const firms = (count: number, changes = {}) => csv(Array.from({ length: count }, (_, n) => firm(n, changes)));
/** Some 100 kB: tried in a thread, and written in pieces. */
const LARGE = 900;

/** A server on a disk: what is in memory cannot be copied by a thread. */
async function openServed() {
  const town = openTown(null);
  const served = await openTestApp(undefined, town);
  onTestFinished(() => endImports(town.db));
  return { ...served, ...town };
}

/** Nobody undoes, erases or seals meanwhile, and nobody is let go for their age. Answers with how to erase afterwards. */
async function expectOthersWait(
  t: Awaited<ReturnType<typeof openServed>>,
  headers: Record<string, string>,
  why: string,
) {
  const undo = { method: 'POST', url: '/api/v1/imports/1/undo', headers } as const;
  expect((await t.app.inject(undo)).statusCode).toBe(409);
  const sara = await addUser(t.db, 'sara', ['sagsbehandler']);
  addCitizen(t.db, 1);
  t.db.$client.prepare('UPDATE citizen SET caseworker_user_id = ?').run(sara);
  const erase = () =>
    signIn(t.app, 'sara').then((one) =>
      one.post('/borgere/1/sletning', { grund: 'anmodning', bekraeft: 'SLET' }),
    );
  expect((await erase()).status).toBe(409);
  expect(isRetentionDue(t.db, t.clock.now)).toBe(false);
  const lis = await signIn(t.app, 'lis');
  const sealed = await lis.post('/daekning/beviser', { fra: '2026-07-01' });
  expect(sealed.body).toContain(why);
  return { erase };
}

test('en stor fil prøves i en tråd og gemmes i stykker; en fejl i den siges med linje, og intet bliver liggende', async () => {
  const t = await openServed();
  const { upload, uploadToApi, post, pageWhenDone, get } = await openUploader(t);
  const clean = hashOfAllTables(t.db);
  const broken = firms(LARGE).replace('2015-03-01', '2015-02-31');
  const refused = await uploadToApi('kind=virksomheder', broken);
  expect(refused.statusCode).toBe(422);
  expect(refused.json().rejected).toEqual([
    { line: 2, field: 'startdato', reason: expect.stringContaining('dato') },
  ]);
  const counted = await uploadToApi('kind=virksomheder&dryRun=true', firms(LARGE));
  expect([counted.statusCode, counted.json().created]).toEqual([200, LARGE]);
  expect(hashOfAllTables(t.db)).toBe(clean);
  expect(readdirSync(t.files.staging)).toEqual([]);

  const url = String((await upload({ slags: 'virksomheder' }, firms(LARGE))).headers.location);
  expect(await pageWhenDone(url)).toContain('Gennemfør importen');
  await post(`${url}/gennemfoerelse`);
  expect(await pageWhenDone(url)).toContain('Importen er gennemført');
  expect(t.db.$client.prepare('SELECT count(*) FROM p_unit').pluck().get()).toBe(LARGE);
  expect((await get('/api/v1/imports')).json().items).toMatchObject([
    { created: LARGE, underWay: false, givenUpBecause: null },
  ]);
  const again = await uploadToApi('kind=virksomheder', firms(LARGE));
  expect([again.statusCode, again.json().unchanged]).toEqual([200, LARGE]);
  expect(readdirSync(t.files.staging)).toEqual([]);
  expect(t.db.$client.pragma('synchronous', { simple: true })).toBe(2);
  expect(t.db.$client.pragma('wal_autocheckpoint', { simple: true })).toBe(1000);
});

test('borgere i en stor fil dømmes af hinanden, når den prøves, og kommer ind med alt, hvad de bringer', async () => {
  const t = await openServed();
  const { uploadToApi } = await openUploader(t);
  const citizens = Array.from({ length: LARGE }, (_, n) => citizen(n));
  const clean = hashOfAllTables(t.db);
  const doubled = await uploadToApi(
    'kind=borgere',
    csv([...citizens, citizen(LARGE, { cpr: citizen(7).cpr })]),
  );
  expect([doubled.statusCode, doubled.json().rejected]).toEqual([
    422,
    [{ line: expect.any(Number), field: 'cpr', reason: expect.stringContaining('samme CPR-nummer står på') }],
  ]);
  expect(hashOfAllTables(t.db)).toBe(clean);
  const counted = await uploadToApi('kind=borgere&dryRun=true', csv(citizens));
  const taken = await uploadToApi('kind=borgere', csv(citizens));
  expect([counted, taken].map((answer) => answer.json().created)).toEqual([LARGE, LARGE]);
  const count = (table: string) => t.db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(['citizen', 'citizen_term', 'benefit_period'].map(count)).toEqual([LARGE, 2 * LARGE, LARGE]);
});

test('mens en fil skrives: det ses, og ingen fortryder, forsegler eller sletter; en ny fil venter på den', async () => {
  const t = await openServed();
  const desk = { db: t.db, clock: t.clock, folder: t.files.root } as ImportDesk;
  const { uploadToApi, post, get, headers } = await openUploader(t);
  await addUser(t.db, 'lis', ['leder']);
  const first = (await uploadToApi('kind=virksomheder', firms(1))).json();
  expect(first.created).toBe(1);
  beginPieces(desk, await stage(desk, 'virksomheder', firms(9)), 3).pieces.next();

  expect((await get('/import')).body).toContain('I gang');
  expect((await get('/import/2')).body).toContain('3 af 9 rækker er skrevet');
  expect((await get('/import/2')).body).not.toContain('Fortryd importen');
  expect((await get('/drift')).body).toContain('3 af 9 rækker er skrevet');
  expect((await post('/import/1/fortrydelse')).statusCode).toBe(409);
  const { erase } = await expectOthersWait(t, headers, 'En import er i gang');

  const next = await uploadToApi('kind=virksomheder', firms(9, { navn: 'Nyt navn' }));
  expect(next.json()).toMatchObject({ created: 0, updated: 9 });
  expect((await get('/import')).body).not.toContain('I gang');
  expect((await erase()).status).toBe(303);
  expect(isRetentionDue(t.db, t.clock.now)).toBe(true);
  expect((await post('/import/3/fortrydelse')).statusCode).toBe(200);
});

test('et program, der lukker, standser mellem to stykker, og en ny fil tages ikke ind', async () => {
  const t = await openServed();
  const desk = { db: t.db, clock: t.clock, folder: t.files.root } as ImportDesk;
  const { uploadToApi } = await openUploader(t);
  beginPieces(desk, await stage(desk, 'virksomheder', firms(9)), 3);
  const setting = { files: t.files, now: () => t.clock.now };
  await endImports(t.db);
  await expect(takeUpAgain(t.db, setting)).rejects.toThrow('Programmet lukker');
  const refused = await uploadToApi('kind=virksomheder', firms(2));
  expect([refused.statusCode, refused.json().title]).toEqual([503, 'Importen er standset']);
  expect(t.db.$client.prepare('SELECT rows_in_all FROM import_under_way').all()).toEqual([
    { rows_in_all: 9 },
  ]);
});

test('en import, der er taget tilbage, siger hvorfor, hvor importer ses', async () => {
  const t = await openServed();
  const desk = { db: t.db, clock: t.clock, folder: t.files.root } as ImportDesk;
  const { get } = await openUploader(t);
  const { pieces } = beginPieces(desk, await stage(desk, 'virksomheder', firms(9)), 3);
  pieces.next();
  t.db.$client.exec(`CREATE TRIGGER in_the_way BEFORE INSERT ON p_unit WHEN NEW.p_number = 1000000008
    BEGIN SELECT raise(ABORT, 'in the way'); END`);
  drain(pieces);
  const because = 'passer ikke med det, der er kommet i systemet imens';
  for (const page of ['/import/1', '/drift', '/']) expect((await get(page)).body, page).toContain(because);
  expect((await get('/import')).body).toContain('Taget tilbage');
  expect((await get('/api/v1/imports')).json().items).toMatchObject([{ givenUpBecause: because }]);
  expect(t.db.$client.prepare('SELECT count(*) FROM p_unit').pluck().get()).toBe(0);
});

test('mens en import fortrydes: det ses, og ingen fortryder, forsegler eller sletter; en ny fil venter på den', async () => {
  const t = await openServed();
  const { uploadToApi, post, get, headers } = await openUploader(t);
  await addUser(t.db, 'lis', ['leder']);
  for (const file of [firms(9), firms(1, { navn: 'Nyt' })]) await uploadToApi('kind=virksomheder', file);
  beginUndo(t.db, 1, { at: t.clock.now.toISOString(), by: null });
  carryUndoToEnd(t.db, { rowsPerPiece: 3 }).next();

  expect((await get('/import')).body).toContain('Fortrydes');
  // A row that the later file changed, and two of eight P-units and nine firms.
  expect((await get('/import/1')).body).toContain('Fortrydes: 2 af 17 rækker er gennemgået');
  expect((await get('/import/1')).body).not.toContain('Fortryd importen');
  expect((await get('/drift')).body).toContain('2 af 17 rækker er gennemgået');
  expect((await get('/api/v1/imports')).json().items).toMatchObject([
    { underWay: false },
    { underWay: true },
  ]);
  const refused = await post('/import/2/fortrydelse');
  expect([refused.statusCode, refused.body]).toEqual([
    409,
    expect.stringContaining('En fortrydelse er i gang'),
  ]);
  const { erase } = await expectOthersWait(t, headers, 'En fortrydelse er i gang');

  const next = await uploadToApi('kind=virksomheder', firms(9));
  expect(next.json()).toMatchObject({ created: 8 });
  expect((await get('/import/1')).body).toContain('Fortrudt');
  expect((await erase()).status).toBe(303);
  expect((await post('/import/2/fortrydelse')).statusCode).toBe(200);
});

test('en fortrydelse, der tager tid, følges på importens side, som til sidst siger, hvad der står', async () => {
  const t = await openServed();
  const desk = { db: t.db, clock: t.clock, folder: t.files.root } as ImportDesk;
  const { uploadToApi, post, get, pageWhenDone } = await openUploader(t);
  expect((await uploadToApi('kind=virksomheder', firms(3))).statusCode).toBe(201);
  t.db.$client.exec(`UPDATE p_unit SET edited_at = '2026-11-01T08:00:00.000Z' WHERE p_number = 1000000001`);
  // A file before it is being tried for longer than a page waits.
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = oneAtATime(t.db, { files: t.files, now: () => t.clock.now }, () => promise);
  const begun = await post('/import/1/fortrydelse');
  expect([begun.statusCode, begun.headers.location]).toEqual([303, '/import/1']);
  expect((await get('/import/1')).body).toContain('Importen fortrydes, når det er dens tur');
  resolve();
  await before;
  const done = await pageWhenDone('/import/1');
  expect(done).toContain('Fortrudt');
  expect(done).toContain('P-nummer 1000000001');
  expect(done).toContain('er rettet af en bruger siden');
  // It is history: another administrator reads it after a restart.
  await addUser(t.db, 'anden', ['administrator']);
  const other = await signIn((await openTestApp(undefined, t)).app, 'anden');
  expect((await other.get('/import/1')).body).toContain('P-nummer 1000000001');
  expect(desk.db.$client.prepare('SELECT count(*) FROM p_unit').pluck().get()).toBe(1);
});

test('en række, der står på grund af en fejl hos os, siges på importens side og på Driftsstatus, med hvad man gør', async () => {
  const t = await openServed();
  const { uploadToApi, post, get } = await openUploader(t);
  await uploadToApi('kind=virksomheder', firms(3));
  expect((await get('/drift')).body).not.toContain('fejl i programmet');
  // Any other error than a constraint's is a mistake of ours.
  t.db.$client.exec(
    `CREATE TRIGGER mistake BEFORE DELETE ON p_unit WHEN OLD.p_number = 1000000002 BEGIN SELECT json('{'); END`,
  );
  expect((await post('/import/1/fortrydelse')).statusCode).toBe(500);
  expect((await get('/import/1')).body).toContain('undo failed');
  expect((await get('/drift')).body).toContain('kunne ikke fortryde alle');
  expect(t.db.$client.prepare('SELECT p_number FROM p_unit').pluck().all()).toEqual([1_000_000_002]);
});

test('et program, der venter længe på en import eller dens fortrydelse, får sit svar på den forbindelse, det spurgte på', async () => {
  const t = await openServed();
  const { headers } = await openUploader(t);
  const url = await t.app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => t.app.close());
  t.app.server.setTimeout(100);
  const { cookie } = headers;
  const ask = (address: string, init: RequestInit) =>
    fetch(url + address, { method: 'POST', ...init, headers: { cookie, 'sec-fetch-site': 'same-origin' } });
  const body = new FormData();
  body.append('fil', new Blob([firms(3)]), 'firmaer.csv');
  for (const { address, init, status } of [
    { address: '/api/v1/imports?kind=virksomheder', init: { body }, status: 201 },
    { address: '/api/v1/imports/1/undo', init: {}, status: 200 },
  ]) {
    const before = oneAtATime(t.db, { files: t.files, now: () => t.clock.now }, () => delay(500));
    expect((await ask(address, init)).status).toBe(status);
    await before;
  }
});

test('et program, der lukker midt i en fortrydelse, siger det, og fortsætter ved næste start', async () => {
  const t = await openServed();
  const { uploadToApi, headers } = await openUploader(t);
  await uploadToApi('kind=virksomheder', firms(LARGE));
  const undo = { method: 'POST', url: '/api/v1/imports/1/undo', headers } as const;
  const undoing = t.app.inject(undo);
  await expect.poll(() => t.db.$client.prepare('SELECT count(*) FROM undo_under_way').pluck().get()).toBe(1);
  await endImports(t.db);
  const stopped = await undoing;
  expect([stopped.statusCode, stopped.json().title]).toEqual([503, 'Fortrydelsen er standset']);
  expect(t.db.$client.prepare('SELECT count(*) FROM p_unit').pluck().get()).not.toBe(0);
  carryToEndAtStart(t.db, { files: t.files, now: () => t.clock.now });
  expect(t.db.$client.prepare('SELECT count(*) FROM p_unit').pluck().get()).toBe(0);
  expect(t.db.$client.prepare('SELECT count(*) FROM undo_under_way').pluck().get()).toBe(0);
});

test('hvem der er ændret, siges ikke af fortrydelsens stykker, men når den er færdig', async () => {
  const desk = openDesk();
  await desk.take('borgere', csv([1, 2].map((n) => citizen(n))));
  desk.clock.now = new Date('2026-11-23T09:00:00Z');
  await desk.take('borgere', csv([1, 2, 3, 4, 5].map((n) => citizen(n, { navn: `Ny ${n}` }))));
  const seq = latestChange(desk.db);
  beginUndo(desk.db, 2, { at: '2026-11-24T09:00:00.000Z', by: null });
  const pieces = carryUndoToEnd(desk.db, { rowsPerPiece: 1 });
  for (let row = 0; row < 3; row += 1) pieces.next();
  expect(changedSince(desk.db, seq, 10)).toEqual({ ids: [], upTo: seq });
  desk.db.$client.exec(`UPDATE citizen SET name = 'Rettet', version = version + 1,
    edited_at = '2026-11-24T10:00:00.000Z', updated_at = '2026-11-24T10:00:00.000Z' WHERE id IN (1, 5)`);
  expect(changedSince(desk.db, seq, 10)?.ids.toSorted()).toEqual([1, 5]);
  drain(pieces);
  expect(changedSince(desk.db, seq, 10)?.ids.toSorted()).toEqual([1, 2, 3, 4, 5]);
});
