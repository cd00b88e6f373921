import { isNotNull } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { firmRecord } from '../db/schema/firm-records.ts';
import { eraseCitizenIn } from '../server/privacy/erase.ts';
import { addFirm } from './firms.ts';
import { addCitizen } from './job-orders-builders.ts';
import { addOrder, addPlacement, cellsOf, openReportTown } from './report-town.ts';

const AWARD = '/rapporter/virksomhedspris';
const OTHER = { pNumber: 1_000_000_002, cvr: 22_345_678 };

/** A firm that meets every criterion in 2026, and one that has begun on one. */
async function openTown() {
  const town = await openReportTown();
  const { db } = town;
  addFirm(db, { ...OTHER, name: 'Nabofirmaet' });
  const agree = (
    own: Partial<typeof firmRecord.$inferInsert> & Pick<typeof firmRecord.$inferInsert, 'kind' | 'fromDate'>,
  ) =>
    db
      .insert(firmRecord)
      .values({ pNumber: 1_000_000_001, recordedAt: '2026-01-01T09:00:00.000Z', ...own })
      .run();
  agree({
    kind: 'skolesamarbejde',
    form: 'erhvervspraktik',
    partner: 'Herstedlund Skole',
    fromDate: '2024-08-01',
  });
  // Ended on the last day of 2025: the first day without it is 1 January 2026.
  agree({
    kind: 'netvaerkssamarbejde',
    form: 'erhvervsnetvaerk',
    partner: 'Gammelt netværk',
    fromDate: '2023-01-01',
    untilDate: '2026-01-01',
  });
  agree({ kind: 'netvaerkssamarbejde', form: 'brancheforening', partner: 'DI', fromDate: '2026-03-01' });
  agree({
    kind: 'skolesamarbejde',
    form: 'andet',
    partner: 'Fortrudt',
    fromDate: '2026-01-01',
    withdrawnAt: '2026-01-02T09:00:00.000Z',
    withdrawnReason: 'Fejl',
    pNumber: OTHER.pNumber,
  });
  addOrder(db, {
    title: 'Elev på lageret',
    type: 'elevplads',
    positions: 2,
    createdAt: '2026-04-01T09:00:00.000Z',
  });
  addOrder(db, { title: 'Sidste års elev', type: 'elevplads', createdAt: '2025-12-31T22:30:00.000Z' });
  const young = addCitizen(db, { citizenKey: 'U', name: 'Ulla Ung', birthYear: 2004 });
  const skilled = addCitizen(db, {
    citizenKey: 'K',
    birthYear: 2004,
    education: 'kompetencegivende',
    danish: 'A2',
    terms: [{ kind: 'erfaring', text: 'lager' }],
  });
  addPlacement(db, { citizenId: young, startsOn: '2026-01-01' });
  addPlacement(db, { citizenId: skilled, startsOn: '2026-05-01', type: 'ordinaer' });
  addPlacement(db, {
    citizenId: skilled,
    startsOn: '2026-02-01',
    endedOn: '2026-02-20',
    ended: 'efter_aftalen',
    type: 'virksomhedspraktik',
    purpose: 'afklaring',
  });
  addPlacement(db, { citizenId: skilled, startsOn: '2026-06-01', ...OTHER });
  addPlacement(db, {
    citizenId: young,
    startsOn: '2026-06-01',
    ...OTHER,
    withdrawnAt: '2026-06-02T09:00:00.000Z',
    withdrawnBy: 1,
    withdrawnReason: 'Fejl',
  });
  return town;
}

test('syv kriterier pr. virksomhed med beviser, den med flest først', async () => {
  const { lis } = await openTown();
  const page = await lis.get(`${AWARD}?aar=2026`);
  expect(cellsOf(page.body, '>Lageret<')).toEqual([
    'Lageret',
    '7 af 7',
    '● 1',
    '● 1',
    '● 2',
    '● 1',
    '● 2',
    '● 2',
    '● 1',
  ]);
  // One småjob is not two.
  expect(cellsOf(page.body, '>Nabofirmaet<')).toEqual([
    'Nabofirmaet',
    '1 af 7',
    '–',
    '–',
    '–',
    '–',
    '○ 1',
    '● 1',
    '–',
  ]);
  expect(page.body.indexOf('>Lageret<')).toBeLessThan(page.body.indexOf('>Nabofirmaet<'));

  const firm = await lis.get(`${AWARD}/12345674?aar=2026`);
  for (const text of ['Herstedlund Skole', 'DI', 'Elev på lageret', 'dansk under grænsen', 'id="netvaerk"'])
    expect(firm.body).toContain(text);
  for (const text of ['Gammelt netværk', 'Ulla']) expect(firm.body).not.toContain(text);
  const csv = await lis.get(`${AWARD}.csv?aar=2026`);
  expect(csv.body).toContain('12345674;Lageret;7;1;1;2;1;2;2;1');
});

test('året skifter i Danmark; et tomt år siger det, og et forkert får en forklaring', async () => {
  const { lis } = await openTown();
  // 22:30 UTC on New Year's Eve is half past eleven here: last year's.
  expect(cellsOf((await lis.get(`${AWARD}?aar=2025`)).body, '>Lageret<')[4]).toBe('● 1');
  expect((await lis.get(`${AWARD}?aar=2020`)).body).toContain('Ingen virksomhed har et bevis');
  const wrong = await lis.get(`${AWARD}?aar=2030`);
  expect([wrong.status, wrong.body.includes('Året skal være fra 2000 til 2026')]).toEqual([400, true]);
  expect((await lis.get(`${AWARD}/12345674?aar=2020`)).status).toBe(404);
});

test('beviserne er lederens alene', async () => {
  const { hanne } = await openTown();
  for (const url of [AWARD, `${AWARD}.csv`, `${AWARD}/12345674`])
    expect((await hanne.get(url)).status).toBe(403);
});

test('prisen tæller det samme, når borgerne er slettet, uden at vide, hvem de var', async () => {
  const { lis, db } = await openTown();
  const told = async () => (await lis.get(`${AWARD}?aar=2026`)).body.match(/<table.*<\/table>/s)?.[0];
  const evidence = async () =>
    (await lis.get(`${AWARD}/${22_345_678}?aar=2026`)).body.match(/<main.*<\/main>/s)?.[0];
  const before = [await told(), await evidence()];
  expect(before[0]).toContain('7 af 7');
  const at = '2026-11-29T09:00:00.000Z';
  for (const { id } of db.select({ id: citizen.id }).from(citizen).all())
    db.transaction((tx) => eraseCitizenIn(tx, db, id, { reason: 'frist', at, by: null }), {
      behavior: 'immediate',
    });
  expect(db.select().from(citizen).where(isNotNull(citizen.birthYear)).all()).toEqual([]);
  expect([await told(), await evidence()]).toEqual(before);
});
