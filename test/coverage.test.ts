import { expect, test } from 'vitest';
import { bandOf, FIGURE_SLUGS, FIGURES } from '../server/coverage/rules.ts';
import { csvLine } from '../server/ui/spreadsheet.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const QUARTER = 'from=2026-10-01&to=2026-12-31';

/** 3 in scope (one visited, one called), 2 undecided (one called), 1 too small, 1 silent, 1 next door. */
async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const { app, db } = town;
  addFirm(db, { pNumber: 1_000_000_001, name: 'Besøgt', employees: 5 });
  addFirm(db, { pNumber: 1_000_000_002, name: 'Ringet', employees: 'ANTAL_10_19' });
  addFirm(db, { pNumber: 1_000_000_003, name: 'Glemt', employees: 3 });
  addFirm(db, { pNumber: 1_000_000_004, name: 'Tvivl ringet', employees: 'ANTAL_2_4' });
  addFirm(db, { pNumber: 1_000_000_005, name: 'Tvivl', employees: 'ANTAL_2_4' });
  addFirm(db, { pNumber: 1_000_000_006, name: 'Lille', employees: 2 });
  addFirm(db, { pNumber: 1_000_000_007, name: 'Tavs', employees: null });
  addFirm(db, { pNumber: 1_000_000_008, name: 'Nabo', employees: 50, municipalityCode: 161 });
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'lis', ['leder']);
  await addUser(db, 'søren', ['sagsbehandler']);
  const [hanne, lis] = [await signIn(app, 'hanne'), await signIn(app, 'lis')];
  const log = async (pNumber: number, kind: string, outcome: string, direction = 'ud') => {
    const body = { contactDate: '2026-10-20', kind, direction, outcome };
    await hanne.json('POST', `/api/v1/companies/${pNumber}/contacts`, body);
  };
  await log(1_000_000_001, 'besoeg', 'opnaaet');
  await log(1_000_000_001, 'telefon', 'opnaaet');
  await log(1_000_000_002, 'telefon', 'ikke_interesseret', 'ind');
  await log(1_000_000_003, 'telefon', 'besked_lagt');
  await log(1_000_000_004, 'besoeg', 'senere', 'ind');
  await log(1_000_000_008, 'besoeg', 'opnaaet');
  return { ...town, hanne, lis };
}

test('the figures follow the formula of the issue', async () => {
  const { lis } = await openTown();
  expect((await lis.json('GET', `/api/v1/coverage?${QUARTER}`)).data()).toMatchObject({
    from: '2026-10-01',
    to: '2026-12-31',
    asOf: '2026-11-22',
    rule: 'v1',
    inScope: 3,
    undecided: 2,
    contacted: 2,
    visited: 1,
    notContacted: 1,
    undecidedContacted: 1,
    undecidedVisited: 0,
    unreported: 1,
    unreportedCountedAs: 'ude',
    coverage: { min: 2 / 4, max: 3 / 4 },
    visits: { min: 1 / 5, max: 1 / 3 },
  });
  expect((await lis.json('GET', '/api/v1/coverage?from=2019-01-01&to=2019-03-31')).data()).toMatchObject({
    inScope: 0,
    coverage: { min: null, max: null },
  });
});

test('every figure on the page opens a list of as many firms, as page, as JSON and as a file', async () => {
  const { lis } = await openTown();
  const figures = (await lis.json('GET', `/api/v1/coverage?${QUARTER}`)).data<Record<string, number>>();
  const page = await lis.get('/daekning');
  expect(page.body).toContain('4. kvartal 2026');
  for (const figure of FIGURES) {
    const slug = FIGURE_SLUGS[figure];
    expect(page.body).toContain(`href="/daekning/${slug}?fra=2026-10-01&amp;til=2026-12-31"`);
    const list = await lis.get(`/daekning/${slug}?fra=2026-10-01&til=2026-12-31`);
    const shown = new Set(
      [...list.body.matchAll(/href="\/virksomheder\/(\d{10})"/g)].map((match) => match[1]),
    );
    expect(shown.size, figure).toBe(figures[figure]);
    const api = await lis.json('GET', `/api/v1/coverage/companies?${QUARTER}&figure=${figure}`);
    expect(api.data()).toMatchObject({ total: figures[figure] });
    const file = await lis.get(`/daekning/${slug}.csv?fra=2026-10-01&til=2026-12-31`);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.body.trimEnd().split('\r\n')).toHaveLength(1 + (figures[figure] ?? 0));
  }
  expect(page.body).toContain('2 / (3 + 2 − 1)');
  expect(page.body).toContain('flere end to ansatte på periodens sidste dag');
  expect(page.body).toContain('opnået, ikke interesseret eller senere');
  expect((await lis.get('/daekning/alt')).status).toBe(404);
});

test('an undecided firm is settled from its list, and the list is where one comes back to', async () => {
  const { hanne } = await openTown();
  const list = '/daekning/uafklarede?fra=2026-10-01&til=2026-12-31';
  expect((await hanne.get(list)).body).toContain('name="hurtigt_antal" value="3"');
  const answer = await hanne.post('/virksomheder/1000000005/antal-ansatte', {
    hurtigt_antal: '2',
    til: list,
  });
  expect(answer.location).toBe(`${list}&besked=antal-gemt`);
  expect((await hanne.get(list)).body).not.toContain('/virksomheder/1000000005"');
  const elsewhere = { hurtigt_antal: '3', til: 'https://evil.example/daekning/' };
  expect((await hanne.post('/virksomheder/1000000004/antal-ansatte', elsewhere)).location).toBe(
    '/virksomheder/1000000004?besked=antal-gemt',
  );
});

test('the worklist sorts the longest silent first and shows only mine on demand', async () => {
  const { db, hanne } = await openTown();
  addFirm(db, { pNumber: 1_000_000_009, name: 'Aldrig' });
  const body = { contactDate: '2026-03-01', kind: 'telefon', direction: 'ud', outcome: 'opnaaet' };
  await hanne.json('POST', '/api/v1/companies/1000000003/contacts', body);
  await hanne.change('PUT', '/api/v1/companies/1000000003/owner', { me: true });
  const names = async (query: string) =>
    (await hanne.json('GET', `/api/v1/coverage/companies?${QUARTER}&figure=notContacted&${query}`))
      .data<{ items: { name: string }[] }>()
      .items.map((row) => row.name);
  expect(await names('sort=sidste')).toEqual(['Aldrig', 'Glemt']);
  expect(await names('sort=-sidste')).toEqual(['Glemt', 'Aldrig']);
  expect(await names('sort=ansatte')).toEqual(['Glemt', 'Aldrig']);
  expect(await names('sort=navn&owner=me')).toEqual(['Glemt']);
  expect((await hanne.get('/daekning/ikke-kontaktede?ansvarlig=mig')).body).not.toContain('Aldrig');
});

test('wrong periods are refused with a reason, and only those who answer for it may ask', async () => {
  const { app, lis } = await openTown();
  for (const query of ['from=2026-02-31&to=2026-12-31', 'from=2026-12-31&to=2026-10-01', 'from=x&to=y']) {
    const answer = await lis.json('GET', `/api/v1/coverage?${query}`);
    expect(answer.status, query).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect((await lis.json('GET', `/api/v1/coverage/companies?${query}&figure=inScope`)).status).toBe(400);
  }
  expect((await lis.json('GET', `/api/v1/coverage?${QUARTER}&asOf=2026-13-01`)).status).toBe(400);
  const page = await lis.get('/daekning?fra=2026-12-31&til=2026-10-01');
  expect(page.status).toBe(400);
  expect(page.body).toContain('ligger før den første');
  for (const year of ['0001', '0026', '9999']) {
    const slip = await lis.get(`/daekning?fra=${year}-10-01&til=${year}-12-31`);
    expect([slip.status, slip.body.includes('Periodens første dag er ikke en dato')]).toEqual([400, true]);
  }
  expect((await lis.get('/daekning/i-maal?fra=i+dag')).status).toBe(400);
  const soeren = await signIn(app, 'søren');
  expect((await soeren.get('/daekning')).status).toBe(403);
  expect((await soeren.json('GET', `/api/v1/coverage?${QUARTER}`)).status).toBe(403);
});

test('the band is the plain share when nobody is undecided, and null with nobody to reach', () => {
  expect(bandOf({ inScope: 4, reached: 1, undecided: 0, undecidedReached: 0 })).toEqual({
    min: 0.25,
    max: 0.25,
  });
  expect(bandOf({ inScope: 0, reached: 0, undecided: 0, undecidedReached: 0 })).toEqual({
    min: null,
    max: null,
  });
  expect(bandOf({ inScope: 0, reached: 0, undecided: 2, undecidedReached: 0 })).toEqual({
    min: 0,
    max: null,
  });
  expect(bandOf({ inScope: 553, reached: 325, undecided: 46, undecidedReached: 20 })).toEqual({
    min: 325 / 579,
    max: 345 / 573,
  });
});

test('no cell of a file can run in a spreadsheet, and text comes through whole', () => {
  expect(csvLine(['=HYPERLINK("x")', '+45 12', '-1', '@a', '\tx', ' =1', -5, null])).toBe(
    `"'=HYPERLINK(""x"")";'+45 12;'-1;'@a;'x;' =1;-5;\r\n`.replace(";'x;", ";'\tx;"),
  );
  expect(csvLine(['Ærø; "A/S"', 'to\nlinjer', 'Café'])).toBe('"Ærø; ""A/S""";"to\nlinjer";Café\r\n');
});
