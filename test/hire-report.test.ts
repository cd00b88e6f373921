import { expect, test } from 'vitest';
import { employerAnswer } from '../db/schema/order-work.ts';
import { medianOf, outcomeDate } from '../server/reports/hire-rules.ts';
import { addCitizen } from './job-orders-builders.ts';
import { addOrder, addPlacement, addShared, cellsOf, openReportTown } from './report-town.ts';

const REPORT = '/rapporter/jobordrer';
const QUARTER = 'fra=2026-07-01&til=2026-09-30';

/** Four orders of the third quarter, and six citizens shared: one hired in time, one too late, one in praktik. */
async function openTown() {
  const town = await openReportTown('2026-12-20T09:00:00Z');
  const { db } = town;
  const person = (citizenKey: string) => addCitizen(db, { citizenKey, name: `Navn${citizenKey} Efternavn` });
  // 23:30 on 30 June in UTC is 1 July here; 22:30 on 30 September is 1 October.
  const first = addOrder(db, {
    title: 'Første',
    positions: 5,
    createdAt: '2026-06-30T23:30:00.000Z',
    firstAnswerDue: '2026-07-03T22:00:00.000Z',
    statuses: [['2026-07-11T09:00:00.000Z', 'behov_daekket']],
  });
  const second = addOrder(db, {
    title: 'Anden',
    positions: 5,
    createdAt: '2026-08-03T09:00:00.000Z',
    firstAnswerDue: '2026-08-05T22:00:00.000Z',
  });
  addOrder(db, {
    title: 'Uden',
    createdAt: '2026-09-01T09:00:00.000Z',
    firstAnswerDue: '2026-09-03T22:00:00.000Z',
  });
  addOrder(db, { title: 'Oktober', createdAt: '2026-09-30T22:30:00.000Z' });
  const answer = (jobOrderId: number, answeredAt: string) =>
    db.insert(employerAnswer).values({ jobOrderId, answer: 'paa_vej', answeredAt, answeredBy: 1 }).run();
  answer(first, '2026-07-02T09:00:00.000Z');
  answer(second, '2026-08-07T09:00:00.000Z');

  const [inTime, late, praktik, none, soon, withdrawn] = ['1', '2', '3', '4', '5', '6'].map(person) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  addShared(db, first, inTime, '2026-07-05T09:00:00.000Z');
  addPlacement(db, { citizenId: inTime, jobOrderId: first, startsOn: '2026-10-05', type: 'smaajob' });
  addShared(db, first, late, '2026-07-05T09:00:00.000Z');
  addPlacement(db, { citizenId: late, jobOrderId: first, startsOn: '2026-10-06', type: 'ordinaer' });
  addShared(db, second, praktik, '2026-08-13T09:00:00.000Z');
  addPlacement(db, {
    citizenId: praktik,
    jobOrderId: second,
    startsOn: '2026-08-20',
    type: 'virksomhedspraktik',
  });
  addShared(db, second, none, '2026-08-14T09:00:00.000Z');
  addShared(db, second, withdrawn, '2026-08-14T09:00:00.000Z');
  addPlacement(db, {
    citizenId: withdrawn,
    jobOrderId: second,
    startsOn: '2026-08-20',
    withdrawnAt: '2026-08-21T09:00:00.000Z',
    withdrawnBy: 1,
    withdrawnReason: 'Fejl',
  });
  addShared(db, second, soon, '2026-09-20T09:00:00.000Z');
  addPlacement(db, { citizenId: soon, jobOrderId: second, startsOn: '2026-10-01', type: 'fleksjob' });
  return town;
}

test('ansatte inden 3 måneder tælles af dem, hvor udfaldet er kendt; ingen navne i listerne', async () => {
  const { lis } = await openTown();
  const page = await lis.get(`${REPORT}?${QUARTER}`);
  const figure = (text: string) => cellsOf(page.body, text)[1];
  expect(figure('>Formidlede i perioden<')).toBe('6');
  expect(figure('3 måneder er gået')).toBe('5');
  expect(figure('heraf ansat inden 3 måneder')).toBe('1');
  expect(figure('heraf begyndt i praktik')).toBe('1');
  expect(figure('heraf ikke begyndt')).toBe('3');
  expect(figure('Udfaldet er ikke kendt endnu')).toBe('1');
  expect(figure('heraf allerede ansat')).toBe('1');
  expect(page.body).toContain('20,0\u00a0% af dem, hvor udfaldet er kendt');

  const hired = await lis.get(`/rapporter/formidlinger/ansat?${QUARTER}`);
  for (const text of ['1 formidling i 3. kvartal 2026', 'Første', '05.10.2026'])
    expect(hired.body).toContain(text);
  expect(hired.body).not.toContain('Navn1');
  const csv = await lis.get(`/rapporter/formidlinger/formidlede.csv?${QUARTER}`);
  expect(csv.body.trim().split('\r\n')).toHaveLength(7);
  expect(csv.body).not.toContain('Navn1');
  expect(
    (await lis.get(`/rapporter/formidlinger/ansat?${QUARTER}&gruppe=type&vaerdi=fleksjob`)).body,
  ).toContain('Ingen formidlinger');
});

test('andel med formidling, holdte løfter og ventetider; et døgn skifter ved midnat i Danmark', async () => {
  const { lis } = await openTown();
  const page = await lis.get(`${REPORT}?${QUARTER}`);
  const figure = (text: string) => cellsOf(page.body, text)[1];
  expect(figure('>Modtaget i perioden<')).toBe('3');
  expect(figure('heraf med formidling')).toBe('2');
  expect(figure('med første svar i tide')).toBe('1');
  expect(figure('for sent eller intet')).toBe('2');
  expect(page.body).toContain('66,7\u00a0% af de modtagne');
  // 4 days to the first of the one, 10 to the other.
  expect(page.body).toContain('7 dage (median)');
  expect(page.body).toContain('10 dage (median)');
  expect((await lis.get(`${REPORT}/loefte_brudt?${QUARTER}`)).body).toContain('Uden');
  const area = await lis.get(`${REPORT}?${QUARTER}&fordel=omraade`);
  const line = cellsOf(area.body.slice(area.body.indexOf('id="fordelt"')), '>2620<');
  expect(line.slice(0, 6)).toEqual(['2620', '3', '11', '2', '2', '1']);
});

test('et kvartal uden formidling har streger i stedet for procenter', async () => {
  const { lis } = await openTown();
  const page = await lis.get(`${REPORT}?fra=2025-01-01&til=2025-03-31`);
  expect(page.body).toContain('– af dem, hvor udfaldet er kendt');
  expect(page.body).toContain('ingen endnu (median)');
});

test('tre måneder følger kalenderen, og midten af et lige antal er midt imellem', () => {
  expect(['2026-11-30', '2026-01-31', '2027-11-29', '2026-07-05'].map(outcomeDate)).toEqual([
    '2027-02-28',
    '2026-04-30',
    '2028-02-29',
    '2026-10-05',
  ]);
  expect([medianOf([]), medianOf([3]), medianOf([9, 1]), medianOf([5, 1, 2])]).toEqual([null, 3, 5, 2]);
});
