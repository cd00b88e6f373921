import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm, ORDER_FORM } from './job-orders-builders.ts';

const P = 1_020_000_001;

test('en ordre gemmes som skabelon, bruges til den næste og udgår', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const hanne = await signIn(app, 'hanne');
  const shift = { vagt1_dage: ['1', '2'], vagt1_fra: '08:00', vagt1_til: '12:00' };
  const fields = { ...ORDER_FORM, ...shift, virksomhed: String(P), formularnoegle: randomUUID() };
  const id = Number(/\/jobordrer\/(\d+)/.exec((await hanne.post('/jobordrer', fields)).location ?? '')?.[1]);
  const url = `/jobordrer/${id}/skabelon`;
  expect((await hanne.get(url)).body).toContain('value="Lagermedarbejder, få timer"');
  expect((await hanne.post(url, { navn: ' ' })).body).toContain('#felt-navn">Giv skabelonen et navn.');
  expect((await hanne.post(url, { navn: '610190-1234' })).status).toBe(422);
  expect((await hanne.post(url, { navn: 'Lager på få timer' })).status).toBe(303);

  const firm = (await hanne.get(`/virksomheder/${P}`)).body;
  const link = /href="([^"]+skabelon=\d+)"/.exec(firm)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const form = (await hanne.get(link)).body;
  expect(form).toContain('Pakke og plukke varer');
  expect(form).toContain('pakke varer (kan læres)');
  expect(form).toContain('value="08:00"');
  expect(form).toContain('value="2026-12-22"');
  expect(form).not.toContain('value="2026-12-01"');

  const list = await hanne.json('GET', `/api/v1/companies/${P}/order-templates`);
  const [template] = list.data<{ items: { id: number; name: string }[] }>().items;
  expect(template?.name).toBe('Lager på få timer');
  expect((await hanne.post(`/ordreskabeloner/${template?.id}/udgaaet`, {})).status).toBe(303);
  expect((await hanne.get(`/virksomheder/${P}`)).body).not.toContain('skabelon=');
  expect((await hanne.post(`/ordreskabeloner/${template?.id}/udgaaet`, {})).status).toBe(404);
  const made = await hanne.json('POST', `/api/v1/job-orders/${id}/template`, { name: 'Fra et program' });
  expect(made.status).toBe(201);
  const gone = `/api/v1/order-templates/${made.data<{ id: number }>().id}/retirement`;
  expect((await hanne.json('POST', gone)).status).toBe(204);
  expect((await hanne.json('POST', gone)).status).toBe(404);
});
