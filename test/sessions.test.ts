import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDb } from '../db/client.ts';
import { createDataFolders, dataFiles, migrationsFolder } from '../db/files.ts';
import { migrate } from '../db/migrate.ts';
import { ROLES, secondFactor } from '../db/schema/users.ts';
import { changeSetting } from '../server/admin/queries.ts';
import { startServer } from '../server/start.ts';
import { changeUser } from '../server/users/queries.ts';
import { addUser, openTestApp, PASSWORD } from './app.ts';
import { cookieJar } from './cookie-jar.ts';
import { hearRoutes } from './route-list.ts';

const HANNE = { brugernavn: 'hanne', adgangskode: PASSWORD };

test('ny id ved hvert login, og kun hashen står i databasen: den kan ikke logge ind', async () => {
  const files = dataFiles(mkdtempSync(path.join(tmpdir(), 'samtlige-sessions-')));
  createDataFolders(files);
  const onDisk = openDb(files.database);
  onTestFinished(() => {
    onDisk.$client.close();
    rmSync(files.root, { recursive: true, force: true });
  });
  migrate(onDisk.$client, {
    folder: migrationsFolder,
    now: () => new Date('2026-11-22T09:00:00Z'),
    backup: () => undefined,
  });
  const { app, db } = await openTestApp('2026-11-22T09:00:00Z', { db: onDisk, files });
  await addUser(db, 'hanne', ['konsulent']);

  const hanne = cookieJar(app);
  hanne.cookies.set('samtlige', 'plantet-af-en-anden');
  await hanne.post('/log-ind', HANNE);
  const id = hanne.cookies.get('samtlige') ?? '';
  expect(id).not.toBe('plantet-af-en-anden');
  const bytes = [files.database, `${files.database}-wal`]
    .map((file) => readFileSync(file, 'latin1'))
    .join('');
  const stored = createHash('sha256').update(id).digest('hex');
  expect(bytes.includes(stored)).toBe(true);
  for (const secret of [id, PASSWORD]) expect(bytes.includes(secret)).toBe(false);

  const thief = cookieJar(app);
  thief.cookies.set('samtlige', stored);
  expect((await thief.get('/api/v1/session')).statusCode).toBe(401);

  const again = cookieJar(app);
  await again.post('/log-ind', HANNE);
  expect(again.cookies.get('samtlige')).not.toBe(id);
});

test('den, der sender en formular uden at være logget ind, får at vide, at den ikke er gemt, og kommer tilbage til siden', async () => {
  const { app } = await openTestApp();
  const stranger = async (url: string, referer?: string) => {
    const headers = {
      'sec-fetch-site': 'same-origin',
      ...(referer && { referer: `http://localhost${referer}` }),
    };
    const { headers: told } = await app.inject({ method: 'POST', url, headers, payload: {} });
    return String(told.location);
  };
  const signIn = await stranger('/virksomheder/1/kontakter', '/virksomheder/1/kontakter/ny?fra=liste');
  expect(signIn).toBe('/log-ind?til=%2Fvirksomheder%2F1%2Fkontakter%2Fny%3Ffra%3Dliste&ikke=gemt');
  const page = (await app.inject({ url: signIn })).body;
  expect(page).toContain('er ikke gemt');
  expect(page).toContain('value="/virksomheder/1/kontakter/ny?fra=liste"');
  // Shown again with its errors it has the address that it is sent to, where there is nothing to see.
  expect(await stranger('/virksomheder/1/kontakter', '/virksomheder/1/kontakter')).toBe(
    '/log-ind?til=&ikke=gemt',
  );
  expect(await stranger('/virksomheder/1/kontakter')).toBe('/log-ind?til=&ikke=gemt');
  expect(await stranger('/log-ud')).toBe('/log-ind');
  // A part of a page is not replaced by the whole sign-in page.
  const part = await app.inject({
    url: '/virksomheder/1/fra-listen/telefon',
    headers: { 'hx-request': 'true', referer: 'http://localhost/virksomheder?sort=navn' },
  });
  expect([part.statusCode, part.body]).toEqual([401, '']);
  expect(part.headers['hx-redirect']).toBe('/log-ind?til=%2Fvirksomheder%3Fsort%3Dnavn');
  expect((await app.inject({ url: '/log-ind' })).body).not.toContain('er ikke gemt');
});

test('en session, der er logget ud, kan ikke spilles igen', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const hanne = cookieJar(app);
  await hanne.post('/log-ind', HANNE);
  const kept = hanne.cookies.get('samtlige') ?? '';
  await hanne.post('/log-ud', {});
  hanne.cookies.set('samtlige', kept);
  expect((await hanne.get('/api/v1/session')).statusCode).toBe(401);
});

test('man ser sine logins og logger ud overalt; administratoren gør det for en anden', async () => {
  const { app, db } = await openTestApp();
  const id = await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'drift', ['administrator']);
  const jars = await Promise.all(
    [1, 2, 3, 4, 5].map(async () => {
      const jar = cookieJar(app);
      await jar.post('/log-ind', HANNE);
      return jar;
    }),
  );
  const statuses = () => Promise.all(jars.map(async (jar) => (await jar.get('/api/v1/session')).statusCode));
  const page = await jars[0]?.get('/mine-indstillinger/logins');
  expect(page?.body.match(/Et andet sted/g)).toHaveLength(4);
  await jars[0]?.post('/mine-indstillinger/logins/afslutning', {});
  expect(await statuses()).toEqual([401, 401, 401, 401, 401]);

  for (const jar of jars) await jar.post('/log-ind', HANNE);
  const drift = cookieJar(app);
  await drift.post('/log-ind', { brugernavn: 'drift', adgangskode: PASSWORD });
  expect((await drift.post(`/brugere/${id}/logins/afslutning`, {})).statusCode).toBe(303);
  expect(await statuses()).toEqual([401, 401, 401, 401, 401]);
});

test('en rolle, der tages fra en, gælder fra næste forespørgsel', async () => {
  const { app, db, clock } = await openTestApp();
  const id = await addUser(db, 'drift', ['administrator']);
  const drift = cookieJar(app);
  await drift.post('/log-ind', { brugernavn: 'drift', adgangskode: PASSWORD });
  const settings = { enhed: 'X', kommune: 'Y', kommunekode: '165', uoplyst: 'ude' };
  expect((await drift.post('/indstillinger', settings)).statusCode).toBe(303);
  changeUser(
    db,
    id,
    { name: 'Drift', email: null, roles: ['konsulent'], teamName: null },
    { at: clock.now.toISOString(), by: null },
  );
  expect((await drift.post('/indstillinger', settings)).statusCode).toBe(403);
  expect((await drift.get('/brugere')).statusCode).toBe(403);
});

test('fem fejl giver en pause, tyve lukker kontoen for det sted, men ikke for ejerens kendte enhed', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const known = cookieJar(app);
  await known.post('/log-ind', HANNE);
  await known.post('/log-ud', {});
  clock.now = new Date(clock.now.getTime() + 1000);

  const thief = cookieJar(app);
  const fail = async () => (await thief.post('/log-ind', { ...HANNE, adgangskode: 'gæt' })).statusCode;
  const failures: number[] = [];
  for (let i = 0; i < 5; i++) failures.push(await fail());
  expect(failures).toEqual([401, 401, 401, 401, 401]);
  expect(await fail()).toBe(429);
  for (let i = 0; i < 15; i++) {
    clock.now = new Date(clock.now.getTime() + 15 * 60_000 + 1);
    expect(await fail()).toBe(401);
  }
  clock.now = new Date(clock.now.getTime() + 50 * 60_000);
  expect((await thief.post('/log-ind', HANNE)).statusCode).toBe(429);
  expect((await known.post('/log-ind', HANNE)).statusCode).toBe(303);
  clock.now = new Date(clock.now.getTime() + 11 * 60_000);
  expect((await thief.post('/log-ind', HANNE)).statusCode).toBe(303);
});

test('over HTTPS er hver cookie __Host-, Secure, HttpOnly og SameSite, og der er ingen andre end vores tre', async () => {
  const opened = await hearRoutes(() =>
    openTestApp(undefined, undefined, 0, {
      PUBLIC_URL: 'https://samtlige.example',
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'x',
      OIDC_CLIENT_SECRET: 'x',
      SIGN_IN_ROLES_FILE: rolesFile(),
    }),
  );
  const { app, db, clock, routes } = opened;
  await addUser(db, 'alt', [...ROLES]);
  await addUser(db, 'koder', ['konsulent']);
  const set: string[] = [];
  app.addHook('onSend', async (_request, reply) => {
    set.push(...[reply.getHeader('set-cookie') ?? []].flat().map(String));
  });
  const post = (url: string, payload: Record<string, string>, cookie = '') =>
    app.inject({ method: 'POST', url, payload, headers: { cookie, 'sec-fetch-site': 'same-origin' } });
  const entered = await post('/log-ind', { brugernavn: 'alt', adgangskode: PASSWORD });
  const cookie = entered.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const { method, url } of routes)
    if (method === 'GET') await app.inject({ url: url.replaceAll(/:\w+|\*/g, '1'), headers: { cookie } });
  await post('/log-ud', {}, cookie);
  await app.inject({
    method: 'DELETE',
    url: '/api/v1/session',
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
  });
  db.insert(secondFactor)
    .values({
      userId: 2,
      secret: 'x',
      createdAt: clock.now.toISOString(),
      confirmedAt: clock.now.toISOString(),
    })
    .run();
  await post('/log-ind', { brugernavn: 'koder', adgangskode: PASSWORD });
  await post('/log-ind', { brugernavn: 'koder', adgangskode: 'forkert' });

  const names = set.map((one) => one.split('=')[0]);
  expect([...new Set(names)].sort()).toEqual([
    '__Host-samtlige',
    '__Host-samtlige-kendt',
    '__Host-samtlige-login',
  ]);
  const loose = set.filter(
    (one) => !/; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/.test(one) || /Domain=/i.test(one),
  );
  expect(loose).toEqual([]);
});

/** Without it the municipality's sign-in does not start. */
function rolesFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-roller-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'roller.json'), '{"roles":{}}');
  return path.join(folder, 'roller.json');
}

test('en ny installation har ingen brugere, og demobrugere serveres ikke i drift', async () => {
  const { db, config } = await openTestApp();
  expect(db.$client.prepare('SELECT count(*) FROM user').pluck().get()).toBe(0);
  changeSetting(db, 'demo', true, { at: '2026-11-22T09:00:00.000Z', by: null });
  const closed: string[] = [];
  const data = { db, close: () => void closed.push('closed') };
  const options = { now: () => new Date('2026-11-22T09:00:00Z'), demo: false, withScoreWorkers: false };
  await expect(startServer(config, options, data)).rejects.toThrow('rummer demodata og demobrugere');
  expect(closed).toEqual(['closed']);
});
