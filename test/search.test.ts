import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { user } from '../db/schema/users.ts';
import { foldText } from '../server/companies/fold.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';
import { addOrder } from './night-run-town.ts';
import { readsIn } from './reads.ts';

async function openTown() {
  const town = await openTestApp();
  const { db } = town;
  await addUser(db, 'hanne', ['konsulent'], 'Vest');
  const sorenId = await addUser(db, 'søren', ['sagsbehandler'], 'Vest');
  const evaId = await addUser(db, 'eva', ['sagsbehandler'], 'Vest');
  const farId = await addUser(db, 'far', ['sagsbehandler'], 'Øst');
  await addUser(db, 'kim', ['administrator']);
  addFirm(db, { pNumber: 1_000_000_001, cvr: 10_000_001, name: 'Ærø Køkken og Kantine ApS' });
  addFirm(db, { pNumber: 1_000_000_002, cvr: 10_000_002, name: 'Albertslund Lagerhotel A/S' });
  addFirm(db, {
    pNumber: 1_000_000_003,
    cvr: 10_000_003,
    name: 'Lager og Logistik Vest',
    until: '2026-01-01',
  });
  addOrder(db, 1);
  const people: [string, number, boolean | null][] = [
    ['Åse Ærlig', sorenId, null],
    ['Bent Fri', evaId, false],
    ['Carl Skjult', evaId, true],
    ['Dora Uspurgt', evaId, null],
    ['Erik Fjern', farId, false],
  ];
  for (const [at, [name, caseworkerUserId, protectedAddress]] of people.entries()) {
    db.insert(citizen)
      .values({
        id: at + 1,
        citizenKey: `B-${at + 1}`,
        name,
        nameFolded: foldText(name),
        targetGroup: 'dagpenge',
        caseworkerUserId,
        protectedAddress,
        transports: [],
        workingTimes: [],
        needs: [],
        version: 1,
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: '2026-01-01T00:00:00.000Z',
      })
      .run();
  }
  return town;
}

/** Titles as the search page lists them. */
function titles(body: string): string[] {
  const main = body.slice(body.indexOf('<main'), body.indexOf('</main>'));
  return [...main.matchAll(/<li><a href="[^"]+">([^<]+)<\/a>/g)].map((match) => match[1] ?? '');
}

const ask = (q: string) => `/soeg?${new URLSearchParams({ q })}`;

test('a firm is found by a piece of its name, misspelt, without æøå, and by its numbers', async () => {
  const { app } = await openTown();
  const hanne = await signIn(app, 'hanne');
  for (const typed of [
    'ærø',
    'aeroe koekken',
    'KANTINE',
    'kantnie',
    'køken kantine',
    '10000001',
    '1000000001',
  ]) {
    expect(titles((await hanne.get(ask(typed))).body)[0], typed).toBe('Ærø Køkken og Kantine ApS');
  }
  expect(titles((await hanne.get(ask('lagerhotl'))).body)[0]).toBe('Albertslund Lagerhotel A/S');
  // A firm that has ceased is found by its number alone.
  expect(titles((await hanne.get(ask('lager og logistik'))).body)).not.toContain('Lager og Logistik Vest');
  expect(titles((await hanne.get(ask('1000 0000 03'))).body)).toContain('Lager og Logistik Vest');
  expect((await hanne.get(ask('xqzw'))).body).toContain('Intet fundet');
});

test('orders by title and key, pages by name, each only for those who may open them', async () => {
  const { app } = await openTown();
  const hanne = await signIn(app, 'hanne');
  expect(titles((await hanne.get(ask('medarbejder til'))).body)[0]).toMatch(/^Medarbejder til/);
  expect((await hanne.get(ask('O-1'))).body).toContain('href="/jobordrer/1"');
  expect((await hanne.get(ask('dækning'))).body).toContain('href="/daekning"');
  expect(titles((await hanne.get(ask('indstillinger'))).body)).toEqual(['Mine indstillinger']);
  const kim = await signIn(app, 'kim');
  expect((await kim.get(ask('medarbejder til'))).body).not.toContain('href="/jobordrer/1"');
  expect((await kim.get(ask('navn hanne'))).body).toContain('href="/brugere/1"');
});

test('a citizen is found by those who may see them, entered in the read log, and nobody else exists', async () => {
  const { app, db } = await openTown();
  const soren = await signIn(app, 'søren');
  const found = async (q: string) => titles((await soren.get(ask(q))).body);
  expect(await found('aase')).toEqual(['Åse Ærlig']);
  expect(await found('bent')).toEqual(['Bent Fri']);
  expect(readsIn(db)).toMatchObject([
    { citizenId: 1, purpose: 'soegning' },
    { citizenId: 2, purpose: 'soegning' },
  ]);
  for (const hidden of ['carl skjult', 'dora', 'erik fjern', 'B-3', 'B-5'])
    expect((await soren.get(ask(hidden))).body, hidden).not.toMatch(/href="\/borgere\/\d/);
  for (const other of ['hanne', 'kim']) {
    expect((await (await signIn(app, other)).get(ask('bent'))).body).not.toContain('Bent Fri');
  }
  expect(readsIn(db)).toHaveLength(2);

  // A key that is a CPR number is neither looked up nor shown.
  db.update(citizen)
    .set({ citizenKey: '1306851234', name: null, nameFolded: null })
    .where(eq(citizen.id, 1))
    .run();
  expect(await found('1306851234')).toEqual([]);
});

test('the palette gets the same answer as options of a list box; strangers are asked to sign in', async () => {
  const { app, db } = await openTown();
  db.update(user).set({ email: 'eva@example.dk' }).where(eq(user.username, 'eva')).run();
  const hanne = await signIn(app, 'hanne');
  expect((await hanne.get(ask('navn eva'))).body).toContain('href="mailto:eva@example.dk"');
  const headers = { 'x-palette': 'ja' };
  const stranger = await app.inject({ method: 'GET', url: ask('lager'), headers });
  expect([stranger.statusCode, stranger.headers.location]).toEqual([303, '/log-ind?til=%2Fsoeg%3Fq%3Dlager']);
  const signedIn = await app.inject({
    method: 'POST',
    url: '/log-ind',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'brugernavn=hanne&adgangskode=hest-batteri-klipsemaskine',
  });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await app.inject({ method: 'GET', url: ask('lager'), headers: { ...headers, cookie } });
  expect(answer.body).toMatch(/^<div role="group" aria-label="Virksomheder">/);
  expect(answer.body).toContain('role="option"');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body).not.toContain('<html');
});

test('nasty searches neither break nor run', async () => {
  const { app } = await openTown();
  const hanne = await signIn(app, 'hanne');
  for (const typed of [
    '',
    'a',
    '%',
    "'; DROP TABLE p_unit; --",
    '<script>alert(1)</script>',
    'ø'.repeat(500),
    '🙂🙂',
    '\\',
    '"^$|',
  ]) {
    const answer = await hanne.get(ask(typed));
    expect(answer.status, typed).toBe(200);
    expect(answer.body).not.toContain('<script>alert');
  }
});

test('shortcuts of one key stand on their page and are turned off by the one they disturb', async () => {
  const { app } = await openTown();
  const hanne = await signIn(app, 'hanne');
  const soren = await signIn(app, 'søren');
  expect((await hanne.get('/genveje')).body).toContain('Gå til Min dag');
  expect((await soren.get('/genveje')).body).not.toContain('Gå til Min dag');
  expect((await hanne.get('/virksomheder')).body).toContain('<body data-single-keys');
  const saved = await hanne.post('/mine-indstillinger/genveje', { genveje: 'fra' });
  expect(saved.location).toBe('/mine-indstillinger?besked=genveje-gemt');
  expect((await hanne.get('/virksomheder')).body).not.toContain('data-single-keys');
  expect((await hanne.get('/genveje')).body).toContain('(slået fra)');
  expect((await soren.get('/virksomheder')).body).toContain('<body data-single-keys');
});
