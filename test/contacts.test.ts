import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';
import { formsOn } from './forms.ts';

const P = 1_000_000_001;
const VISIT = { art: 'besoeg', retning: 'ud', udfald: 'opnaaet', dato: '2026-11-22' };

async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  addFirm(town.db);
  await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'bo', ['konsulent', 'sagsbehandler']);
  await addUser(town.db, 'søren', ['sagsbehandler']);
  await addUser(town.db, 'lis', ['leder']);
  return { ...town, hanne: await signIn(town.app, 'hanne') };
}

test('a visit logged from the phone stands on the timeline and moves the coverage', async () => {
  const { hanne, db } = await openTown();
  const page = await hanne.get(`/virksomheder/${P}/kontakter/ny`);
  expect(page.status).toBe(200);
  expect(page.body).toContain('name="formularnoegle"');
  const before = (await hanne.json('GET', '/api/v1/coverage?from=2026-10-01&to=2026-12-31')).data();
  expect(before).toMatchObject({ inScope: 1, contacted: 0, coverage: { min: 0, max: 0 } });

  const saved = await hanne.post(`/virksomheder/${P}/kontakter`, {
    ...VISIT,
    note: 'Mangler to til lageret. Ærø-holdet starter i uge 49.',
    naeste_om: '14',
    naeste_skridt: 'Ring om lageret',
  });
  expect([saved.status, saved.location]).toEqual([303, `/virksomheder/${P}?besked=kontakt-gemt`]);
  const firm = await hanne.get(saved.location ?? '');
  for (const text of ['Kontakten er gemt', 'Ærø-holdet', 'Besøg: opnået', 'Ring om lageret']) {
    expect(firm.body).toContain(text);
  }
  // 14 days after Sunday 22 November is a Sunday: the Monday after.
  expect(db.select().from(contact).get()).toMatchObject({ nextStepDate: '2026-12-07', madeAs: 'konsulent' });
  const after = (await hanne.json('GET', '/api/v1/coverage?from=2026-10-01&to=2026-12-31')).data();
  expect(after).toMatchObject({
    contacted: 1,
    visited: 1,
    coverage: { min: 1, max: 1 },
    visits: { min: 1, max: 1 },
  });
});

test('the form suggests what talks are about and the schemes one can tell of', async () => {
  const { hanne } = await openTown();
  const page = await hanne.get(`/virksomheder/${P}/kontakter/ny`);
  for (const word of ['Fastholdelse', 'Løntilskud', 'Mentor']) expect(page.body).toContain(`value="${word}"`);
});

test('a double click and a repeated request log one contact', async () => {
  const { hanne, db } = await openTown();
  const page = await hanne.get(`/virksomheder/${P}/kontakter/ny`);
  const formularnoegle = /name="formularnoegle" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  for (let click = 0; click < 3; click++) {
    expect((await hanne.post(`/virksomheder/${P}/kontakter`, { ...VISIT, formularnoegle })).status).toBe(303);
  }
  const body = { contactDate: '2026-11-20', kind: 'telefon', direction: 'ind', outcome: 'senere' };
  const key = crypto.randomUUID();
  const first = await hanne.json('POST', `/api/v1/companies/${P}/contacts`, { ...body, key });
  const again = await hanne.json('POST', `/api/v1/companies/${P}/contacts`, { ...body, key });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.data()).toEqual(first.data());
  expect(db.select().from(contact).all()).toHaveLength(2);
});

test('what is wrong comes back at its field, with what was typed, and nothing is saved', async () => {
  const { hanne, db } = await openTown();
  const wrong: [Record<string, string>, string, string][] = [
    [{ dato: '2026-11-23' }, 'dato', 'fremtiden'],
    [{ dato: '2026-02-31' }, 'dato', 'fandt sted'],
    [{ art: 'fax' }, 'art', 'hvordan'],
    [{ udfald: '' }, 'udfald', 'kom ud af det'],
    [{ note: 'Talte om 130685-1234' }, 'note', 'CPR'],
    [{ naeste_skridt: 'Ring til 130685 1234', naeste_dato: '2026-12-01' }, 'naeste_skridt', 'CPR'],
    [{ kontaktperson: '1306851234' }, 'kontaktperson', 'CPR'],
    [{ naeste_dato: '2026-11-01' }, 'naeste_dato', 'før kontakten'],
    [{ naeste_skridt: 'Ring' }, 'naeste_dato', 'Vælg en dato'],
    [{ note: 'x'.repeat(5001) }, 'note', '5000'],
  ];
  for (const [fields, field, reason] of wrong) {
    const answer = await hanne.post(`/virksomheder/${P}/kontakter`, {
      ...VISIT,
      tema: 'Rekruttering',
      ...fields,
    });
    expect(answer.status, field).toBe(422);
    expect(answer.body).toContain(`id="fejl-${field}"`);
    expect(answer.body).toContain(`href="#felt-${field}"`);
    expect(answer.body).toContain(reason);
    expect(answer.body).toContain('value="Rekruttering" checked');
  }
  const api = await hanne.json('POST', `/api/v1/companies/${P}/contacts`, {
    contactDate: '2026-11-22',
    kind: 'telefon',
    direction: 'ud',
    outcome: 'opnaaet',
    note: '1306851234',
  });
  expect(api.status).toBe(422);
  expect(api.data().errors).toEqual([{ field: 'note', reason: expect.stringContaining('CPR') }]);
  expect(api.body).not.toContain('1306851234');
  expect(db.select().from(contact).all()).toEqual([]);
  expect((await hanne.post('/virksomheder/1000000009/kontakter', VISIT)).status).toBe(404);
  expect((await hanne.get('/virksomheder/0/kontakter/ny')).status).toBe(404);
});

test('nobody can slip fields into a contact', async () => {
  const { hanne, db } = await openTown();
  const body = {
    contactDate: '2026-11-22',
    kind: 'besoeg',
    direction: 'ud',
    outcome: 'opnaaet',
    madeAs: 'konsulent',
  };
  expect((await hanne.json('POST', `/api/v1/companies/${P}/contacts`, body)).status).toBe(400);
  await hanne.post(`/virksomheder/${P}/kontakter`, { ...VISIT, recordedAt: '2020-01-01', made_as: 'x' });
  expect(db.select().from(contact).all()).toMatchObject([{ recordedAt: '2026-11-22T09:00:00.000Z' }]);
});

test('a contact is made as konsulent by who is one, else as sagsbehandler, which does not count', async () => {
  const { app, db, hanne } = await openTown();
  await (await signIn(app, 'søren')).post(`/virksomheder/${P}/kontakter`, VISIT);
  const asked = '/api/v1/coverage?from=2026-10-01&to=2026-12-31';
  expect((await hanne.json('GET', asked)).data()).toMatchObject({ contacted: 0 });
  await (await signIn(app, 'bo')).post(`/virksomheder/${P}/kontakter`, VISIT);
  expect((await hanne.json('GET', asked)).data()).toMatchObject({ contacted: 1 });
  expect(
    db
      .select({ madeAs: contact.madeAs })
      .from(contact)
      .orderBy(contact.id)
      .all()
      .map((row) => row.madeAs),
  ).toEqual(['sagsbehandler', 'konsulent']);
  const lis = await signIn(app, 'lis');
  expect((await lis.get(`/virksomheder/${P}/kontakter/ny`)).status).toBe(403);
  expect((await lis.post(`/virksomheder/${P}/kontakter`, VISIT)).status).toBe(403);
});

test('a correction needs a reason, keeps the old one, and leaves past figures as they were', async () => {
  const { app, db, clock, ...first } = await openTown();
  await first.hanne.post(`/virksomheder/${P}/kontakter`, VISIT);
  const id = db.select().from(contact).get()?.id ?? 0;
  clock.now = new Date('2026-11-24T09:00:00Z');
  const [hanne, colleague] = [await signIn(app, 'hanne'), await signIn(app, 'bo')];
  const fields = { ...VISIT, udfald: 'ikke_opnaaet' };
  expect((await colleague.get(`/kontakter/${id}/rettelse`)).body).toContain('Hvorfor rettes den');
  const refused = await colleague.post(`/kontakter/${id}/rettelse`, fields);
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('fejl-begrundelse');

  const saved = await colleague.post(`/kontakter/${id}/rettelse`, {
    ...fields,
    begrundelse: 'Traf kun receptionen',
  });
  expect(saved.location).toBe(`/virksomheder/${P}?besked=kontakt-rettet`);
  const [old, corrected] = db.select().from(contact).orderBy(contact.id).all();
  expect(old).toMatchObject({ outcome: 'opnaaet', supersededAt: '2026-11-24T09:00:00.000Z' });
  expect(corrected).toMatchObject({
    outcome: 'ikke_opnaaet',
    replacesId: id,
    userId: old?.userId,
    madeAs: 'konsulent',
  });
  const firm = await hanne.get(`/virksomheder/${P}`);
  expect(firm.body).toContain('Rettet af Navn bo');
  expect(firm.body).not.toContain('Besøg: opnået');

  const asked = '/api/v1/coverage?from=2026-10-01&to=2026-12-31';
  expect((await hanne.json('GET', asked)).data()).toMatchObject({ contacted: 0 });
  expect((await hanne.json('GET', `${asked}&asOf=2026-11-23`)).data()).toMatchObject({ contacted: 1 });
  expect((await hanne.json('GET', `${asked}&asOf=2026-11-21`)).data()).toMatchObject({ contacted: 0 });

  const stale = await hanne.post(`/kontakter/${id}/rettelse`, { ...VISIT, begrundelse: 'for sent' });
  expect(stale.status).toBe(409);
  const alsoWrong = await hanne.post(`/kontakter/${id}/rettelse`, { ...VISIT, begrundelse: '' });
  expect(alsoWrong.status).toBe(409);
  expect((await hanne.get(`/kontakter/${id}/rettelse`)).location).toMatch(/^\/kontakter\/\d+\/rettelse$/);
});

test('en kontakt, der aldrig fandt sted, trækkes tilbage med en begrundelse, kan fortrydes, og gamle tal står', async () => {
  const { app, db, clock, ...first } = await openTown();
  await first.hanne.post(`/virksomheder/${P}/kontakter`, {
    ...VISIT,
    naeste_skridt: 'Ring om lageret',
    naeste_dato: '2026-12-01',
  });
  clock.now = new Date('2026-11-24T09:00:00Z');
  const hanne = await signIn(app, 'hanne');
  expect((await hanne.get('/kontakter/1/rettelse')).body).toContain('Kontakten fandt aldrig sted');
  for (const [hvorfor, why] of [
    ['', 'Skriv, hvorfor kontakten ikke fandt sted'],
    ['Det var 130685-1234', 'CPR'],
  ] as const) {
    const refused = await hanne.post('/kontakter/1/tilbagetraekning', { hvorfor });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('fejl-hvorfor');
    expect(refused.body).toContain(why);
  }
  const withdrawn = await hanne.post('/kontakter/1/tilbagetraekning', { hvorfor: 'Aftalen blev aflyst' });
  expect(withdrawn.location).toBe('/kontakter/1/rettelse?besked=kontakt-trukket');
  const page = (await hanne.get(withdrawn.location ?? '')).body;
  for (const text of ['Navn hanne trak den tilbage', 'Aftalen blev aflyst', 'Fortryd: den fandt sted'])
    expect(page).toContain(text);
  const asked = '/api/v1/coverage?from=2026-10-01&to=2026-12-31';
  const steps = async () =>
    (await hanne.json('GET', '/api/v1/next-steps')).data<{ later: { total: number } }>();
  expect((await hanne.json('GET', asked)).data()).toMatchObject({ contacted: 0 });
  expect((await hanne.json('GET', `${asked}&asOf=2026-11-23`)).data()).toMatchObject({ contacted: 1 });
  expect((await steps()).later.total).toBe(0);
  expect((await hanne.get(`/virksomheder/${P}`)).body).not.toContain('Ring om lageret');
  expect((await hanne.post('/kontakter/1/tilbagetraekning', { hvorfor: 'Igen' })).status).toBe(409);

  clock.now = new Date('2026-11-24T09:30:00Z');
  const back = await hanne.post('/kontakter/1/genindsaettelse', {});
  expect(back.location).toBe(`/virksomheder/${P}?besked=kontakt-genindsat`);
  expect((await hanne.post('/kontakter/1/genindsaettelse', {})).status).toBe(409);
  expect((await hanne.post('/kontakter/9/genindsaettelse', {})).status).toBe(404);
  expect((await hanne.json('GET', asked)).data()).toMatchObject({ contacted: 1 });
  expect((await steps()).later.total).toBe(1);
  expect(db.select().from(contact).all()).toHaveLength(2);

  const api = await hanne.json('POST', '/api/v1/contacts/2/withdrawal', { reason: 'Forkert dag' });
  expect([api.status, (await hanne.json('GET', asked)).data()]).toEqual([
    201,
    expect.objectContaining({ contacted: 0 }),
  ]);
  expect((await hanne.json('POST', '/api/v1/contacts/2/reinstatement')).status).toBe(201);
  expect((await hanne.json('GET', asked)).data()).toMatchObject({ contacted: 1 });
});

test('a contact that is recorded late is marked, one in time is not', async () => {
  const { hanne } = await openTown();
  await hanne.post(`/virksomheder/${P}/kontakter`, { ...VISIT, dato: '2026-11-15', note: 'i tide' });
  expect((await hanne.get(`/virksomheder/${P}`)).body).not.toContain('Registreret 22.11.2026');
  await hanne.post(`/virksomheder/${P}/kontakter`, { ...VISIT, dato: '2026-11-14', note: 'for sent' });
  expect((await hanne.get(`/virksomheder/${P}`)).body).toContain('Registreret 22.11.2026');
});

test('next steps stand as overdue, today and later until they are done', async () => {
  const { hanne, db } = await openTown();
  for (const [naeste_skridt, naeste_dato] of [
    ['Send aftale', '2026-11-20'],
    ['Ring i dag', '2026-11-22'],
    ['Besøg igen', '2027-01-05'],
  ]) {
    const dato = '2026-11-18';
    await hanne.post(`/virksomheder/${P}/kontakter`, {
      ...VISIT,
      dato,
      naeste_skridt: naeste_skridt ?? '',
      naeste_dato: naeste_dato ?? '',
    });
  }
  type Steps = Record<
    'overdue' | 'today' | 'later',
    { total: number; rows: { id: number; nextStep: string }[] }
  >;
  const steps = async () => (await hanne.json('GET', '/api/v1/next-steps')).data<Steps>();
  expect(Object.values(await steps()).map((group) => group.rows.map((row) => row.nextStep))).toEqual([
    ['Send aftale'],
    ['Ring i dag'],
    ['Besøg igen'],
  ]);
  const overdue = (await steps()).overdue.rows[0]?.id ?? 0;
  expect((await hanne.post(`/kontakter/${overdue}/naeste-skridt-klaret`, { til: '/' })).location).toBe(
    '/?besked=skridt-klaret',
  );
  expect((await steps()).overdue.total).toBe(0);

  // A new contact keeps the promise that it ticks, and no other.
  const today = (await steps()).today.rows[0]?.id ?? 0;
  expect((await hanne.get(`/virksomheder/${P}/kontakter/ny`)).body).toContain(
    `name="klarer" value="${today}" checked`,
  );
  await hanne.post(`/virksomheder/${P}/kontakter`, { ...VISIT, klarer: [String(today)] });
  expect([(await steps()).today.total, (await steps()).later.total]).toEqual([0, 1]);
  expect(db.select().from(contact).where(eq(contact.id, today)).get()?.nextStepDoneAt).not.toBeNull();
});

test('nasty text is stored and shown as typed, and never runs', async () => {
  const { hanne, db } = await openTown();
  const note = '<script>alert(1)</script> "Ø" & \u202Eevil 👷‍♀️ e\u0301 -- \'; DROP TABLE contact;';
  await hanne.post(`/virksomheder/${P}/kontakter`, { ...VISIT, note });
  expect(db.select().from(contact).get()?.note).toBe(note.normalize('NFC'));
  const page = (await hanne.get(`/virksomheder/${P}`)).body;
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('&lt;script>alert(1)');
});

test('usynlige styretegn fra en PDF bliver ikke gemt: siden viser teksten uden dem, og ét tryk gemmer den', async () => {
  const { hanne, db } = await openTown();
  const url = `/virksomheder/${P}/kontakter`;
  const typed = { ...VISIT, klarer: ['7', '9'], note: 'Taler om lager\u0002medarbejdere\u0000' };
  const answer = await hanne.post(url, typed);
  expect(answer.status).toBe(422);
  expect(answer.body).toContain('usynlige styretegn');
  expect(db.select().from(contact).all()).toEqual([]);
  const form = formsOn(answer.body, url).find(({ action }) => action === url);
  const fields = Object.fromEntries((form?.fields ?? []).map(({ name, values }) => [name, values]));
  expect(fields).toMatchObject({ klarer: ['7', '9'], note: ['Taler om lagermedarbejdere'] });
  expect((await hanne.post(url, { ...fields, klarer: [] })).status).toBe(303);
  expect(db.select().from(contact).get()?.note).toBe('Taler om lagermedarbejdere');
  const lost = await hanne.json('POST', '/api/v1/session', { username: 'K\ufffdre', password: 'x' });
  expect([lost.status, lost.data()]).toMatchObject([400, { errors: [{ field: 'username' }] }]);
});

test('en kontakt, der er logget på den forkerte virksomhed, flyttes med en begrundelse, og begge steder tæller rigtigt', async () => {
  const { hanne, db } = await openTown();
  addFirm(db, { pNumber: P + 1, name: 'Den rigtige' });
  await hanne.post(`/virksomheder/${P}/kontakter`, { ...VISIT, note: 'Snak om lageret' });
  const form = (await hanne.get('/kontakter/1/rettelse')).body;
  expect(form).toMatch(new RegExp(`name="p_nummer"[^>]*value="${P}"`));
  const wrong = { ...VISIT, note: 'Snak om lageret', begrundelse: 'Forkert virksomhed' };
  for (const p_nummer of ['1000000099', '12', 'Den rigtige']) {
    const refused = await hanne.post('/kontakter/1/rettelse', { ...wrong, p_nummer });
    expect([refused.status, refused.body.includes('Der er ingen virksomhed med det P-nummer')]).toEqual([
      422,
      true,
    ]);
  }
  const moved = await hanne.post('/kontakter/1/rettelse', { ...wrong, p_nummer: '1000 000 002' });
  expect(moved.location).toBe(`/virksomheder/${P + 1}?besked=kontakt-rettet`);
  expect((await hanne.get(`/virksomheder/${P}`)).body).not.toContain('Snak om lageret');
  expect((await hanne.get(`/virksomheder/${P + 1}`)).body).toContain('Snak om lageret');
  const list = (figure: string) => hanne.get(`/daekning/${figure}.csv?fra=2026-10-01&til=2026-12-31`);
  expect((await list('besoegte')).body).toContain('Den rigtige');
  expect((await list('ikke-kontaktede')).body).toContain('Lagerfirmaet');
  expect((await hanne.get('/kontakter/2/rettelse')).body).toContain(`P-nummer ${P}`);
  // And back again: nothing is lost on the way.
  const back = await hanne.post('/kontakter/2/rettelse', { ...wrong, p_nummer: String(P) });
  expect(back.location).toBe(`/virksomheder/${P}?besked=kontakt-rettet`);
});
