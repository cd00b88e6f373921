import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { jobOrder } from '../db/schema/job-orders.ts';
import { lead } from '../db/schema/order-work.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm, ORDER_BODY, ORDER_FORM } from './job-orders-builders.ts';

const P = 1_020_000_001;

async function openTown() {
  const opened = await openTestApp('2026-11-25T09:00:00Z');
  const { app, db } = opened;
  await addUser(db, 'hanne', ['konsulent'], 'Nord');
  await addUser(db, 'nils', ['konsulent'], 'Nord');
  await addUser(db, 'lea', ['leder']);
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  addFirm(db, { pNumber: P + 1, name: 'Naboen ApS' });
  const hanne = await signIn(app, 'hanne');
  const note = (fields: Record<string, string> = {}) =>
    hanne.post(`/virksomheder/${P}/muligheder/ny`, {
      titel: 'Måske to til lageret',
      note: 'Når den nye hal åbner.',
      type: '',
      antal: '2',
      timer: '7,5',
      tidligst: '2027-02-01',
      opfoelgning: '2026-12-09',
      formularnoegle: randomUUID(),
      ...fields,
    });
  const only = () => db.select().from(lead).get();
  return { ...opened, hanne, note, only };
}

test('en mulighed noteres, følges op på dagen og bliver en ordre med alt, hvad den ved', async () => {
  const { app, db, clock, hanne: before, note, only } = await openTown();
  const key = randomUUID();
  expect((await note({ formularnoegle: key })).status).toBe(303);
  expect((await note({ formularnoegle: key })).status).toBe(303);
  expect(db.select().from(lead).all()).toHaveLength(1);
  const id = only()?.id ?? 0;
  const firm = (await before.get(`/virksomheder/${P}`)).body;
  expect(firm).toContain('Måske to til lageret');
  expect(firm).toContain('<strong>Mulighed</strong>');
  expect((await before.get('/')).body).not.toContain('Muligheder at følge op på');
  expect((await before.get('/muligheder')).body).toContain('Måske to til lageret');

  clock.now = new Date('2026-12-09T09:00:00Z');
  const hanne = await signIn(app, 'hanne');
  expect((await hanne.get('/')).body).toContain('Muligheder at følge op på');
  const form = (await hanne.get(`/jobordrer/ny?virksomhed=${P}&mulighed=${id}`)).body;
  for (const value of [
    'value="Måske to til lageret"',
    'Når den nye hal åbner.',
    'value="7,5"',
    'value="2027-02-01"',
  ])
    expect(form).toContain(value);
  const fields = { ...ORDER_FORM, virksomhed: String(P), mulighed: String(id), frist: '2027-01-20' };
  const refused = await hanne.post('/jobordrer', { ...fields, titel: '' });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain(`name="mulighed" value="${id}"`);
  expect((await hanne.post('/jobordrer', fields)).status).toBe(303);
  expect(only()).toMatchObject({
    ended: 'blev_til_ordre',
    jobOrderId: db.select().from(jobOrder).get()?.id,
  });
  expect((await hanne.get('/')).body).not.toContain('Muligheder at følge op på');
  expect((await hanne.get('/muligheder?vis=afsluttede')).body).toContain('Blev til en jobordre');
  const actions = db
    .select()
    .from(auditEvent)
    .all()
    .filter(({ entity }) => entity === 'lead');
  expect(actions.map(({ action }) => action)).toEqual(['opret', 'blev til ordre']);
});

test('en samtale, der nævner noget, kan gemmes som mulighed', async () => {
  const { hanne, note, only, db } = await openTown();
  await hanne.post(`/virksomheder/${P}/kontakter`, {
    dato: '2026-11-25',
    art: 'telefon',
    retning: 'ud',
    udfald: 'opnaaet',
    note: 'De mangler måske 2 til lageret, småjob 10 timer',
  });
  const after = (await hanne.get(`/virksomheder/${P}?besked=kontakt-gemt`)).body;
  const link = /href="([^"]+muligheder\/ny[^"]+)">Gem som mulighed/
    .exec(after)?.[1]
    ?.replaceAll('&amp;', '&');
  const form = (await hanne.get(link ?? '')).body;
  const kontakt = /name="kontakt" value="(\d+)"/.exec(form)?.[1] ?? '';
  expect(form).toContain('value="10"');
  await note({ kontakt });
  expect(only()?.contactId).toBe(Number(kontakt));
  // A talk with somebody else is not where it comes from.
  await hanne.post(`/virksomheder/${P + 1}/muligheder/ny`, {
    titel: 'Noget andet',
    opfoelgning: '2026-12-01',
    kontakt,
  });
  expect(db.select().from(lead).all().at(-1)?.contactId).toBeNull();
});

test('hver fejl står ved sit felt, og intet går tabt', async () => {
  const { db, note } = await openTown();
  const refused = await note({
    titel: '',
    note: 'Ring 610190-1234',
    antal: 'mange',
    timer: '99',
    tidligst: '2027-02-31',
    opfoelgning: '2026-11-24',
  });
  expect(refused.status).toBe(422);
  for (const field of ['titel', 'note', 'antal', 'timer', 'tidligst', 'opfoelgning'])
    expect(refused.body).toContain(`#felt-${field}"`);
  expect(refused.body).toContain('value="mange"');
  expect((await note({ note: 'Ali Hassan kan starte' })).body).toContain('ingen_personoplysninger');
  expect(db.select().from(lead).all()).toHaveLength(0);
});

test('to, der retter samtidig, overskriver ikke hinanden, og en mulighed ender med en grund', async () => {
  const { app, hanne, note, only } = await openTown();
  const nils = await signIn(app, 'nils');
  await note();
  const id = only()?.id ?? 0;
  const change = { titel: 'Tre til lageret', opfoelgning: '2026-12-10', version: '1' };
  expect((await nils.post(`/muligheder/${id}`, change)).status).toBe(303);
  const stale = await hanne.post(`/muligheder/${id}`, { ...change, titel: 'Fire til lageret' });
  expect(stale.status).toBe(409);
  expect(stale.body).toContain('value="Fire til lageret"');
  expect(stale.body).toContain('name="version" value="2"');
  expect((await nils.post(`/muligheder/${id}/ansvarlig`, { version: '2' })).status).toBe(303);
  expect((await nils.post(`/muligheder/${id}/afslutning`, { version: '3' })).body).toContain(
    'Vælg, hvorfor den endte.',
  );
  expect(
    (await nils.post(`/muligheder/${id}/afslutning`, { version: '3', grund: 'fandt_selv' })).status,
  ).toBe(303);
  expect(only()).toMatchObject({ ended: 'fandt_selv', title: 'Tre til lageret' });
  expect((await hanne.get(`/muligheder/${id}`)).body).toContain('De fandt selv nogen');
  const lea = await signIn(app, 'lea');
  expect((await lea.get('/muligheder?vis=afsluttede')).body).toContain('Tre til lageret');
  expect((await lea.post(`/muligheder/${id}`, change)).status).toBe(403);
});

test('et program noterer, retter og afslutter efter de samme regler', async () => {
  const { hanne, db } = await openTown();
  const body = {
    title: 'To til lageret',
    note: null,
    type: 'smaajob',
    positions: 2,
    weeklyHours: 10,
    likelyFrom: null,
    followUpOn: '2026-12-01',
  };
  const made = await hanne.json('POST', `/api/v1/companies/${P}/leads`, body);
  expect(made.status, made.body).toBe(201);
  const url = `/api/v1/leads/${made.data<{ id: number }>().id}`;
  const refused = await hanne.change('PUT', url, { ...body, followUpOn: '2026-01-01' });
  expect(refused.data()).toMatchObject({ status: 422, errors: [{ field: 'followUpOn' }] });
  expect((await hanne.change('PUT', url, { ...body, positions: 3 })).data()).toMatchObject({ positions: 3 });
  expect((await hanne.json('GET', '/api/v1/leads?owner=mine')).data()).toMatchObject({
    items: [{ positions: 3 }],
  });
  const timeline = await hanne.json('GET', `/api/v1/companies/${P}/timeline?kind=muligheder`);
  expect(timeline.data()).toMatchObject({ items: [{ type: 'lead', title: 'To til lageret' }] });
  const leadId = made.data<{ id: number }>().id;
  expect((await hanne.json('POST', '/api/v1/job-orders', { ...ORDER_BODY, pNumber: P, leadId })).status).toBe(
    201,
  );
  expect(db.select().from(lead).get()?.ended).toBe('blev_til_ordre');
  expect((await hanne.json('POST', `${url}/end`, { ended: 'andet', version: 3 })).status).toBe(409);
});
