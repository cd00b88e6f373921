import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { jobOrder } from '../db/schema/job-orders.ts';
import { demandErrors, questionsOf } from '../server/text-check/check.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm, ORDER_BODY, ORDER_FORM } from './job-orders-builders.ts';

describe('der spørges', () => {
  test.each([
    ['Vi søger en ung og frisk medarbejder', ['ung']],
    ['Helst mellem 25 og 40 år', ['mellem 25 og 40 år']],
    ['unge kvinder til butikken', ['unge kvinder', 'kvinder']],
    ['Skal være kvinde', ['kvinde']],
    ['En stærk mand til lageret', ['stærk mand']],
    ['rengøringsdame søges', ['rengøringsdame']],
    ['Dansk udseende', ['dansk udseende']],
    ['ingen udlændinge', ['ingen udlændinge']],
    ['Dansk som modersmål', ['dansk som modersmål']],
    ['Ikke tørklæde', ['tørklæde']],
    ['Sund og rask', ['sund og rask']],
    ['uden handicap', ['uden handicap']],
    ['ikke gravid', ['ikke gravid']],
    ['uden små børn', ['uden små børn']],
    ['Må ikke være i fagforening', ['ikke være i fagforening']],
    ['Ring til Bo på 22 33 44 55', ['22 33 44 55']],
    ['skriv til bo@bygger.dk', ['bo@bygger.dk']],
  ])('»%s«', (text, found) => {
    expect(questionsOf(text).map((question) => question.found)).toEqual(found);
  });
});

test('kilden siger, at en jurist skal se på den', () => {
  const [asked] = demandErrors({ texts: [['note', 'Skal være kvinde']], ticked: false });
  expect(asked?.reason).toContain('(ligebehandlingsloven; almen viden, kontrolleres af jurist)');
});

describe('der spørges ikke', () => {
  test.each([
    'Fritidsjob: hjælp unge borgere med lektier i ungdomsklubben',
    'Kvindekrisecenter søger køkkenhjælp',
    'Krisecenter for kvinder',
    'Damefrisør og herrefrisør',
    'Tøj til kvinder og mænd',
    'Vi mangler to mand til lageret og en formand',
    'Du skal være fyldt 18 år',
    'Vi har ligget her i over 25 år',
    'Mindst 10 års erfaring med tryk',
    'Barselsvikar i 12 måneder',
    'Vikar for en kollega på barsel',
    'Dansk på mindst B1',
    'Handicaphjælper; der er handicaptoilet',
    'Pasning af børn uden for åbningstid',
    'CVR 12345678, P-nr. 1020000001, 2620 Albertslund',
    'Arbejdstid 07.00-15.00 fra 01.12.2026',
    'Du må gerne bære tørklæde',
  ])('»%s«', (text) => {
    expect(questionsOf(text)).toEqual([]);
  });
});

const P = 1_020_000_001;

test('ordren spørger ved feltet én gang, og det, der er svaret på, spørges der ikke om igen', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const hanne = await signIn(app, 'hanne');
  const form = {
    ...ORDER_FORM,
    virksomhed: String(P),
    formularnoegle: randomUUID(),
    beskrivelse: 'En ung medarbejder.',
    krav: 'lager\r\nring 22334455',
  };
  const asked = await hanne.post('/jobordrer', form);
  expect(asked.status).toBe(422);
  expect(asked.body).toContain('#felt-beskrivelse">»ung«: Alder må ikke være et krav');
  expect(asked.body).toContain('#felt-krav">»22334455«: Telefon og mail');
  expect(asked.body).toContain('En ung medarbejder.</textarea>');
  expect(asked.body).toContain('name="teksten_er_set_efter"');
  expect((await hanne.post('/jobordrer', { ...form, teksten_er_set_efter: 'ja' })).status).toBe(303);
  const id = db.select().from(jobOrder).get()?.id;
  const edit = { ...form, version: '1', titel: 'Nyt navn' };
  expect((await hanne.post(`/jobordrer/${id}/ret`, edit)).status).toBe(303);
  const worse = await hanne.post(`/jobordrer/${id}/ret`, { ...edit, version: '2', titel: 'Kun danskere' });
  expect(worse.body).toContain('#felt-titel">»kun danskere«');
  // A CPR number is refused whatever is ticked.
  const cpr = { ...edit, version: '2', titel: '610190-1234', teksten_er_set_efter: 'ja' };
  expect((await hanne.post(`/jobordrer/${id}/ret`, cpr)).status).toBe(422);

  const body = { ...ORDER_BODY, pNumber: P, description: 'Skal være kvinde' };
  const refused = await hanne.json('POST', '/api/v1/job-orders', body);
  expect(refused.data()).toMatchObject({ errors: [{ field: 'description' }, { field: 'textChecked' }] });
  expect((await hanne.json('POST', '/api/v1/job-orders', { ...body, textChecked: true })).status).toBe(201);
  const lead = { titel: 'Ung medarbejder', opfoelgning: '2026-12-01', formularnoegle: randomUUID() };
  const leadAsked = await hanne.post(`/virksomheder/${P}/muligheder/ny`, lead);
  expect(leadAsked.body).toContain('#felt-titel">»ung«');
  const leadSaved = await hanne.post(`/virksomheder/${P}/muligheder/ny`, {
    ...lead,
    teksten_er_set_efter: 'ja',
  });
  expect(leadSaved.status).toBe(303);
});
