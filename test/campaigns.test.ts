import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { campaign, campaignAnswer, campaignMember } from '../db/schema/campaigns.ts';
import { pUnit } from '../db/schema/companies.ts';
import { contact } from '../db/schema/contacts.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const [A, B, C] = [1_000_000_001, 1_000_000_002, 1_000_000_003];

async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const { db } = town;
  addFirm(db, { pNumber: A, cvr: 10_000_001, name: 'Bageri Abel' });
  addFirm(db, { pNumber: B, cvr: 10_000_002, name: 'Bageri Øster' });
  addFirm(db, { pNumber: C, cvr: 10_000_003, name: 'Bageri Åben' });
  addFirm(db, { pNumber: 1_000_000_004, cvr: 10_000_004, name: 'Tømreren' });
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'lis', ['leder']);
  await addUser(db, 'søren', ['sagsbehandler']);
  const hanne = await signIn(town.app, 'hanne');
  const formularnoegle = crypto.randomUUID();
  const make = () =>
    hanne.post('/kampagner', {
      navn: 'Jobmesse i marts',
      slags: 'messe',
      filter: 'q=bageri',
      formularnoegle,
    });
  return { ...town, hanne, make };
}

test('a campaign is made of the list as it is filtered, once however often the form is sent', async () => {
  const { hanne, db, make } = await openTown();
  expect((await hanne.get('/virksomheder?q=bageri')).body).toContain('href="/kampagner/ny?q=bageri"');
  expect((await hanne.get('/kampagner/ny?q=bageri')).body).toContain('3 virksomheder');
  const made = await make();
  expect(made.location).toBe('/kampagner/1?besked=kampagne-oprettet');
  expect((await make()).location).toBe(made.location);
  expect(db.select().from(campaign).all()).toHaveLength(1);
  // The list stays as it was, whatever the filter would find tomorrow.
  addFirm(db, { pNumber: 1_000_000_009, cvr: 10_000_009, name: 'Bageri Ny' });
  const page = (await hanne.get('/kampagner/1')).body;
  for (const text of ['Bageri Abel', 'Bageri Øster', '0 af 3', 'Næste virksomhed'])
    expect(page).toContain(text);
  for (const text of ['Bageri Ny', 'Tømreren']) expect(page).not.toContain(text);
  expect((await hanne.get('/kampagner')).body).toContain('Jobmesse i marts');
});

test('next firm, log the contact, back to the campaign, answer, next: until all are called', async () => {
  const { hanne, db, make } = await openTown();
  await make();
  expect((await hanne.get('/kampagner/1/naeste')).location).toBe(`/kampagner/1/virksomheder/${A}`);
  const member = (await hanne.get(`/kampagner/1/virksomheder/${A}`)).body;
  expect(member).toContain(`/virksomheder/${A}/kontakter/ny?kampagne=1`);
  expect((await hanne.get(`/virksomheder/${A}/kontakter/ny?kampagne=1`)).body).toContain(
    'name="kampagne" value="1"',
  );
  const logged = await hanne.post(`/virksomheder/${A}/kontakter`, {
    art: 'telefon',
    retning: 'ud',
    udfald: 'opnaaet',
    dato: '2026-11-22',
    kampagne: '1',
  });
  expect(logged.location).toBe(`/kampagner/1/virksomheder/${A}?besked=kontakt-gemt`);
  expect(db.select().from(contact).all()).toHaveLength(1);

  const answered = await hanne.post(`/kampagner/1/virksomheder/${A}`, {
    tilstand: 'ja',
    note: 'Kommer med to',
  });
  expect(answered.location).toMatch(
    new RegExp(`^/kampagner/1/virksomheder/(${B}|${C})\\?besked=kampagne-svar-gemt$`),
  );
  await hanne.post(`/kampagner/1/virksomheder/${B}`, { tilstand: 'nej' });
  const last = await hanne.post(`/kampagner/1/virksomheder/${C}`, { tilstand: 'senere', dato: '2026-11-25' });
  expect(last.location).toBe('/kampagner/1?besked=kampagne-faerdig');
  const page = (await hanne.get('/kampagner/1')).body;
  for (const text of ['3 af 3', 'Kommer med to', '25.11.2026']) expect(page).toContain(text);
  expect((await hanne.get('/kampagner/1?tilstand=ja')).body).not.toContain('Bageri Øster');
});

test('who asked to be called later is next on the day, before those never called', async () => {
  const { app, hanne, make, clock } = await openTown();
  await make();
  await hanne.post(`/kampagner/1/virksomheder/${C}`, { tilstand: 'senere', dato: '2026-11-25' });
  expect((await hanne.get('/kampagner/1/naeste')).location).toContain(String(A));
  clock.now = new Date('2026-11-25T07:00:00Z');
  const later = await signIn(app, 'hanne');
  expect((await later.get('/kampagner/1/naeste')).location).toContain(String(C));
  expect((await later.get('/kampagner/1')).body).toContain('ring nu');
});

test('a line written for a campaign comes back to it, also after an error', async () => {
  const { hanne, make } = await openTown();
  await make();
  const form = (await hanne.get(`/virksomheder/${A}/kontakter/ny?kampagne=1`)).body;
  const line = form.slice(form.indexOf(`/virksomheder/${A}/kontakter/linje`));
  expect(line).toContain('name="kampagne" value="1"');
  const url = `/virksomheder/${A}/kontakter/linje`;
  const read = await hanne.post(url, { kampagne: '1', linje: 'ringede, ingen svar' });
  const refused = await hanne.post(url, { kampagne: '1', linje: 'ringede om 610190-1234' });
  expect([read.status, refused.status]).toEqual([200, 422]);
  for (const { body } of [read, refused]) expect(body.match(/name="kampagne" value="1"/g)).toHaveLength(2);
});

test('a firm that has ceased is not called', async () => {
  const { hanne, db, make } = await openTown();
  await make();
  db.update(pUnit).set({ endDate: '2026-11-20' }).where(eq(pUnit.pNumber, A)).run();
  expect((await hanne.get('/kampagner/1/naeste')).location).not.toContain(String(A));
});

test('what is wrong comes back at its field, and nothing is saved', async () => {
  const { hanne, db, make } = await openTown();
  const empty = await hanne.post('/kampagner', { navn: '', slags: 'fest', filter: 'q=findesikke' });
  expect(empty.status).toBe(422);
  for (const text of ['Skriv et navn', 'hvad det er for en kampagne', 'listen har 0'])
    expect(empty.body).toContain(text);
  await make();
  const url = `/kampagner/1/virksomheder/${A}`;
  for (const [fields, reason] of [
    [{ tilstand: 'måske' }, 'Vælg, hvad der kom ud af det'],
    [{ tilstand: 'senere' }, 'Vælg en dag efter i dag'],
    [{ tilstand: 'senere', dato: '2026-11-22' }, 'Vælg en dag efter i dag'],
    [{ tilstand: 'ja', note: 'Send 130685-1234' }, 'CPR'],
    [{ tilstand: 'ja', note: 'x'.repeat(501) }, '500'],
  ] as const) {
    const answer = await hanne.post(url, fields);
    expect([answer.status, answer.body.includes(reason)], reason).toEqual([422, true]);
  }
  expect(db.select().from(campaignAnswer).all()).toEqual([]);
  expect(db.select().from(campaignMember).where(eq(campaignMember.pNumber, A)).get()).toMatchObject({
    state: 'ikke_ringet',
  });
  for (const missing of ['/kampagner/9', '/kampagner/9/naeste', '/kampagner/1/virksomheder/1000000004']) {
    expect((await hanne.get(missing)).status).toBe(404);
  }
});

test('every answer is kept with who and when; an ended campaign takes none, and can be opened again', async () => {
  const { app, hanne, db, make } = await openTown();
  await make();
  await hanne.post(`/kampagner/1/virksomheder/${A}`, { tilstand: 'naaet' });
  await hanne.post(`/kampagner/1/virksomheder/${A}`, { tilstand: 'ja', note: 'Alligevel' });
  expect(
    db
      .select()
      .from(campaignAnswer)
      .all()
      .map(({ state }) => state),
  ).toEqual(['naaet', 'ja']);
  expect((await hanne.get(`/kampagner/1/virksomheder/${A}`)).body).toContain('Tidligere svar');
  const lis = await signIn(app, 'lis');
  expect((await lis.post('/kampagner/1/afslutning', { afslut: 'ja' })).location).toBe(
    '/kampagner/1?besked=kampagne-afsluttet',
  );
  expect((await hanne.post(`/kampagner/1/virksomheder/${A}`, { tilstand: 'nej' })).status).toBe(409);
  expect((await hanne.get('/kampagner/1')).body).not.toContain('Næste virksomhed');
  await lis.post('/kampagner/1/afslutning', { afslut: 'nej' });
  expect((await hanne.post(`/kampagner/1/virksomheder/${A}`, { tilstand: 'nej' })).status).toBe(303);
  const events = db
    .select()
    .from(auditEvent)
    .all()
    .filter(({ entity }) => entity.startsWith('campaign'));
  expect(events.map(({ action }) => action)).toEqual(['opret', 'ret', 'ret', 'afslut', 'genåbn', 'ret']);
  expect(JSON.stringify(events)).not.toContain('Alligevel');
  const soren = await signIn(app, 'søren');
  expect([
    (await soren.get('/kampagner')).status,
    (await soren.get('/virksomheder')).body.includes('/kampagner'),
  ]).toEqual([403, false]);
});
