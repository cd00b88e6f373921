import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { pUnit } from '../db/schema/companies.ts';
import { firmAssignment, ownValue } from '../db/schema/firm-work.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { coverageOf } from '../server/coverage/queries.ts';
import { isCvrNumber } from '../server/register/new-firm.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

async function openFirm() {
  const opened = await openTestApp();
  const { db } = opened;
  const ids = {
    hanne: await addUser(db, 'hanne', ['konsulent'], 'Nord'),
    bo: await addUser(db, 'bo', ['konsulent'], 'Syd'),
    sara: await addUser(db, 'sara', ['sagsbehandler']),
    lea: await addUser(db, 'lea', ['leder']),
  };
  const pNumber = addFirm(db, { fields: { phone: '11111111' } });
  const hanne = await signIn(opened.app, 'hanne');
  return { ...opened, ids, hanne, pNumber, firm: `/virksomheder/${pNumber}` };
}

test('what we know better stands before the register’s, with source and date, and is found by its name', async () => {
  const { app, db, hanne, firm } = await openFirm();
  const own = { kilde: 'virksomheden', dato: '2026-11-20' };
  await hanne.post(`${firm}/egne-oplysninger`, { ...own, felt: 'navn', vaerdi: 'Ærlige Lars' });
  await hanne.post(`${firm}/egne-oplysninger`, { ...own, felt: 'telefon', vaerdi: '22 22 22 22' });
  const page = (await hanne.get(firm)).body;
  expect(page).toContain('<h1>Ærlige Lars</h1>');
  expect(page).toContain('CVR: Lagerfirmaet ApS');
  expect(page.indexOf('22 22 22 22')).toBeLessThan(page.indexOf('11111111'));
  for (const q of ['ærlige', 'lagerfirmaet', 'Lars'])
    expect([
      q,
      (await hanne.get(`/virksomheder?q=${encodeURIComponent(q)}`)).body.includes('Ærlige Lars'),
    ]).toEqual([q, true]);
  expect((await hanne.get(`${firm}/stamdata`)).body).toContain('Virksomheden selv, 20.11.2026');

  // An import writes the register's row alone.
  db.update(pUnit).set({ name: 'Lagerfirmaet II ApS', phone: '33333333' }).run();
  const imported = (await hanne.get(firm)).body;
  expect([imported.includes('Ærlige Lars'), imported.includes('33333333')]).toEqual([true, true]);

  const gone = await hanne.post(`${firm}/egne-oplysninger`, { ...own, felt: 'navn', vaerdi: '' });
  expect(gone.location).toBe(`${firm}/stamdata?besked=egen-fjernet`);
  expect((await hanne.get(firm)).body).toContain('<h1>Lagerfirmaet II ApS</h1>');
  expect((await hanne.get(`${firm}/stamdata`)).body).toContain('Tidligere egne oplysninger');
  expect(db.select().from(ownValue).all()).toHaveLength(3);
  const sara = await signIn(app, 'sara');
  expect((await sara.post(`${firm}/egne-oplysninger`, { ...own, felt: 'navn', vaerdi: 'x' })).status).toBe(
    403,
  );
});

test.each([
  ['no source', { kilde: '' }, 'Vælg, hvor vi ved det fra.'],
  ['a date to come', { dato: '2027-01-01' }, 'kan ikke ligge i fremtiden'],
  ['a number of four digits', { felt: 'telefon', vaerdi: '1234' }, 'mindst otte cifre'],
  ['a CPR number', { vaerdi: '610190-1234' }, 'CPR'],
])('an own value with %s comes back at its field', async (_what, wrong, message) => {
  const { db, hanne, firm } = await openFirm();
  const own = { felt: 'navn', vaerdi: 'Lars', kilde: 'kollega', dato: '2026-11-20' };
  const answer = await hanne.post(`${firm}/egne-oplysninger`, { ...own, ...wrong });
  expect([answer.status, answer.body.includes(message)]).toEqual([422, true]);
  expect(db.select().from(ownValue).all()).toHaveLength(0);
});

test('a firm changes hands with a trace, and a substitute has it among theirs for as long as it says', async () => {
  const { app, clock, db, ids, hanne, pNumber, firm } = await openFirm();
  await hanne.post(`${firm}/ansvarlig`, { ansvarlig: 'mig' });
  const lea = await signIn(app, 'lea');
  await lea.post(`${firm}/ansvarlig`, { ansvarlig: String(ids.bo), til: `${firm}/stamdata` });
  expect((await lea.get(`${firm}/stamdata`)).body).toContain('Navn hanne → Navn bo');
  expect((await lea.post(`${firm}/ansvarlig`, { ansvarlig: String(ids.sara) })).status).toBe(404);
  const owners = db
    .select()
    .from(auditEvent)
    .all()
    .filter(({ action }) => action === 'ansvarlig');
  expect(owners.map(({ userId, detail }) => [userId, detail])).toEqual([
    [ids.hanne, 'ingen → Navn hanne'],
    [ids.lea, 'Navn hanne → Navn bo'],
  ]);

  const mine = async () =>
    (await (await signIn(app, 'hanne')).get('/virksomheder?vis=mine')).body.includes('Lager');
  expect(await mine()).toBe(false);
  const holiday = {
    rolle: 'stedfortraeder',
    hvem: String(ids.hanne),
    fra: '2026-11-24',
    ophoerer: '2026-12-01',
  };
  expect((await hanne.post(`${firm}/tilknytninger`, { ...holiday, ophoerer: '2026-11-01' })).status).toBe(
    422,
  );
  expect((await hanne.post(`${firm}/tilknytninger`, { ...holiday, hvem: '999' })).status).toBe(422);
  await hanne.post(`${firm}/tilknytninger`, holiday);
  expect(await mine()).toBe(false);
  clock.now = new Date('2026-11-24T09:00:00Z');
  expect(await mine()).toBe(true);
  const followUp = { fra: '2026-11-24', note: 'Stor', opfoelgning: '2026-11-25' };
  const later = await signIn(app, 'hanne');
  await later.post(`${firm}/aftaler/ny/strategisk`, followUp);
  expect((await later.get('/')).body).toContain('Strategisk virksomhed');
  clock.now = new Date('2026-12-01T09:00:00Z');
  expect(await mine()).toBe(false);
  expect(db.select().from(firmAssignment).where(eq(firmAssignment.pNumber, pNumber)).all()).toHaveLength(1);
});

test('one follows a firm with a tap and stops with another; a team has its firms and its members’', async () => {
  const { app, db, ids, hanne, firm } = await openFirm();
  addFirm(db, { pNumber: 1_000_000_002, name: 'Hannes Egen ApS', fields: { ownerUserId: ids.hanne } });
  const sara = await signIn(app, 'sara');
  await sara.post(`${firm}/tilknytninger`, { rolle: 'foelger' });
  await sara.post(`${firm}/tilknytninger`, { rolle: 'foelger' });
  expect(db.select().from(firmAssignment).all()).toHaveLength(1);
  expect((await sara.get('/virksomheder?vis=foelger')).body).toContain('1 virksomhed.');
  await sara.post('/tilknytninger/1/ophoer', { til: firm });
  expect((await sara.get('/virksomheder?vis=foelger')).body).toContain('0 virksomheder.');
  const deciding = { rolle: 'stedfortraeder', hvem: String(ids.hanne) };
  expect((await sara.post(`${firm}/tilknytninger`, deciding)).status).toBe(404);

  expect((await hanne.get('/virksomheder?vis=team')).body).toContain('1 virksomhed.');
  await hanne.post(`${firm}/tilknytninger`, { rolle: 'team', hvem: '1' });
  expect((await hanne.get('/virksomheder?vis=team')).body).toContain('2 virksomheder.');
});

describe('a firm made by hand', () => {
  const FIRM = {
    cvr: '24256790',
    p_nummer: '1012345678',
    navn: 'Naboen ApS',
    adresse: 'Hovedvejen 1',
    postnr: '2600',
    by: 'Glostrup',
    kommunekode: '161',
  };

  test('outside the municipality it is used like any other, marked, and out of the denominator', async () => {
    const { clock, db, hanne } = await openFirm();
    const made = await hanne.post('/virksomheder/ny', FIRM);
    expect(made.location).toBe('/virksomheder/1012345678?besked=virksomhed-oprettet');
    const page = (await hanne.get('/virksomheder/1012345678')).body;
    expect(page).toContain('Uden for kommunens opgørelse');
    expect((await hanne.get('/virksomheder/1012345678/stamdata')).body).toContain('Oprettet i hånden');
    await hanne.post('/virksomheder/1012345678/antal-ansatte', { antal: '40', dato: '2026-11-22' });
    const asOf = clock.now.toISOString();
    expect(coverageOf(db, { from: '2026-10-01', to: '2026-11-22', asOf }).inScope).toBe(1);
    expect((await hanne.get('/jobordrer/ny?virksomhed=1012345678')).status).toBe(200);
  });

  test.each([
    ['a CVR number whose check digit is wrong', { cvr: '24256791' }, 'kontrolcifferet skal passe'],
    ['a short P-number', { p_nummer: '123' }, 'P-nummeret er ti cifre'],
    ['no name', { navn: '' }, 'Skriv arbejdsstedets navn.'],
    ['no municipality', { kommunekode: '' }, 'Kommunekoden er tre cifre'],
  ])('%s is refused at its field', async (_what, wrong, message) => {
    const { db, hanne } = await openFirm();
    const answer = await hanne.post('/virksomheder/ny', { ...FIRM, ...wrong });
    expect([answer.status, answer.body.includes(message)]).toEqual([422, true]);
    expect(db.select().from(pUnit).all()).toHaveLength(1);
  });

  test('a number that is taken, or a CVR number with other places, is shown first', async () => {
    const { db, hanne, pNumber } = await openFirm();
    const taken = await hanne.post('/virksomheder/ny', { ...FIRM, p_nummer: String(pNumber) });
    expect([taken.status, taken.body.includes('P-nummeret findes allerede')]).toEqual([409, true]);
    db.update(pUnit).set({ name: 'Søster' }).run();
    await hanne.post('/virksomheder/ny', FIRM);
    const sister = { ...FIRM, p_nummer: '1012345679' };
    const asked = await hanne.post('/virksomheder/ny', sister);
    expect([asked.status, asked.body.includes('allerede arbejdssteder med det CVR-nummer')]).toEqual([
      422,
      true,
    ]);
    expect((await hanne.post('/virksomheder/ny', { ...sister, alligevel: 'ja' })).status).toBe(303);
  });

  test('the check digit of domain.md', () => {
    expect(['35682872', '11617034', '24256790', '66137112', '12208030'].every(isCvrNumber)).toBe(true);
    expect(['24256791', '2425679', '02425679', 'abcdefgh', ''].some(isCvrNumber)).toBe(false);
  });
});
