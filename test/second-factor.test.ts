import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { changeSetting } from '../server/admin/queries.ts';
import { addUser, openTestApp, PASSWORD, signIn, stranger, type TestApp } from './app.ts';
import { type CookieJar, cookieJar } from './cookie-jar.ts';

const PASSWORDS = { brugernavn: 'hanne', adgangskode: PASSWORD };

test('en bruger slår engangskoder til, og adgangskoden er ikke længere nok', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const { phone, codes } = await setUp({ app, clock });
  expect(codes).toHaveLength(10);
  expect(JSON.stringify(db.$client.prepare('SELECT * FROM second_factor').all())).not.toContain(
    phone.secret.base32,
  );
  expect(JSON.stringify(db.$client.prepare('SELECT * FROM recovery_code').all())).not.toContain(codes[0]);

  const hanne = cookieJar(app);
  const asked = await hanne.post('/log-ind', { ...PASSWORDS, til: '/virksomheder' });
  expect([asked.statusCode, asked.headers.location]).toEqual([303, '/log-ind/engangskode']);
  expect((await hanne.get('/virksomheder')).headers.location).toContain('/log-ind');

  const wrong = await hanne.post('/log-ind/engangskode', { kode: '000000' });
  expect([wrong.statusCode, wrong.body.includes('Koden er forkert eller brugt')]).toEqual([401, true]);
  pass(clock, 60);
  const code = phone.generate({ timestamp: clock.now.getTime() });
  expect((await hanne.post('/log-ind/engangskode', { kode: code })).headers.location).toBe('/virksomheder');
  expect((await hanne.get('/virksomheder')).statusCode).toBe(200);

  // The same code is worth nothing to whoever looked over the shoulder.
  const onlooker = cookieJar(app);
  await onlooker.post('/log-ind', PASSWORDS);
  expect((await onlooker.post('/log-ind/engangskode', { kode: code })).statusCode).toBe(401);
});

test('en reservekode virker én gang, og programmer sender koden med', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const { codes } = await setUp({ app, clock });
  const attempt = (code?: string) =>
    stranger(app).json('POST', '/api/v1/session', { username: 'hanne', password: PASSWORD, code });
  expect((await attempt()).body).toContain('Skriv også engangskoden');
  expect((await attempt(codes[0])).status).toBe(201);
  expect((await attempt(codes[0])).status).toBe(401);
  expect((await attempt(codes[1]?.toLowerCase().replaceAll('-', ' '))).status).toBe(201);
});

test('gættede koder bremses som gættede adgangskoder', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const { phone } = await setUp({ app, clock });
  const thief = cookieJar(app);
  await thief.post('/log-ind', PASSWORDS);
  for (let i = 0; i < 5; i++)
    expect((await thief.post('/log-ind/engangskode', { kode: `00000${i}` })).statusCode).toBe(401);
  const right = phone.generate({ timestamp: clock.now.getTime() + 30_000 });
  expect((await thief.post('/log-ind/engangskode', { kode: right })).statusCode).toBe(429);
});

test('en rolle, der kræver engangskode, kommer ikke videre uden', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['administrator']);
  db.$client.prepare("DELETE FROM setting WHERE key = 'secondFactorRoles'").run();
  const hanne = cookieJar(app);
  await hanne.post('/log-ind', PASSWORDS);
  expect((await hanne.get('/brugere')).headers.location).toBe('/mine-indstillinger/engangskode');
  expect((await hanne.get('/api/v1/users')).statusCode).toBe(403);
  expect((await hanne.get('/mine-indstillinger/engangskode')).body).toContain('Din rolle kræver');
  await setUp({ app, clock }, hanne);
  expect((await hanne.get('/brugere')).statusCode).toBe(200);

  changeSetting(db, 'secondFactorRoles', ['konsulent'], { at: clock.now.toISOString(), by: null });
  await addUser(db, 'bo', ['konsulent']);
  expect((await (await signIn(app, 'bo')).get('/')).location).toBe('/mine-indstillinger/engangskode');
});

test('administratoren nulstiller en andens engangskoder, aldrig sine egne uden kode', async () => {
  const { app, db, clock } = await openTestApp();
  const id = await addUser(db, 'hanne', ['konsulent']);
  const own = await addUser(db, 'drift', ['administrator']);
  await setUp({ app, clock });
  const drift = await signIn(app, 'drift');
  expect((await drift.post(`/brugere/${own}/engangskode/nulstilling`, {})).status).toBe(409);
  expect((await drift.post(`/brugere/${id}/engangskode/nulstilling`, {})).status).toBe(303);
  expect((await (await signIn(app, 'hanne')).get('/')).status).toBe(200);
  const events = db.$client
    .prepare("SELECT user_id, action FROM audit_event WHERE entity = 'second_factor' ORDER BY id")
    .raw()
    .all();
  expect(events).toEqual([
    [id, 'slå til'],
    [own, 'nulstil'],
  ]);
});

test('nye reservekoder og at slå fra kræver en kode', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const hanne = cookieJar(app);
  const { codes } = await setUp({ app, clock }, hanne);
  const page = '/mine-indstillinger/engangskode';
  expect((await hanne.post(`${page}/reservekoder`, { kode: '1' })).statusCode).toBe(422);
  const renewed = await hanne.post(`${page}/reservekoder`, { kode: codes[0] ?? '' });
  expect(codesOn(renewed.body)).toHaveLength(10);
  expect((await hanne.post(`${page}/fjernelse`, { kode: codes[1] ?? '' })).statusCode).toBe(422);
  const removed = await hanne.post(`${page}/fjernelse`, { kode: codesOn(renewed.body)[0] ?? '' });
  expect(removed.statusCode).toBe(303);
  expect((await (await signIn(app, 'hanne')).get('/')).status).toBe(200);
});

test('skiftes FORM_KEY, siger siden det, en reservekode åbner, og koder kan slås til igen', async () => {
  const town = await openTestApp();
  await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'bo', ['konsulent']);
  const { phone, codes } = await setUp(town);
  const begun = await signIn(town.app, 'bo');
  await begun.post('/mine-indstillinger/engangskode', {});
  const onDisk = { db: town.db, files: town.config.files };
  const { app, clock } = await openTestApp('2026-11-22T10:00:00Z', onDisk, 0, { FORM_KEY: 'ab'.repeat(32) });

  const hanne = cookieJar(app);
  await hanne.post('/log-ind', PASSWORDS);
  const code = phone.generate({ timestamp: clock.now.getTime() });
  const refused = await hanne.post('/log-ind/engangskode', { kode: code });
  expect([
    refused.statusCode,
    refused.body.includes('Brug en reservekode, eller bed en administrator'),
  ]).toEqual([401, true]);
  expect((await hanne.post('/log-ind/engangskode', { kode: codes[0] ?? '' })).statusCode).toBe(303);
  const page = '/mine-indstillinger/engangskode';
  expect((await hanne.get(page)).body).toContain('Driften har skiftet en nøgle');
  expect((await hanne.post(`${page}/fjernelse`, { kode: codes[1] ?? '' })).statusCode).toBe(303);
  await setUp({ app, clock }, hanne);
  expect((await hanne.get(page)).body).not.toContain('Driften har skiftet en nøgle');

  // One who was in the midst of setting up begins anew.
  const bo = await signIn(app, 'bo');
  expect((await bo.get(page)).body).toContain('Slå engangskoder til');
  expect((await bo.post(page, {})).status).toBe(303);
  expect((await bo.get(page)).body).toContain('QR-mærke');
});

/** Signs in and sets the factor up as a person with a phone does. */
async function setUp({ app, clock }: Pick<TestApp, 'app' | 'clock'>, hanne: CookieJar = cookieJar(app)) {
  const page = '/mine-indstillinger/engangskode';
  if (hanne.cookies.size === 0) await hanne.post('/log-ind', PASSWORDS);
  await hanne.post(page, {});
  const shown = await hanne.get(page);
  const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(shown.body)?.[1]?.replaceAll(' ', '') ?? '';
  const phone = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = phone.generate({ timestamp: clock.now.getTime() });
  const confirmed = await hanne.post(`${page}/bekraeftelse`, { kode: code });
  if (confirmed.statusCode !== 200) throw new Error(`not confirmed: ${confirmed.body}`);
  return { phone, codes: codesOn(confirmed.body) };
}

function codesOn(page: string): string[] {
  return [...page.matchAll(/<code>([A-Z2-7-]{19})<\/code>/g)].map((found) => found[1] ?? '');
}

function pass(clock: { now: Date }, seconds: number): void {
  clock.now = new Date(clock.now.getTime() + seconds * 1000);
}
