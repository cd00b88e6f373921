import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { citizen, citizenTerm } from '../db/schema/citizens.ts';
import { SET_ASIDE_REASONS, setAside } from '../db/schema/matching.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { allCitizenIds, readCitizen, readCitizens } from '../server/matching/market.ts';
import { openOrdersNow } from '../server/matching/open-orders.ts';
import { planRun } from '../server/matching/plan.ts';
import { requestRun } from '../server/matching/run-queries.ts';
import { factsSha, setCandidateAside, standingSetAside } from '../server/matching/set-aside.ts';
import { addUser, type Browser, openTestApp, signIn } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { now, openTown as openNightTown, rightResults, whoStands } from './night-run-town.ts';

const P = 1_020_000_001;
const TODAY = '2026-11-22';
const LAGER = [{ text: 'lager' }];

async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  const ids = {
    hanne: await addUser(db, 'hanne', ['konsulent'], 'Nord'),
    soeren: await addUser(db, 'soeren', ['konsulent'], 'Syd'),
    sara: await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1'),
    stig: await addUser(db, 'stig', ['sagsbehandler'], 'Borger 2'),
    lea: await addUser(db, 'lea', ['leder']),
    adam: await addUser(db, 'adam', ['administrator']),
  };
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const own = { caseworkerUserId: ids.sara, terms: LAGER };
  const citizens = {
    aase: addCitizen(db, { ...own, citizenKey: 'K1', name: 'Åse Ærlig' }),
    bent: addCitizen(db, { ...own, citizenKey: 'K2', name: 'Bent Bager' }),
    hidden: addCitizen(db, { ...own, citizenKey: 'K3', name: 'Skjult Skytten', protectedAddress: true }),
  };
  const hanne = await signIn(app, 'hanne');
  const make = async (fields: Record<string, string> = {}) => {
    const form = { ...ORDER_FORM, certifikater: '', koerekort: '', virksomhed: String(P), ...fields };
    const made = await hanne.post('/jobordrer', form);
    return Number(/\/jobordrer\/(\d+)/.exec(made.location ?? '')?.[1]);
  };
  return { ...opened, ids, citizens, hanne, order: await make(), make };
}

const aside = (browser: Browser, order: number, citizenId: number, fields: Record<string, string> = {}) =>
  browser.post(`/jobordrer/${order}/fravalg`, {
    borger: String(citizenId),
    grund: 'rejsen_er_for_lang',
    kommentar: '',
    ...fields,
  });

async function keysOn(browser: Browser, order: number): Promise<(string | undefined)[]> {
  const list = await browser.json('GET', `/api/v1/job-orders/${order}/shortlist`);
  return list
    .data<{ rows: { citizen: { key: string } | null }[] }>()
    .rows.map((row) => row.citizen?.key)
    .sort();
}

test('a candidate set aside leaves that list alone, stands with who and why, and comes back by a button', async () => {
  const { db, hanne, order, make, citizens } = await openTown();
  const other = await make({ titel: 'Et andet job' });
  const done = await aside(hanne, order, citizens.aase, { kommentar: 'Bor i Køge' });
  const [row] = db.select().from(setAside).all();
  expect([done.status, done.location]).toEqual([
    303,
    `/jobordrer/${order}/forslag?fortryd=${row?.id}&besked=sat-til-side`,
  ]);
  expect(await keysOn(hanne, order)).toEqual(['K2']);
  expect(await keysOn(hanne, other)).toEqual(['K1', 'K2']);
  const page = (await hanne.get(done.location ?? '')).body;
  expect(page).toContain('Borgeren er sat til side for denne ordre.');
  expect(page).toContain(`action="/fravalg/${row?.id}/tilbagetagelse"`);
  expect(page).not.toContain('Åse');

  const tab = (await hanne.get(`/jobordrer/${order}/sorteret-fra?grund=sat_til_side`)).body;
  for (const text of [
    'Sat til side (1)',
    'Åse',
    'Rejsen er for lang: Bor i Køge',
    'Navn hanne',
    '22.11.2026',
  ])
    expect(tab).toContain(text);
  const api = await hanne.json('GET', `/api/v1/job-orders/${order}/excluded?reason=sat_til_side`);
  expect(api.data()).toMatchObject({
    total: 1,
    items: [
      {
        citizen: { key: 'K1' },
        setAside: {
          id: row?.id,
          reason: 'rejsen_er_for_lang',
          comment: 'Bor i Køge',
          byName: 'Navn hanne',
          at: '2026-11-22T09:00:00.000Z',
        },
      },
    ],
  });
  const back = await hanne.post(`/fravalg/${row?.id}/tilbagetagelse`, { til: 'sorteret-fra' });
  expect(back.location).toBe(`/jobordrer/${order}/sorteret-fra?grund=sat_til_side&besked=taget-tilbage`);
  expect(await keysOn(hanne, order)).toEqual(['K1', 'K2']);
  expect((await hanne.post(`/fravalg/${row?.id}/tilbagetagelse`, {})).status).toBe(303);
  expect((await hanne.get(done.location ?? '')).body).not.toContain('/tilbagetagelse');

  const events = db.select().from(auditEvent).where(eq(auditEvent.entity, 'set_aside')).all();
  expect(events.map(({ action, detail }) => [action, detail])).toEqual([
    ['saet_til_side', `ordre ${order}: rejsen_er_for_lang`],
    ['tag_tilbage', null],
  ]);
  expect(JSON.stringify(events)).not.toContain('Køge');
});

test('other facts of the citizen or the order bring the person back, marked; the same facts do not', async () => {
  const { db, hanne, order, citizens } = await openTown();
  await aside(hanne, order, citizens.aase, { grund: 'andet', kommentar: 'Har fået et job' });
  const change = (fields: Partial<typeof citizen.$inferInsert>) =>
    db
      .update(citizen)
      .set({ ...fields, version: 7 })
      .where(eq(citizen.id, citizens.aase))
      .run();
  // What the engine is never told changes nothing.
  change({ phone: '20101234', birthYear: 1960, name: 'Åse Ny' });
  expect(await keysOn(hanne, order)).toEqual(['K2']);
  change({ maxTravelMinutes: 90 });
  expect(await keysOn(hanne, order)).toEqual(['K1', 'K2']);
  const marked = (await hanne.get(`/jobordrer/${order}/forslag`)).body;
  expect(marked).toContain('Sat til side før – oplysningerne er ændret.');
  expect(marked).toContain('Andet: Har fået et job');
  expect((await hanne.get(`/jobordrer/${order}/sorteret-fra`)).body).not.toContain('Sat til side (');
  change({ maxTravelMinutes: 60 });
  expect(await keysOn(hanne, order)).toEqual(['K2']);

  db.insert(citizenTerm)
    .values({ citizenId: citizens.aase, kind: 'kompetence', position: 9, text: 'truck' })
    .run();
  expect(await keysOn(hanne, order)).toEqual(['K1', 'K2']);
  // Set aside again with the new facts: one row stands, the old one is kept as withdrawn.
  await aside(hanne, order, citizens.aase);
  expect(await keysOn(hanne, order)).toEqual(['K2']);
  const rows = db.select().from(setAside).all();
  expect(rows.map(({ reason, withdrawnAt }) => [reason, withdrawnAt !== null])).toEqual([
    ['andet', true],
    ['rejsen_er_for_lang', false],
  ]);
  const edited = { ...ORDER_FORM, certifikater: '', koerekort: '', krav: 'lager\nstabil', version: '1' };
  expect((await hanne.post(`/jobordrer/${order}/ret`, edited)).status).toBe(303);
  expect(await keysOn(hanne, order)).toEqual(['K1', 'K2']);
});

test('the facts are the same whatever the order of lists that have none, and never who looks', async () => {
  const { db, order } = await openTown();
  const asked = openOrdersNow(db, TODAY).find(({ id }) => id === order);
  const [person] = readCitizens(db, allCitizenIds(db), TODAY).map((entry) => entry.matchCitizen);
  if (!asked || !person) throw new Error('no town');
  const sha = factsSha(asked, person);
  expect(sha).toMatch(/^[0-9a-f]{64}$/);
  const same = { ...asked, requirements: asked.requirements.toReversed(), offers: asked.offers.toReversed() };
  expect(factsSha({ ...same, firmBar: 'blokade' }, { ...person, protectedAddress: true })).toBe(sha);
  expect(factsSha(asked, { ...person, allowed: { ...person.allowed, fleksjob: 'ja' } })).toBe(sha);
  expect(factsSha(asked, { ...person, allowed: { ...person.allowed, smaajob: 'mangler' } })).not.toBe(sha);
  expect(factsSha({ ...asked, hoursMax: 16 }, person)).not.toBe(sha);
  expect(factsSha({ ...asked, leadsToJob: true }, person)).not.toBe(sha);
  expect(factsSha(asked, { ...person, terms: [] })).not.toBe(sha);
});

test('the night leaves out what stands, and the citizen’s own list does too', async () => {
  const { app, db, hanne, order, make, citizens } = await openTown();
  await aside(hanne, order, citizens.aase);
  const other = await make({ titel: 'Et andet job' });
  const sara = await signIn(app, 'sara');
  const orders = await sara.json('GET', `/api/v1/citizens/${citizens.aase}/matches`);
  expect(orders.data<{ rows: { order: { id: number } }[] }>().rows.map((row) => row.order.id)).toEqual([
    other,
  ]);
  const pairs = () =>
    standingSetAside(
      db,
      openOrdersNow(db, TODAY),
      readCitizens(db, allCitizenIds(db), TODAY).map((entry) => entry.matchCitizen),
    );
  expect(pairs()).toEqual([{ orderId: order, citizenId: citizens.aase }]);
  db.update(citizen).set({ hoursMax: 20, version: 8 }).where(eq(citizen.id, citizens.aase)).run();
  expect(pairs()).toEqual([]);
});

test('the snapshot that the night is reckoned from leaves the pair out', async () => {
  const town = openNightTown({ orders: 2, citizens: 6 });
  const { db, files } = town;
  const by = await addUser(db, 'hanne', ['konsulent']);
  const planned = async (runKey: string) => {
    const { id: runId } = requestRun(db, { runKey, requestedBy: null, now: now() });
    await planRun(db, { runId, outboxId: 0, files, now });
    return rightResults(town, runId).map(({ orderId, rows, excludedCounts }) => ({
      orderId,
      citizens: rows.map(({ place }) => whoStands(db, { runId, place })).sort(),
      aside: excludedCounts.sat_til_side,
    }));
  };
  const before = await planned('nu:before');
  const [list] = before;
  const [someone = 0] = list?.citizens ?? [];
  const [order] = openOrdersNow(db, TODAY);
  const person = readCitizen(db, someone, TODAY)?.matchCitizen;
  if (!list || !order || !person) throw new Error('no town');
  const entry = { reason: 'timerne_passer_ikke' as const, comment: null, order, citizen: person };
  setCandidateAside(db, entry, { at: now().toISOString(), by });
  const others = list.citizens.filter((id) => id !== someone);
  expect(await planned('nu:after')).toEqual([{ ...list, citizens: others, aside: 1 }, before[1]]);
}, 120_000);

describe('what is wrong', () => {
  test('comes back open at the person, with what was typed, and nothing is saved', async () => {
    const { db, hanne, order, citizens } = await openTown();
    for (const [fields, reason] of [
      [{ grund: 'andet' }, 'Skriv, hvad grunden er'],
      [{ grund: '' }, 'Vælg en grund.'],
      [{ grund: 'for gammel' }, 'Vælg en grund.'],
      [{ kommentar: 'Se 730685-1234' }, 'CPR'],
      [{ kommentar: 'x'.repeat(501) }, 'højst være 500 tegn'],
    ] as [Record<string, string>, string][]) {
      const answer = await aside(hanne, order, citizens.aase, fields);
      expect([fields, answer.status]).toEqual([fields, 422]);
      expect(answer.body).toContain(reason);
      expect(answer.body.match(/<details class="set-aside" open/g)).toHaveLength(1);
      if (fields.kommentar) expect(answer.body).toContain(`${fields.kommentar}</textarea>`);
    }
    expect(db.select().from(setAside).all()).toEqual([]);
    expect(await keysOn(hanne, order)).toEqual(['K1', 'K2']);
  });

  test('every reason can be given, and a double click is one', async () => {
    const { db, hanne, order, citizens } = await openTown();
    for (const grund of SET_ASIDE_REASONS) {
      const fields = { grund, kommentar: grund === 'andet' ? 'Flytter' : '' };
      for (let click = 0; click < 2; click++)
        expect((await aside(hanne, order, citizens.aase, fields)).status).toBe(303);
    }
    expect(db.select().from(setAside).all()).toHaveLength(SET_ASIDE_REASONS.length);
    expect(
      db
        .select()
        .from(setAside)
        .all()
        .filter((row) => row.withdrawnAt === null),
    ).toHaveLength(1);
  });
});

test('only those who are shown the person set aside and take back; the others get what a missing one gets', async () => {
  const { app, db, hanne, order, citizens } = await openTown();
  const [soeren, stig, sara] = [
    await signIn(app, 'soeren'),
    await signIn(app, 'stig'),
    await signIn(app, 'sara'),
  ];
  for (const name of ['lea', 'adam'])
    expect((await aside(await signIn(app, name), order, citizens.aase)).status).toBe(403);
  const bare = (body: string) => body.replace(/nonce="[^"]+"/g, '');
  const missing = await aside(hanne, order, 999_999);
  expect(missing.status).toBe(404);
  const hidden = await aside(hanne, order, citizens.hidden);
  expect([hidden.status, bare(hidden.body)]).toEqual([404, bare(missing.body)]);
  expect((await aside(soeren, order, citizens.aase)).status).toBe(404);
  expect((await aside(stig, order, citizens.aase)).status).toBe(404);
  expect(db.select().from(setAside).all()).toEqual([]);

  // The own sagsbehandler sets the protected one aside; to others nothing of it shows.
  expect((await aside(sara, order, citizens.hidden)).status).toBe(303);
  const [row] = db.select().from(setAside).all();
  expect((await sara.get(`/jobordrer/${order}/sorteret-fra?grund=sat_til_side`)).body).toContain('Skjult');
  const excluded = await hanne.json('GET', `/api/v1/job-orders/${order}/excluded`);
  expect(excluded.data()).toMatchObject({ counts: { maa_ikke_deles: 1 } });
  for (const browser of [hanne, stig, soeren])
    expect((await browser.post(`/fravalg/${row?.id}/tilbagetagelse`, {})).status).toBe(404);
  expect((await sara.post(`/fravalg/${row?.id}/tilbagetagelse`, {})).status).toBe(303);
  expect((await hanne.post('/fravalg/999/tilbagetagelse', {})).status).toBe(404);
});

test('programs set aside by the key on the list, and count the reasons', async () => {
  const { app, hanne, order, make } = await openTown();
  const other = await make({ titel: 'Fleksibelt', type: 'loentilskud_privat' });
  const url = `/api/v1/job-orders/${order}/set-asides`;
  const made = await hanne.json('POST', url, { citizenKey: 'K1', reason: 'ordene_er_forstaaet_forkert' });
  expect(made.status).toBe(201);
  expect((await hanne.json('POST', url, { citizenKey: 'K2', reason: 'timerne_passer_ikke' })).status).toBe(
    201,
  );
  const third = { citizenKey: 'K1', reason: 'timerne_passer_ikke', comment: 'Kan kun 6' };
  expect((await hanne.json('POST', `/api/v1/job-orders/${other}/set-asides`, third)).status).toBe(201);
  for (const [body, status] of [
    [{ citizenKey: 'K9', reason: 'andet', comment: 'x' }, 404],
    [{ citizenKey: 'K3', reason: 'andet', comment: 'x' }, 404],
    [{ citizenKey: 'K1', reason: 'andet' }, 422],
    [{ citizenKey: 'K1', reason: 'for_gammel' }, 400],
  ] as [object, number][])
    expect([body, (await hanne.json('POST', url, body)).status]).toEqual([body, status]);

  const lea = await signIn(app, 'lea');
  const counts = await lea.json('GET', '/api/v1/set-asides/counts');
  expect(counts.data()).toEqual({
    from: '2026-10-01',
    to: '2026-12-31',
    total: 3,
    reasons: [
      {
        reason: 'timerne_passer_ikke',
        count: 2,
        orders: 2,
        rules: ['timer'],
        byType: { smaajob: 1, loentilskud_privat: 1 },
      },
      { reason: 'ordene_er_forstaaet_forkert', count: 1, orders: 1, rules: [], byType: { smaajob: 1 } },
    ],
  });
  const { id } = made.data<{ id: number }>();
  expect((await hanne.json('POST', `/api/v1/set-asides/${id}/withdrawal`)).status).toBe(204);
  expect((await lea.json('GET', '/api/v1/set-asides/counts?type=smaajob')).data()).toMatchObject({
    total: 1,
  });
  expect((await lea.json('GET', '/api/v1/set-asides/counts?from=2026-12-01&to=2026-11-01')).status).toBe(400);
  expect((await lea.json('GET', '/api/v1/set-asides/counts?from=2026-11-23')).data()).toMatchObject({
    total: 0,
  });
});

test('leder and konsulent see why people are set aside, by rule and type, with the orders and no names', async () => {
  const { app, hanne, order, citizens } = await openTown();
  await aside(hanne, order, citizens.aase, { kommentar: 'Bor i Køge' });
  await aside(hanne, order, citizens.bent, { grund: 'ordene_er_forstaaet_forkert' });
  const lea = await signIn(app, 'lea');
  for (const browser of [lea, hanne]) {
    const page = (await browser.get('/fravalg?grund=rejsen_er_for_lang')).body;
    for (const text of [
      'Rejsen er for lang',
      'Rejsetid',
      'ingen model lærer af dem',
      'href="/ord"',
      '2 fravalg',
      `href="/jobordrer/${order}"`,
      'Bo Bygger ApS',
      'Småjob',
    ])
      expect(page).toContain(text);
    for (const text of ['Åse', 'Bent', 'K1', 'Køge']) expect(page).not.toContain(text);
  }
  expect((await lea.get('/fravalg?fra=2026-11-23&til=2026-11-30')).body).toContain('0 fravalg');
  expect((await lea.get('/fravalg?type=fleksjob')).body).toContain('0 fravalg');
  expect((await lea.get('/fravalg?fra=i+dag')).status).toBe(400);
  for (const name of ['sara', 'adam'])
    expect((await (await signIn(app, name)).get('/fravalg')).status).toBe(403);
});
