import { expect, test } from 'vitest';
import { headcount, scopePeriod } from '../db/schema/companies.ts';
import { type Answer, addUser, type Browser, everyItem, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const P = 1_000_000_001;

async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'lis', ['leder']);
  return { ...town, hanne: await signIn(town.app, 'hanne'), lis: await signIn(town.app, 'lis') };
}

async function namesIn(browser: Browser, query: string): Promise<string[]> {
  const answer: Answer = await browser.json('GET', `/api/v1/companies?${query}`);
  expect(answer.status, query).toBe(200);
  return answer.data<{ items: { name: string }[] }>().items.map((row) => row.name);
}

test('firms are found by words of the name, by æøå in any case, and by CVR and P-number', async () => {
  const { db, hanne } = await openTown();
  addFirm(db, { pNumber: 1_000_000_001, name: 'Ørsted & Søn Åbningstider', cvr: 11_111_111 });
  addFirm(db, { pNumber: 1_000_000_002, name: 'Sønderby Maskinfabrik', cvr: 22_222_222 });
  addFirm(db, { pNumber: 1_019_207_540, name: 'Fabrikken 1234', cvr: 22_222_222 });
  expect(await namesIn(hanne, 'q=ØRSTED')).toEqual(['Ørsted & Søn Åbningstider']);
  expect(await namesIn(hanne, `q=${encodeURIComponent('åbning søn')}`)).toEqual([
    'Ørsted & Søn Åbningstider',
  ]);
  expect(await namesIn(hanne, 'q=2222')).toEqual(['Fabrikken 1234', 'Sønderby Maskinfabrik']);
  expect(await namesIn(hanne, 'q=22+22+22+22')).toEqual(['Fabrikken 1234', 'Sønderby Maskinfabrik']);
  expect(await namesIn(hanne, 'q=1019207540')).toEqual(['Fabrikken 1234']);
  expect(await namesIn(hanne, 'q=1234')).toEqual(['Fabrikken 1234']);
  for (const nasty of ['%', '_', "'", '"', 'x'.repeat(100), '(', '\\', '--', 'NEAR(']) {
    expect(await namesIn(hanne, `q=${encodeURIComponent(nasty)}`)).toEqual([]);
  }
  const page = await hanne.get('/virksomheder?q=s%C3%B8nderby');
  expect(page.body).toContain('1 virksomhed.');
  expect(page.body).toContain('href="/virksomheder/1000000002"');
});

test('lists filter by size, contact, owner, branche and ceased, and say how many there are', async () => {
  const { db, hanne } = await openTown();
  addFirm(db, { pNumber: 1_000_000_001, name: 'Stor', employees: 60 });
  addFirm(db, { pNumber: 1_000_000_002, name: 'Tvivl', employees: 'ANTAL_2_4' });
  addFirm(db, { pNumber: 1_000_000_003, name: 'Lille', employees: 2 });
  addFirm(db, { pNumber: 1_000_000_004, name: 'Tavs', employees: null });
  addFirm(db, { pNumber: 1_000_000_005, name: 'Nabo', municipalityCode: 161, employees: 9 });
  addFirm(db, { pNumber: 1_000_000_006, name: 'Lukket', until: '2026-01-01' });
  addFirm(db, {
    pNumber: 1_000_000_007,
    name: 'Vvs',
    fields: { branchCode: '432200', branchText: 'Vvs-arbejde' },
  });
  const contacts: [number, object][] = [
    [1_000_000_001, { kind: 'besoeg', outcome: 'opnaaet' }],
    [1_000_000_002, { kind: 'telefon', outcome: 'senere' }],
    [1_000_000_003, { kind: 'telefon', outcome: 'ikke_opnaaet' }],
  ];
  for (const [pNumber, fields] of contacts) {
    const body = { contactDate: '2026-10-05', direction: 'ud', ...fields };
    expect((await hanne.json('POST', `/api/v1/companies/${pNumber}/contacts`, body)).status).toBe(201);
  }
  expect((await hanne.change('PUT', `/api/v1/companies/1000000003/owner`, { me: true })).status).toBe(204);

  const expected: [string, string[]][] = [
    ['size=i_maal', ['Stor', 'Vvs']],
    ['size=50', ['Stor']],
    ['size=3-9', ['Vvs']],
    ['size=uafklaret', ['Tvivl']],
    ['size=under', ['Lille']],
    ['size=uoplyst', ['Tavs']],
    ['size=udenfor', ['Nabo']],
    ['reach=besoegt', ['Stor']],
    ['reach=kontaktet', ['Tvivl']],
    ['reach=forsoegt', ['Lille']],
    ['reach=ikke_kontaktet', ['Nabo', 'Tavs', 'Vvs']],
    ['reach=ikke_kontaktet&size=i_maal', ['Vvs']],
    ['owner=me', ['Lille']],
    ['branch=4322', ['Vvs']],
    ['branch=vvs', ['Vvs']],
    ['sort=-navn', ['Vvs', 'Tvivl', 'Tavs', 'Stor', 'Nabo', 'Lille']],
    ['ceased=true&q=luk', ['Lukket']],
    ['q=luk', []],
  ];
  for (const [query, names] of expected) expect(await namesIn(hanne, query), query).toEqual(names);
  const page = await hanne.get('/virksomheder?stoerrelse=i_maal&kontakt=ikke_kontaktet&vis=ophoerte');
  expect(page.status).toBe(200);
  expect(page.body).toContain('>Vvs</a>');
  expect((await hanne.get('/virksomheder?stoerrelse=vrøvl&side=-1&sort=x')).status).toBe(200);
  expect((await hanne.json('GET', '/api/v1/companies?size=x')).status).toBe(400);
});

test('lists are paged, each firm on exactly one page, with the filters in every link', async () => {
  const { db, hanne } = await openTown();
  const numbers = Array.from({ length: 120 }, (_, index) => 1_000_000_001 + index);
  for (const pNumber of numbers) addFirm(db, { pNumber, name: `Firma ${pNumber % 7}` });
  const listed = await everyItem<{ pNumber: number }>(hanne, '/api/v1/companies?q=firma&limit=50');
  expect(listed.map((row) => row.pNumber).sort()).toEqual(numbers);
  const page = (await hanne.get('/virksomheder?q=firma&stoerrelse=i_maal&side=2')).body;
  expect(page).toContain('51–100 af 120');
  expect(page).toContain('href="/virksomheder?q=firma&amp;stoerrelse=i_maal&amp;side=3"');
});

test('an undecided firm is settled in one click, with source, date and name, and the coverage knows it', async () => {
  const { db, hanne, lis } = await openTown();
  addFirm(db, { employees: 'ANTAL_2_4', since: '2024-01-01' });
  const before = await hanne.get(`/virksomheder/${P}`);
  expect(before.body).toContain('Uafklaret');
  expect(before.body).toContain('name="hurtigt_antal" value="3"');
  expect((await lis.get(`/virksomheder/${P}`)).body).not.toContain('hurtigt_antal');
  expect((await lis.post(`/virksomheder/${P}/antal-ansatte`, { hurtigt_antal: '3' })).status).toBe(403);

  const asked = '/api/v1/coverage?from=2026-10-01&to=2026-12-31';
  expect((await lis.json('GET', asked)).data()).toMatchObject({ inScope: 0, undecided: 1 });
  for (let click = 0; click < 2; click++) {
    const answer = await hanne.post(`/virksomheder/${P}/antal-ansatte`, { hurtigt_antal: '3' });
    expect([answer.status, answer.location]).toEqual([303, `/virksomheder/${P}?besked=antal-gemt`]);
  }
  expect(db.select().from(headcount).all()).toMatchObject([
    { interval: 'ANTAL_2_4', source: 'erst_maaned' },
    { count: 3, source: 'konsulent', validFrom: '2026-11-22', recordedBy: 1 },
  ]);
  expect((await lis.json('GET', asked)).data()).toMatchObject({ inScope: 1, undecided: 0 });
  expect((await lis.json('GET', `${asked}&asOf=2026-11-21`)).data()).toMatchObject({
    inScope: 0,
    undecided: 1,
  });
  const after = await hanne.get(`/virksomheder/${P}`);
  expect(after.body).toContain('Oplyst til konsulent');
  expect(after.body).toContain('3 ansatte');
  expect(after.body).not.toContain('hurtigt_antal');
  // The segments before the change are still there, marked as superseded.
  expect(
    db
      .select()
      .from(scopePeriod)
      .all()
      .filter((row) => row.supersededAt !== null),
  ).toHaveLength(1);
});

test('a headcount that cannot be comes back at its field', async () => {
  const { db, hanne } = await openTown();
  addFirm(db);
  for (const [fields, field] of [
    [{ antal: 'mange' }, 'antal'],
    [{ antal: '-1' }, 'antal'],
    [{ antal: '3.5' }, 'antal'],
    [{ antal: '3', dato: '2026-12-01' }, 'dato'],
    [{ antal: '3', dato: '31-02-2026' }, 'dato'],
    [{ antal: '3', note: 'Ejeren er 130685-1234' }, 'note'],
  ] as [Record<string, string>, string][]) {
    const answer = await hanne.post(`/virksomheder/${P}/antal-ansatte`, fields);
    expect([answer.status, answer.body.includes(`fejl-${field}`)], JSON.stringify(fields)).toEqual([
      422,
      true,
    ]);
  }
  expect(db.select().from(headcount).all()).toHaveLength(1);
  expect((await hanne.post('/virksomheder/1000000099/antal-ansatte', { antal: '3' })).status).toBe(404);
});

test('the firm page tells who, what, and what not to do', async () => {
  const { db, hanne, lis } = await openTown();
  addFirm(db, {
    name: 'Café Ø',
    fields: {
      streetAddress: 'Fiktiv Allé 16',
      postcode: '2620',
      city: 'Albertslund',
      phone: '70000000',
      reklamebeskyttet: true,
    },
  });
  addFirm(db, { pNumber: 1_000_000_002, name: 'Café Ø, lager', until: '2026-03-01' });
  const page = (await hanne.get(`/virksomheder/${P}`)).body;
  for (const text of [
    'Café Ø',
    'Fiktiv Allé 16, 2620 Albertslund',
    'href="tel:70000000"',
    'Reklamebeskyttet',
    'Café Ø, lager',
    'Ikke kontaktet',
    'Bliv ansvarlig',
    `href="/virksomheder/${P}/kontakter/ny"`,
  ]) {
    expect(page).toContain(text);
  }
  expect((await hanne.get('/virksomheder/1000000002')).body).toContain('Ophørt 01.03.2026');
  expect((await lis.get(`/virksomheder/${P}`)).body).not.toContain('Bliv ansvarlig');
  expect((await hanne.get('/virksomheder/abc')).status).toBe(404);
  await hanne.post(`/virksomheder/${P}/ansvarlig`, { ansvarlig: 'mig' });
  expect((await hanne.get(`/virksomheder/${P}`)).body).toContain('Slip ansvaret');
  await hanne.post(`/virksomheder/${P}/ansvarlig`, { ansvarlig: 'ingen' });
  expect((await hanne.get(`/virksomheder/${P}`)).body).toContain('Bliv ansvarlig');
});

test('the timeline mixes contacts, headcounts and orders, newest first, a page at a time', async () => {
  const { db, hanne } = await openTown();
  addFirm(db);
  for (let day = 1; day <= 20; day++) {
    const contactDate = `2026-10-${String(day).padStart(2, '0')}`;
    const body = { contactDate, kind: 'telefon', direction: 'ud', outcome: 'opnaaet', note: `dag ${day}` };
    for (const twice of [1, 2]) {
      await hanne.json('POST', `/api/v1/companies/${P}/contacts`, {
        ...body,
        note: `dag ${day} nr. ${twice}`,
      });
    }
  }
  await hanne.json('POST', `/api/v1/companies/${P}/headcounts`, { count: 5, validFrom: '2026-10-21' });
  const entries = await everyItem<{ type: string; note?: string }>(
    hanne,
    `/api/v1/companies/${P}/timeline?limit=30`,
  );
  expect(entries).toHaveLength(41);
  expect(entries.slice(0, 2)).toMatchObject([{ type: 'headcount' }, { note: 'dag 20 nr. 2' }]);
  expect(entries.at(-1)).toMatchObject({ note: 'dag 1 nr. 1' });
  expect((await hanne.get(`/virksomheder/${P}?side=2`)).body).toContain('dag 1 nr. 1');
});
