import { expect, test } from 'vitest';
import { setDisabled } from '../server/users/queries.ts';
import { addUser, openTestApp, PASSWORD, signIn, stranger } from './app.ts';

test('a stranger is asked to sign in and comes back to the page that was wanted', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const asked = await stranger(app).get('/virksomheder?q=lager');
  expect(asked.status).toBe(303);
  expect(asked.location).toBe('/log-ind?til=%2Fvirksomheder%3Fq%3Dlager');
  const page = await stranger(app).get(asked.location ?? '');
  expect(page.body).toContain('value="/virksomheder?q=lager"');
  const hanne = await signIn(app, 'Hanne');
  expect((await hanne.json('GET', '/api/v1/session')).data()).toMatchObject({
    username: 'hanne',
    roles: ['konsulent'],
  });
});

test('a wrong password and an unknown name get the same answer, and five failures a pause', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const attempt = (username: string, password: string) =>
    stranger(app).json('POST', '/api/v1/session', { username, password });
  const wrong = await attempt('hanne', 'forkert');
  const unknown = await attempt('ukendt', 'forkert');
  expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body]);
  expect(wrong.headers['content-type']).toContain('application/problem+json');
  for (let i = 0; i < 4; i++) await attempt('hanne', 'forkert');
  expect((await attempt('hanne', PASSWORD)).status).toBe(429);
  clock.now = new Date(clock.now.getTime() + 16 * 60_000);
  expect((await attempt('hanne', PASSWORD)).status).toBe(201);
});

test('sign-in never redirects to another site', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  for (const til of [
    '//evil.example',
    '/\t/evil.example',
    '/\t\\evil.example',
    '/.//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '',
  ]) {
    const answer = await stranger(app).post('/log-ind', { brugernavn: 'hanne', adgangskode: PASSWORD, til });
    expect(answer.location).toBe('/');
  }
});

test('a session ends when idle, when old, when signed out and when the user is disabled', async () => {
  const { app, db, clock } = await openTestApp();
  const id = await addUser(db, 'hanne', ['konsulent']);
  const status = async (browser: Awaited<ReturnType<typeof signIn>>) =>
    (await browser.json('GET', '/api/v1/session')).status;
  const pass = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };

  const idle = await signIn(app, 'hanne');
  pass(29);
  expect(await status(idle)).toBe(200);
  pass(31);
  expect(await status(idle)).toBe(401);

  const old = await signIn(app, 'hanne');
  for (let i = 0; i < 24; i++) {
    pass(25);
    expect(await status(old)).toBe(200);
  }
  pass(25);
  expect(await status(old)).toBe(401);

  const left = await signIn(app, 'hanne');
  expect((await left.post('/log-ud', {})).status).toBe(303);
  expect(await status(left)).toBe(401);

  const disabled = await signIn(app, 'hanne');
  setDisabled(db, id, true, { at: clock.now.toISOString(), by: null });
  expect(await status(disabled)).toBe(401);
  await expect(signIn(app, 'hanne')).rejects.toThrow('401');
});

test('another site cannot post, nor can a form without its token', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const hanne = await signIn(app, 'hanne');
  const stolen = await hanne.post('/log-ud', { _token: 'x' });
  expect(stolen.status).toBe(303);
  const cookies = (
    await app.inject({
      method: 'POST',
      url: '/log-ind',
      headers: { origin: 'http://localhost:80', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ brugernavn: 'hanne', adgangskode: PASSWORD }).toString(),
    })
  ).cookies;
  const cookie = cookies.map((entry) => `${entry.name}=${entry.value}`).join('; ');
  const post = (headers: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/log-ud', headers: { cookie, ...headers } });
  for (const headers of [
    {},
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'same-origin' },
  ]) {
    expect((await post(headers as Record<string, string>)).statusCode).toBe(403);
  }
});

test('the database holds neither password nor session id, nor what was typed where the user name belongs, which is forgotten', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  await signIn(app, 'hanne');
  const attempts = () => db.$client.prepare('SELECT * FROM sign_in_attempt').all();
  for (const typed of [PASSWORD, '610190-1234']) await expect(signIn(app, typed, 'x')).rejects.toThrow('401');
  expect(attempts()).toHaveLength(3);
  const rows = JSON.stringify([
    db.$client.prepare('SELECT * FROM session').all(),
    db.$client.prepare('SELECT * FROM user').all(),
    attempts(),
  ]);
  clock.now = new Date(clock.now.getTime() + 25 * 3_600_000);
  await signIn(app, 'hanne');
  expect(attempts()).toHaveLength(1);
  expect(rows).not.toContain('610190-1234');
  expect(rows.toLowerCase()).not.toContain(PASSWORD.toLowerCase());
  expect(rows).not.toContain(PASSWORD);
  expect(rows).toContain('$argon2id$');
});
