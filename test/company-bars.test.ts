import type { Statement } from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import { companyBar } from '../db/schema/companies.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { barOf } from '../server/companies/rules.ts';
import { openOrdersNow } from '../server/matching/open-orders.ts';
import { addUser, openTestApp, signIn, stranger } from './app.ts';
import { addCitizen, addFirm, ORDER_BODY, ORDER_FORM } from './job-orders-builders.ts';

const P = 1_020_000_001;
const BLOKADE = { spaerring: 'blokade', begrundelse: 'Varslet af 3F', fra: '2026-11-20', ophoerer: '' };
const TODAY = '2026-11-22';

async function openTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  await addUser(db, 'hanne', ['konsulent'], 'Nord');
  await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
  await addUser(db, 'lea', ['leder']);
  await addUser(db, 'adam', ['administrator']);
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const hanne = await signIn(app, 'hanne');
  const lea = await signIn(app, 'lea');
  const order = (fields: Record<string, string> = {}) =>
    hanne.post('/jobordrer', {
      ...ORDER_FORM,
      certifikater: '',
      koerekort: '',
      virksomhed: String(P),
      ...fields,
    });
  const bars = () => db.select().from(companyBar).all();
  return { ...opened, hanne, lea, order, bars };
}

test('a blokade stops new orders, keeps the old one without candidates, and is lifted with a reason', async () => {
  const { app, db, hanne, lea, order, bars } = await openTown();
  addCitizen(db, { citizenKey: 'K1', name: 'Åben Almindelig', terms: [{ text: 'lager' }] });
  const made = await order();
  const id = Number(/\/jobordrer\/(\d+)/.exec(made.location ?? '')?.[1]);
  const firmBars = () => openOrdersNow(db, TODAY).map((each) => each.firmBar);
  expect(firmBars()).toEqual([null]);
  expect((await hanne.get(`/jobordrer/${id}/forslag`)).body).toContain('Åben');

  const set = await hanne.post(`/virksomheder/${P}/spaerringer`, BLOKADE);
  expect([set.status, set.location]).toEqual([303, `/virksomheder/${P}?besked=spaerring-sat`]);
  const firm = (await hanne.get(`/virksomheder/${P}`)).body;
  expect(firm).toContain('Varslet af 3F');
  expect(firm).toContain('Blokade fra 20.11.2026');
  expect(firm).not.toContain('Ny jobordre');
  for (const url of ['/virksomheder', `/virksomheder/${P}/kontakter/ny`, '/jobordrer', `/jobordrer/${id}`])
    expect([url, (await hanne.get(url)).body.includes('✕ </span>Blokade')]).toEqual([url, true]);

  const refused = await order({ titel: 'En til' });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('Virksomheden er i blokade');
  expect((await hanne.get(`/jobordrer/ny?virksomhed=${P}`)).body).toContain('Virksomheden er i blokade');
  expect(db.select().from(jobOrder).all()).toHaveLength(1);

  expect(firmBars()).toEqual(['blokade']);
  expect((await hanne.get(`/jobordrer/${id}`)).body).toContain('ordren er bevaret, men får ingen forslag');
  const list = (await hanne.get(`/jobordrer/${id}/forslag`)).body;
  expect(list).toContain('ordren er bevaret, men får ingen forslag');
  expect(list).not.toContain('Åben');
  const excluded = await hanne.json('GET', `/api/v1/job-orders/${id}/excluded`);
  expect(excluded.data()).toMatchObject({ counts: { virksomhed: 1 }, reason: 'virksomhed' });

  const [bar] = bars();
  const blank = await lea.post(`/spaerringer/${bar?.id}/ophaevelse`, { [`hvorfor_${bar?.id}`]: ' ' });
  expect(blank.status).toBe(422);
  expect(blank.body).toContain('Skriv, hvorfor spærringen ophæves.');
  for (let click = 0; click < 2; click++) {
    const lifted = await lea.post(`/spaerringer/${bar?.id}/ophaevelse`, { [`hvorfor_${bar?.id}`]: 'Forlig' });
    expect([lifted.status, lifted.location]).toEqual([303, `/virksomheder/${P}?besked=spaerring-ophaevet`]);
  }
  expect(bars()).toMatchObject([
    {
      kind: 'blokade',
      reason: 'Varslet af 3F',
      fromDate: '2026-11-20',
      untilDate: null,
      liftedReason: 'Forlig',
    },
  ]);
  const after = (await hanne.get(`/virksomheder/${P}`)).body;
  expect(after).toContain('Tidligere spærringer (1)');
  expect(after).toContain('Ophævet af Navn lea');
  expect(after).toContain('Ny jobordre');
  expect(firmBars()).toEqual([null]);
  expect((await hanne.get(`/jobordrer/${id}/forslag`)).body).toContain('Åben');
  expect((await order({ titel: 'En til' })).status).toBe(303);

  const events = db
    .select()
    .from(auditEvent)
    .all()
    .filter((event) => event.entity === 'company_bar');
  expect(events.map(({ action, detail }) => [action, detail])).toEqual([
    ['spaer', `${P} blokade`],
    ['ophaev', `${P} blokade`],
  ]);
  expect(JSON.stringify(events)).not.toContain('Forlig');
  expect((await stranger(app).post(`/virksomheder/${P}/spaerringer`, BLOKADE)).status).toBe(303);
  expect(bars()).toHaveLength(1);
});

test('a bar begins and ends by its own dates; a second of the same kind and a double click do not', async () => {
  const town = await openTown();
  const { clock, db, hanne, order, bars } = town;
  await order();
  const planned = {
    spaerring: 'konflikt',
    begrundelse: 'Varslet',
    fra: '2026-11-24',
    ophoerer: '2026-11-26',
  };
  for (let click = 0; click < 2; click++)
    expect((await hanne.post(`/virksomheder/${P}/spaerringer`, planned)).status).toBe(303);
  expect(bars()).toHaveLength(1);
  expect((await hanne.get(`/virksomheder/${P}`)).body).toContain('Konflikt på vej');
  const again = await hanne.post(`/virksomheder/${P}/spaerringer`, { ...planned, begrundelse: 'Mere' });
  expect(again.status).toBe(422);
  expect(again.body).toContain('allerede en af den slags');

  const days: [string, string | null][] = [
    ['2026-11-23', null],
    ['2026-11-24', 'konflikt'],
    ['2026-11-25', 'konflikt'],
    ['2026-11-26', null],
  ];
  for (const [day, bar] of days) {
    clock.now = new Date(`${day}T08:00:00Z`);
    const fresh = await signInAgain();
    expect([day, openOrdersNow(db, day).map((each) => each.firmBar)]).toEqual([day, [bar]]);
    const api = await fresh.json('GET', `/api/v1/companies/${P}/bars`);
    expect([day, api.data().bar]).toEqual([day, bar]);
    expect((await fresh.json('GET', `/api/v1/companies/${P}`)).data().bar).toBe(bar);
  }
  const page = (await (await signInAgain()).get(`/virksomheder/${P}`)).body;
  expect(page).toContain('Ophørte 26.11.2026');
  // Run out, not in the way of the next one.
  const next = { ...planned, fra: '2026-11-26', ophoerer: '' };
  expect((await (await signInAgain()).post(`/virksomheder/${P}/spaerringer`, next)).status).toBe(303);
  expect(bars()).toHaveLength(2);

  function signInAgain() {
    return signIn(town.app, 'hanne');
  }
});

describe('what is wrong comes back at its field', () => {
  test.each([
    ['no kind', { spaerring: '' }, 'spaerring'],
    ['an unknown kind', { spaerring: 'ophoert' }, 'spaerring'],
    ['no reason', { begrundelse: '  ' }, 'begrundelse'],
    ['a long reason', { begrundelse: 'x'.repeat(501) }, 'begrundelse'],
    ['a CPR number', { begrundelse: 'Se 730685-1234' }, 'begrundelse'],
    ['no date', { fra: '' }, 'fra'],
    ['31 February', { fra: '2026-02-31' }, 'fra'],
    ['an end before the start', { fra: '2026-12-01', ophoerer: '2026-11-30' }, 'ophoerer'],
    ['an end that has been', { ophoerer: '2026-11-22' }, 'ophoerer'],
    ['an end that is no date', { ophoerer: 'jul' }, 'ophoerer'],
  ])('%s', async (_name, changes, field) => {
    const { hanne, bars } = await openTown();
    const answer = await hanne.post(`/virksomheder/${P}/spaerringer`, { ...BLOKADE, ...changes });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(`href="#felt-${field}"`);
    expect(bars()).toEqual([]);
  });
});

test('konsulent and leder bar and lift; others read why', async () => {
  const { app, hanne, lea, bars } = await openTown();
  const sara = await signIn(app, 'sara');
  const adam = await signIn(app, 'adam');
  const body = { kind: 'spaerret', reason: 'Misbrug af praktikpladser', fromDate: '2026-11-22' };
  for (const browser of [sara, adam]) {
    expect((await browser.post(`/virksomheder/${P}/spaerringer`, BLOKADE)).status).toBe(403);
    expect((await browser.json('POST', `/api/v1/companies/${P}/bars`, body)).status).toBe(403);
  }
  const made = await lea.json('POST', `/api/v1/companies/${P}/bars`, body);
  expect(made.status).toBe(201);
  const { id } = made.data<{ id: number }>();
  for (const browser of [sara, adam]) {
    const page = (await browser.get(`/virksomheder/${P}`)).body;
    expect(page).toContain('Misbrug af praktikpladser');
    expect(page).not.toContain('Spær virksomheden');
    expect(page).not.toContain('/ophaevelse');
    expect((await browser.json('POST', `/api/v1/company-bars/${id}/lifting`, { reason: 'x' })).status).toBe(
      403,
    );
    expect((await browser.json('GET', `/api/v1/companies/${P}/bars`)).data()).toMatchObject({
      bar: 'spaerret',
      bars: [{ kind: 'spaerret', recordedByName: 'Navn lea', liftedAt: null }],
    });
  }
  const order = { pNumber: P, ...ORDER_BODY };
  const refused = await hanne.json('POST', '/api/v1/job-orders', order);
  expect(refused.status).toBe(409);
  expect(refused.data().detail).toContain('spærret');
  expect((await hanne.json('POST', `/api/v1/company-bars/${id}/lifting`, { reason: ' ' })).status).toBe(422);
  expect((await hanne.json('POST', `/api/v1/company-bars/${id}/lifting`, { reason: 'Aftale' })).status).toBe(
    204,
  );
  expect(bars()).toMatchObject([{ liftedReason: 'Aftale' }]);
  expect((await hanne.json('POST', '/api/v1/job-orders', order)).status).toBe(201);
  for (const url of ['/api/v1/company-bars/99/lifting', '/api/v1/company-bars/x/lifting'])
    expect((await hanne.json('POST', url, { reason: 'x' })).status).toBe(404);
  expect((await hanne.json('POST', '/api/v1/companies/99/bars', body)).status).toBe(404);
});

test('an order that names only the company is barred when all its places are', async () => {
  const { db, order } = await openTown();
  const cvr = 10_000_000 + (P % 1_000_000);
  await order();
  db.update(jobOrder).set({ pNumber: null }).run();
  const bar = (pNumber: number, kind: 'blokade' | 'spaerret') =>
    db
      .insert(companyBar)
      .values({ pNumber, kind, reason: 'x', fromDate: '2026-11-01', recordedAt: '2026-11-01', recordedBy: 1 })
      .run();
  const firmBar = () => openOrdersNow(db, TODAY)[0]?.firmBar;
  bar(P, 'blokade');
  expect(firmBar()).toBe('blokade');
  addFirm(db, { pNumber: P + 1_000_000, name: 'Bo Bygger Øst' });
  expect(db.$client.prepare('SELECT count(*) FROM p_unit WHERE cvr = ?').pluck().get(cvr)).toBe(2);
  expect(firmBar()).toBe(null);
  bar(P + 1_000_000, 'spaerret');
  expect(firmBar()).toBe('blokade');
});

test('all open orders are asked about at once, and by index', async () => {
  const { db, order } = await openTown();
  for (const titel of ['En', 'To', 'Tre']) await order({ titel });
  const asked: string[] = [];
  const { $client } = db;
  const statements = Object.getPrototypeOf($client.prepare('SELECT 1')) as Statement;
  const { all } = statements;
  const spy = vi.spyOn(statements, 'all').mockImplementation(function (this: Statement, ...values) {
    asked.push(this.source);
    return all.apply(this, values);
  });
  const first = openOrdersNow(db, TODAY);
  const firstAsked = asked.splice(0);
  // Nothing has happened: the same list, and no question but whether something has.
  expect(openOrdersNow(db, TODAY)).toBe(first);
  expect(asked).toEqual([]);
  spy.mockRestore();
  const [bars = '', ...more] = firstAsked.filter((sql) => sql.includes('left join "company_bar"'));
  expect(more).toEqual([]);
  const plan = $client.prepare(`EXPLAIN QUERY PLAN ${bars}`).all('[1]', '[1]') as { detail: string }[];
  expect(
    plan.map(({ detail }) => detail).filter((detail) => /^SCAN "?(p_unit|company_bar)/.test(detail)),
  ).toEqual([]);
  expect(plan.filter(({ detail }) => /^SEARCH/.test(detail)).length).toBeGreaterThan(1);
});

test('what has ceased goes before every bar, and a blokade before what kommunen has decided', () => {
  const bar = { fromDate: '2026-11-01', untilDate: null, liftedAt: null };
  const blokade = { ...bar, kind: 'blokade' as const };
  const spaerret = { ...bar, kind: 'spaerret' as const };
  const open = { endDate: null };
  expect(barOf(TODAY, open, [])).toBe(null);
  expect(barOf(TODAY, open, [spaerret, blokade])).toBe('blokade');
  expect(barOf(TODAY, { endDate: TODAY }, [blokade])).toBe('ophoert');
  expect(barOf(TODAY, { endDate: '2026-11-23' }, [])).toBe(null);
  expect(barOf(TODAY, open, [{ ...blokade, liftedAt: '2026-11-21T09:00:00.000Z' }, spaerret])).toBe(
    'spaerret',
  );
  expect(barOf(TODAY, open, [{ ...blokade, fromDate: '2026-11-23' }])).toBe(null);
  expect(barOf(TODAY, open, [{ ...blokade, untilDate: TODAY }])).toBe(null);
});
