import { expect, test } from 'vitest';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;
const HX = { 'hx-request': 'true' };

async function openTown() {
  const town = await openTestApp('2026-11-27T09:00:00Z');
  addFirm(town.db, { fields: { phone: '43 00 00 01' } });
  addFirm(town.db, { pNumber: P + 1, name: 'Ærø Smedje', cvr: 12_345_682 });
  const hanneId = await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'bo', ['konsulent']);
  await addUser(town.db, 'lis', ['leder']);
  await addUser(town.db, 'søren', ['sagsbehandler']);
  const { app } = town;
  return {
    ...town,
    hanneId: String(hanneId),
    hanne: await signIn(app, 'hanne'),
    bo: await signIn(app, 'bo'),
    lis: await signIn(app, 'lis'),
    soeren: await signIn(app, 'søren'),
  };
}

const address = (fact: string) => `/virksomheder/${P}/fra-listen/${fact}`;

/** The open form of a cell on a page, as a browser would send it. */
function openForm(body: string, fact: string): Record<string, string> {
  const form = body.slice(body.indexOf(`action="${address(fact)}"`)).split('</form>')[0] ?? '';
  const valueIn = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(form)?.[1] ?? '';
  return { set: valueIn('set'), til: valueIn('til').replaceAll('&amp;', '&') };
}

test('telefonen rettes i listen uden script: linket åbner cellen, og listen kommer igen med filter, side og fortrydelse', async () => {
  const { hanne } = await openTown();
  const list = await hanne.get('/virksomheder?q=lager&sort=-navn');
  const link = `/virksomheder?q=lager&amp;sort=-navn&amp;ret=${P}-telefon#fakta-${P}-telefon`;
  expect(list.body).toContain(link);
  const open = await hanne.get(`/virksomheder?q=lager&sort=-navn&ret=${P}-telefon`);
  const form = openForm(open.body, 'telefon');
  expect(form.til).toBe('/virksomheder?q=lager&sort=-navn');
  const saved = await hanne.post(address('telefon'), { ...form, vaerdi: '43 00 00 99', kilde: 'hjemmeside' });
  expect(saved.status).toBe(303);
  expect(saved.location).toMatch(/^\/virksomheder\?q=lager&sort=-navn&rettet=.*#fakta-1000000001-telefon$/);
  const after = await hanne.get(saved.location ?? '');
  expect(after.body).toContain('43 00 00 99');
  expect(after.body).toContain('Det er gemt.');
  const undo = openForm(after.body, 'telefon');
  await hanne.post(address('telefon'), { ...undo, vaerdi: '' });
  const back = await hanne.get('/virksomheder?q=lager');
  expect(back.body).toContain('43 00 00 01');
  expect(back.body).not.toContain('43 00 00 99');
});

test('et forkert telefonnummer står i cellen med fejlen, og intet er gemt', async () => {
  const { hanne } = await openTown();
  const form = openForm((await hanne.get(`/virksomheder?ret=${P}-telefon`)).body, 'telefon');
  const refused = await hanne.post(address('telefon'), { ...form, vaerdi: '12' });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('Skriv telefonnummeret med mindst otte cifre');
  expect(refused.body).toContain('value="12"');
  expect((await hanne.get('/virksomheder')).body).toContain('43 00 00 01');
  const cpr = await hanne.post(address('telefon'), { ...form, vaerdi: '610190-1234' });
  expect(cpr.status).toBe(422);
});

test('den ansvarlige vælges i cellen; den, der kommer for sent, får den nye at se og overskriver intet uset', async () => {
  const { hanne, hanneId, bo, lis } = await openTown();
  const form = openForm((await hanne.get(`/virksomheder?ret=${P}-ansvarlig`)).body, 'ansvarlig');
  await lis.post(address('ansvarlig'), { ...form, vaerdi: hanneId });
  const late = await bo.post(address('ansvarlig'), { ...form, vaerdi: '' });
  // Nobody was what was seen and what is wanted, but hanne has it now.
  expect(late.status).toBe(409);
  expect(late.body).toContain('En anden har rettet det i mellemtiden. Nu gælder »Navn hanne«.');
  const inCell = 'id="fakta-1000000001-ansvarlig">Navn hanne';
  expect((await hanne.get('/virksomheder?q=lager')).body).toContain(inCell);
  await bo.post(address('ansvarlig'), { ...openForm(late.body, 'ansvarlig'), vaerdi: '' });
  expect((await hanne.get('/virksomheder?q=lager')).body).not.toContain(inCell);
  expect((await hanne.post(address('ansvarlig'), { ...form, vaerdi: '999' })).status).toBe(422);
});

test('et løfte flyttes til en anden dag i listen, og dækningen rører sig ikke', async () => {
  const { hanne, bo, lis, db } = await openTown();
  await hanne.post(`/virksomheder/${P}/kontakter`, {
    dato: '2026-11-26',
    art: 'telefon',
    retning: 'ud',
    udfald: 'opnaaet',
    naeste_skridt: 'ring om truckføreren',
    naeste_dato: '2026-11-30',
  });
  const before = db.$client.prepare('SELECT count(*) n FROM contact').get();
  const form = openForm((await hanne.get(`/virksomheder?ret=${P}-naeste_skridt`)).body, 'naeste_skridt');
  expect((await hanne.post(address('naeste_skridt'), { ...form, vaerdi: '2026-11-25' })).body).toContain(
    'Næste skridt kan ikke ligge før kontakten.',
  );
  // A leder answers for nobody's promise.
  expect((await lis.post(address('naeste_skridt'), { ...form, vaerdi: '2026-12-04' })).status).toBe(404);
  await bo.post(address('naeste_skridt'), { ...form, vaerdi: '2026-12-04' });
  expect((await hanne.get('/')).body).toContain('om 7 dage');
  expect(db.$client.prepare('SELECT count(*) n FROM contact').get()).toEqual(before);
  const late = await hanne.post(address('naeste_skridt'), { ...form, vaerdi: '2026-12-07' });
  expect(late.status).toBe(409);
  expect(db.$client.prepare("SELECT detail FROM audit_event WHERE action = 'flyt'").all()).toEqual([
    { detail: '2026-11-30 → 2026-12-04' },
  ]);
});

test('med htmx kommer kun cellen: åben, gemt med fortrydelse, eller med fejlen', async () => {
  const { app, hanne } = await openTown();
  const cookie = await cookieOf(app, 'hanne');
  const headers = { cookie, 'sec-fetch-site': 'same-origin', ...HX };
  const url = `${address('telefon')}?til=${encodeURIComponent('/virksomheder?q=lager')}&vis=`;
  const open = (await app.inject({ method: 'GET', url: `${url}aaben`, headers })).body;
  expect(open).toMatch(/^<div class="list-fact" id="fakta-1000000001-telefon">/);
  expect(open).toContain('name="vaerdi"');
  const shut = (await app.inject({ method: 'GET', url: `${url}lukket`, headers })).body;
  expect(shut).not.toContain('name="vaerdi"');
  expect((await hanne.get(`${address('segment')}?til=x&vis=aaben`)).status).toBe(404);
});

test('sagsbehandleren ser listen uden at kunne rette i den', async () => {
  const { soeren } = await openTown();
  const page = await soeren.get(`/virksomheder?ret=${P}-telefon`);
  expect(page.body).not.toContain('fra-listen');
  expect((await soeren.post(address('telefon'), { set: '0', til: '', vaerdi: '43 00 00 99' })).status).toBe(
    403,
  );
});

async function cookieOf(app: Awaited<ReturnType<typeof openTestApp>>['app'], username: string) {
  const answer = await app.inject({
    method: 'POST',
    url: '/log-ind',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      brugernavn: username,
      adgangskode: 'hest-batteri-klipsemaskine',
    }).toString(),
  });
  return answer.cookies.map((one) => `${one.name}=${one.value}`).join('; ');
}
