import { expect, test } from 'vitest';
import { benefitPeriod } from '../db/schema/citizen-work.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const sara = await addUser(town.db, 'sara', ['sagsbehandler'], 'Borger 1');
  await addUser(town.db, 'siv', ['sagsbehandler'], 'Borger 1');
  await addUser(town.db, 'stig', ['sagsbehandler'], 'Borger 2');
  await addUser(town.db, 'hanne', ['konsulent'], 'Nord');
  const id = addCitizen(town.db, {
    citizenKey: 'K1',
    name: 'Åse Ærlig',
    caseworkerUserId: sara,
    benefitSince: '2026-11-01',
  });
  return { ...town, id, url: `/borgere/${id}/ydelse`, sara: await signIn(town.app, 'sara') };
}

const PERIOD = { maalgruppe: 'dagpenge', fra: '2023-03-01', til: '' };

test('en periode skrives, rettes og trækkes tilbage; listen over 52 uger følger med, og det gamle bevares', async () => {
  const { db, id, url, sara } = await openTown();
  expect((await sara.get(`/borgere/${id}`)).body).toContain(`href="${url}"`);
  expect((await sara.get(url)).body).toContain('Der tælles fra 01.11.2026');
  const long = async () => (await sara.get('/borgere/at-se-paa/tre-aar')).body.includes('Åse Ærlig');
  expect(await long()).toBe(false);

  const saved = await sara.post(url, PERIOD);
  expect(saved.location).toBe(`${url}?besked=ydelsesperiode-gemt`);
  expect(await long()).toBe(true);
  const first = db.select().from(benefitPeriod).get();
  const correction = `${url}/${first?.id}`;
  expect((await sara.get(correction)).body).toContain('value="2023-03-01"');

  const unsaid = await sara.post(correction, { ...PERIOD, fra: '2025-03-01', til: '2026-10-31' });
  expect([unsaid.status, unsaid.body]).toEqual([422, expect.stringContaining('Skriv, hvad der var forkert')]);
  expect(unsaid.body).toContain('value="2026-10-31"');
  const corrected = await sara.post(correction, {
    ...PERIOD,
    fra: '2025-03-01',
    til: '2026-10-31',
    begrundelse: 'Sluttede i oktober',
  });
  expect(corrected.status).toBe(303);
  expect(await long()).toBe(false);
  expect((await sara.post(correction, { ...PERIOD, begrundelse: 'Igen' })).status).toBe(409);
  const page = (await sara.get(url)).body;
  expect(page).toContain('Sluttede i oktober');
  expect(page).toContain('31.10.2026');

  const rows = db.select().from(benefitPeriod).all();
  expect(rows).toMatchObject([
    { fromDate: '2023-03-01', supersededReason: 'Sluttede i oktober' },
    { fromDate: '2025-03-01', untilDate: '2026-11-01', supersededAt: null },
  ]);
  const withdrawal = `${url}/${rows[1]?.id}/tilbagetraekning`;
  const refused = await sara.post(withdrawal, { tilbage_begrundelse: 'Oplyst af 130685-1234' });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('href="#felt-tilbage_begrundelse"');
  expect((await sara.post(withdrawal, { tilbage_begrundelse: 'En andens sag' })).status).toBe(303);
  expect((await sara.post(withdrawal, { tilbage_begrundelse: 'En andens sag' })).status).toBe(409);
  expect((await sara.get(url)).body).toContain('Der tælles fra 01.11.2026');
  expect(db.select().from(benefitPeriod).all()).toHaveLength(2);
  const told = db
    .select()
    .from(auditEvent)
    .all()
    .flatMap(({ detail }) => detail ?? []);
  for (const what of ['skrevet', 'rettet', 'trukket tilbage'])
    expect(told).toContain(`ydelsesperiode ${what}`);
  expect(readsIn(db).length).toBeGreaterThan(0);
});

test('det, der er forkert, står ved sit felt, og perioder overlapper aldrig', async () => {
  const { db, url, sara } = await openTown();
  await sara.post(url, { ...PERIOD, fra: '2024-01-01', til: '2024-12-31' });
  for (const [typed, field, reason] of [
    [{ maalgruppe: 'vrøvl' }, 'maalgruppe', 'Vælg den målgruppe'],
    [{ fra: '2026-02-29' }, 'fra', 'Skriv den første dag'],
    [{ fra: '2026-11-23' }, 'fra', 'fremtiden'],
    [{ fra: '2025-03-01', til: '2025-02-28' }, 'til', 'før den første'],
    [{ fra: '2025-03-01', til: 'snart' }, 'til', 'Skriv den sidste dag'],
    [{ fra: '2024-12-31' }, 'fra', 'overlapper den fra 01.01.2024 til 31.12.2024'],
    [{ fra: '2023-06-01', til: '2024-01-01' }, 'til', 'overlapper den fra 01.01.2024'],
  ] as const) {
    const answer = await sara.post(url, { ...PERIOD, ...typed });
    expect([typed, answer.status]).toEqual([typed, 422]);
    expect(answer.body).toContain(`href="#felt-${field}"`);
    expect(answer.body).toContain(reason);
  }
  // The day after, and the day before, is another stretch.
  expect((await sara.post(url, { ...PERIOD, fra: '2025-01-01' })).status).toBe(303);
  expect((await sara.post(url, { ...PERIOD, fra: '2023-06-01', til: '2023-12-31' })).status).toBe(303);
  expect(db.select().from(benefitPeriod).all()).toHaveLength(3);
});

test('den egne sagsbehandler skriver, teamet læser, andre finder intet; programmer får det samme', async () => {
  const { app, db, id, url, sara } = await openTown();
  const siv = await signIn(app, 'siv');
  const read = await siv.get(url);
  expect([read.status, read.body.includes('Ny periode')]).toEqual([200, false]);
  expect((await siv.post(url, PERIOD)).status).toBe(404);
  expect((await (await signIn(app, 'stig')).get(url)).status).toBe(404);
  expect((await (await signIn(app, 'hanne')).get(url)).status).toBe(403);

  const api = `/api/v1/citizens/${id}/benefit-periods`;
  const body = { targetGroup: 'sygedagpenge', fromDate: '2026-01-01', untilDate: null };
  const wrong = await sara.json('POST', api, { ...body, fromDate: '2027-01-01' });
  expect([wrong.status, wrong.data<{ errors: { field: string }[] }>().errors[0]?.field]).toEqual([
    422,
    'fromDate',
  ]);
  const made = await sara.json('POST', api, body);
  expect(made.status).toBe(201);
  const periodId = made.data<{ id: number }>().id;
  const corrections = `${api}/${periodId}/corrections`;
  const change = { ...body, untilDate: '2026-06-01', reason: 'Raskmeldt' };
  expect((await (await signIn(app, 'siv')).json('POST', corrections, change)).status).toBe(404);
  const corrected = await sara.json('POST', corrections, change);
  expect(corrected.status).toBe(201);
  expect((await sara.json('POST', corrections, change)).status).toBe(409);
  const standing = corrected.data<{ id: number }>().id;
  expect((await sara.json('GET', api)).data()).toMatchObject({
    items: [
      { id: standing, untilDate: '2026-06-01', supersededAt: null },
      { id: periodId, supersededReason: 'Raskmeldt', supersededByName: 'Navn sara' },
    ],
  });
  const first = (await sara.json('GET', `${api}?limit=1`)).data<{ nextCursor: string; total: number }>();
  expect(first).toMatchObject({ items: [{ id: standing }], total: 2 });
  const rest = await sara.json('GET', `${api}?limit=1&cursor=${first.nextCursor}`);
  expect(rest.data()).toMatchObject({ items: [{ id: periodId }], nextCursor: null });
  const withdrawal = `${api}/${standing}/withdrawal`;
  expect((await sara.json('POST', withdrawal, { reason: '' })).status).toBe(422);
  expect((await sara.json('POST', withdrawal, { reason: 'En andens' })).status).toBe(204);
  expect(
    db
      .select()
      .from(benefitPeriod)
      .all()
      .every(({ supersededAt }) => supersededAt),
  ).toBe(true);
});
