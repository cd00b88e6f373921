import { describe, expect, test } from 'vitest';
import { headcount, lifePeriod, locationPeriod, pUnit } from '../db/schema/companies.ts';
import { importBatch } from '../db/schema/imports.ts';
import { refreshScopePeriods } from '../server/companies/scope.ts';
import { changeOf, type FirmHistory, type ScopeStretch } from '../server/register/change-rules.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const SPAN = { from: '2026-09-30', to: '2026-11-22', limit: 2 };
const stretch = (
  validFrom: string,
  bounds: number | [number, number] | null,
  validTo: string | null = null,
): ScopeStretch => {
  const [minCount, maxCount] =
    bounds === null ? [null, null] : typeof bounds === 'number' ? [bounds, bounds] : bounds;
  return { validFrom, validTo, minCount, maxCount };
};
const history = (stretches: ScopeStretch[], dates: Partial<FirmHistory> = {}): FirmHistory => ({
  stretches,
  startDate: '2020-01-01',
  endDate: null,
  ...dates,
});

describe('what became of a firm', () => {
  const old = stretch('2020-01-01', 2, '2026-10-10');
  test.each<[string, ScopeStretch | null, ScopeStretch | null, FirmHistory, [string, string] | null]>([
    [
      'a new one begins here',
      null,
      stretch('2026-10-05', 4),
      history([stretch('2026-10-05', 4)], { startDate: '2026-10-05' }),
      ['ny', '2026-10-05'],
    ],
    [
      'one that existed elsewhere has moved in',
      null,
      stretch('2026-10-05', 4),
      history([stretch('2026-10-05', 4)]),
      ['flyttet_ind', '2026-10-05'],
    ],
    [
      'one that was here all along but unknown is new to us',
      null,
      stretch('2020-01-01', 4),
      history([stretch('2020-01-01', 4)]),
      ['ny', '2020-01-01'],
    ],
    [
      'a figure that came later does not move the day it began',
      null,
      stretch('2026-11-01', 5),
      history([stretch('2026-10-05', 4, '2026-11-01'), stretch('2026-11-01', 5)], {
        startDate: '2026-10-05',
      }),
      ['ny', '2026-10-05'],
    ],
    [
      'one that has ended is closed',
      old,
      null,
      history([old], { endDate: '2026-10-10' }),
      ['lukket', '2026-10-10'],
    ],
    ['one that goes on elsewhere has moved out', old, null, history([old]), ['flyttet_ud', '2026-10-10']],
    [
      'one with two grew past two',
      old,
      stretch('2026-10-10', 3),
      history([old, stretch('2026-10-10', 3)]),
      ['over_graensen', '2026-10-10'],
    ],
    [
      'an interval that is settled above counts as growth',
      stretch('2020-01-01', [2, 4], '2026-10-10'),
      stretch('2026-10-10', 4),
      history([stretch('2020-01-01', [2, 4], '2026-10-10'), stretch('2026-10-10', 4)]),
      ['over_graensen', '2026-10-10'],
    ],
    [
      'one with three shrank to two',
      stretch('2020-01-01', 3, '2026-10-10'),
      stretch('2026-10-10', 2),
      history([stretch('2020-01-01', 3, '2026-10-10'), stretch('2026-10-10', 2)]),
      ['under_graensen', '2026-10-10'],
    ],
    [
      'an interval that straddles the limit tells nothing',
      stretch('2020-01-01', 3, '2026-10-10'),
      stretch('2026-10-10', [2, 4]),
      history([]),
      null,
    ],
    ['12 to 14 is no news', stretch('2020-01-01', 12), stretch('2026-10-10', 14), history([]), null],
  ])('%s', (_what, before, after, facts, expected) => {
    const found = changeOf(before, after, facts, SPAN);
    expect(found && [found.change, found.changedOn]).toEqual(expected);
  });
});

test('changes since the quarter began are a list to take and to be done with', async () => {
  const { app, db } = await openTestApp();
  const hanneId = await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'adam', ['administrator']);
  addFirm(db, {
    pNumber: 1_000_000_001,
    name: 'Gammel ApS',
    employees: 2,
    fields: { startDate: '2020-01-01' },
  });
  addFirm(db, {
    pNumber: 1_000_000_002,
    name: 'Nystartet ApS',
    since: '2026-11-02',
    fields: { startDate: '2026-11-02', ownerUserId: hanneId },
  });
  addFirm(db, { pNumber: 1_000_000_003, name: 'Lukket ApS', until: '2026-10-20' });
  const at = '2026-11-20T06:00:00.000Z';
  db.insert(headcount)
    .values({
      pNumber: 1_000_000_001,
      validFrom: '2026-11-01',
      count: 5,
      source: 'erst_maaned',
      recordedAt: at,
    })
    .run();
  refreshScopePeriods(db, [1_000_000_001], { at, municipalityCode: 165 });

  const hanne = await signIn(app, 'hanne');
  const url = '/virksomheder/aendringer';
  const page = (await hanne.get(url)).body;
  for (const text of ['Gammel ApS', 'Vokset over to ansatte 1', 'Nystartet ApS', 'Ny 1', 'Lukket 1', '2 → 5'])
    expect([text, page.includes(text)]).toEqual([text, true]);
  const only = (await hanne.get(`${url}?aendring=ny&ansvarlig=mig`)).body;
  expect([only.includes('Nystartet'), only.includes('Gammel')]).toEqual([true, false]);

  const key = {
    pnummer: '1000000001',
    aendring: 'over_graensen',
    dato: '2026-11-01',
    til: `${url}?vis=aabne`,
  };
  const taken = await hanne.post(url, { ...key, trin: 'tag' });
  expect(taken.location).toBe(`${url}?vis=aabne&besked=aendring-taget`);
  expect((await hanne.get(`${url}?vis=mine`)).body).toContain('Navn hanne');
  await hanne.post(url, { ...key, trin: 'klar' });
  expect((await hanne.get(url)).body).not.toContain('Gammel ApS');
  expect((await hanne.get(`${url}?vis=klarede`)).body).toContain('Gammel ApS');
  await hanne.post(url, { ...key, trin: 'genaabn' });
  expect((await hanne.get(url)).body).toContain('Gammel ApS');
  expect((await hanne.post(url, { ...key, trin: 'sprængt' })).status).toBe(404);
  const adam = await signIn(app, 'adam');
  expect((await adam.post(url, { ...key, trin: 'tag' })).status).toBe(403);
});

test('changes since an import are those it brought, whenever they took place', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  const batch = { fileName: 'cvr.json', sha256: 'x', created: 1, updated: 0, unchanged: 0 };
  for (const [id, importedAt] of [
    [1, '2026-01-01T06:00:00.000Z'],
    [2, '2026-11-21T06:00:00.000Z'],
  ] as const)
    db.insert(importBatch)
      .values({ id, kind: 'virksomheder', importedAt, ...batch })
      .run();
  addFirm(db, { pNumber: 1_000_000_001, name: 'Kendt ApS' });
  // The second import tells of a firm that began long ago.
  const pNumber = 1_000_000_002;
  const recordedAt = '2026-11-21T06:00:00.000Z';
  const dated = { pNumber, validFrom: '2024-05-01', recordedAt };
  db.insert(pUnit)
    .values({
      pNumber,
      cvr: 12_345_674,
      name: 'Sent Indlæst ApS',
      nameFolded: 'sent indlæst aps',
      startDate: '2024-05-01',
      createdAt: recordedAt,
      updatedAt: recordedAt,
    })
    .run();
  db.insert(lifePeriod).values(dated).run();
  db.insert(locationPeriod)
    .values({ ...dated, municipalityCode: 165 })
    .run();
  refreshScopePeriods(db, [pNumber], { at: recordedAt, municipalityCode: 165 });

  const hanne = await signIn(app, 'hanne');
  const since = (await hanne.get('/virksomheder/aendringer?siden=import-2')).body;
  expect(since).toContain('siden importen af cvr.json');
  expect([since.includes('Sent Indlæst ApS'), since.includes('Kendt ApS')]).toEqual([true, false]);
  expect((await hanne.get('/virksomheder/aendringer?siden=import-1')).body).not.toContain('Kendt ApS');
});
