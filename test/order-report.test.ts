import { expect, test } from 'vitest';
import { jobOrder } from '../db/schema/job-orders.ts';
import { sectionOf } from '../server/reports/order-rules.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';
import { ORDER_FORM } from './job-orders-builders.ts';

const P = 1_000_000_001;
const REPORT = '/rapporter/jobordrer';
const QUARTER = 'fra=2026-10-01&til=2026-12-31';

/** Three orders: one of the quarter before, filled now; two of this one, of which one is open. */
async function openTown() {
  const town = await openTestApp('2026-09-10T09:00:00Z');
  const { app, db, clock } = town;
  addFirm(db, { name: '=Lager;firmaet', fields: { branchCode: '462100', postcode: '2620' } });
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'lis', ['leder']);
  const order = async (at: string, fields: Record<string, string>) => {
    clock.now = new Date(at);
    const hanne = await signIn(app, 'hanne');
    const form = { ...ORDER_FORM, startdato: '', frist: '2027-01-31', virksomhed: String(P) };
    const created = await hanne.post('/jobordrer', { ...form, ...fields });
    expect(created.status).toBe(303);
  };
  const close = async (id: number, status: string) => {
    const hanne = await signIn(app, 'hanne');
    const fields = { status, kommentar: 'Aftalt i telefonen', version: '1' };
    expect((await hanne.post(`/jobordrer/${id}/status`, fields)).status).toBe(303);
  };
  await order('2026-09-10T09:00:00Z', { titel: 'Gammel ordre', antal: '3' });
  await order('2026-10-05T09:00:00Z', { titel: 'Lukket ordre', antal: '4' });
  await order('2026-11-02T09:00:00Z', { titel: 'Åben ordre', antal: '2', type: 'fleksjob' });
  clock.now = new Date('2026-11-20T09:00:00Z');
  await close(1, 'behov_daekket');
  await close(2, 'inaktiveret');
  return { ...town, lis: await signIn(app, 'lis') };
}

/** The cells of a line of a table on the page, without tags. */
function lineOf(body: string, text: string): string[] {
  const row = body.split('<tr>').find((part) => part.includes(text)) ?? '';
  return (row.split('</tr>')[0] ?? '')
    .split('</td>')
    .map((cell) => cell.replace(/<[^>]*>/g, '').trim())
    .filter(Boolean);
}

test('kvartalets ordrer: modtaget, status ved slutningen og lukket, hver med sin liste', async () => {
  const { lis } = await openTown();
  const page = await lis.get(`${REPORT}?${QUARTER}`);
  expect(lineOf(page.body, 'Modtaget i perioden')).toEqual(['Modtaget i perioden', '2', '6']);
  expect(lineOf(page.body, 'heraf under behandling')).toEqual([
    'heraf under behandling ved slutningen',
    '1',
    '2',
  ]);
  expect(lineOf(page.body, 'Lukket i perioden: behov')).toEqual([
    'Lukket i perioden: behov dækket',
    '1',
    '3',
  ]);

  const received = await lis.get(`${REPORT}/modtaget?${QUARTER}`);
  for (const text of ['Åben ordre', 'Lukket ordre', '2 ordrer med 6 pladser'])
    expect(received.body).toContain(text);
  expect(received.body).not.toContain('Gammel ordre');
  expect((await lis.get(`${REPORT}/lukket_daekket?${QUARTER}`)).body).toContain('Gammel ordre');
});

test('et tidligere kvartal viser den status, der gjaldt dengang', async () => {
  const { lis } = await openTown();
  const page = await lis.get(`${REPORT}?fra=2026-07-01&til=2026-09-30`);
  expect(lineOf(page.body, 'heraf under behandling')).toEqual([
    'heraf under behandling ved slutningen',
    '1',
    '3',
  ]);
  expect(lineOf(page.body, 'heraf behov')).toEqual(['heraf behov dækket', '0', '0']);
});

test('fordelingen summer til tallet, og dens lister er delt ens', async () => {
  const { lis } = await openTown();
  for (const [by, lines] of [
    [
      'type',
      [
        ['Småjob', '1'],
        ['Fleksjob', '1'],
      ],
    ],
    ['branche', [['Handel', '2']]],
    ['omraade', [['2620', '2']]],
    ['konsulent', [['Navn hanne', '2']]],
  ] as const) {
    const page = await lis.get(`${REPORT}?${QUARTER}&fordel=${by}`);
    const part = page.body.slice(page.body.indexOf('id="fordelt"'));
    for (const [name, orders] of lines) expect(lineOf(part, `>${name}<`).slice(0, 2)).toEqual([name, orders]);
  }
  const list = await lis.get(`${REPORT}/modtaget?${QUARTER}&gruppe=type&vaerdi=fleksjob`);
  expect(list.body).toContain('Åben ordre');
  expect(list.body).not.toContain('Lukket ordre');
});

test('udløbet frist lukker en ordre, også før nattens kørsel, og trenden har begge kvartaler', async () => {
  const { app, clock, db } = await openTown();
  db.update(jobOrder).set({ deadline: '2026-11-25' }).run();
  clock.now = new Date('2026-12-01T09:00:00Z');
  const lis = await signIn(app, 'lis');
  const page = await lis.get(`${REPORT}?${QUARTER}`);
  expect(lineOf(page.body, 'Lukket i perioden: frist')).toEqual([
    'Lukket i perioden: frist udløbet',
    '1',
    '2',
  ]);
  const trend = page.body.slice(page.body.indexOf('De seneste otte kvartaler'));
  expect(lineOf(trend, '4. kvartal 2026')).toEqual(['4. kvartal 2026', '2', '6', '3']);
  expect(lineOf(trend, '3. kvartal 2026')).toEqual(['3. kvartal 2026', '1', '3', '0']);
});

test('filerne er sikre mod formler, og en forkert periode får en forklaring', async () => {
  const { lis } = await openTown();
  const csv = await lis.get(`${REPORT}/modtaget.csv?${QUARTER}`);
  expect(csv.body).toContain('Ordrenummer;Titel;Type;Pladser');
  expect(csv.body).toContain(`"'=Lager;firmaet"`);
  expect((await lis.get(`${REPORT}/modtaget.xlsx?${QUARTER}`)).status).toBe(200);
  const wrong = await lis.get(`${REPORT}?fra=2026-12-31&til=2026-10-01`);
  expect([wrong.status, wrong.body.includes('ligger før den første')]).toEqual([400, true]);
  expect((await lis.get(`${REPORT}/noget?${QUARTER}`)).status).toBe(404);
});

test('branchekoder falder i DB07’s hovedafdelinger, også med et foranstillet nul, der er gået tabt', () => {
  expect(['011100', '11100', '462100', '881030', null, '340000'].map((code) => sectionOf(code))).toEqual([
    'Landbrug, skovbrug og fiskeri',
    'Landbrug, skovbrug og fiskeri',
    'Handel',
    'Sundhed og socialvæsen',
    'Uden branche',
    'Uden branche',
  ]);
});
