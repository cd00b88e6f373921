import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
import { webhookDelivery } from '../db/schema/webhooks.ts';
import { holdBack } from '../server/webhooks/deliveries.ts';
import { post } from '../server/webhooks/send.ts';
import { type SenderOptions, sendDue } from '../server/webhooks/sender.ts';
import { isPublic } from '../server/webhooks/targets.ts';
import { addUser, type Browser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';
import { isGenuine, openReceiver } from './webhook-receiver.ts';

const P = 1_000_000_001;

async function opened(receiver: { origin: string }) {
  const town = await openTestApp(undefined, undefined, 0, { WEBHOOK_PRIVATE_TARGETS: receiver.origin });
  const { app, db, clock, config } = town;
  await addUser(db, 'drift', ['administrator']);
  const hanne = await addUser(db, 'hanne', ['konsulent']);
  addFirm(db, {
    pNumber: P,
    cvr: 10_000_001,
    name: 'Ål & Ørred ApS',
    employees: 12,
    fields: { ownerUserId: hanne },
  });
  const formKey = config.formKey ?? Buffer.alloc(0);
  const drift = await signIn(app, 'drift');
  const sender = {
    db,
    formKey,
    targets: config.webhookTargets,
    now: () => clock.now,
    log: { error: () => undefined },
  };
  return { ...town, drift, hanne: await signIn(app, 'hanne'), sender: sender satisfies SenderOptions };
}

async function secretOf(drift: Browser, origin: string): Promise<string> {
  const fields = { navn: 'ESDH', adresse: `${origin}/modtag`, emner: ['contact', 'p_unit'] };
  const answer = await drift.post('/webhooks', fields);
  expect(answer.status).toBe(200);
  return /<code>(whsec_[^<]+)<\/code>/.exec(answer.body)?.[1]?.replaceAll('&#x3D;', '=') ?? '';
}

const CALL = {
  art: 'telefon',
  retning: 'ud',
  udfald: 'opnaaet',
  dato: '2026-11-20',
  note: 'Mette mangler to til lageret.',
};

test('en kontakt giver en underskrevet besked uden navne; svarer modtageren ikke, prøves igen med samme nummer', async () => {
  const receiver = await openReceiver({ status: 503 });
  const town = await opened(receiver);
  const { db, clock, drift, hanne, sender } = town;
  const secret = await secretOf(drift, receiver.origin);
  expect((await drift.get('/webhooks/1')).body).not.toContain(secret);
  expect(JSON.stringify(db.$client.prepare('SELECT * FROM webhook').all())).not.toContain(
    secret.slice(6, 30),
  );

  expect((await hanne.post(`/virksomheder/${P}/kontakter`, CALL)).status).toBe(303);
  expect(await sendDue(sender)).toBe(1);
  expect(await sendDue(sender)).toBe(0);
  const [first] = receiver.received;
  expect(JSON.parse(first?.body ?? '')).toEqual({
    type: 'contact.opret',
    timestamp: '2026-11-22T09:00:00.000Z',
    data: { entity: 'contact', action: 'opret', id: '1' },
  });
  expect((await drift.get('/webhooks/1')).body).toContain('503 · Modtageren svarede ikke 2xx');

  receiver.answer.status = 200;
  clock.now = new Date(clock.now.getTime() + 10_000);
  expect(await sendDue(sender)).toBe(1);
  const [, second] = receiver.received;
  expect(second?.body).toBe(first?.body);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(Number(second?.headers['webhook-timestamp'])).toBe(Number(first?.headers['webhook-timestamp']) + 10);
  expect((await drift.get('/webhooks/1?vis=leveret')).body).toContain('✓ Leveret');

  if (!second) throw new Error('nothing came');
  expect(isGenuine(second, secret, clock.now)).toBe(true);
  expect(isGenuine({ ...second, body: second.body.replace('"1"', '"2"') }, secret, clock.now)).toBe(false);
  const later = { ...second, headers: { ...second.headers, 'webhook-timestamp': '1795338000' } };
  expect(isGenuine(later, secret, clock.now)).toBe(false);
  expect(isGenuine(second, secret, new Date(clock.now.getTime() + 301_000))).toBe(false);
});

test('besked og ændring skrives sammen: kan den ene ikke gemmes, er der ingen af dem', async () => {
  const receiver = await openReceiver();
  const { db, drift, hanne, sender } = await opened(receiver);
  await secretOf(drift, receiver.origin);
  db.run(
    sql`CREATE TRIGGER no_message BEFORE INSERT ON webhook_delivery BEGIN SELECT RAISE(ABORT, 'nej'); END`,
  );
  expect((await hanne.post(`/virksomheder/${P}/kontakter`, CALL)).status).toBe(500);
  expect(db.select().from(contact).all()).toEqual([]);
  db.run(sql`DROP TRIGGER no_message`);
  db.run(sql`CREATE TRIGGER no_contact BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'nej'); END`);
  expect((await hanne.post(`/virksomheder/${P}/kontakter`, CALL)).status).toBe(500);
  expect(db.select().from(webhookDelivery).all()).toEqual([]);
  expect(await sendDue(sender)).toBe(0);
});

test('efter to døgns fejl opgives beskeden; »Send igen« sender den, og en lukket webhook sender intet', async () => {
  const receiver = await openReceiver({ status: 500 });
  const { app, clock, drift, hanne, sender } = await opened(receiver);
  await secretOf(drift, receiver.origin);
  await hanne.post(`/virksomheder/${P}/kontakter`, CALL);
  for (let hour = 0; hour < 60; hour += 1) {
    await sendDue(sender);
    clock.now = new Date(clock.now.getTime() + 3_600_000);
  }
  expect(receiver.received.length).toBe(9);
  const again = await signIn(app, 'drift');
  const page = (await again.get('/webhooks/1?vis=opgivet')).body;
  expect(page).toContain('✕ Opgivet');
  expect(page).toContain('Send den opgivne igen');
  receiver.answer.status = 200;
  expect((await again.post('/webhooks/1/beskeder/1/send-igen', {})).location).toContain('webhook-sendes');
  expect(await sendDue(sender)).toBe(1);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await again.post('/webhooks/1/proeve', {});
  await again.post('/webhooks/1/lukning', {});
  expect(await sendDue(sender)).toBe(0);
  expect((await again.post('/webhooks/1/beskeder/1/send-igen', {})).status).toBe(404);
});

const INNER = [
  ...[
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...[
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
  ],
  ...[
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '::10.0.0.1',
    '64:ff9b::a00:1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::',
  ],
  ...[
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '5f00::1',
    'ikke en adresse',
    '',
  ],
];
const OUTER = [
  '8.8.8.8',
  '193.163.102.1',
  '172.15.0.1',
  '172.32.0.1',
  '100.128.0.1',
  '2a00:1450:4001::1',
  '2606:4700::1111',
];

test('ingen besked når det indre net, hverken ved adresse, navn, omdirigering eller anden skrivemåde', async () => {
  expect(INNER.filter(isPublic)).toEqual([]);
  expect(OUTER.filter(isPublic)).toEqual(OUTER);

  const inner = await openReceiver();
  const port = new URL(inner.origin).port;
  const sent = (url: string, targets: { origins?: string[]; privateOrigins?: string[] }) =>
    post({ url, body: '{}', headers: {}, targets: { origins: [], privateOrigins: [], ...targets } });
  const spelled = [
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost',
    'LOCALHOST.',
  ];
  for (const host of spelled) {
    const url = `http://${host}:${port}/`;
    expect([host, await sent(url, { origins: [new URL(url).origin] })]).toEqual([
      host,
      { ok: false, status: null, problem: expect.stringMatching(/privat_adresse|ukendt_vaert/) },
    ]);
  }
  const listed = { privateOrigins: ['https://esdh.example'] };
  for (const url of [
    `${inner.origin}/`,
    'https://esdh.example.ond.example/',
    'https://esdh.example:8443/',
    'http://esdh.example/',
    'https://bruger:kode@esdh.example/',
    'https://ond.example/#https://esdh.example',
    'https://esdh.example@ond.example/',
    'file:///etc/passwd',
    'ikke en adresse',
  ])
    expect([url, await sent(url, listed)]).toEqual([
      url,
      { ok: false, status: null, problem: 'ikke_tilladt' },
    ]);

  const turning = await openReceiver({ status: 307, location: `${inner.origin}/hemmeligt` });
  expect(await sent(turning.origin, { privateOrigins: [turning.origin, inner.origin] })).toEqual({
    ok: false,
    status: 307,
    problem: 'omdirigering',
  });
  expect([turning.received.length, inner.received.length]).toEqual([1, 0]);
});

test('skiftes FORM_KEY, siger beskeden det, og en ny hemmelighed bringer den frem', async () => {
  const receiver = await openReceiver();
  const { drift, hanne, sender } = await opened(receiver);
  await secretOf(drift, receiver.origin);
  await hanne.post(`/virksomheder/${P}/kontakter`, CALL);
  expect(await sendDue({ ...sender, formKey: Buffer.alloc(32, 1) })).toBe(1);
  expect((await drift.get('/webhooks/1')).body).toContain(
    'Hemmeligheden kan ikke læses (FORM_KEY er skiftet): lav en ny',
  );
  expect((await drift.post('/webhooks/1/hemmelighed', {})).body).toContain('whsec_');
  await drift.post('/webhooks/1/send-igen', {});
  await sendDue(sender);
  expect(receiver.received.length).toBe(1);
});

test('en gendannet mappe sender ikke af sig selv, hvad den forrige har sendt', async () => {
  const receiver = await openReceiver();
  const { db, drift, hanne, sender } = await opened(receiver);
  await secretOf(drift, receiver.origin);
  await hanne.post(`/virksomheder/${P}/kontakter`, CALL);
  holdBack(db);
  expect(await sendDue(sender)).toBe(0);
  expect((await drift.get('/webhooks/1')).body).toContain('Fra før en gendannelse');
});

test('kun tilladte modtagere kan skrives; det skrevne kommer tilbage med en fejl ved feltet', async () => {
  const receiver = await openReceiver();
  const { drift } = await opened(receiver);
  await secretOf(drift, receiver.origin);
  const twice = { navn: 'ESDH', adresse: `${receiver.origin}/modtag`, emner: ['contact'] };
  expect((await drift.post('/webhooks', twice)).body).toContain('En åben webhook har allerede den adresse.');
  const answer = await drift.post('/webhooks', { navn: 'E', adresse: 'https://ond.example/x' });
  expect(answer.status).toBe(422);
  for (const text of [
    'value="https://ond.example/x"',
    'Skriv et navn på 2–100 tegn.',
    'Adressen er ikke tilladt.',
    'Vælg mindst ét emne.',
  ])
    expect(answer.body).toContain(text);
});
