import { expect, test } from 'vitest';
import { benefitPeriod } from '../db/schema/citizen-work.ts';
import { addCitizen } from './job-orders-builders.ts';
import { addCheck, addPlacement, cellsOf, openReportTown, QUARTER } from './report-town.ts';

const REPORT = '/rapporter/forloeb';

async function openTown() {
  const town = await openReportTown();
  const { db } = town;
  const anna = addCitizen(db, { citizenKey: 'A', name: 'Anna Aagaard' });
  const bo = addCitizen(db, { citizenKey: 'B', targetGroup: 'fleksjobvisiteret' });
  // On the quarter's edges: the last day before, the first day, and a day that has not come yet.
  addPlacement(db, {
    citizenId: anna,
    startsOn: '2026-09-30',
    type: 'virksomhedspraktik',
    purpose: 'afklaring',
    endsOn: '2026-10-20',
    jobFunction: 'Praktik før',
  });
  addPlacement(db, {
    citizenId: anna,
    startsOn: '2026-10-01',
    type: 'loentilskud_privat',
    endsOn: '2027-03-31',
    jobFunction: 'Løntilskud',
    hours: [['2026-10-01', 37]],
  });
  addPlacement(db, { citizenId: anna, startsOn: '2026-12-01', jobFunction: 'Kommer' });
  const fleks = addPlacement(db, {
    citizenId: bo,
    startsOn: '2026-02-01',
    type: 'fleksjob',
    jobFunction: 'Fleks',
    hours: [
      ['2026-02-01', 6],
      ['2026-10-15', 10],
      ['2027-02-01', 14],
    ],
  });
  addCheck(db, fleks, {
    dueOn: '2026-10-05',
    kind: 'uge_26',
    doneOn: '2026-10-06',
    stillThere: true,
    ordinaryHours: 0,
  });
  addPlacement(db, {
    citizenId: bo,
    startsOn: '2026-10-05',
    endedOn: '2026-11-01',
    ended: 'ordinaert_job_her',
    becameOrdinary: true,
    jobFunction: 'Ophørt',
  });
  addPlacement(db, {
    citizenId: bo,
    startsOn: '2026-10-05',
    jobFunction: 'Trukket',
    withdrawnAt: '2026-10-06T09:00:00.000Z',
    withdrawnBy: 1,
    withdrawnReason: 'Fejl',
  });
  return { ...town, anna, bo };
}

test('kvartalets forløb: begyndt, i gang, flere timer og ophør; trukne og kommende tæller ikke', async () => {
  const { lis } = await openTown();
  const page = await lis.get(`${REPORT}?${QUARTER}`);
  const figure = (text: string) => cellsOf(page.body, text)[1];
  expect(figure('>Begyndt i perioden<')).toBe('2');
  expect(figure('>I gang ved slutningen<')).toBe('2');
  expect(figure('heraf med flere timer end før')).toBe('1');
  expect(figure('>Ophørt i perioden<')).toBe('1');
  expect(figure('heraf gået over i ordinære timer')).toBe('1');
  expect(figure('Udløbet, uden at nogen')).toBe('1');
  const hours = page.body.slice(page.body.indexOf('Timer, der vokser'));
  expect(cellsOf(hours, '>Fleksjob<')).toEqual(['Fleksjob', '1', '1', '0', '0', '6', '10']);
  const after = page.body.slice(page.body.indexOf('Hvad der kom efter'));
  expect(cellsOf(after, '>Fleksjob<').slice(8)).toEqual(['1', '1', '0', '0']);

  const begun = await lis.get(`${REPORT}/begyndt?${QUARTER}`);
  for (const text of ['Løntilskud', 'Ophørt', '2 forløb']) expect(begun.body).toContain(text);
  for (const text of ['Trukket', 'Kommer', 'Praktik før', 'Anna']) expect(begun.body).not.toContain(text);
});

test('målgruppen er den, borgeren var i på første dag, og trenden har dagpengemodtagere i privat løntilskud', async () => {
  const { db, lis, anna } = await openTown();
  const page = await lis.get(`${REPORT}?${QUARTER}`);
  const groups = page.body.slice(page.body.indexOf('Begyndt efter målgruppe'));
  expect(cellsOf(groups, '>Dagpenge<')).toEqual(['Dagpenge', '1', '1', '0']);
  const trend = page.body.slice(page.body.indexOf('seneste otte kvartaler'));
  expect(cellsOf(trend, '4. kv. 2026').slice(-2)).toEqual(['1', '2']);
  expect(cellsOf(trend, '3. kv. 2026').slice(-2)).toEqual(['0', '1']);

  // In October on kontanthjælp, whatever the case system says today.
  const at = '2026-11-01T09:00:00.000Z';
  db.insert(benefitPeriod)
    .values({
      citizenId: anna,
      targetGroup: 'kontanthjaelp_jobparat',
      fromDate: '2026-09-15',
      untilDate: '2026-10-02',
      recordedAt: at,
    })
    .run();
  const later = await lis.get(`${REPORT}?${QUARTER}`);
  expect(cellsOf(later.body.slice(later.body.indexOf('seneste otte')), '4. kv. 2026').slice(-2)).toEqual([
    '0',
    '2',
  ]);
});

test('listen bag en målgruppe er lederens; konsulenten ser tallet', async () => {
  const { hanne, lis } = await openTown();
  const list = `${REPORT}/begyndt?${QUARTER}&ordning=loentilskud_privat&maalgruppe=dagpenge`;
  expect((await lis.get(list)).body).toContain('1 forløb (Løntilskud, privat, Dagpenge)');
  expect((await hanne.get(list)).status).toBe(404);
  expect((await hanne.get(`${REPORT}/begyndt?${QUARTER}&ordning=loentilskud_privat`)).status).toBe(200);
  expect((await hanne.get(`${REPORT}?${QUARTER}`)).body).not.toContain('maalgruppe=dagpenge"');
});

test('et tomt kvartal siger det, en forkert periode får en forklaring, og filerne har ingen navne', async () => {
  const { lis } = await openTown();
  const empty = await lis.get(`${REPORT}?fra=2025-01-01&til=2025-03-31`);
  for (const text of ['Ingen forløb er begyndt', 'Ingen forløb er i gang', 'Intet er ophørt'])
    expect(empty.body).toContain(text);
  expect((await lis.get(`${REPORT}?fra=31-12-2026&til=2026-10-01`)).status).toBe(400);
  const csv = await lis.get(`${REPORT}/begyndt.csv?${QUARTER}`);
  expect(csv.body).toContain('Løntilskud, privat');
  expect(csv.body).not.toContain('Anna');
  expect((await lis.get(`${REPORT}/begyndt.xlsx?${QUARTER}`)).status).toBe(200);
});
