import { expect, test } from 'vitest';
import { matchRun } from '../db/schema/matching.ts';
import { endAttempt } from '../server/matching/attempts.ts';
import { commitOrders } from '../server/matching/commit.ts';
import { addWork } from '../server/matching/outbox.ts';
import { writePlaces } from '../server/matching/places.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { fillTown, resultOf } from './night-run-town.ts';

const SHA = 'a'.repeat(64);
const PLACES = [3, 1, 2];
const KEY = '3f2a7c1e-0000-4000-8000-123456789abc';

async function openRuns() {
  const { app, db, clock } = await openTestApp();
  fillTown(db, { orders: 2, citizens: 3 });
  for (const role of ['konsulent', 'leder', 'administrator', 'sagsbehandler'] as const) {
    await addUser(db, role, [role]);
  }
  return { app, db, clock };
}

test('konsulent, leder og administrator bestiller; to tryk er én kørsel; sagsbehandleren har ikke adgang', async () => {
  const { app, db } = await openRuns();
  for (const role of ['konsulent', 'leder', 'administrator']) {
    const browser = await signIn(app, role);
    const list = await browser.get('/matchkoersler');
    expect(list.status).toBe(200);
    const noegle = /name="noegle" value="([^"]+)"/.exec(list.body)?.[1] ?? '';
    const first = await browser.post('/matchkoersler', { noegle });
    const second = await browser.post('/matchkoersler', { noegle });
    expect([first.status, second.location]).toEqual([303, first.location]);
    expect((await browser.get(first.location ?? '')).body).toContain('Matchkørslen er bestilt.');
  }
  expect(
    db
      .select()
      .from(matchRun)
      .all()
      .map((run) => run.status),
  ).toEqual(['planlagt', 'planlagt', 'planlagt']);
  const caseworker = await signIn(app, 'sagsbehandler');
  expect((await caseworker.get('/matchkoersler')).status).toBe(403);
  expect((await caseworker.get('/matchkoersler/1')).status).toBe(403);
  expect((await caseworker.json('POST', '/api/v1/match-runs', {})).status).toBe(403);
});

test('siden følger kørslen og holder op med at spørge, når den er færdig', async () => {
  const { app, db, clock } = await openRuns();
  const browser = await signIn(app, 'leder');
  await browser.post('/matchkoersler', { noegle: KEY });
  const progress = async () => (await browser.get('/matchkoersler/1/fremdrift')).body;
  expect(await progress()).toContain('Gør ordrer og borgere klar');

  const citizenPlaces = writePlaces(Uint32Array.from(PLACES));
  db.update(matchRun)
    .set({ status: 'koerer', snapshotSha: SHA, orders: 2, citizens: 3, pairs: 6, citizenPlaces })
    .run();
  addWork(db, 'match-score', { runId: 1, fence: 1, orderIds: [1, 2] }, clock.now.toISOString());
  const attempt = { runId: 1, snapshotSha: SHA, fence: 1 };
  commitOrders(db, attempt, [resultOf(1, [2], PLACES)], clock.now.toISOString());
  const halfway = await progress();
  expect(halfway).toContain('Kører. 1 af 2 ordrer er beregnet');
  expect(halfway).toMatch(/<progress[^>]* max="2" value="1"/);
  expect(halfway).toContain('hx-get="/matchkoersler/1/fremdrift" hx-trigger="every 1s"');

  commitOrders(db, attempt, [resultOf(2, [2], PLACES)], clock.now.toISOString());
  endAttempt(db, attempt, new Date(clock.now.getTime() + 4200));
  const done = await progress();
  expect(done).toContain('Færdig på 4,2 s. 2 af 2 ordrer er beregnet.');
  expect(done).not.toContain('hx-get');
  const pages = await Promise.all(['/matchkoersler', '/matchkoersler/1'].map((url) => browser.get(url)));
  for (const { body } of pages) expect(body).not.toMatch(/Hemmelig|B-\d|O-\d/);
});

test('en kørsel, der er opgivet, siger hvorfor', async () => {
  const { app, db } = await openRuns();
  const browser = await signIn(app, 'administrator');
  await browser.post('/matchkoersler', { noegle: KEY });
  db.update(matchRun).set({ status: 'fejlet', error: 'Kørslen kunne ikke planlægges.' }).run();
  const page = (await browser.get('/matchkoersler/1')).body;
  expect(page).toContain('role="alert">Kørslen kunne ikke planlægges.');
  expect(page).not.toContain('hx-get');
});

test('API: bestil, se en og se alle', async () => {
  const { app } = await openRuns();
  const browser = await signIn(app, 'konsulent');
  const first = await browser.json('POST', '/api/v1/match-runs', { key: KEY });
  expect([first.status, first.headers.location]).toEqual([202, '/api/v1/match-runs/1']);
  expect(first.data()).toEqual({
    id: 1,
    status: 'planlagt',
    nightly: false,
    orders: 0,
    ordersDone: 0,
    citizens: 0,
    pairs: 0,
    matches: 0,
    plannedAt: '2026-11-22T09:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    snapshot: null,
    resultHash: null,
    newMatches: null,
    engineVersion: expect.any(String),
    taxonomyVersion: null,
    weightsVersion: null,
    audit: null,
    error: null,
  });
  expect((await browser.json('POST', '/api/v1/match-runs', { key: KEY })).data()).toMatchObject({ id: 1 });
  expect((await browser.json('POST', '/api/v1/match-runs', {})).data()).toMatchObject({ id: 2 });
  expect((await browser.json('GET', '/api/v1/match-runs/2')).data()).toMatchObject({ id: 2 });
  expect((await browser.json('GET', '/api/v1/match-runs')).data()).toMatchObject({
    total: 2,
    items: [{ id: 2 }, { id: 1 }],
  });
  expect((await browser.json('GET', '/api/v1/match-runs/9')).status).toBe(404);
  expect((await browser.json('POST', '/api/v1/match-runs', { key: 'x' })).status).toBe(400);
  expect((await browser.json('POST', '/api/v1/match-runs', { user: 1 })).status).toBe(400);
});
