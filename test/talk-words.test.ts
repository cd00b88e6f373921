import { expect, test } from 'vitest';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;
const CALL = { dato: '2026-11-27', art: 'telefon', retning: 'ud', udfald: 'opnaaet' };

async function openTown() {
  const { app, db } = await openTestApp('2026-11-27T09:00:00Z');
  addFirm(db);
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'karl', ['administrator']);
  return { db, hanne: await signIn(app, 'hanne'), karl: await signIn(app, 'karl') };
}

const SETTINGS = {
  enhed: 'Virksomhedsindgangen',
  kommune: 'Albertslund',
  kommunekode: '165',
  uoplyst: 'ude',
};

test('tema og tilbud vælges på kommunens lister og gemmes, som listen staver dem', async () => {
  const { db, hanne, karl } = await openTown();
  await hanne.post(`/virksomheder/${P}/kontakter`, {
    ...CALL,
    tema: 'rekruttering',
    tilbud: ['Mentor', 'småjob'],
  });
  const saved = () => db.$client.prepare('SELECT topic, offer FROM contact ORDER BY id DESC').get();
  expect(saved()).toEqual({ topic: 'Rekruttering', offer: 'Mentor, Småjob' });

  const unknown = await hanne.post(`/virksomheder/${P}/kontakter`, {
    ...CALL,
    tema: 'Snak',
    note: 'De venter',
  });
  expect(unknown.status).toBe(422);
  expect(unknown.body).toContain('»Snak« står ikke på listen');
  expect(unknown.body).toContain('De venter</textarea>');

  const words = { ...SETTINGS, temaer: 'Snak\nRekruttering\nsnak', tilbud: 'Mentor' };
  expect((await karl.post('/indstillinger', words)).status).toBe(303);
  expect((await hanne.post(`/virksomheder/${P}/kontakter`, { ...CALL, tema: 'Snak' })).status).toBe(303);
  expect(saved()).toEqual({ topic: 'Snak', offer: null });
  const page = (await hanne.get(`/virksomheder/${P}/kontakter/ny`)).body;
  expect(page).toContain('value="Mentor"');
  expect(page).not.toContain('value="Småjob"');
});

test('et ord, der er taget af listen, kan blive på en kontakt, der rettes, men ikke vælges på en ny', async () => {
  const { hanne, karl } = await openTown();
  const api = `/api/v1/companies/${P}/contacts`;
  const body = {
    contactDate: '2026-11-27',
    kind: 'telefon',
    direction: 'ud',
    outcome: 'opnaaet',
    offer: 'Småjob',
  };
  const { id } = (await hanne.json('POST', api, body)).data<{ id: number }>();
  await karl.post('/indstillinger', { ...SETTINGS, tilbud: 'Mentor' });
  const form = (await hanne.get(`/kontakter/${id}/rettelse`)).body;
  expect(form).toMatch(/value="Småjob" checked/);
  const correction = { ...body, offer: 'Småjob, Mentor', reason: 'Også mentor' };
  expect((await hanne.json('POST', `/api/v1/contacts/${id}/corrections`, correction)).status).toBe(201);
  const refused = await hanne.json('POST', api, body);
  expect(refused.status).toBe(422);
  expect(refused.data().errors).toMatchObject([{ field: 'offer' }]);
});

test('en liste med komma i et ord afvises ved feltet', async () => {
  const { karl } = await openTown();
  const answer = await karl.post('/indstillinger', { ...SETTINGS, temaer: 'Job, praktik' });
  expect(answer.status).toBe(422);
  expect(answer.body).toContain('uden komma');
  expect(answer.body).toContain('Job, praktik</textarea>');
});
