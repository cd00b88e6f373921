import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { placement } from '../db/schema/placements.ts';
import { shortlistOf } from '../server/matching/live.ts';
import { allCitizenIds, readCitizens } from '../server/matching/market.ts';
import { openOrdersNow } from '../server/matching/open-orders.ts';
import { startPlacement } from '../server/placements/changes.ts';
import { collisionOf, type Engagement } from '../server/placements/collisions.ts';
import {
  changeHours,
  endPlacement,
  extendPlacement,
  withdrawPlacement,
} from '../server/placements/course.ts';
import { lastFullDay } from '../server/placements/full-weeks.ts';
import { addDays } from '../server/ui/dates.ts';
import { excludedPlaces, openSnapshot, rankOrder, specAt } from '../workers/matching/engine.ts';
import { EXCLUSION_REASONS, NO_END } from '../workers/matching/types.ts';
import { addUser, openTestApp, signIn, testEngine } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { draftOf } from './placement-builders.ts';

const P = 1_020_000_001;
const TODAY = '2026-11-22';
const AT = '2026-11-22T09:00:00.000Z';

/** The night run's way: everyone and every order through one snapshot. */
function atNight(db: Db, orderId: number) {
  const engine = testEngine();
  const citizens = readCitizens(db, allCitizenIds(db), TODAY).map(({ matchCitizen }) => matchCitizen);
  const { bytes, places } = engine.encode({
    ...{ orders: openOrdersNow(db, TODAY), citizens, today: TODAY, runKey: 'nat', secret: 'nat' },
  });
  const market = openSnapshot(bytes);
  const { rows, excludedCounts } = rankOrder(market, orderId, 100);
  expect(
    excludedPlaces(market, specAt(market, market.orderPlace.get(orderId) ?? -1)).filter(
      ({ reason }) => reason === 'i_forloeb',
    ),
  ).toHaveLength(excludedCounts.i_forloeb);
  return { listed: rows.map(({ place }) => places[place] ?? 0).sort(), excludedCounts };
}

test('i forløb på fuld tid: ikke på listen, sagt med datoen, og fri igen, når forløbet slutter', async () => {
  const { app, db } = await openTestApp();
  const by = await addUser(db, 'hanne', ['konsulent'], 'Nord');
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS', ownerUserId: by });
  const hanne = await signIn(app, 'hanne');
  const free = addCitizen(db, { citizenKey: 'B1', terms: [{ text: 'Svejsning' }] });
  const placed = addCitizen(db, { citizenKey: 'B2', name: 'Åse Ås', terms: [{ text: 'Svejsning' }] });
  const order = async (own: object) => {
    const blank = { oensker: '', certifikater: '', koerekort: '', sprog: '', kan_ikke_undgaas: '' };
    const wanted = { titel: 'Svejser', krav: 'Svejsning', timer_min: '30', timer_max: '37' };
    const form = { ...ORDER_FORM, ...blank, ...wanted, virksomhed: String(P), ...own };
    const { location } = await hanne.post('/jobordrer', form);
    return Number(/\d+/.exec(location ?? '')?.[0]);
  };
  const soon = await order({ type: 'ordinaer' });
  const later = await order({ type: 'ordinaer', startdato: '2027-03-13', frist: '2027-03-01' });
  const small = await order({ type: 'smaajob', timer_min: '5', timer_max: '8' });

  /** Who is on the order's list, live over the API and as the night run would have it: always the same. */
  const listed = async (id: number) => {
    const { body } = await hanne.get(`/api/v1/job-orders/${id}/shortlist`);
    const { rows } = JSON.parse(body) as { rows: { citizen: { key: string } }[] };
    const night = atNight(db, id);
    const live = shortlistOf(db, testEngine(), { id }, { today: TODAY });
    expect(live?.rows.map(({ citizen }) => citizen.id).sort()).toEqual(night.listed);
    for (const reason of EXCLUSION_REASONS)
      expect(live?.excludedCounts[reason], reason).toBe(night.excludedCounts[reason]);
    expect(rows).toHaveLength(night.listed.length);
    return night.listed;
  };
  expect(await listed(soon)).toEqual([free, placed]);

  const doer = { at: AT, by };
  const draft = draftOf({
    ...{ citizenId: placed, pNumber: P, type: 'ordinaer', jobFunction: 'Køkken', weeklyHours: 37 },
    ...{ startsOn: '2026-12-10', endsOn: '2027-03-12', overrideReason: 'Aftalt.' },
  });
  const { id = 0 } = db.transaction((tx) => startPlacement(tx, draft, doer), { behavior: 'immediate' });
  const row = () => {
    const found = db.select().from(placement).where(eq(placement.id, id)).get();
    if (!found) throw new Error('not placed');
    return found;
  };
  // Agreed only, and begins after the order does: the two would collide.
  expect(await listed(soon)).toEqual([free]);
  expect(await listed(later)).toEqual([free, placed]);
  expect(await listed(small)).toEqual([free, placed]);
  const { body } = await hanne.get(`/jobordrer/${soon}/sorteret-fra?grund=i_forloeb`);
  expect(body).toContain('I forløb på fuld tid');
  expect(body).toContain('i forløb til 12.03.2027 på fuld tid; ordren starter 01.12.2026.');

  const longer = { endsOn: '2027-03-13', reason: 'Mere tid.', overrideReason: 'Aftalt.' };
  expect(extendPlacement(db, row(), longer, doer).outcome).toBe('saved');
  expect(await listed(later)).toEqual([free]);
  const fewer = { fromDate: '2027-02-01', weeklyHours: 20, shifts: [], overrideReason: null };
  expect(changeHours(db, row(), fewer, doer).outcome).toBe('saved');
  expect(await listed(later)).toEqual([free, placed]);
  expect(await listed(soon)).toEqual([free]);
  expect(withdrawPlacement(db, row(), 'Skrevet ved en fejl.', doer).outcome).toBe('saved');
  expect(await listed(soon)).toEqual([free, placed]);

  const running = { ...draft, startsOn: '2026-11-01', endsOn: null, formKey: null };
  const again = db.transaction((tx) => startPlacement(tx, running, doer), { behavior: 'immediate' });
  expect(await listed(later)).toEqual([free]);
  const end = { endedOn: '2026-11-20', ended: 'andet', becameOrdinary: null, ordinaryHours: null };
  expect(endPlacement(db, { id: again.id ?? 0, version: 1 }, end, doer).outcome).toBe('saved');
  expect(await listed(soon)).toEqual([free, placed]);
});

const FIRST = '2026-01-01';
const day = fc.integer({ min: 0, max: 40 }).map((days) => addDays(FIRST, days));
const placedAnyhow = fc.record({
  startsOn: day,
  lasts: fc.option(fc.integer({ min: 0, max: 30 })),
  steps: fc.array(fc.record({ after: fc.nat(20), weeklyHours: fc.constantFrom(10, 18.5, 20, 37, 40) }), {
    minLength: 1,
    maxLength: 3,
  }),
});

test('den sidste fulde dag er den, fra hvilken intet mere støder sammen med det mindste arbejde', () => {
  fc.assert(
    fc.property(fc.array(placedAnyhow, { maxLength: 3 }), (all) => {
      const others = all.map(({ startsOn, lasts, steps }, at): Engagement => {
        const fromDates = steps.map(({ after }, nth) => (nth === 0 ? startsOn : addDays(startsOn, after)));
        const hours = steps.map(({ weeklyHours }, nth) => ({
          ...{ fromDate: fromDates[nth] ?? startsOn, weeklyHours, shifts: [] },
        }));
        const lastDay = lasts === null ? null : addDays(startsOn, lasts);
        return { id: at + 1, type: 'ordinaer', cvr: at, jobFunction: `Nr. ${at}`, startsOn, lastDay, hours };
      });
      const until = lastFullDay(others, 37);
      // An order without an end that begins the day after collides with none of them for the tiniest job.
      const collides = (startsOn: string) => {
        const hours = [{ fromDate: startsOn, weeklyHours: 0.01, shifts: [] }];
        const wanted = { id: null, type: 'ordinaer' as const, cvr: 99, jobFunction: 'Ny', startsOn };
        return collisionOf({ ...wanted, lastDay: null, hours }, others, 37) !== null;
      };
      if (until === null) expect(collides('2025-12-01')).toBe(false);
      else if (until === NO_END) expect(collides('2030-01-01')).toBe(true);
      else {
        expect(collides(until)).toBe(true);
        expect(collides(addDays(until, 1))).toBe(false);
      }
    }),
  );
});
