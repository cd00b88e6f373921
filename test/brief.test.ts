import { expect, test } from 'vitest';
import { pUnit } from '../db/schema/companies.ts';
import { contact } from '../db/schema/contacts.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { matchOrderResult, matchRun } from '../db/schema/matching.ts';
import { changeSetting } from '../server/admin/queries.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';
import { addOrder } from './night-run-town.ts';

const HERE = 1_000_000_001;
const THERE = 1_000_000_002;
const ELSEWHERE = 1_000_000_003;
const SHEET = `/virksomheder/${HERE}/besoegsark`;

/** Two places of one CVR number, and a firm of its own. */
async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const { db } = town;
  addFirm(db, { pNumber: HERE, cvr: 10_000_001, name: 'Lageret Nord', employees: 12 });
  addFirm(db, { pNumber: THERE, cvr: 10_000_001, name: 'Lageret Syd' });
  addFirm(db, { pNumber: ELSEWHERE, cvr: 10_000_002, name: 'Bageriet' });
  const ids = {
    hanne: await addUser(db, 'hanne', ['konsulent']),
    karl: await addUser(db, 'karl', ['konsulent']),
  };
  await addUser(db, 'lis', ['leder']);
  await addUser(db, 'kim', ['administrator']);
  return { ...town, ids };
}

type Town = Awaited<ReturnType<typeof openTown>>;

function addContact({ db }: Town, userId: number, fields: Partial<typeof contact.$inferInsert> = {}) {
  db.insert(contact)
    .values({
      pNumber: HERE,
      contactDate: '2026-11-17',
      kind: 'telefon',
      direction: 'ud',
      outcome: 'opnaaet',
      userId,
      recordedAt: '2026-11-17T10:00:00.000Z',
      ...fields,
    })
    .run();
}

test('the sheet tells whom we know, what was said and promised, what is open and how many would fit', async () => {
  const town = await openTown();
  const { app, db, ids } = town;
  addContact(town, ids.hanne, {
    contactPerson: 'Bo Lagerchef',
    note: 'Mangler folk til jul.',
    nextStep: 'Send to kandidater',
    nextStepDate: '2026-11-20',
  });
  addContact(town, ids.hanne, {
    contactPerson: 'Bo Lagerchef',
    contactDate: '2026-10-01',
    note: 'x'.repeat(900),
  });
  addOrder(db, 1);
  addOrder(db, 2);
  db.update(jobOrder).set({ pNumber: HERE, cvr: 10_000_001 }).run();
  const at = '2026-11-22T00:05:00.000Z';
  db.insert(matchRun)
    .values({
      id: 1,
      runKey: 'nat:2026-11-22',
      status: 'faerdig',
      fence: 1,
      engineVersion: 'x',
      orders: 1,
      citizens: 9,
      pairs: 9,
      shards: 1,
      plannedAt: at,
    })
    .run();
  db.insert(matchOrderResult)
    .values({ runId: 1, jobOrderId: 1, fence: 1, rows: 7, excludedCounts: {}, committedAt: at })
    .run();

  const hanne = await signIn(app, 'hanne');
  const sheet = await hanne.get(SHEET);
  expect(sheet.status).toBe(200);
  for (const text of [
    'Bo Lagerchef',
    '2 gange',
    'Mangler folk til jul.',
    'Send to kandidater',
    'overskredet',
    '12',
    'CVR, måned',
    'href="/jobordrer/1/forslag">7 kandidater',
    'Ikke med i den seneste matchkørsel',
  ]) {
    expect(sheet.body).toContain(text);
  }
  expect(sheet.body).toContain(`${'x'.repeat(280)} …`);
  expect((await hanne.get(`/virksomheder/${HERE}`)).body).toContain(SHEET);
  expect((await hanne.get('/')).body).toContain(SHEET);

  // Those without access to citizens get the count alone, an administrator no way into the order either.
  const lis = (await (await signIn(app, 'lis')).get(SHEET)).body;
  expect(lis).toContain('7 kandidater');
  expect(lis).not.toContain('/forslag"');
  const kim = (await (await signIn(app, 'kim')).get(SHEET)).body;
  expect(kim).not.toContain('href="/jobordrer/1"');
  expect((await hanne.get('/virksomheder/1000000009/besoegsark')).status).toBe(404);
});

test('a firm nobody knows has a sheet that says what to ask', async () => {
  const { app } = await openTown();
  const sheet = (await (await signIn(app, 'hanne')).get(`/virksomheder/${ELSEWHERE}/besoegsark`)).body;
  for (const text of ['Ingen navne endnu', 'Vi har aldrig talt med dem', 'Spørg, hvad de mangler']) {
    expect(sheet).toContain(text);
  }
  expect(sheet).not.toContain('Kontaktfred');
});

test('kontaktfred: a colleague’s contact at any place of the CVR number is told of before one calls', async () => {
  const town = await openTown();
  const { app, db, ids, clock } = town;
  addContact(town, ids.karl, { topic: 'rekruttering' });
  const hanne = await signIn(app, 'hanne');
  const pages = (pNumber: number) => [
    `/virksomheder/${pNumber}`,
    `/virksomheder/${pNumber}/besoegsark`,
    `/virksomheder/${pNumber}/kontakter/ny`,
  ];
  for (const url of pages(HERE)) {
    expect((await hanne.get(url)).body, url).toContain(
      'Kontaktet for 5 dage siden af Navn karl (telefon: rekruttering)',
    );
  }
  for (const url of pages(THERE)) {
    expect((await hanne.get(url)).body, url).toContain('(telefon: rekruttering) på Lageret Nord');
  }
  expect((await hanne.get(`/virksomheder/${ELSEWHERE}/besoegsark`)).body).not.toContain('Kontaktfred');
  expect((await (await signIn(app, 'karl')).get(SHEET)).body).not.toContain('Kontaktfred');

  // A form that comes back with an error still says it.
  const failed = await hanne.post(`/virksomheder/${HERE}/kontakter`, { art: 'fax' });
  expect([failed.status, failed.body.includes('Kontaktfred')]).toEqual([422, true]);

  changeSetting(db, 'contactPeaceDays', 4, { at: clock.now.toISOString(), by: null });
  expect((await hanne.get(SHEET)).body).not.toContain('Kontaktfred');
  changeSetting(db, 'contactPeaceDays', 5, { at: clock.now.toISOString(), by: null });
  expect((await hanne.get(SHEET)).body).toContain('Kontaktfred');
  changeSetting(db, 'contactPeaceDays', 0, { at: clock.now.toISOString(), by: null });
  addContact(town, ids.karl, { contactDate: '2026-11-22' });
  expect((await hanne.get(SHEET)).body).not.toContain('Kontaktfred');
});

test('a contact that was corrected away, and imported ones without a user, are told rightly', async () => {
  const town = await openTown();
  const { app, db } = town;
  const hanne = await signIn(app, 'hanne');
  addContact(town, town.ids.karl, { supersededAt: '2026-11-18T10:00:00.000Z' });
  expect((await hanne.get(SHEET)).body).not.toContain('Kontaktfred');
  addContact(town, town.ids.karl, { userId: null, consultantName: 'Gamle Grethe', outcome: 'besked_lagt' });
  expect((await hanne.get(SHEET)).body).toContain('af Gamle Grethe (telefon: besked lagt)');
  expect(db.select().from(pUnit).all()).toHaveLength(3);
});

test('who is noted down stands first with a number to call, and whoever has left the firm is gone', async () => {
  const { app } = await openTown();
  const hanne = await signIn(app, 'hanne');
  const persons = `/virksomheder/${HERE}/personer`;
  const add = (fields: Record<string, string>, key: string) =>
    hanne.post(persons, { rolle: '', telefon: '', mail: '', ...fields, formularnoegle: key });
  await add(
    { navn: 'Mette Ærø', rolle: 'lagerchef', telefon: '12 34 56 78' },
    '11111111-1111-4111-8111-111111111111',
  );
  const sheet = (await hanne.get(SHEET)).body;
  expect(sheet).toMatch(/<strong>Mette Ærø<\/strong>.*lagerchef.*href="tel:12345678".*ikke talt med endnu/s);
  const [, id] = /\/personer\/(\d+)/.exec((await hanne.get(persons)).body) ?? [];
  await hanne.post(`/personer/${id}`, { navn: 'Mette Ærø', rolle: 'lagerchef', forladt: '2026-11-20' });
  expect((await hanne.get(SHEET)).body).not.toContain('Mette Ærø');
});
