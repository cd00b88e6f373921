import { expect, test } from 'vitest';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;
const FIRM = `/virksomheder/${P}`;

async function openTown() {
  const town = await openTestApp('2026-11-27T09:00:00Z');
  addFirm(town.db, { fields: { phone: '43 00 00 01' } });
  await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'bo', ['konsulent']);
  await addUser(town.db, 'søren', ['sagsbehandler']);
  const { app } = town;
  return {
    hanne: await signIn(app, 'hanne'),
    bo: await signIn(app, 'bo'),
    soeren: await signIn(app, 'søren'),
  };
}

/** What the page's small form for a field would send. */
function formOf(body: string, field: string): Record<string, string> {
  const at = body.indexOf(`name="felt" value="${field}"`);
  const set = /name="set" value="(\d+)"/.exec(body.slice(at))?.[1] ?? '';
  return { felt: field, set, dato: '2026-11-27', kilde: 'virksomheden', til: FIRM };
}

test('telefonen rettes på virksomhedens side og kan fortrydes', async () => {
  const { hanne, bo } = await openTown();
  const form = formOf((await hanne.get(FIRM)).body, 'telefon');
  const saved = await hanne.post(`${FIRM}/egne-oplysninger`, { ...form, vaerdi: '43 00 00 99' });
  expect(saved.location).toBe(`${FIRM}?besked=egen-gemt`);
  const page = await hanne.get(saved.location ?? '');
  expect(page.body).toContain('43 00 00 99');
  expect(page.body).toContain('CVR: ');
  const undo = /action="(\/egne-oplysninger\/\d+\/fortrydelse)"/.exec(page.body)?.[1] ?? '';
  expect((await bo.post(undo, {})).status).toBe(409);
  expect((await hanne.post(undo, {})).location).toBe(`${FIRM}?besked=egen-fortrudt`);
  expect((await hanne.get(FIRM)).body).not.toContain('43 00 00 99');
  expect((await hanne.post(undo, {})).status).toBe(409);
});

test('to retter på én gang: den anden får begge at se, og intet overskrives uset', async () => {
  const { hanne, bo } = await openTown();
  const form = formOf((await hanne.get(FIRM)).body, 'mail');
  await bo.post(`${FIRM}/egne-oplysninger`, { ...form, vaerdi: 'bo@lager.dk' });
  const late = await hanne.post(`${FIRM}/egne-oplysninger`, { ...form, vaerdi: 'hanne@lager.dk' });
  expect(late.status).toBe(409);
  for (const text of ['Navn bo har rettet den i mellemtiden', 'bo@lager.dk', 'hanne@lager.dk'])
    expect(late.body).toContain(text);
  expect((await hanne.get(FIRM)).body).not.toContain('hanne@lager.dk');
  // The form that came back carries no version: sending it is the choice.
  const { set: _set, ...again } = form;
  await hanne.post(`${FIRM}/egne-oplysninger`, { ...again, vaerdi: 'hanne@lager.dk' });
  expect((await hanne.get(FIRM)).body).toContain('hanne@lager.dk');
});

test('ønsket om kontakt står over formularen, før man ringer', async () => {
  const { hanne } = await openTown();
  const form = formOf((await hanne.get(FIRM)).body, 'kontaktoenske');
  await hanne.post(`${FIRM}/egne-oplysninger`, { ...form, vaerdi: 'Mail først, aldrig mandag' });
  const log = await hanne.get(`${FIRM}/kontakter/ny`);
  expect(log.body).toContain('Ønsker kontakt: Mail først, aldrig mandag');
  const refused = await hanne.post(`${FIRM}/egne-oplysninger`, { ...form, vaerdi: 'Ring 130685-1234' });
  expect([refused.status, refused.body.includes('CPR')]).toEqual([422, true]);
});

test('en sagsbehandler ser oplysningerne, men kan ikke rette dem', async () => {
  const { soeren } = await openTown();
  const page = await soeren.get(FIRM);
  expect(page.body).toContain('43 00 00 01');
  expect(page.body).not.toContain('data-inline-edit');
});
