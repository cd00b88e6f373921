import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { benefitPeriod } from '../db/schema/citizen-work.ts';
import { citizen } from '../db/schema/citizens.ts';
import { erasure, retentionRun, rightsRequest } from '../db/schema/privacy.ts';
import { readErasures } from '../server/privacy/erasure-list.ts';
import { runRetention } from '../server/privacy/retention.ts';
import { isRetentionDue } from '../server/privacy/retention-nightly.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addCitizen, addFirm } from './job-orders-builders.ts';

const RULE = { hvem: 'borger', maaneder: '60', fra: '2026-11-22', kilde: 'Kommunens slettepolitik § 4' };
const P = 1_020_000_001;

/** Six citizens whose time is over in five years, but for two, and a person who has left a firm. */
async function openOldTown() {
  const opened = await openTestApp('2026-11-22T09:00:00Z');
  const { app, db } = opened;
  const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger');
  await addUser(db, 'lea', ['sagsbehandler', 'leder'], 'Borger');
  await addUser(db, 'adam', ['administrator']);
  const hanne = await addUser(db, 'hanne', ['konsulent']);
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS', ownerUserId: hanne });
  for (let n = 1; n <= 6; n += 1)
    addCitizen(db, {
      citizenKey: `K${n}`,
      name: `Borger Nummer${n}`,
      caseworkerUserId: sara,
      protectedAddress: false,
    });
  const on = { targetGroup: 'kontanthjaelp_jobparat', recordedAt: '2026-01-01T00:00:00.000Z' };
  db.insert(benefitPeriod)
    .values({ ...on, citizenId: 5, fromDate: '2025-01-01' })
    .run();
  db.insert(benefitPeriod)
    .values({ ...on, citizenId: 4, fromDate: '2025-01-01', untilDate: '2026-03-01' })
    .run();
  const k = await signIn(app, 'hanne');
  await k.post(`/virksomheder/${P}/personer`, { navn: 'Mette Mortensen', rolle: 'leder' });
  await k.post('/personer/1', { navn: 'Mette Mortensen', rolle: 'leder', forladt: '2026-11-20' });
  return {
    ...opened,
    sara: await signIn(app, 'sara'),
    lea: await signIn(app, 'lea'),
    adam: await signIn(app, 'adam'),
  };
}

type Town = Awaited<ReturnType<typeof openOldTown>>;

const names = ({ db }: Town) =>
  db
    .select({ name: citizen.name })
    .from(citizen)
    .orderBy(asc(citizen.id))
    .all()
    .map(({ name }) => name?.slice(-1) ?? '-')
    .join('');

async function night(town: Town, at: string): Promise<void> {
  town.clock.now = new Date(at);
  await runRetention(town.db, { files: town.config.files, now: () => town.clock.now });
}

test('uden besluttet frist slettes ingen; med den går de, hvis tid er ude, og de andre bliver med en grund', async () => {
  const town = await openOldTown();
  const { db, adam, sara, lea, config } = town;
  await night(town, '2041-12-01T04:00:00Z');
  expect(names(town)).toBe('123456');
  town.clock.now = new Date('2026-11-22T09:00:00Z');

  const wrong = await (await signIn(town.app, 'adam')).post('/opbevaring', {
    ...RULE,
    maaneder: '0',
    fra: '2026-11-01',
    kilde: '',
  });
  expect(wrong.status).toBe(422);
  for (const told of [
    'fra 1 til 600',
    'i dag eller senere',
    'hvem der har besluttet det',
    'value="2026-11-01"',
  ])
    expect(wrong.body).toContain(told);
  expect((await lea.post('/opbevaring', RULE)).status).toBe(403);
  expect((await adam.post('/opbevaring', RULE)).status).toBe(303);
  await adam.post('/opbevaring', { ...RULE, hvem: 'kontaktperson', maaneder: '24' });
  await sara.post('/borgere/6/henvendelser', { slags: 'klage', modtaget: '2026-11-20' });

  await night(town, '2030-12-31T04:00:00Z');
  expect(names(town)).toBe('123456');
  town.clock.now = new Date('2031-12-01T04:00:00Z');
  const page = (await (await signIn(town.app, 'adam')).get('/opbevaring')).body;
  expect(page).toContain('Kommunens slettepolitik § 4');
  expect(page).toContain('1 med en åben henvendelse');

  // Killed at the third: those before it are gone, and the next look does the rest as if nothing had happened.
  db.$client.exec(
    "CREATE TEMP TRIGGER kill BEFORE UPDATE ON citizen WHEN OLD.id = 3 BEGIN SELECT RAISE(ABORT, 'dræbt'); END",
  );
  await expect(night(town, '2031-12-01T04:30:00Z')).rejects.toThrow('dræbt');
  db.$client.exec('DROP TRIGGER kill');
  expect(names(town)).toBe('--3456');
  expect(isRetentionDue(db, town.clock.now)).toBe(true);
  await night(town, '2031-12-01T04:31:00Z');
  expect(names(town)).toBe('----56');
  expect(isRetentionDue(db, town.clock.now)).toBe(false);
  expect(db.select().from(retentionRun).where(eq(retentionRun.onDate, '2031-12-01')).get()).toMatchObject({
    citizens: 4,
    persons: 0,
    kept: { henvendelse: 1 },
  });
  expect(db.select().from(erasure).where(eq(erasure.reason, 'frist')).all()).toHaveLength(5);
  expect(readErasures(config.files.erasures)).toHaveLength(5);
  await night(town, '2031-12-02T04:30:00Z');
  expect(names(town)).toBe('----56');
});

test('en frist, der sletter nogen den første nat, siger hvor mange og gemmes først, når tallet er skrevet', async () => {
  const town = await openOldTown();
  await night(town, '2026-12-21T04:30:00Z');
  town.clock.now = new Date('2026-12-21T09:00:00Z');
  const asked = await signIn(town.app, 'adam');
  const short = { ...RULE, maaneder: '1', fra: '2026-12-21' };

  const refused = await asked.post('/opbevaring', short);
  expect(refused.status).toBe(422);
  // Today's look has been: the next is the night to the 22nd, when the month is over.
  expect(refused.body).toContain('slettes 5 borgere for altid. Skriv 5, hvis det er meningen.');
  expect((await asked.get('/opbevaring')).body).toContain('Natten til 22.12.2026');
  expect((await asked.post('/opbevaring', { ...short, bekraeft: '50' })).status).toBe(422);
  expect((await asked.get('/opbevaring')).body).toContain('0 borgere og 0 kontaktpersoner slettes.');
  expect((await asked.post('/opbevaring', { ...short, bekraeft: '5' })).status).toBe(303);
  expect((await asked.get('/opbevaring')).body).toContain('5 borgere og 0 kontaktpersoner slettes.');
  const persons = { ...short, hvem: 'kontaktperson' };
  expect((await asked.post('/opbevaring', persons)).body).toContain(
    'slettes 1 kontaktperson for altid. Skriv 1,',
  );
});

test('en henvendelse har en måned, kan forlænges med begrundelse, og et afslag skal begrundes', async () => {
  const town = await openOldTown();
  const { app, db, clock, sara, lea } = town;
  const address = '/borgere/1/henvendelser';
  const empty = await sara.post(address, { slags: '', modtaget: '2026-11-30' });
  expect(empty.status).toBe(422);
  for (const told of ['Vælg, hvad borgeren beder om.', 'i dag eller før', 'value="2026-11-30"'])
    expect(empty.body).toContain(told);
  const once = {
    slags: 'indsigt',
    modtaget: '2026-10-31',
    formularnoegle: '3f0c1d2e-0000-4000-8000-000000000001',
  };
  for (const _ of [1, 2]) expect((await sara.post(address, once)).status).toBe(303);
  expect(db.select().from(rightsRequest).all()).toMatchObject([{ dueOn: '2026-11-30' }]);
  const list = (await lea.get('/henvendelser')).body;
  for (const told of ['30.11.2026', 'om 8 dage', 'Borger Nummer1']) expect(list).toContain(told);

  const answer = `${address}/1/svar`;
  const extension = `${address}/1/forlaengelse`;
  expect((await sara.post(extension, { begrundelse: '' })).body).toContain('borgeren har ret til den');
  expect((await sara.post(extension, { begrundelse: 'Mange sager hos fagsystemet.' })).status).toBe(303);
  expect(db.select().from(rightsRequest).all()).toMatchObject([{ dueOn: '2027-01-31' }]);
  expect((await sara.post(extension, { begrundelse: 'Igen.' })).status).toBe(409);
  clock.now = new Date('2027-02-03T09:00:00Z');
  const again = await signIn(app, 'sara');
  expect((await again.get('/henvendelser')).body).toContain('overskredet for 3 dage siden');
  const bare = await again.post(answer, { svar: 'afslaaet', begrundelse: '' });
  expect([bare.status, bare.body.includes('borgeren har ret til den')]).toEqual([422, true]);
  const cpr = await again.post(answer, { svar: 'delvist', begrundelse: 'Se 610190-1234' });
  expect(cpr.body).toContain('ligner et CPR-nummer');
  const refusal = { svar: 'afslaaet', begrundelse: 'Notaterne er et andet menneskes.' };
  expect((await again.post(answer, refusal)).status).toBe(303);
  expect((await again.post(answer, refusal)).status).toBe(409);
  expect((await again.get(address)).body).toContain('Notaterne er et andet menneskes.');
  expect((await again.get('/henvendelser')).body).toContain('Ingen venter på svar.');
  await addUser(db, 'stig', ['sagsbehandler'], 'Anden');
  expect((await (await signIn(app, 'stig')).get(address)).status).toBe(404);
});
