import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { employerAnswer } from '../db/schema/order-work.ts';
import { firstAnswerDue } from '../server/employer-answers/due.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { replaceRule } from './legal-rules.ts';

const P = 1_020_000_001;

describe('fristen', () => {
  // Danish time is UTC+1 in winter. 2026: Maundy Thursday is 2 April, Easter Monday 6 April, Ascension 14 May.
  test.each([
    ['onsdag formiddag, 24 timer', '2026-11-25T09:00:00.000Z', { hours: 24 }, '2026-11-26T09:00:00.000Z'],
    ['fredag eftermiddag, 24 timer', '2026-11-27T14:00:00.000Z', { hours: 24 }, '2026-11-30T14:00:00.000Z'],
    ['lørdag, 24 timer', '2026-11-28T14:00:00.000Z', { hours: 24 }, '2026-11-30T23:00:00.000Z'],
    ['onsdag før påske, 24 timer', '2026-04-01T08:00:00.000Z', { hours: 24 }, '2026-04-07T08:00:00.000Z'],
    ['onsdag, to hverdage', '2026-11-25T09:00:00.000Z', { businessDays: 2 }, '2026-11-27T22:59:59.999Z'],
    ['torsdag, to hverdage', '2026-11-26T09:00:00.000Z', { businessDays: 2 }, '2026-11-30T22:59:59.999Z'],
    [
      'onsdag før påske, to hverdage',
      '2026-04-01T08:00:00.000Z',
      { businessDays: 2 },
      '2026-04-08T21:59:59.999Z',
    ],
    [
      'dagen før Kristi himmelfart',
      '2026-05-13T08:00:00.000Z',
      { businessDays: 1 },
      '2026-05-15T21:59:59.999Z',
    ],
    ['sommertid slutter', '2026-10-23T10:00:00.000Z', { hours: 24 }, '2026-10-26T11:00:00.000Z'],
    [
      'det, der kommer først',
      '2026-11-25T09:00:00.000Z',
      { hours: 24, businessDays: 2 },
      '2026-11-26T09:00:00.000Z',
    ],
    ['ingen af delene', '2026-11-25T09:00:00.000Z', {}, null],
  ])('%s', (_name, came, content, due) => {
    expect(firstAnswerDue(new Date(came), content)).toBe(due);
  });
});

async function openTown() {
  // A Wednesday, ten o'clock in Denmark.
  const opened = await openTestApp('2026-11-25T09:00:00Z');
  const { app, db } = opened;
  await addUser(db, 'hanne', ['konsulent'], 'Nord');
  await addUser(db, 'soeren', ['konsulent'], 'Syd');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  replaceRule(db, 'svarfrist', { hours: 24, businessDays: 2 });
  const hanne = await signIn(app, 'hanne');
  const order = async () => {
    const fields = { ...ORDER_FORM, virksomhed: String(P), formularnoegle: randomUUID() };
    const { location } = await hanne.post('/jobordrer', fields);
    return Number(/\/jobordrer\/(\d+)/.exec(location ?? '')?.[1]);
  };
  return { ...opened, hanne, order };
}

describe('løfteuret', () => {
  test('tikker på ordren, listen og Min dag, til virksomheden har fået svar', async () => {
    const { app, db, clock, hanne: before, order } = await openTown();
    const id = await order();
    expect(db.select().from(jobOrder).get()?.firstAnswerDue).toBe('2026-11-26T09:00:00.000Z');
    expect((await before.get(`/jobordrer/${id}`)).body).toContain(
      'Svar i morgen, senest 26.11.2026 kl. 10.00',
    );
    expect((await before.get('/')).body).toContain('Løfter ved at briste');
    expect((await before.get('/jobordrer?svar=mangler')).body).toContain('Lagermedarbejder, få timer');

    clock.now = new Date('2026-11-26T10:00:00Z');
    const hanne = await signIn(app, 'hanne');
    expect((await hanne.get('/')).body).toContain('Svar skulle være givet 26.11.2026 kl. 10.00');
    const form = await hanne.get(`/jobordrer/${id}/svar?svar=ingen_passer`);
    expect(form.body).toContain('lige nu er der ingen, som passer til »Lagermedarbejder, få timer«');
    const fields = {
      svar: 'ingen_passer',
      tekst: 'Hej Bo\r\nIngen passer lige nu.',
      art: 'telefon',
      udfald: 'opnaaet',
      formularnoegle: randomUUID(),
    };
    const saved = await hanne.post(`/jobordrer/${id}/svar`, fields);
    await hanne.post(`/jobordrer/${id}/svar`, fields);
    expect(saved.status, saved.body).toBe(303);
    const letter = (await hanne.get(saved.location ?? '')).body;
    expect(letter).toContain('Ingen passer lige nu.');
    expect(letter).toContain('mailto:?subject=');

    expect(db.select().from(employerAnswer).all()).toHaveLength(1);
    expect(db.select().from(contact).all()).toMatchObject([
      {
        pNumber: P,
        kind: 'telefon',
        direction: 'ud',
        note: 'Svar på jobordre S-000001: ingen passer lige nu.\nHej Bo\nIngen passer lige nu.',
      },
    ]);
    expect((await hanne.get('/')).body).not.toContain('Løfter ved at briste');
    expect((await hanne.get('/jobordrer?svar=mangler')).body).toContain('Ingen ordrer passer');
    expect((await hanne.get(`/jobordrer/${id}`)).body).toContain('Svaret for sent, 26.11.2026');
  });

  test('et forkert svar kommer tilbage med det, der blev skrevet', async () => {
    const { db, hanne, order } = await openTown();
    const id = await order();
    const refused = await hanne.post(`/jobordrer/${id}/svar`, {
      svar: 'paa_vej',
      tekst: 'Borgeren har 610190-1234',
      art: '',
      udfald: '',
      person: 'Bo',
    });
    expect(refused.status).toBe(422);
    for (const text of ['#felt-tekst', '#felt-art', '#felt-udfald', 'value="Bo"'])
      expect(refused.body).toContain(text);
    const asked = await hanne.post(`/jobordrer/${id}/svar`, {
      svar: 'kandidater_sendt',
      tekst: 'Ali Hassan kan starte mandag',
      art: 'mail',
      udfald: 'opnaaet',
    });
    expect(asked.status).toBe(422);
    expect(asked.body).toContain('name="ingen_personoplysninger"');
    expect(db.select().from(contact).all()).toHaveLength(0);
  });

  test('en anden konsulents ordre kan ikke besvares; et program kan, hvad siden kan', async () => {
    const { app, hanne, order } = await openTown();
    const id = await order();
    const soeren = await signIn(app, 'soeren');
    expect((await soeren.get(`/jobordrer/${id}/svar`)).status).toBe(404);
    const body = { answer: 'paa_vej', text: 'Vi leder.', kind: 'mail', outcome: 'opnaaet' };
    expect((await soeren.json('POST', `/api/v1/job-orders/${id}/answers`, body)).status).toBe(404);
    const made = await hanne.json('POST', `/api/v1/job-orders/${id}/answers`, body);
    expect(made.status, made.body).toBe(201);
    const list = await soeren.json('GET', `/api/v1/job-orders/${id}/answers`);
    expect(list.data()).toMatchObject({ items: [{ answer: 'paa_vej', byName: 'Navn hanne' }] });
    expect((await hanne.json('GET', '/api/v1/job-orders?unanswered=true')).data()).toMatchObject({
      items: [],
    });
    expect((await hanne.json('GET', `/api/v1/job-orders/${id}`)).data()).toMatchObject({
      firstAnswerDue: '2026-11-26T09:00:00.000Z',
      firstAnswerAt: '2026-11-25T09:00:00.000Z',
    });
  });
});
