import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jobOrder, jobOrderRequirement } from '../db/schema/job-orders.ts';
import { jobOrderShift } from '../db/schema/order-work.ts';
import { placement } from '../db/schema/placements.ts';
import {
  checkShifts,
  groupsOf,
  hoursNote,
  rowsOf,
  showShift,
  weeklyHours,
  workingTimesOf,
} from '../server/job-orders/shifts.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen, addFirm, ORDER_BODY, ORDER_FORM } from './job-orders-builders.ts';

const P = 1_020_000_001;

async function openTown() {
  const opened = await openTestApp();
  const hanneId = await addUser(opened.db, 'hanne', ['konsulent'], 'Nord');
  addFirm(opened.db, { pNumber: P, name: 'Bo Bygger ApS' });
  const hanne = await signIn(opened.app, 'hanne');
  const send = (fields: Record<string, string | string[]>) =>
    hanne.post('/jobordrer', {
      ...ORDER_FORM,
      virksomhed: String(P),
      formularnoegle: randomUUID(),
      ...fields,
    });
  const place = (jobOrderId: number, count: number) => {
    for (let n = 0; n < count; n++) {
      const citizenId = addCitizen(opened.db, { citizenKey: randomUUID().slice(0, 8) });
      const at = '2026-11-01T08:00:00.000Z';
      const row = { citizenId, jobOrderId, pNumber: P, cvr: 10_000_001, type: 'smaajob' as const };
      opened.db
        .insert(placement)
        .values({
          ...row,
          cvr: opened.db.select().from(jobOrder).get()?.cvr ?? 0,
          jobFunction: 'lager',
          startsOn: '2026-11-01',
          version: 1,
          createdAt: at,
          createdBy: hanneId,
          updatedAt: at,
        })
        .run();
    }
  };
  return { ...opened, hanneId, hanne, send, place };
}

const idOf = (location: string | undefined) => Number(/\/jobordrer\/(\d+)/.exec(location ?? '')?.[1]);

describe('dage og tider', () => {
  test('en nattevagt og tre dage står på ordren, som man siger dem, og kan rettes igen', async () => {
    const { db, hanne, send } = await openTown();
    const answer = await send({
      timer_min: '',
      timer_max: '',
      vagt1_dage: ['1', '2', '3'],
      vagt1_fra: '07:30',
      vagt1_til: '12:00',
      vagt2_dage: '7',
      vagt2_fra: '22:00',
      vagt2_til: '06:00',
    });
    expect(answer.status, answer.body).toBe(303);
    const id = idOf(answer.location);
    expect(db.select().from(jobOrderShift).all()).toHaveLength(5);
    expect(db.select().from(jobOrder).get()).toMatchObject({ hoursMin: 21.5, hoursMax: 21.5 });

    const page = (await hanne.get(`/jobordrer/${id}`)).body;
    expect(page).toContain('mandag–onsdag 07.30–12.00');
    expect(page).toContain('søndag 22.00–06.00 (til næste morgen)');
    const form = (await hanne.get(`/jobordrer/${id}/ret`)).body;
    expect(form).toMatch(/name="vagt2_fra"[^>]*value="22:00"|value="22:00"[^>]*name="vagt2_fra"/);
    expect((await hanne.json('GET', `/api/v1/job-orders/${id}`)).data()).toMatchObject({
      shifts: [
        { weekdays: [1, 2, 3], from: '07:30', to: '12:00' },
        { weekdays: [7], from: '22:00', to: '06:00' },
      ],
    });
  });

  test('hver fejl står ved sit felt, og intet går tabt', async () => {
    const { db, send } = await openTown();
    const refused = await send({
      vagt1_dage: ['1'],
      vagt1_fra: 'tidligt',
      vagt1_til: '',
      vagt2_fra: '08:00',
      vagt2_til: '08:00',
    });
    expect(refused.status).toBe(422);
    for (const text of [
      '#felt-vagt1_fra">Tidspunktet er ikke forstået',
      '#felt-vagt1_til">Skriv, hvornår arbejdet slutter.',
      '#felt-vagt2_dage">Vælg de dage, tiderne gælder.',
      '#felt-vagt2_til">Arbejdet slutter, når det begynder.',
      'value="tidligt"',
    ])
      expect(refused.body).toContain(text);
    const overlap = await send({
      vagt1_dage: ['1'],
      vagt1_fra: '22:00',
      vagt1_til: '06:00',
      vagt2_dage: ['2'],
      vagt2_fra: '05:00',
      vagt2_til: '09:00',
    });
    expect(overlap.body).toContain('Tiderne ligger oven i hinanden tirsdag.');
    expect(db.select().from(jobOrder).all()).toHaveLength(0);
  });

  test('et program, der ikke kender dage og tider, lader dem stå', async () => {
    const { hanne } = await openTown();
    const shifts = [{ weekdays: [6, 7], from: '08:00', to: '12:00' }];
    const made = await hanne.json('POST', '/api/v1/job-orders', { ...ORDER_BODY, pNumber: P, shifts });
    expect(made.status, made.body).toBe(201);
    const url = `/api/v1/job-orders/${made.data<{ id: number }>().id}`;
    const kept = await hanne.change('PUT', url, { ...ORDER_BODY, title: 'Nyt navn' });
    expect(kept.data()).toMatchObject({ title: 'Nyt navn', shifts });
    expect((await hanne.change('PUT', url, { ...ORDER_BODY, shifts: [] })).data()).toMatchObject({
      shifts: [],
    });
    const wrong = [{ weekdays: [1], from: '25:00', to: '12:00' }];
    const refused = await hanne.change('PUT', url, { ...ORDER_BODY, shifts: wrong });
    expect(refused.status).toBe(422);
    expect(refused.data()).toMatchObject({ errors: [{ field: 'shifts.0.from' }] });
  });

  const time = fc
    .integer({ min: 0, max: 95 })
    .map(
      (quarter) =>
        `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`,
    );
  const group = fc.record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    from: time,
    to: time,
  });

  test('hvad der gemmes, læses som det samme arbejde igen', () => {
    fc.assert(
      fc.property(fc.array(group, { maxLength: 4 }), (groups) => {
        if (checkShifts(groups).length > 0) return;
        const read = groupsOf(rowsOf(groups));
        expect(checkShifts(read)).toEqual([]);
        expect(weeklyHours(read)).toBe(weeklyHours(groups));
        const sorted = (rows: ReturnType<typeof rowsOf>) =>
          rows.map((row) => `${row.weekday} ${row.fromMinute}–${row.toMinute}`).sort();
        expect(sorted(rowsOf(read))).toEqual(sorted(rowsOf(groups)));
      }),
    );
  });

  test.each([
    [['1', '08:00', '16:00'], ['dag']],
    [['1', '12:00', '20:00'], ['dag']],
    [['1', '15:00', '23:00'], ['aften']],
    [['1', '16:00', '20:00'], ['aften']],
    [['1', '14:00', '20:00'], ['aften']],
    [['1', '04:00', '08:00'], ['nat']],
    [['1', '05:00', '09:00'], ['dag']],
    [['5', '22:00', '06:00'], ['nat']],
    [['5', '19:00', '24:00'], ['aften']],
    [
      ['4567', '08:00', '14:00'],
      ['dag', 'weekend'],
    ],
    [['7', '22:00', '06:00'], ['weekend']],
  ] as const)('%s ligger i %s', ([days, from, to], expected) => {
    expect(workingTimesOf([{ weekdays: [...days].map(Number), from, to }])).toEqual(expected);
  });

  test('uden flueben i arbejdstid følger forslagene dage og tider, og siger det, når de ikke passer', async () => {
    const { app, db, hanne, send } = await openTown();
    const saraId = await addUser(db, 'sara', ['sagsbehandler']);
    const own = { caseworkerUserId: saraId, terms: [{ text: 'lager' }] };
    for (const [citizenKey, workingTimes] of [
      ['K1', ['dag', 'weekend']],
      ['K2', ['dag']],
      ['K3', []],
    ] as const)
      addCitizen(db, { ...own, citizenKey, name: citizenKey, workingTimes: [...workingTimes] });
    const plain = {
      certifikater: '',
      koerekort: '',
      timer_min: '',
      timer_max: '',
      arbejdstid: '',
      dansk: '',
    };
    const shift = { vagt1_dage: ['5', '6'], vagt1_fra: '08:00', vagt1_til: '14:00' };
    const order = idOf((await send({ ...plain, ...shift })).location);
    expect((await hanne.get(`/jobordrer/${order}`)).body).toContain('Læst af dage og tider');
    const sara = await signIn(app, 'sara');
    const list = (await sara.get(`/jobordrer/${order}/forslag`)).body;
    expect(['K1', 'K2', 'K3'].map((name) => list.includes(`>${name}<`))).toEqual([true, false, true]);
    expect((await sara.get(`/jobordrer/${order}/sorteret-fra?grund=arbejdstid`)).body).toContain(
      'Ordren kræver dag og weekend; borgeren kan dag.',
    );
  });

  test('timer, der ikke passer sammen, siges stille', () => {
    const shifts = [{ weekdays: [1, 2, 4], from: '08:00', to: '16:00' }];
    expect(showShift(shifts[0] as (typeof shifts)[0])).toBe('mandag, tirsdag og torsdag 08.00–16.00');
    expect(hoursNote(shifts, { hoursMin: 20, hoursMax: 25 })).toBeNull();
    expect(hoursNote(shifts, { hoursMin: 30, hoursMax: 37 })).toContain('mindst 30');
    expect(hoursNote(shifts, { hoursMin: 8, hoursMax: 15 })).toContain('højst 15');
    expect(hoursNote([], { hoursMin: 8, hoursMax: 15 })).toBeNull();
  });
});

test('et certifikat kan være et ønske, et sprog et krav, og alt kan læres på jobbet', async () => {
  const { db, send } = await openTown();
  const answer = await send({
    krav: '',
    oensker: '',
    certifikater: 'truck B (ønske)\r\nhygiejnebevis (kan læres)\r\nADR',
    koerekort: 'B (ønske)\r\nC',
    sprog: 'engelsk (krav)\r\ntyrkisk\r\ntysk (kan læres)',
  });
  expect(answer.status, answer.body).toBe(303);
  const kept = db.select().from(jobOrderRequirement).all();
  expect(kept.map(({ kind, text, kanLaeres }) => [kind, text, kanLaeres])).toEqual([
    ['oenske', 'truck B', false],
    ['certifikat', 'hygiejnebevis', true],
    ['certifikat', 'ADR', false],
    ['oenske', 'kørekort B', false],
    ['koerekort', 'C', false],
    ['krav', 'engelsk', false],
    ['sprog', 'tyrkisk', false],
    ['sprog', 'tysk', true],
  ]);
});

describe('pladser, der er besat', () => {
  test('antallet kan ikke blive mindre end dem, der er besat, hverken på siden eller i programmer', async () => {
    const { hanne, send, place } = await openTown();
    const id = idOf((await send({ antal: '4' })).location);
    place(id, 2);
    expect((await hanne.get(`/jobordrer/${id}`)).body).toContain('2 af 4 besat');
    expect((await hanne.get('/jobordrer')).body).toContain('2 af 4');
    const refused = await hanne.post(`/jobordrer/${id}/ret`, { ...ORDER_FORM, antal: '1', version: '1' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('#felt-antal">2 pladser er besat: antallet kan ikke være mindre.');
    const api = await hanne.change('PUT', `/api/v1/job-orders/${id}`, { ...ORDER_BODY, positions: 1 });
    expect(api.status).toBe(422);
    expect(api.data()).toMatchObject({ errors: [{ field: 'positions' }] });
    const fewer = await hanne.post(`/jobordrer/${id}/ret`, { ...ORDER_FORM, antal: '2', version: '1' });
    expect(fewer.status).toBe(303);
  });

  test('er alle pladser besat, lukkes ordren med ét tryk', async () => {
    const { hanne, send, place } = await openTown();
    const id = idOf((await send({ antal: '2' })).location);
    place(id, 2);
    const page = (await hanne.get(`/jobordrer/${id}`)).body;
    expect(page).toContain('Alle 2 pladser er besat. Er behovet dækket?');
    const closed = await hanne.post(`/jobordrer/${id}/status`, {
      status: 'behov_daekket',
      kommentar: 'Alle 2 pladser er besat.',
      version: '1',
    });
    expect(closed.status).toBe(303);
    expect((await hanne.get(`/jobordrer/${id}`)).body).not.toContain('Er behovet dækket?');
  });
});
