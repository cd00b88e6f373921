import { describe, expect, test } from 'vitest';
import { jobOrder, jobOrderRequirement } from '../db/schema/job-orders.ts';
import { readCitizen } from '../server/matching/market.ts';
import { openOrdersNow } from '../server/matching/open-orders.ts';
import type { Requirement } from '../workers/matching/types.ts';
import { addUser, openTestApp, signIn, testEngine } from './app.ts';
import { addCitizen, addFirm } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

const P = 1_020_000_001;
type Opened = Awaited<ReturnType<typeof openTestApp>>;

function addOrder(
  { db }: Opened,
  title: string,
  requirements: (Omit<Requirement, 'kanLaeres'> & { kanLaeres?: boolean })[],
  more: Partial<typeof jobOrder.$inferInsert> = {},
): number {
  const { id } = db
    .insert(jobOrder)
    .values({
      orderKey: `O-${title}`,
      cvr: 10_000_001,
      pNumber: P,
      type: 'smaajob',
      title,
      description: 'x',
      positions: 1,
      hoursMin: 10,
      hoursMax: 20,
      workingTimes: ['dag'],
      allWorkingTimes: false,
      offers: [],
      unavoidable: [],
      postcode: '2620',
      startDate: '2026-12-01',
      status: 'under_behandling',
      version: 1,
      createdAt: '2026-11-01T00:00:00.000Z',
      updatedAt: '2026-11-01T00:00:00.000Z',
      ...more,
    })
    .returning({ id: jobOrder.id })
    .get();
  requirements.forEach((line, position) => {
    db.insert(jobOrderRequirement)
      .values({ jobOrderId: id, position, kanLaeres: false, ...line })
      .run();
  });
  return id;
}

/** Sara's citizen can do stock work by day; nine orders, each shut by one thing or open. */
async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
  await addUser(db, 'stig', ['sagsbehandler'], 'Borger 2');
  await addUser(db, 'hanne', ['konsulent'], 'Nord');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const citizen = addCitizen(db, {
    citizenKey: 'K1',
    name: 'Åse Åben',
    caseworkerUserId: sara,
    danish: 'A2',
    hoursMin: 5,
    hoursMax: 25,
    maxTravelMinutes: 20,
    terms: [{ kind: 'kompetence', text: 'lagerarbejde' }],
  });
  const krav = { kind: 'krav' as const, text: 'lagerarbejde' };
  addOrder(opened, 'Lager åben', [krav]);
  addOrder(opened, 'Lager med truck', [krav, { kind: 'certifikat', text: 'truck B' }]);
  addOrder(opened, 'Lager med truck to', [krav, { kind: 'certifikat', text: 'truckcertifikat B' }]);
  addOrder(opened, 'Lager med bil', [krav, { kind: 'koerekort', text: 'B' }]);
  addOrder(opened, 'Lager på dansk', [krav], { danishMin: 'PD2' });
  addOrder(opened, 'Lager om aftenen', [krav], { workingTimes: ['aften'] });
  addOrder(opened, 'Lager fuld tid', [krav], { hoursMin: 37, hoursMax: 37 });
  addOrder(opened, 'Lager langt væk', [krav], { postcode: '4000' });
  addOrder(opened, 'Lager og rengøring', [krav, { kind: 'krav', text: 'rengøring' }]);
  addOrder(opened, 'To ting', [krav, { kind: 'koerekort', text: 'B' }], { danishMin: 'PD2' });
  return { ...opened, citizen, sara: await signIn(app, 'sara') };
}

interface ApiMissing {
  openOrders: number;
  rows: { kind: string; text: string; learned: boolean; orders: { title: string }[] }[];
}

describe('which one thing opens how many orders', () => {
  test('courses and choices apart, each with its orders, most first', async () => {
    const { sara, citizen } = await openTown();
    const found = (await sara.json('GET', `/api/v1/citizens/${citizen}/missing`)).data<ApiMissing>();
    expect(found.openOrders).toBe(10);
    const inWords = (learned: boolean) =>
      found.rows
        .filter((row) => row.learned === learned)
        .map(({ text, orders }) => `${text}: ${orders.map(({ title }) => title).join(', ')}`)
        .sort();
    expect(inWords(true)).toEqual([
      'Dansk B1 (PD2): Lager på dansk',
      'Gaffeltruckcertifikat B: Lager med truck, Lager med truck to',
      'Kørekort B (bil): Lager med bil',
      expect.stringMatching(/^Rengøring[^:]*: Lager og rengøring$/),
    ]);
    expect(inWords(false)).toEqual([
      '15 minutter længere rejse: Lager langt væk',
      'Også aften: Lager om aftenen',
      'Op til 37 timer om ugen: Lager fuld tid',
    ]);
    const counts = found.rows.map(({ orders }) => orders.length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  test('the page says it in sentences, with the orders behind each figure', async () => {
    const { sara, citizen } = await openTown();
    const page = await sara.get(`/borgere/${citizen}/forslag`);
    expect(page.body).toContain('Hvad mangler?');
    expect(page.body).toMatch(/Gaffeltruckcertifikat B <strong class="nowrap">åbner 2 ordrer/);
    expect(page.body).toContain('Det kan læres');
    expect(page.body).toContain('Det bestemmer borgeren');
    const [, link = ''] = /href="([^"]*)">Gaffeltruckcertifikat B /.exec(page.body) ?? [];
    const orders = await sara.get(link.replaceAll('&amp;', '&'));
    expect(
      [...orders.body.matchAll(/<a href="\/jobordrer\/\d+">([^<]*)/g)].map(([, title]) => title),
    ).toEqual(['Lager med truck', 'Lager med truck to']);
  });

  test('a figure that no longer holds, and one that nobody has seen, say so and lead back', async () => {
    const { sara, citizen, db } = await openTown();
    const address = `/borgere/${citizen}/forslag/aabner`;
    const truck = `${address}?art=certifikat&hvad=Gaffeltruckcertifikat+B`;
    expect((await sara.get(`${truck}&side=99`)).body).toContain('1–2 af 2');
    db.$client
      .prepare("UPDATE job_order SET status = 'inaktiveret', updated_at = '2026-11-23T00:00:00Z'")
      .run();
    for (const asked of [truck, `${address}?art=certifikat&hvad=%3Cscript%3E`, address]) {
      const page = await sara.get(asked);
      expect(page.status).toBe(200);
      expect(page.body).toContain('Det åbner ingen ordrer lige nu');
      expect(page.body).toContain(`href="/borgere/${citizen}/forslag"`);
      expect(page.body).not.toContain('<script>');
    }
  });

  test('a certificate that is then registered makes the orders appear, as was said', async () => {
    const { sara, citizen, db } = await openTown();
    const { matchCitizen } = readCitizen(db, citizen, '2026-11-22') ?? {};
    if (!matchCitizen) throw new Error('no citizen');
    const orders = openOrdersNow(db, '2026-11-22');
    const [truck] = testEngine()
      .missing(matchCitizen, orders, '2026-11-22')
      .filter(({ change }) => change.kind === 'certifikat');
    expect(truck?.orders).toHaveLength(2);
    const before = (await sara.json('GET', `/api/v1/citizens/${citizen}/matches`)).data<{ rows: [] }>();
    db.$client
      .prepare(
        "INSERT INTO citizen_term (citizen_id, kind, position, text) VALUES (?, 'certifikat', 9, 'truck B')",
      )
      .run(citizen);
    const after = (await sara.json('GET', `/api/v1/citizens/${citizen}/matches`)).data<{
      rows: { order: { title: string } }[];
    }>();
    expect(after.rows.length - before.rows.length).toBe(2);
    expect(after.rows.map(({ order }) => order.title)).toContain('Lager med truck to');
  });
});

test('only the own team reads it, and each reading is logged', async () => {
  const { app, sara, citizen, db } = await openTown();
  await sara.json('GET', `/api/v1/citizens/${citizen}/missing`);
  await sara.get(`/borgere/${citizen}/forslag/aabner?art=certifikat&hvad=Gaffeltruckcertifikat+B`);
  expect(readsIn(db).map(({ citizenId, purpose }) => ({ citizenId, purpose }))).toEqual([
    { citizenId: citizen, purpose: 'api' },
    { citizenId: citizen, purpose: 'borgerside' },
  ]);
  const stig = await signIn(app, 'stig');
  expect((await stig.json('GET', `/api/v1/citizens/${citizen}/missing`)).status).toBe(404);
  const hanne = await signIn(app, 'hanne');
  expect((await hanne.json('GET', `/api/v1/citizens/${citizen}/missing`)).status).toBe(403);
});

test('a no to sharing is the citizen’s to change, and is said as what it is', async () => {
  const opened = await openTown();
  const { sara, citizen, db } = opened;
  db.$client.prepare('UPDATE citizen SET may_be_shared = 0 WHERE id = ?').run(citizen);
  const found = (await sara.json('GET', `/api/v1/citizens/${citizen}/missing`)).data<ApiMissing>();
  expect(found.rows.map(({ text, learned }) => [text, learned])).toEqual([
    ['Et ja til at blive delt med virksomheder', false],
  ]);
});
