import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { setDisabled } from '../server/users/queries.ts';
import { addUser, openTestApp, PASSWORD, signIn } from './app.ts';
import { type CookieJar, cookieJar } from './cookie-jar.ts';
import { type Issuer, openIssuer, signedToken, strangersKey, unsignedToken } from './oidc-issuer.ts';

const OURS = 'http://localhost:3000';
const ROLES = {
  roles: { 'Jobcenter-Konsulent': 'konsulent', 'Jobcenter-Leder': 'leder' },
  teams: { byg: 'Team Byg' },
};

test('man logger ind hos kommunen og kommer til den side, man ville; roller og team følger med hver gang', async () => {
  const { app, db, issuer } = await openTown();
  issuer.account.unit = 'byg';
  const hanne = cookieJar(app);
  const page = await hanne.get('/log-ind?til=%2Fvirksomheder');
  expect(page.body).toContain('href="/log-ind/oidc?til=%2Fvirksomheder"');
  expect((await signInWith(issuer, hanne, '/virksomheder')).headers.location).toBe('/virksomheder');
  const me = () => hanne.get('/api/v1/session');
  expect((await me()).json()).toMatchObject({ name: 'Hanne Højgård', roles: ['konsulent'] });
  const team = db.$client.prepare('SELECT t.name FROM user u JOIN team t ON t.id = u.team_id').pluck().all();
  expect(team).toEqual(['Team Byg']);

  // Another sign-in with another role: the first session has it as well, and nobody is made twice.
  issuer.account.roles = ['Jobcenter-Leder', 'Ukendt'];
  await signInWith(issuer, cookieJar(app));
  expect((await me()).json()).toMatchObject({ roles: ['leder'] });
  expect(db.$client.prepare('SELECT count(*) FROM user').pluck().get()).toBe(1);

  issuer.account.roles = [];
  expect((await signInWith(issuer, cookieJar(app))).body).toContain('giver dig ingen rolle');
  expect((await hanne.get('/virksomheder')).statusCode).toBe(403);
});

test('administratoren knytter en lokal bruger til kommunens login, og den bruger, der blev lavet imens, lukkes', async () => {
  const { app, db, issuer } = await openTown();
  const hanneId = await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'drift', ['administrator']);
  const drift = await signIn(app, 'drift');
  const made = cookieJar(app);
  await signInWith(issuer, made);
  const madeId =
    (db.$client.prepare("SELECT id FROM user WHERE username LIKE 'kommune-%'").pluck().get() as number) ?? 0;
  const page = `/brugere/${hanneId}/kommunens-login`;
  const value = /<option value="([^"]+)"[^>]*>Hanne Højgård/.exec((await drift.get(page)).body)?.[1] ?? '';
  expect((await drift.post(page, { kendt: value, udsteder: '', nummer: '' })).status).toBe(303);
  expect((await made.get('/api/v1/session')).statusCode).toBe(401);
  expect((await drift.get(`/brugere/${madeId}`)).body).toContain('✕ Deaktiveret');

  const hanne = cookieJar(app);
  await signInWith(issuer, hanne);
  expect((await hanne.get('/api/v1/session')).json()).toMatchObject({ username: 'hanne' });
  const [udsteder = '', nummer = ''] = value.split(' ');
  expect((await drift.get(page)).body).toContain(nummer);
  expect((await drift.post(`${page}/fjernelse`, { udsteder, nummer })).status).toBe(303);
  expect((await drift.post(`${page}/fjernelse`, { udsteder, nummer })).status).toBe(404);
  expect((await hanne.get('/api/v1/session')).statusCode).toBe(401);

  // Before the first sign-in, by what the issuer calls the person; nobody else's issuer can be named.
  expect((await drift.post(page, { udsteder: 'https://evil.example', nummer: 'x' })).body).toContain(
    'Vælg, hvor brugeren',
  );
  expect((await drift.post(page, { udsteder, nummer })).status).toBe(303);
  await signInWith(issuer, hanne);
  expect((await hanne.get('/api/v1/session')).json()).toMatchObject({ username: 'hanne' });
});

test('at logge ud fører videre til udstederens egen udlogning', async () => {
  const { app, issuer } = await openTown();
  const hanne = cookieJar(app);
  await signInWith(issuer, hanne);
  const out = await hanne.post('/log-ud', {});
  const [, elsewhere = ''] = /^0;url=(.*)$/.exec(String(out.headers.refresh)) ?? [];
  const asked = new URL(elsewhere);
  expect(asked.origin).toBe(issuer.url);
  expect(asked.searchParams.get('post_logout_redirect_uri')).toBe(`${OURS}/log-ind`);
  expect((await fetch(asked, { redirect: 'manual' })).status).toBe(200);
  expect((await hanne.get('/api/v1/session')).statusCode).toBe(401);
});

test('en lukket bruger, og en anden udsteders samme navn, slipper ikke ind', async () => {
  const { app, db, issuer, clock } = await openTown();
  await addUser(db, 'hanne', ['administrator']);
  await signInWith(issuer, cookieJar(app));
  const made = db.$client.prepare('SELECT user_id AS id FROM user_identity').get() as { id: number };
  expect(db.$client.prepare('SELECT count(*) FROM user').pluck().get()).toBe(2);
  setDisabled(db, made.id, true, { at: clock.now.toISOString(), by: null });
  expect((await signInWith(issuer, cookieJar(app))).body).toContain('Din adgang er lukket');
  // Nobody knows the password of a user that the issuer vouches for.
  const username = db.$client
    .prepare('SELECT username FROM user WHERE id = ?')
    .pluck()
    .get(made.id) as string;
  const local = await cookieJar(app).post('/log-ind', { brugernavn: username, adgangskode: PASSWORD });
  expect(local.statusCode).toBe(401);
});

test('uden brugere af sig selv kommer ingen ukendt ind', async () => {
  const { app, db, issuer } = await openTown({ SIGN_IN_CREATE_USERS: 'nej' });
  expect((await signInWith(issuer, cookieJar(app))).body).toContain('Du er ikke oprettet her');
  expect(db.$client.prepare('SELECT count(*) FROM user').pluck().get()).toBe(0);
});

test('intet forfalsket svar giver en session', async () => {
  const { app, db, issuer } = await openTown();
  const now = Math.floor(Date.now() / 1000);
  const forgeries: Record<string, Issuer['forge']> = {
    'another nonce': ({ header, claims }) =>
      signedToken({ header, claims: { ...claims, nonce: 'en-anden' } }),
    'no nonce': ({ header, claims: { nonce, ...claims } }) => signedToken({ header, claims }),
    'another audience': ({ header, claims }) => signedToken({ header, claims: { ...claims, aud: 'andre' } }),
    'more audiences': ({ header, claims }) =>
      signedToken({ header, claims: { ...claims, aud: ['samtlige', 'andre'], azp: 'andre' } }),
    'another issuer': ({ header, claims }) =>
      signedToken({ header, claims: { ...claims, iss: 'https://evil.example' } }),
    expired: ({ header, claims }) =>
      signedToken({ header, claims: { ...claims, iat: now - 7200, exp: now - 3600 } }),
    'alg none': unsignedToken,
    "a stranger's key": (token) => signedToken(token, strangersKey()),
    'claims changed after signing': ({ header, claims }) => {
      const [head, , signature] = signedToken({ header, claims }).split('.');
      const body = Buffer.from(JSON.stringify({ ...claims, sub: 'chefen' })).toString('base64url');
      return [head, body, signature].join('.');
    },
  };
  const accepted: string[] = [];
  for (const [name, forge] of Object.entries(forgeries)) {
    issuer.forge = forge;
    const jar = cookieJar(app);
    const answer = await signInWith(issuer, jar);
    if (answer.statusCode !== 403 || jar.cookies.has('samtlige')) accepted.push(name);
  }
  // The forger's own tools make a good token: what was refused above was refused for what it says.
  issuer.forge = (token) => signedToken(token);
  expect((await signInWith(issuer, cookieJar(app))).statusCode).toBe(303);
  issuer.forge = undefined;

  const back = async (change: (answer: URL) => void, jar = cookieJar(app)) => {
    const answer = await issuer.signInAt(await beginWith(jar));
    change(answer);
    return { jar, path: answer.pathname + answer.search };
  };
  const changes: Record<string, (answer: URL) => void> = {
    'another state': (answer) => answer.searchParams.set('state', 'gættet'),
    'no state': (answer) => answer.searchParams.delete('state'),
    'another iss beside the code': (answer) => answer.searchParams.set('iss', 'https://evil.example'),
    'a guessed code': (answer) => answer.searchParams.set('code', 'gættet'),
  };
  for (const [name, change] of Object.entries(changes)) {
    const { jar, path: url } = await back(change);
    await jar.get(url);
    if (jar.cookies.has('samtlige')) accepted.push(name);
  }
  // An answer that somebody else began, and one that has been here already.
  const begun = await back(() => undefined);
  const victim = cookieJar(app);
  await victim.get(begun.path);
  if (victim.cookies.has('samtlige')) accepted.push('begun in another browser');
  await begun.jar.get(begun.path);
  expect(begun.jar.cookies.has('samtlige')).toBe(true);
  const sessions = () => db.$client.prepare('SELECT count(*) FROM session').pluck().get();
  const before = sessions();
  await begun.jar.get(begun.path);
  if (sessions() !== before) accepted.push('replayed');
  expect(accepted).toEqual([]);
});

test('svarer udstederen ikke, siger siden det, og adgangskoden virker', async () => {
  const { app, db } = await openTown({ OIDC_ISSUER: 'http://127.0.0.1:9' });
  await addUser(db, 'hanne', ['konsulent']);
  const hanne = cookieJar(app);
  const answer = await hanne.get('/log-ind/oidc');
  expect([answer.statusCode, answer.body.includes('Kommunens login svarer ikke')]).toEqual([503, true]);
  expect((await hanne.post('/log-ind', { brugernavn: 'hanne', adgangskode: PASSWORD })).statusCode).toBe(303);
});

async function openTown(env: Record<string, string> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-oidc-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const rolesFile = path.join(folder, 'roller.json');
  writeFileSync(rolesFile, JSON.stringify(ROLES));
  const issuer = await openIssuer(`${OURS}/log-ind/oidc/svar`, `${OURS}/log-ind`);
  const town = await openTestApp(new Date().toISOString(), undefined, 0, {
    PUBLIC_URL: OURS,
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: 'samtlige',
    OIDC_CLIENT_SECRET: 'hemmelig',
    OIDC_TEAM_CLAIM: 'unit',
    SIGN_IN_ROLES_FILE: rolesFile,
    ...env,
  });
  return { ...town, issuer };
}

async function beginWith(jar: CookieJar, wanted = '/'): Promise<string> {
  const begun = await jar.get(`/log-ind/oidc?til=${encodeURIComponent(wanted)}`);
  if (begun.statusCode !== 303) throw new Error(begun.body);
  return String(begun.headers.location);
}

async function signInWith(issuer: Issuer, jar: CookieJar, wanted = '/') {
  const answer = await issuer.signInAt(await beginWith(jar, wanted));
  return jar.get(answer.pathname + answer.search);
}
