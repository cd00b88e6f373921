import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { placement } from '../db/schema/placements.ts';
import { eventsOf } from '../server/formidling/log.ts';
import { stageFromLog } from '../server/formidling/rules.ts';
import { signIn } from './app.ts';
import { ASK, cardOf, openFormidlingTown, P, putOn, SHARE, step, YES } from './formidling-town.ts';
import { PLACEMENT_FORM } from './placement-builders.ts';

const SMAAJOB = {
  ...PLACEMENT_FORM,
  virksomhed: String(P),
  type: 'smaajob',
  formaal: '',
  slut: '',
  timer: '10',
  fravigelse: 'Aftalt',
};

test('et forløb skrevet i hånden tager kortet på ordrens tavle med, og trukket tilbage går kortet tilbage', async () => {
  const { app, db, order, citizens, hanne, sara } = await openFormidlingTown();
  const on = { ...SMAAJOB, ordre: String(order) };
  await putOn(hanne, order, citizens.aase);
  await step(db, hanne, citizens.aase, ASK);
  await step(db, sara, citizens.aase, YES);
  await step(db, hanne, citizens.aase, SHARE);
  const made = await sara.post('/placeringer/ny', { ...on, borger: String(citizens.aase) });
  expect(made.status).toBe(303);
  const card = cardOf(db, citizens.aase);
  expect(card.stage).toBe('startet');
  expect(db.select().from(placement).where(eq(placement.formidlingId, card.id)).get()).toMatchObject({
    citizenId: citizens.aase,
    jobOrderId: order,
  });
  expect((await hanne.get(`/jobordrer/${order}/tavle`)).body).toMatch(/Startet[\s\S]*Åse/);
  expect(eventsOf(db, card.id)).toEqual(['oprettet', 'spurgt', 'svar', 'delt', 'startet']);
  const withdrawn = { version: '1', begrundelse: 'Kom ikke' };
  expect((await sara.post(`${made.location?.split('?')[0]}/annullering`, withdrawn)).status).toBe(303);
  expect(cardOf(db, citizens.aase).stage).toBe('delt');
  expect(stageFromLog(eventsOf(db, card.id))).toBe('delt');

  // Neither a konsulent of another team nor one who reads the address can place on the order.
  const other = await signIn(app, 'soeren');
  expect((await other.post('/placeringer/ny', { ...on, borgernoegle: 'K2' })).status).toBe(403);
});

test('uden et ja på tavlen skrives intet forløb på ordren; med et ja bliver delingen skrevet med', async () => {
  const { db, order, citizens, hanne, sara } = await openFormidlingTown();
  await putOn(hanne, order, citizens.bent);
  await step(db, hanne, citizens.bent, ASK);
  const body = { pNumber: P, type: 'smaajob', jobFunction: 'Lager', startsOn: '2026-11-23', weeklyHours: 10 };
  const wanted = { ...body, citizenKey: 'K2', jobOrderId: order, overrideReason: 'Aftalt' };
  const refused = await hanne.json('POST', '/api/v1/placements', wanted);
  expect([refused.status, refused.data<{ errors: { field: string; reason: string }[] }>().errors]).toEqual([
    422,
    [{ field: 'jobOrderId', reason: expect.stringContaining('har ikke sagt ja endnu') }],
  ]);
  expect(cardOf(db, citizens.bent).stage).toBe('spurgt');
  const page = await sara.get(`/placeringer/ny?borger=${citizens.bent}&virksomhed=${P}`);
  expect(page.body).toContain(`/placeringer/ny?formidling=${cardOf(db, citizens.bent).id}`);
  await step(db, sara, citizens.bent, YES);
  expect((await hanne.json('POST', '/api/v1/placements', wanted)).status).toBe(201);
  const { id, stage, sharedAt } = cardOf(db, citizens.bent);
  expect([stage, sharedAt !== null]).toEqual(['startet', true]);
  expect(stageFromLog(eventsOf(db, id))).toBe('startet');
  expect((await hanne.get(`/formidlinger/${id}`)).body).toContain('uden om tavlen');

  // A program that begins from a card says which; one of somebody else is refused.
  await putOn(hanne, order, citizens.carl);
  const stolen = { ...wanted, citizenKey: 'K3', formidlingId: id };
  expect((await hanne.json('POST', '/api/v1/placements', stolen)).status).toBe(422);
});
