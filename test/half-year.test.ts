import { expect, test } from 'vitest';
import { addCitizen } from './job-orders-builders.ts';
import { addOrder, addPlacement, addShared, cellsOf, openReportTown } from './report-town.ts';

const PAGE = '/rapporter/halvaar';

test('halvårsnotatet: tekst og tal, det forseglede kvartal for sig, hvert tal med sin liste', async () => {
  const { db, lis } = await openReportTown();
  const citizenId = addCitizen(db, { citizenKey: 'A', name: 'Anna Aagaard' });
  const order = addOrder(db, { createdAt: '2026-07-01T09:00:00.000Z', positions: 2 });
  addOrder(db, { title: 'Før', createdAt: '2026-06-30T21:30:00.000Z' });
  addShared(db, order, citizenId, '2026-07-05T09:00:00.000Z');
  addPlacement(db, {
    citizenId,
    jobOrderId: order,
    startsOn: '2026-08-01',
    hours: [
      ['2026-08-01', 5],
      ['2026-10-01', 9],
    ],
  });
  addPlacement(db, { citizenId, startsOn: '2026-07-01', endsOn: '2026-12-31', type: 'loentilskud_privat' });
  const sealed = await lis.post('/daekning/beviser', { fra: '2026-07-01', til: '2026-09-30' });
  expect(sealed.status).toBe(303);

  const page = await lis.get(PAGE);
  for (const text of [
    'Virksomhedsindsatsen, 2. halvår 2026',
    'til og med 22.11.2026',
    'I 3. kvartal 2026',
    '(forseglet)',
    'I 4. kvartal 2026',
    '(ikke forseglet)',
    'bestilt 2 pladser i 1 ordre.',
    'Af 1 formidlede, hvor udfaldet er kendt, blev 100,0\u00a0% ansat',
    '1 i privat løntilskud (heraf 1 dagpengemodtager)',
  ])
    expect(page.body.replaceAll(/<[^>]*>/g, '')).toContain(text);
  expect(page.body).not.toContain('Anna');
  expect(cellsOf(page.body, '>Jobordrer modtaget<')).toEqual(['Jobordrer modtaget', '1', '1']);
  expect(cellsOf(page.body, '>Flere timer end før<')).toEqual(['Flere timer end før', '1', '0']);
  const links = [...page.body.matchAll(/href="(\/rapporter\/(?!halvaar)[^"]+)"/g)].map(([, url = '']) =>
    url.replaceAll('&amp;', '&'),
  );
  expect(links.length).toBeGreaterThan(20);
  for (const url of links) expect((await lis.get(url)).status, url).toBe(200);
});

test('et tomt halvår siger det; et, der ikke er begyndt, findes ikke; kun lederen', async () => {
  const { hanne, lis } = await openReportTown();
  const page = await lis.get(`${PAGE}?halvaar=2026-1`);
  for (const text of ['Ingen jobordrer er modtaget', 'er ikke kendt endnu', '0 forløb er begyndt'])
    expect(page.body).toContain(text);
  expect((await lis.get(`${PAGE}?halvaar=2027-1`)).status).toBe(404);
  expect((await lis.get(`${PAGE}?halvaar=x`)).status).toBe(404);
  expect((await hanne.get(PAGE)).status).toBe(403);
});
