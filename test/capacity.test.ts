import { expect, test } from 'vitest';
import { merbeskaeftigelse, ordinaryStaff } from '../db/schema/capacity.ts';
import { company } from '../db/schema/companies.ts';
import { placement, placementHours } from '../db/schema/placements.ts';
import { capacityOf, capacityOpinion } from '../server/capacity/queries.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen, addFirm } from './job-orders-builders.ts';

const P = 1_020_000_001;
const MONTHS = ['2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01'];
const figures = (...years: string[]) =>
  Object.fromEntries(MONTHS.map((month, at) => [`aarsvaerk_${month}`, years[at] ?? '']));

async function openTown() {
  const opened = await openTestApp('2026-11-25T09:00:00Z');
  const { app, db } = opened;
  const by = await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'lea', ['leder']);
  await addUser(db, 'karl', ['administrator']);
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const cvr = db.select().from(company).get()?.cvr ?? 0;
  const at = '2026-10-01T08:00:00.000Z';
  let people = 0;
  const place = (values: Partial<typeof placement.$inferInsert>, weeklyHours = 37) => {
    const citizenId = addCitizen(db, { citizenKey: `B${people++}` });
    const row = { citizenId, pNumber: P, cvr, jobFunction: 'lager', startsOn: '2026-10-01', version: 1 };
    const { id } = db
      .insert(placement)
      .values({ ...row, type: 'virksomhedspraktik', createdAt: at, createdBy: by, updatedAt: at, ...values })
      .returning({ id: placement.id })
      .get();
    db.insert(placementHours)
      .values({ placementId: id, fromDate: '2026-10-01', weeklyHours, recordedAt: at, recordedBy: by })
      .run();
  };
  return { ...opened, cvr, place, hanne: await signIn(app, 'hanne') };
}

test('måleren skriver regnestykket ud: årsværk, i brug, hvornår den næste slutter, og hvem der mangler at skrive under', async () => {
  const { app, db, place, hanne } = await openTown();
  const empty = (await hanne.get(`/virksomheder/${P}`)).body;
  expect(empty).toContain('Virksomhedens ordinære årsværk er ikke oplyst.');
  expect(empty).toContain('Merbeskæftigelse (CVR): ikke spurgt.');
  expect(
    capacityOpinion(db, { pNumber: P, type: 'virksomhedspraktik', startsOn: '2026-11-25', weeklyHours: 37 }),
  ).toMatchObject({ answer: 'mangler' });

  const url = `/virksomheder/${P}/kapacitet/aarsvaerk`;
  expect((await hanne.post(url, figures('23', '23', '24', '24'))).status).toBe(303);
  place({ endsOn: '2027-02-12', representativeSignedOn: '2026-09-20' });
  place({ type: 'loentilskud_privat', endsOn: '2027-03-01' }, 18.5);
  place({ endsOn: '2027-04-01', representativeSignedOn: '2026-09-20' });
  // Neither counts: fleksjob is not in the numerator, and one has been withdrawn, one has ended.
  place({ type: 'fleksjob' });
  place({ withdrawnAt: '2026-10-02T08:00:00.000Z', withdrawnReason: 'fejl' });
  place({ endsOn: '2027-01-01', endedOn: '2026-11-01', ended: 'andet' });
  const line =
    '23,5 årsværk: 23,5/5 = 4 pladser; 2,5 i brug; 1,5 ledige; næste slutter 12.02.2027 → 2,5 ledige';
  for (const page of ['', '/kapacitet', '/besoegsark']) {
    const { body } = await hanne.get(`/virksomheder/${P}${page}`);
    expect(body, page).toContain(line);
    expect(body, page).toContain('1 forløb uden medarbejderrepræsentantens underskrift');
  }
  expect((await hanne.get(`/virksomheder/${P}/kapacitet`)).body).toContain('Delvise pladser rundes ned');
  const ask = { pNumber: P, type: 'virksomhedspraktik', startsOn: '2026-11-25' } as const;
  expect(capacityOpinion(db, { ...ask, weeklyHours: 37 })).toMatchObject({ answer: 'ja', sentence: line });
  place({ endsOn: '2027-05-01' });
  expect(capacityOpinion(db, { ...ask, weeklyHours: 18.5 }).answer).toBe('ja');
  expect(capacityOpinion(db, { ...ask, weeklyHours: 20 }).answer).toBe('nej');
  expect(capacityOpinion(db, { ...ask, type: 'fleksjob', weeklyHours: 37 }).answer).toBe('ja');
  // On the day after the first has ended there is room again.
  expect(capacityOf(db, P, '2027-02-12').inUse).toBeCloseTo(3.5);
  expect(capacityOf(db, P, '2027-02-13').inUse).toBeCloseTo(2.5);

  const lea = await signIn(app, 'lea');
  expect((await lea.get(`/virksomheder/${P}/kapacitet`)).body).not.toContain('Gem årsværk');
  const karl = await signIn(app, 'karl');
  expect((await karl.get(`/virksomheder/${P}/kapacitet`)).status).toBe(403);
  expect((await karl.get(`/virksomheder/${P}`)).body).not.toContain('Plads til støttede');
});

test('en måned, der mangler, siges; en rettelse bevarer det gamle tal; fejl står ved feltet', async () => {
  const { db, hanne } = await openTown();
  const url = `/virksomheder/${P}/kapacitet/aarsvaerk`;
  await hanne.post(url, figures('', '', '10', '12'));
  expect((await hanne.get(`/virksomheder/${P}`)).body).toContain(
    '11 årsværk (kun 2 af 4 måneder er oplyst): 11/5 = 2 pladser',
  );
  const refused = await hanne.post(url, figures('', '', 'mange', '12'));
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('#felt-aarsvaerk_2026-09-01">Årsværk skrives som et tal');
  expect(refused.body).toContain('value="mange"');
  expect((await hanne.post(url, figures())).body).toContain('Skriv årsværk for mindst én måned.');
  await hanne.post(url, figures('', '', '10', '13,5'));
  const kept = db.select().from(ordinaryStaff).all();
  expect(
    kept.map(({ month, fullTimeYears, supersededAt }) => [month, fullTimeYears, supersededAt !== null]),
  ).toEqual([
    ['2026-09-01', 10, false],
    ['2026-10-01', 12, true],
    ['2026-10-01', 13.5, false],
  ]);
  // Figures of the autumn say nothing of the summer after.
  expect(capacityOf(db, P, '2027-06-15').staff).toBeNull();
});

test('merbeskæftigelse gælder hele virksomheden, og et program kan det samme', async () => {
  const { db, cvr, hanne } = await openTown();
  const url = `/virksomheder/${P}/kapacitet/merbeskaeftigelse`;
  const refused = await hanne.post(url, { seneste: 'x', gennemsnit: '', spurgt: '2027-01-01' });
  expect(refused.status).toBe(422);
  for (const field of ['seneste', 'gennemsnit', 'ledig', 'spurgt'])
    expect(refused.body).toContain(`#felt-${field}"`);
  const answer = { seneste: '23,5', gennemsnit: '22', ledig: 'nej', spurgt: '2026-11-20' };
  expect((await hanne.post(url, answer)).status).toBe(303);
  expect((await hanne.get(`/virksomheder/${P}`)).body).toContain('✓ Opfyldt');

  const api = `/api/v1/companies/${P}`;
  const asked = { askedOn: '2026-11-24', latestYears: 20, averageYears: 22, vacated: false };
  const given = await hanne.json('POST', `${api}/merbeskaeftigelse`, asked);
  expect(given.status, given.body).toBe(200);
  expect(db.select().from(merbeskaeftigelse).all()).toHaveLength(2);
  expect((await hanne.get(`/virksomheder/${P}`)).body).toContain('! Ikke opfyldt');
  const months = MONTHS.map((month) => ({ month, fullTimeYears: 60 }));
  expect((await hanne.json('POST', `${api}/ordinary-staff`, { months })).data()).toMatchObject({
    places: 11,
    writtenOut: '60 årsværk: 50/5 + 10/10 = 10 + 1 = 11 pladser; 0 i brug; 11 ledige',
    merbeskaeftigelse: { latestYears: 20 },
  });
  const odd = await hanne.json('POST', `${api}/ordinary-staff`, {
    months: [{ month: '2026-11-01', fullTimeYears: 1 }],
  });
  expect(odd.data()).toMatchObject({ status: 422, errors: [{ field: 'months.0.month' }] });
  expect(cvr).toBeGreaterThan(0);
});
