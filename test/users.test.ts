import { expect, test } from 'vitest';
import { addUser, openTestApp, signIn } from './app.ts';

test('an administrator creates a user, who signs in with the password shown once', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'drift', ['administrator']);
  const drift = await signIn(app, 'drift');
  const created = await drift.post('/brugere', {
    brugernavn: 'Søren',
    navn: 'Søren Å. Ærø',
    email: '',
    roller: ['konsulent', 'sagsbehandler'],
    team: 'Byg',
  });
  expect(created.status).toBe(200);
  const password = /<code>([^<]+)<\/code>/.exec(created.body)?.[1] ?? '';
  expect((await drift.get('/brugere')).body).not.toContain(password);

  const soeren = await signIn(app, 'søren', password);
  expect((await soeren.json('GET', '/api/v1/session')).data()).toMatchObject({
    name: 'Søren Å. Ærø',
    roles: ['konsulent', 'sagsbehandler'],
  });
  expect((await soeren.get('/brugere')).status).toBe(403);
});

test('a wrong form comes back with what was typed and an error at each field', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'drift', ['administrator']);
  const drift = await signIn(app, 'drift');
  const answer = await drift.post('/brugere', {
    brugernavn: 'drift',
    navn: '<script>x</script>',
    email: 'ikke-en-mail',
    roller: ['konge'],
    team: '',
  });
  expect(answer.status).toBe(422);
  for (const text of [
    'Brugernavnet er taget.',
    'Mailadressen er ikke gyldig.',
    'Vælg mindst én rolle.',
    '&lt;script>x&lt;/script>',
  ]) {
    expect(answer.body).toContain(text);
  }
  expect(answer.body).not.toContain('<script>x');
});

test('a double click on a new user makes one, and the second is told', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'drift', ['administrator']);
  const drift = await signIn(app, 'drift');
  await drift.get('/brugere/ny');
  const create = () => drift.post('/brugere', { brugernavn: 'bo', navn: 'Bo By', roller: 'konsulent' });
  const answers = await Promise.all([create(), create()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('closing access ends the open session at once; nobody closes their own', async () => {
  const { app, db } = await openTestApp();
  const drift = await addUser(db, 'drift', ['administrator']);
  const hanne = await addUser(db, 'hanne', ['konsulent']);
  const administrator = await signIn(app, 'drift');
  const konsulent = await signIn(app, 'hanne');
  expect((await administrator.post(`/brugere/${drift}/adgang`, { adgang: 'nej' })).status).toBe(409);
  expect((await administrator.post(`/brugere/${hanne}/adgang`, { adgang: 'nej' })).status).toBe(303);
  expect((await konsulent.json('GET', '/api/v1/session')).status).toBe(401);
  await administrator.post(`/brugere/${hanne}/adgang`, { adgang: 'ja' });
  await signIn(app, 'hanne');
});

test('roles change at once, and an administrator cannot lock the last door', async () => {
  const { app, db } = await openTestApp();
  const drift = await addUser(db, 'drift', ['administrator']);
  const hanne = await addUser(db, 'hanne', ['administrator']);
  const first = await signIn(app, 'drift');
  const second = await signIn(app, 'hanne');
  const fields = { navn: 'Hanne', email: '', roller: ['leder'], team: '' };
  expect((await first.post(`/brugere/${drift}`, fields)).status).toBe(422);
  expect((await first.post(`/brugere/${hanne}`, fields)).status).toBe(303);
  expect((await second.get('/brugere')).status).toBe(403);
  expect((await first.get('/brugere/999')).status).toBe(404);
});

test('settings are checked and remembered', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'drift', ['administrator']);
  const drift = await signIn(app, 'drift');
  const fields = {
    enhed: 'Virksomhedsservice',
    kommune: 'Glostrup Kommune',
    kommunekode: '161',
    uoplyst: 'uafklaret',
    varsel_dage: '45',
    kontaktfred: '5',
  };
  expect(
    (
      await drift.post('/indstillinger', {
        ...fields,
        kommunekode: '16x',
        uoplyst: 'måske',
        kontaktfred: 'x',
      })
    ).body,
  ).toContain('Kommunekoden er tre cifre');
  expect((await drift.post('/indstillinger', fields)).status).toBe(303);
  const page = await drift.get('/indstillinger?besked=indstilling-gemt');
  expect(page.body).toContain('value="161"');
  expect(page.body).toContain('Indstillingen er gemt.');
});
