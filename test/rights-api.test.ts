import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { citizen, citizenRead } from '../db/schema/citizens.ts';
import { placement } from '../db/schema/placements.ts';
import { rightsRequest } from '../db/schema/privacy.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { createToken } from '../server/api-tokens/tokens.ts';
import { readErasures } from '../server/privacy/erasure-list.ts';
import { runRetention } from '../server/privacy/retention.ts';
import { watchApi } from './api-watch.ts';
import { addUser, type Browser, everyItem, openTestApp, signIn, stranger } from './app.ts';
import { addCitizen } from './job-orders-builders.ts';
import { addWholeCitizen, KANARI, openDiskTown, P } from './whole-citizen.ts';

const CONFIRMED = { reason: 'anmodning', confirmation: 'SLET' };

interface Asked {
  id: number;
  citizenId: number;
  dueOn: string;
}

async function ask(by: Browser, citizenId: number, kind: string, receivedOn: string, key?: string) {
  const body = key ? { kind, receivedOn, key } : { kind, receivedOn };
  return by.json('POST', `/api/v1/citizens/${citizenId}/rights-requests`, body);
}

test('et program noterer, forlænger og besvarer henvendelser efter sidens regler, og kun for dem, der må', async () => {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const { app, db, clock } = town;
  const watch = watchApi(app);
  const saraId = await addUser(db, 'sara', ['sagsbehandler'], 'Borger');
  await addUser(db, 'kim', ['sagsbehandler'], 'Borger');
  await addUser(db, 'stig', ['sagsbehandler'], 'Anden');
  for (let n = 1; n <= 3; n += 1)
    addCitizen(db, {
      citizenKey: `K${n}`,
      name: `Borger Nummer${n}`,
      caseworkerUserId: saraId,
      protectedAddress: false,
    });
  const sara = await signIn(app, 'sara');

  const future = await ask(sara, 1, 'indsigt', '2026-11-23');
  expect([future.status, future.data()]).toMatchObject([422, { errors: [{ field: 'receivedOn' }] }]);
  const key = '3f0c1d2e-0000-4000-8000-000000000001';
  const first = (await ask(sara, 1, 'indsigt', '2026-10-31', key)).data<Asked>();
  expect((await ask(sara, 1, 'indsigt', '2026-10-31', key)).data()).toEqual(first);
  expect((await ask(sara, 2, 'indsigt', '2026-10-31', key)).status).toBe(409);
  expect(first).toMatchObject({ citizenId: 1, dueOn: '2026-11-30', outcome: null, closedOn: null });
  for (const id of [2, 3]) expect((await ask(sara, id, 'klage', '2026-11-20')).status).toBe(201);

  const waiting = await everyItem<Asked>(sara, '/api/v1/rights-requests?limit=1');
  expect(waiting.map(({ citizenId }) => citizenId)).toEqual([1, 2, 3]);
  expect(waiting[0]).toMatchObject({ citizenKey: 'K1', name: 'Borger Nummer1' });
  const looks = () => db.select().from(citizenRead).where(eq(citizenRead.purpose, 'api')).all().length;
  const before = looks();
  await sara.json('GET', '/api/v1/rights-requests?limit=2');
  expect(looks() - before).toBe(2);

  const address = `/api/v1/rights-requests/${first.id}`;
  const decide = (body: object, by = sara) => by.change('PATCH', address, body);
  const answered = { outcome: 'afslaaet', reason: 'Notaterne er et andet menneskes.' };
  expect((await sara.json('PATCH', address, answered)).status).toBe(428);
  const seen = String((await sara.json('GET', address)).headers.etag);
  const wrong = async (body: object) => (await decide(body)).data<{ errors: { field: string }[] }>().errors;
  expect(await wrong({ outcome: 'afslaaet' })).toMatchObject([{ field: 'reason' }]);
  expect(await wrong({ reason: 'Uden svar.' })).toMatchObject([{ field: 'outcome' }]);
  expect(await wrong({ extendedReason: ' ' })).toMatchObject([{ field: 'extendedReason' }]);
  expect(await wrong({ extendedReason: '610190-1234' })).toMatchObject([{ field: 'extendedReason' }]);
  expect(await wrong({ ...answered, extendedReason: 'Begge.' })).toMatchObject([{ field: 'outcome' }]);
  const extended = await decide({ extendedReason: 'Mange sager.' });
  expect(extended.data()).toMatchObject({ dueOn: '2027-01-31', extendedReason: 'Mange sager.' });
  expect((await decide({ extendedReason: 'Igen.' })).status).toBe(409);
  expect((await sara.json('PATCH', address, answered, { 'if-match': seen })).status).toBe(412);
  const stig = await signIn(app, 'stig');
  const kim = await signIn(app, 'kim');
  for (const other of [stig, kim])
    expect((await other.json('PATCH', address, answered, { 'if-match': '*' })).status).toBe(404);
  expect((await stig.json('GET', '/api/v1/citizens/1/rights-requests')).status).toBe(404);
  expect(await everyItem(stig, '/api/v1/rights-requests')).toEqual([]);
  clock.now = new Date('2026-11-22T09:20:00Z');
  expect((await decide(answered)).data()).toMatchObject({ ...answered, closedOn: '2026-11-22' });
  expect((await decide(answered)).status).toBe(409);
  expect(await everyItem(sara, '/api/v1/citizens/1/rights-requests')).toMatchObject([answered]);
  expect(db.select().from(rightsRequest).all()).toHaveLength(3);
  const told = db.select({ detail: auditEvent.detail }).from(auditEvent).all();
  for (const detail of ['henvendelse: indsigt', 'henvendelse: afslaaet'])
    expect(told).toContainEqual({ detail });
  watch.check();
});

test('et program læser indsigten, ser, hvad en sletning tager, og sletter som siden', async () => {
  const town = await openDiskTown();
  const { app, db, files, ids, sara, hanne } = town;
  const id = addWholeCitizen(town);
  interface Insight {
    hasCpr: boolean;
    sections: { source: string; title: string; heads: string[]; rows: string[][] }[];
  }
  const insight = await sara.json('GET', `/api/v1/citizens/${id}/insight`);
  for (const told of [KANARI.name, KANARI.phone, KANARI.email, KANARI.key, KANARI.note])
    expect(insight.body).toContain(told);
  expect(insight.body).not.toContain(KANARI.cpr);
  const { hasCpr, sections } = insight.data<Insight>();
  const file = (await sara.get(`/borgere/${id}/indsigt.json`)).data<{ oplysninger: { titel: string }[] }>();
  expect(sections.map(({ title }) => title)).toEqual(file.oplysninger.map(({ titel }) => titel));
  expect(hasCpr).toBe(true);
  expect(sections.every(({ heads, rows }) => rows.every((row) => row.length === heads.length))).toBe(true);
  expect(db.select().from(citizenRead).where(eq(citizenRead.purpose, 'udtraek')).all()).toHaveLength(2);

  const address = `/api/v1/citizens/${id}/erasure`;
  interface Preview {
    version: number;
    going: { title: string; does: string; rows: number }[];
    hindrances: string[];
    mentions: { found: object[]; shared: boolean };
  }
  const preview = async () => (await sara.json('GET', address)).data<Preview>();
  db.update(placement).set({ endsOn: '2027-01-31' }).run();
  const { version, ...shown } = await preview();
  expect(shown.hindrances).toEqual(['forloeb']);
  expect(shown.mentions.found).toContainEqual({ title: 'Jobordrers interne kommentar', rows: 1 });
  expect(shown.going).toContainEqual({ title: 'Rettelser af oplysninger', does: 'slettes', rows: 1 });
  const stig = await signIn(app, 'stig');
  expect((await stig.json('GET', address)).status).toBe(404);
  expect((await stig.json('POST', address, { ...CONFIRMED, version })).status).toBe(404);
  const unsure = await sara.json('POST', address, { ...CONFIRMED, confirmation: 'ja', version });
  expect([unsure.status, unsure.data()]).toMatchObject([422, { errors: [{ field: 'confirmation' }] }]);
  const busy = await sara.json('POST', address, { ...CONFIRMED, version });
  expect([busy.status, busy.data()]).toMatchObject([409, { detail: 'Borgeren er i et forløb.' }]);
  db.update(placement).set({ endedOn: '2026-11-01', ended: 'andet' }).run();
  const old = await sara.json('POST', address, { ...CONFIRMED, version: version - 1 });
  expect([old.status, old.data()]).toMatchObject([409, { title: 'Nogen har rettet i mellemtiden' }]);
  expect(db.select({ name: citizen.name }).from(citizen).get()).toEqual({ name: KANARI.name });
  expect((await sara.json('POST', address, { ...CONFIRMED, version })).status).toBe(204);
  expect((await sara.json('GET', address)).status).toBe(404);
  expect(db.select({ name: citizen.name }).from(citizen).get()).toEqual({ name: null });
  expect(db.select().from(auditEvent).where(eq(auditEvent.action, 'slet')).all()).toMatchObject([
    { userId: ids.sara, detail: 'anmodning' },
  ]);

  const person = { name: KANARI.name, role: 'Lagerchef' };
  expect((await hanne.json('POST', `/api/v1/companies/${P}/persons`, person)).status).toBe(201);
  const held = await hanne.json('GET', '/api/v1/persons/1/insight');
  expect([held.body.includes(KANARI.name), held.data<Insight>().hasCpr]).toEqual([true, false]);
  expect((await hanne.json('GET', '/api/v1/persons/1/erasure')).data()).toHaveProperty('mentions.shared');
  const refused = await hanne.json('POST', '/api/v1/persons/1/erasure', { ...CONFIRMED, confirmation: '' });
  expect(refused.status).toBe(422);
  expect((await hanne.json('POST', '/api/v1/persons/1/erasure', CONFIRMED)).status).toBe(204);
  expect((await hanne.json('GET', '/api/v1/persons/1')).status).toBe(404);
  expect(readErasures(files.erasures)).toMatchObject([{ who: 'borger', id }, { who: 'kontaktperson' }]);
});

test('opbevaringens frister og nætter i tal, og en administrator sætter nye', async () => {
  const { app, db, clock, config } = await openTestApp('2026-11-22T09:00:00Z');
  const watch = watchApi(app);
  const saraId = await addUser(db, 'sara', ['sagsbehandler'], 'Borger');
  await addUser(db, 'lea', ['leder']);
  await addUser(db, 'adam', ['administrator']);
  for (const n of [1, 2]) addCitizen(db, { citizenKey: `K${n}`, name: `Nr ${n}`, caseworkerUserId: saraId });
  const rule = { subject: 'borger', months: 60, validFrom: '2026-11-22', source: 'Slettepolitik § 4' };
  const adam = await signIn(app, 'adam');
  const lea = await signIn(app, 'lea');
  expect((await lea.json('POST', '/api/v1/retention-rules', rule)).status).toBe(403);
  const bad = { ...rule, months: 0, validFrom: '2026-11-01', source: ' ' };
  const wrong = await adam.json('POST', '/api/v1/retention-rules', bad);
  expect(wrong.data<{ errors: { field: string }[] }>().errors.map(({ field }) => field)).toEqual([
    'months',
    'validFrom',
    'source',
  ]);
  const far = { ...rule, validFrom: '2040-01-01' };
  const unasked = await adam.json('POST', '/api/v1/retention-rules', { ...far, erases: 1 });
  expect([unasked.status, unasked.data()]).toMatchObject([
    422,
    {
      errors: [{ field: 'erases', reason: expect.stringContaining('slettes 2 borgere for altid. Skriv 2,') }],
    },
  ]);
  const later = await adam.json('POST', '/api/v1/retention-rules', { ...far, erases: 2 });
  expect(later.data()).toMatchObject({ inForce: false });
  const set = await adam.json('POST', '/api/v1/retention-rules', rule);
  expect([set.status, set.data()]).toMatchObject([201, { ...rule, inForce: true }]);
  expect(await everyItem(lea, '/api/v1/retention-rules?limit=1')).toMatchObject([
    { validFrom: '2040-01-01', inForce: false },
    { months: 60, inForce: true },
  ]);
  const sara = await signIn(app, 'sara');
  await ask(sara, 2, 'klage', '2026-11-20');
  expect((await sara.json('GET', '/api/v1/retention-due')).status).toBe(403);

  clock.now = new Date('2031-12-01T04:00:00Z');
  const next = await signIn(app, 'lea');
  const due = { citizens: 1, persons: 0, kept: { henvendelse: 1 } };
  expect((await next.json('GET', '/api/v1/retention-due')).data()).toEqual(due);
  for (const at of ['2031-12-01T04:30:00Z', '2031-12-02T04:30:00Z'])
    await runRetention(db, { files: config.files, now: () => new Date(at) });
  expect(await everyItem(next, '/api/v1/retention-runs?limit=1')).toMatchObject([
    { onDate: '2031-12-02', citizens: 0, kept: { henvendelse: 1 } },
    { onDate: '2031-12-01', ...due },
  ]);
  watch.check();
});

test('en nøgle til borgere åbner ikke deres rettigheder: det er et område for sig', async () => {
  const { app, db } = await openTestApp('2026-11-22T09:00:00Z');
  const admin = await addUser(db, 'adam', ['administrator']);
  addCitizen(db, { citizenKey: 'K1', name: 'Nr 1', caseworkerUserId: admin, protectedAddress: false });
  const by = { at: '2026-11-22T09:00:00.000Z', by: admin, unusableHash: 'x' };
  const made = (name: string, scopes: Parameters<typeof createToken>[1]['scopes']) =>
    createToken(
      db,
      {
        name,
        roles: ['sagsbehandler', 'leder'],
        teamName: 'Borger',
        scopes,
        requestsPerMinute: 1000,
        expiresAt: '2027-01-01T00:00:00.000Z',
      },
      by,
    ) ?? '';
  const narrow = made('Fagsystem', new Map([['borgere', 'skriv']]));
  const reading = made(
    'ESDH',
    new Map([
      ['borgere', 'laes'],
      ['rettigheder', 'laes'],
    ]),
  );
  const answer = (token: string, path: string) =>
    stranger(app).json('GET', `/api/v1/${path}`, undefined, { authorization: `Bearer ${token}` });
  for (const path of ['citizens/1/insight', 'citizens/1/erasure', 'rights-requests', 'retention-rules']) {
    expect([path, (await answer(narrow, path)).status]).toEqual([path, 403]);
    expect([path, (await answer(reading, path)).status]).toEqual([path, 200]);
  }
  const erasing = await stranger(app).json(
    'POST',
    '/api/v1/citizens/1/erasure',
    { ...CONFIRMED, version: 1 },
    { authorization: `Bearer ${reading}` },
  );
  expect(erasing.status).toBe(403);
});
