import { expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { calendarFeed } from '../db/schema/users.ts';
import { addUser, type Browser, openTestApp, signIn, stranger } from './app.ts';
import { addFirm } from './firms.ts';
import { addOrder } from './night-run-town.ts';

const P = 1_000_000_001;
const LOGGED = { art: 'telefon', retning: 'ud', udfald: 'opnaaet', dato: '2026-11-22' };

async function openTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  addFirm(town.db, { cvr: 10_000_001, name: 'Ærø Køkken, ApS' });
  const hanneId = await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'karl', ['konsulent']);
  await addUser(town.db, 'kim', ['administrator']);
  return { ...town, hanneId, hanne: await signIn(town.app, 'hanne'), outside: stranger(town.app) };
}

async function newAddress(who: Browser): Promise<string> {
  const page = await who.post('/mine-indstillinger/kalender', {});
  const address = /<code>(http[^<]+)<\/code>/.exec(page.body)?.[1] ?? '';
  return new URL(address).pathname;
}

/** The file with its folded lines made whole. */
const unfold = (body: string) => body.replaceAll('\r\n ', '');

test('one’s promises and deadlines stand as whole days, with the firm and what, and nobody else’s', async () => {
  const { hanne, hanneId, app, db, outside } = await openTown();
  await hanne.post(`/virksomheder/${P}/kontakter`, {
    ...LOGGED,
    kontaktperson: 'Bo',
    note: 'hemmeligt',
    naeste_skridt: 'Ring om lageret',
    naeste_dato: '2026-12-01',
  });
  const karl = await signIn(app, 'karl');
  await karl.post(`/virksomheder/${P}/kontakter`, {
    ...LOGGED,
    naeste_skridt: 'Karls aftale',
    naeste_dato: '2026-12-02',
  });
  addOrder(db, 1);
  db.update(jobOrder).set({ ownerUserId: hanneId, deadline: '2026-12-24', title: 'Lagermedarbejder' }).run();
  const address = await newAddress(hanne);
  expect(address).toMatch(/^\/kalender\/[\w-]{43}\.ics$/);
  const feed = await outside.get(address);
  expect([feed.status, feed.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  const text = unfold(feed.body);
  for (const line of [
    'UID:kontakt-1@localhost',
    'DTSTART;VALUE=DATE:20261201',
    'DTEND;VALUE=DATE:20261202',
    'TRIGGER;RELATED=START:PT8H',
    'SUMMARY:Ærø Køkken\\, ApS: Ring om lageret',
    'UID:ordre-1@localhost',
    'DTSTART;VALUE=DATE:20261224',
  ]) {
    expect(text).toContain(line);
  }
  for (const secret of ['Karls', 'hemmeligt', 'Bo\r']) expect(text).not.toContain(secret);
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  for (const line of feed.body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);

  // Corrected, it is the same thing; done, it is gone.
  await hanne.post('/kontakter/1/rettelse', {
    ...LOGGED,
    naeste_skridt: 'Ring om køkkenet',
    naeste_dato: '2026-12-03',
    begrundelse: 'Forkert sted',
  });
  const corrected = unfold((await outside.get(address)).body);
  expect(corrected).toContain('UID:kontakt-1@localhost');
  expect(corrected).toContain('DTSTART;VALUE=DATE:20261203');
  const latest = db.select().from(contact).all().at(-1)?.id ?? 0;
  await hanne.post(`/kontakter/${latest}/naeste-skridt-klaret`, {});
  expect((await outside.get(address)).body).not.toContain('kontakt-1');
});

test('unchanged, it is not sent again', async () => {
  const { hanne, app, clock } = await openTown();
  await hanne.post(`/virksomheder/${P}/kontakter`, {
    ...LOGGED,
    naeste_skridt: 'Ring',
    naeste_dato: '2026-12-01',
  });
  const url = await newAddress(hanne);
  const first = await app.inject({ method: 'GET', url });
  clock.now = new Date('2026-11-23T09:00:00Z');
  const headers = { 'if-none-match': String(first.headers.etag) };
  const again = await app.inject({ method: 'GET', url, headers });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  const page = await (await signIn(app, 'hanne')).get('/mine-indstillinger');
  expect(page.body).toContain('23.11.2026 kl. 10.00');
});

test('only the hash is kept; a new secret, a closed feed and a closed access end the old one without a word', async () => {
  const { hanne, app, db, outside } = await openTown();
  expect((await hanne.get('/mine-indstillinger')).body).toContain('Opret feed');
  const first = await newAddress(hanne);
  const secret = first.slice('/kalender/'.length, -'.ics'.length);
  expect(
    JSON.stringify([db.select().from(calendarFeed).all(), db.select().from(auditEvent).all()]),
  ).not.toContain(secret);
  expect((await hanne.get('/mine-indstillinger')).body).not.toContain(secret);
  expect((await hanne.get('/mine-indstillinger')).body).toContain('Aldrig');
  const second = await newAddress(hanne);
  const gone = await outside.get(first);
  const never = await outside.get(`/kalender/${'x'.repeat(43)}.ics`);
  const odd = await outside.get('/kalender/..%2F.ics');
  expect([gone.status, never.status, odd.status, (await outside.get(second)).status]).toEqual([
    404, 404, 404, 200,
  ]);
  const told = (body: string) => body.replaceAll(/nonce="[^"]+"/g, '');
  expect(told(gone.body)).toBe(told(never.body));

  const kim = await signIn(app, 'kim');
  await kim.post('/brugere/1/adgang', { adgang: 'nej' });
  expect((await outside.get(second)).status).toBe(404);
  await kim.post('/brugere/1/adgang', { adgang: 'ja' });
  expect((await outside.get(second)).status).toBe(200);
  expect((await (await signIn(app, 'hanne')).post('/mine-indstillinger/kalender/lukning', {})).status).toBe(
    303,
  );
  expect((await outside.get(second)).status).toBe(404);
  const events = db
    .select()
    .from(auditEvent)
    .all()
    .filter(({ entity }) => entity === 'calendar_feed');
  expect(events.map(({ action }) => action)).toEqual(['opret', 'opret', 'slet']);
});

test('whoever guesses secrets is soon refused', async () => {
  const { outside } = await openTown();
  let last = 0;
  for (let guess = 0; guess <= 60; guess += 1)
    last = (await outside.get(`/kalender/${String(guess).padStart(43, 'x')}.ics`)).status;
  expect(last).toBe(429);
});
