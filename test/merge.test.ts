import { eq, isNull } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { campaignAnswer, campaignMember } from '../db/schema/campaigns.ts';
import { ordinaryStaff } from '../db/schema/capacity.ts';
import { headcount, pUnit } from '../db/schema/companies.ts';
import { contact } from '../db/schema/contacts.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { coverageOf } from '../server/coverage/queries.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';
import { ORDER_FORM } from './job-orders-builders.ts';

const KEPT = 1_000_000_001;
const OTHER = 1_000_000_002;
const ADDRESS = { streetAddress: 'Roskildevej 1', postcode: '2620', city: 'Albertslund' };

async function openTown() {
  const opened = await openTestApp();
  const { db } = opened;
  const hanneId = await addUser(db, 'hanne', ['konsulent']);
  addFirm(db, { pNumber: KEPT, name: 'Ål & Ørred ApS', fields: ADDRESS });
  addFirm(db, {
    pNumber: OTHER,
    name: 'Ål & Ørred ApS',
    fields: { ...ADDRESS, phone: '12345678', ownerUserId: hanneId },
  });
  const hanne = await signIn(opened.app, 'hanne');
  return { ...opened, hanne, hanneId };
}

/** All that a person sees of the two: what stands, without ids and clocks. */
function state(db: Awaited<ReturnType<typeof openTown>>['db']) {
  const contacts = db
    .select()
    .from(contact)
    .all()
    .filter((row) => row.supersededAt === null);
  const heads = db
    .select()
    .from(headcount)
    .all()
    .filter((row) => row.supersededAt === null);
  return {
    contacts: contacts.map((row) => [
      row.pNumber,
      row.contactDate,
      row.note,
      row.nextStepDate,
      row.nextStepDoneAt,
    ]),
    heads: heads.map((row) => [row.pNumber, row.validFrom, row.count, row.source]).sort(),
    orders: db
      .select()
      .from(jobOrder)
      .all()
      .map((row) => [row.pNumber, row.cvr]),
    owners: db
      .select()
      .from(pUnit)
      .all()
      .map((row) => [row.pNumber, row.ownerUserId, row.mergedInto]),
  };
}

const talk = (note: string) => ({
  dato: '2026-11-20',
  art: 'besoeg',
  retning: 'ud',
  udfald: 'opnaaet',
  note,
  naeste_dato: '2026-12-01',
});

test('two become one with the values chosen, past figures stay, and undoing it brings back exactly what was', async () => {
  const { clock, db, hanne, hanneId } = await openTown();
  await hanne.post(`/virksomheder/${OTHER}/kontakter`, talk('Hos den anden'));
  await hanne.post(`/virksomheder/${KEPT}/kontakter`, talk('Hos den ene'));
  await hanne.post(`/virksomheder/${OTHER}/antal-ansatte`, { antal: '12', dato: '2026-11-20' });
  await hanne.post(`/virksomheder/${OTHER}/personer`, { navn: 'Mette' });
  await hanne.post(`/virksomheder/${OTHER}/aftaler/ny/strategisk`, { fra: '2026-11-22', note: 'Stor' });
  const order = await hanne.post('/jobordrer', {
    ...ORDER_FORM,
    certifikater: '',
    koerekort: '',
    virksomhed: String(OTHER),
  });
  expect(order.status).toBe(303);
  const before = state(db);
  const question = { from: '2026-10-01', to: '2026-11-22', asOf: '2026-11-22T09:10:00.000Z' };
  const knownBefore = coverageOf(db, question);

  const list = (await hanne.get('/virksomheder/dubletter')).body;
  expect(list).toContain('Samme navn og adresse');
  const url = `/virksomheder/${KEPT}/sammenlaegning/${OTHER}`;
  const preview = (await hanne.get(url)).body;
  for (const line of ['Kontakter: 1', 'Jobordrer: 1', 'Personer: 1', 'Ansattetal, som er oplyst til os: 1'])
    expect(preview).toContain(line);

  clock.now = new Date('2026-11-22T09:20:00Z');
  const merged = await hanne.post(url, { valg_telefon: 'lagt_ind', valg_ansvarlig: 'lagt_ind' });
  expect(merged.location).toBe(`/virksomheder/${KEPT}?besked=sammenlagt`);
  const firm = (await hanne.get(merged.location ?? '')).body;
  for (const text of [
    'Hos den anden',
    'Hos den ene',
    'Mette',
    'Strategisk',
    '12345678',
    'Fortryd sammenlægningen',
  ])
    expect([text, firm.includes(text)]).toEqual([text, true]);
  expect((await hanne.get(`/virksomheder/${OTHER}`)).location).toBe(`/virksomheder/${KEPT}`);
  expect((await hanne.get('/virksomheder')).body).toContain('1 virksomhed.');
  expect(db.select().from(pUnit).where(eq(pUnit.pNumber, KEPT)).get()?.ownerUserId).toBe(hanneId);
  expect(coverageOf(db, { ...question, asOf: '2026-11-22T09:30:00.000Z' }).inScope).toBe(1);
  expect(coverageOf(db, question)).toEqual(knownBefore);
  expect((await hanne.get('/virksomheder/dubletter')).body).not.toContain('Samme navn og adresse');

  clock.now = new Date('2026-11-22T09:40:00Z');
  const undone = await hanne.post('/sammenlaegninger/1/fortrydelse', {});
  expect(undone.location).toBe(`/virksomheder/${KEPT}?besked=sammenlaegning-fortrudt`);
  const after = state(db);
  expect({ ...after, contacts: after.contacts.sort() }).toEqual({
    ...before,
    contacts: before.contacts.sort(),
  });
  expect((await hanne.get(`/virksomheder/${KEPT}`)).body).not.toContain('12345678');
  expect((await hanne.get(`/virksomheder/${OTHER}`)).body).toContain('Mette');
  expect(coverageOf(db, { ...question, asOf: '2026-11-22T09:50:00.000Z' }).inScope).toBe(2);
  expect(coverageOf(db, question)).toEqual(knownBefore);
});

test('a contact corrected after the merge goes back as corrected, and one logged since stays', async () => {
  const { clock, db, hanne } = await openTown();
  await hanne.post(`/virksomheder/${OTHER}/kontakter`, talk('Før'));
  clock.now = new Date('2026-11-22T09:20:00Z');
  await hanne.post(`/virksomheder/${KEPT}/sammenlaegning/${OTHER}`, {});
  await hanne.post('/kontakter/2/rettelse', { ...talk('Rettet siden'), begrundelse: 'Slåfejl' });
  await hanne.post(`/virksomheder/${KEPT}/kontakter`, talk('Ny'));
  await hanne.post('/sammenlaegninger/1/fortrydelse', {});
  const standing = db
    .select()
    .from(contact)
    .all()
    .filter((row) => row.supersededAt === null);
  expect(standing.map(({ pNumber, note }) => [pNumber, note])).toEqual([
    [KEPT, 'Ny'],
    [OTHER, 'Rettet siden'],
  ]);
});

test('what is blank is no likeness, and a pair held apart is not suggested again', async () => {
  const { db, hanne } = await openTown();
  addFirm(db, { pNumber: 1_000_000_003, cvr: 24_256_790, name: 'Uden Adresse' });
  addFirm(db, { pNumber: 1_000_000_004, cvr: 35_682_872, name: 'Uden Adresse' });
  const list = (await hanne.get('/virksomheder/dubletter')).body;
  expect(list).not.toContain('Uden Adresse');
  await hanne.post('/virksomheder/dubletter/adskilt', { den_ene: String(OTHER), den_anden: String(KEPT) });
  expect((await hanne.get('/virksomheder/dubletter')).body).toContain('Ingen arbejdssteder ligner hinanden.');
});

test('the one that the register knows is kept, and nothing merges with itself or twice', async () => {
  const { db, hanne } = await openTown();
  db.$client.exec(`INSERT INTO import_batch (id, kind, file_name, sha256, imported_at, created, updated, unchanged)
    VALUES (7, 'virksomheder', 'f.csv', 'x', '2026-01-01T06:00:00.000Z', 1, 0, 0)`);
  db.update(pUnit).set({ importId: 7 }).where(eq(pUnit.pNumber, OTHER)).run();
  const refused = await hanne.post(`/virksomheder/${KEPT}/sammenlaegning/${OTHER}`, {});
  expect([refused.status, refused.body.includes('Behold den fra registret')]).toEqual([422, true]);
  expect((await hanne.post(`/virksomheder/${KEPT}/sammenlaegning/${KEPT}`, {})).status).toBe(404);
  expect((await hanne.post(`/virksomheder/${OTHER}/sammenlaegning/${KEPT}`, {})).status).toBe(303);
  expect((await hanne.post(`/virksomheder/${OTHER}/sammenlaegning/${KEPT}`, {})).status).toBe(422);
});

test('hvad der sendes fra en gammel fane til en virksomhed, der er lagt sammen, lander hos den, der blev beholdt', async () => {
  const { db, hanne } = await openTown();
  await hanne.post(`/virksomheder/${KEPT}/sammenlaegning/${OTHER}`, {});
  const old = `/virksomheder/${OTHER}`;
  const logged = await hanne.post(`${old}/kontakter`, talk('Fra den gamle fane'));
  expect(logged.location).toBe(`/virksomheder/${KEPT}?besked=kontakt-gemt`);
  const body = { contactDate: '2026-11-20', kind: 'telefon', direction: 'ud', outcome: 'opnaaet' };
  expect((await hanne.json('POST', `/api/v1/companies/${OTHER}/contacts`, body)).status).toBe(201);
  await hanne.post(`${old}/antal-ansatte`, { antal: '12', dato: '2026-11-20' });
  await hanne.post(`${old}/personer`, { navn: 'Mette' });
  await hanne.post(`${old}/aftaler/ny/strategisk`, { fra: '2026-11-22', note: 'Stor' });
  const order = { ...ORDER_FORM, certifikater: '', koerekort: '', virksomhed: String(OTHER) };
  expect((await hanne.post('/jobordrer', order)).status).toBe(303);
  for (const table of ['contact', 'contact_person', 'firm_record', 'job_order']) {
    const at = db.$client.prepare(`SELECT DISTINCT p_number FROM ${table}`).pluck().all();
    expect([table, at]).toEqual([table, [KEPT]]);
  }
  const figures = coverageOf(db, { from: '2026-10-01', to: '2026-12-31', asOf: '9999-12-31T23:59:59.999Z' });
  expect([figures.inScope, figures.contacted]).toEqual([1, 1]);
  expect((await hanne.get(`/virksomheder/${KEPT}`)).body).toContain('Fra den gamle fane');
});

test('hverken en rettelse eller en sammenlægning gør en kontakt sent registreret', async () => {
  const { app, clock, hanne } = await openTown();
  await hanne.post(`/virksomheder/${OTHER}/kontakter`, talk('Skrevet ind i tide'));
  clock.now = new Date('2026-12-20T23:30:00Z');
  const later = await signIn(app, 'hanne');
  await later.post('/kontakter/1/rettelse', { ...talk('Rettet en måned efter'), begrundelse: 'Slåfejl' });
  expect((await later.get(`/virksomheder/${OTHER}`)).body).not.toContain('! Registreret');
  await later.post(`/virksomheder/${KEPT}/sammenlaegning/${OTHER}`, {});
  const page = (await later.get(`/virksomheder/${KEPT}`)).body;
  expect(page).toContain('Rettet en måned efter');
  expect(page).not.toContain('! Registreret');
  await later.post(`/virksomheder/${KEPT}/kontakter`, talk('For sent'));
  expect((await later.get(`/virksomheder/${KEPT}`)).body).toMatch(/! Registreret\s+21\.12\.2026/);
});

test('places on the lists of campaigns move along with their answers, and undoing brings back both firms', async () => {
  const { db, hanne } = await openTown();
  addFirm(db, { pNumber: 1_000_000_005, cvr: 24_256_790, name: 'Frisør Åse' });
  const both = { navn: 'Messe', slags: 'messe', filter: 'q=ørred' };
  await hanne.post('/kampagner', both);
  await hanne.post('/kampagner', { ...both, navn: 'Pris', filter: `q=${OTHER}` });
  await hanne.post(`/kampagner/1/virksomheder/${OTHER}`, { tilstand: 'ja', note: 'Kommer med to' });
  await hanne.post(`/kampagner/2/virksomheder/${OTHER}`, { tilstand: 'senere', dato: '2026-11-30' });
  const lists = () => ({
    members: db
      .select()
      .from(campaignMember)
      .all()
      .sort((a, b) => a.campaignId - b.campaignId || a.pNumber - b.pNumber),
    answers: db.select().from(campaignAnswer).all(),
  });
  const before = lists();
  expect(before.members.map(({ campaignId, pNumber }) => [campaignId, pNumber])).toEqual([
    [1, KEPT],
    [1, OTHER],
    [2, OTHER],
  ]);
  const url = `/virksomheder/${KEPT}/sammenlaegning/${OTHER}`;
  expect((await hanne.get(url)).body).toContain('Kampagner, den står på listen til: 2');
  await hanne.post(url, {});
  expect(lists().members).toMatchObject([
    { campaignId: 1, pNumber: KEPT, state: 'ja', note: 'Kommer med to' },
    { campaignId: 2, pNumber: KEPT, state: 'senere', stateDate: '2026-11-30' },
  ]);
  expect(lists().answers.map(({ pNumber }) => pNumber)).toEqual([KEPT, KEPT]);
  expect((await hanne.get('/kampagner/1')).body).toContain('1 af 1');
  await hanne.post('/sammenlaegninger/1/fortrydelse', {});
  expect(lists()).toEqual(before);
});

test('what the kept firm answers after the merge stays with it when the merge is undone', async () => {
  const { db, hanne } = await openTown();
  await hanne.post('/kampagner', { navn: 'Messe', slags: 'messe', filter: 'q=ørred' });
  await hanne.post(`/virksomheder/${KEPT}/sammenlaegning/${OTHER}`, {});
  await hanne.post(`/kampagner/1/virksomheder/${KEPT}`, { tilstand: 'nej' });
  await hanne.post('/sammenlaegninger/1/fortrydelse', {});
  const states = db.select().from(campaignMember).all();
  expect(states.map(({ pNumber, state }) => [pNumber, state]).sort()).toEqual([
    [KEPT, 'nej'],
    [OTHER, 'ikke_ringet'],
  ]);
});

test('årsværk flytter med for de måneder, den anden ikke har, og fortrudt har begge igen deres egne', async () => {
  const { db, hanne, hanneId } = await openTown();
  const add = (pNumber: number, month: string, fullTimeYears: number) =>
    db
      .insert(ordinaryStaff)
      .values({
        pNumber,
        month,
        fullTimeYears,
        source: 'virksomheden',
        recordedAt: '2026-11-20T10:00:00.000Z',
        recordedBy: hanneId,
      })
      .run();
  add(OTHER, '2026-09-01', 4);
  add(OTHER, '2026-10-01', 5);
  add(KEPT, '2026-10-01', 12);
  const standing = () =>
    db
      .select()
      .from(ordinaryStaff)
      .where(isNull(ordinaryStaff.supersededAt))
      .all()
      .map((row) => [row.pNumber, row.month, row.fullTimeYears])
      .sort();
  const before = standing();
  const url = `/virksomheder/${KEPT}/sammenlaegning/${OTHER}`;
  expect((await hanne.get(url)).body).toContain('beholder sine egne): 2');
  await hanne.post(url, {});
  expect(standing()).toEqual([
    [KEPT, '2026-09-01', 4],
    [KEPT, '2026-10-01', 12],
    [OTHER, '2026-10-01', 5],
  ]);
  expect((await hanne.get(`/virksomheder/${KEPT}/kapacitet`)).body).toContain('value="4"');
  await hanne.post('/sammenlaegninger/1/fortrydelse', {});
  expect(standing()).toEqual(before);

  await hanne.post(url, {});
  await hanne.post(`/virksomheder/${KEPT}/kapacitet/aarsvaerk`, { 'aarsvaerk_2026-09-01': '6' });
  await hanne.post('/sammenlaegninger/2/fortrydelse', {});
  expect(standing()).toEqual([...before, [KEPT, '2026-09-01', 6]].sort());
});
