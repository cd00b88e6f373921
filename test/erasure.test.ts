import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { openDbReadOnly, openTestDb } from '../db/client.ts';
import { dataFiles } from '../db/files.ts';
import { citizen } from '../db/schema/citizens.ts';
import { formidling } from '../db/schema/formidling.ts';
import { matchRun } from '../db/schema/matching.ts';
import { placement } from '../db/schema/placements.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { restoreBackup } from '../server/backup/restore.ts';
import { readConfig } from '../server/config.ts';
import { readCitizens } from '../server/matching/market.ts';
import { readPlaces } from '../server/matching/places.ts';
import { paths } from '../server/paths.ts';
import { eraseCitizen } from '../server/privacy/erase.ts';
import { readErasures } from '../server/privacy/erasure-list.ts';
import { startRetention } from '../server/privacy/retention-nightly.ts';
import { tablesReaching } from '../server/privacy/walk.ts';
import { FATES } from '../server/privacy/what-goes.ts';
import { openData } from '../server/start.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { backUp, temporaryFolder } from './backup-town.ts';
import { addWholeCitizen, KANARI, NOW, openDiskTown, P } from './whole-citizen.ts';

const CONFIRMED = { grund: 'anmodning', bekraeft: 'SLET' };

test('hver tabel, der fører til en borger, har en skæbne, når borgeren slettes', () => {
  const reached = tablesReaching(openTestDb().$client, 'citizen').filter(({ depth }) => depth > 0);
  expect(reached.map(({ table }) => table).sort()).toEqual(Object.keys(FATES).sort());
});

test('slettet er væk fra hver byte i datamappen, og det, der var talt, er stadig talt', async () => {
  const town = await openDiskTown();
  const { app, db, files, ids, sara } = town;
  const id = addWholeCitizen(town);
  const client = db.$client;
  for (const { table, where, depth } of tablesReaching(client, 'citizen')) {
    if (table === 'erasure') continue;
    expect([table, depth, count(client, `"${table}" WHERE ${where}`, id) > 0]).toEqual([table, depth, true]);
  }
  expect(bytesIn(files.root).flatMap(([, found]) => found)).toEqual(
    expect.arrayContaining(['Kanariella', 'KANARINOTE']),
  );
  const reports = [paths.placementReport, paths.orderReport, paths.setAsides].map(
    (each) => `${each}?fra=2026-10-01`,
  );
  const lea = await signIn(app, 'lea');
  const counted = async () =>
    Promise.all(
      reports.map(async (address) => (await lea.get(address)).body.match(/<td class="number.*?<\/td>/gs)),
    );
  const before = await counted();
  for (const numbers of before) expect(numbers?.length).toBeGreaterThan(0);

  const stig = await signIn(app, 'stig');
  const address = `/borgere/${id}/sletning`;
  expect((await stig.get(address)).status).toBe(404);
  expect((await stig.post(address, CONFIRMED)).status).toBe(404);
  const preview = await sara.get(address);
  for (const told of [
    'Rettelser af oplysninger: 1',
    'Formidlingslog: kommentarer: 1',
    'interne kommentar: 1',
  ])
    expect(preview.body).toContain(told);
  const empty = await sara.post(address, { grund: '', bekraeft: 'ja' });
  expect(empty.status).toBe(422);
  for (const told of ['Vælg, hvorfor der slettes.', 'Skriv SLET for at bekræfte.', 'value="ja"'])
    expect(empty.body).toContain(told);
  expect((await sara.post(address, CONFIRMED)).location).toBe('/borgere?besked=borger-slettet');

  expect(bytesIn(files.root)).toEqual([]);
  expect(await counted()).toEqual(before);
  expect(db.select().from(placement).where(eq(placement.citizenId, id)).all()).toHaveLength(1);
  const [{ citizenPlaces = null } = {}] = db.select().from(matchRun).all();
  expect([...readPlaces(citizenPlaces)]).toEqual([7, 0, 9]);
  expect((await sara.get(`/borgere/${id}`)).status).toBe(404);
  expect((await sara.get(address)).status).toBe(404);
  expect((await sara.get('/borgere')).body).toContain('0 borgere');
  expect(readCitizens(db, [id], '2026-11-29')).toEqual([]);
  expect(() => db.update(citizen).set({ name: 'Genopstået' }).where(eq(citizen.id, id)).run()).toThrow();
  expect(db.select().from(auditEvent).where(eq(auditEvent.action, 'slet')).all()).toMatchObject([
    { userId: ids.sara, detail: 'anmodning' },
  ]);
  const list = readErasures(files.erasures);
  expect(list).toMatchObject([{ who: 'borger', id, reason: 'anmodning' }]);
  expect(Object.keys(list[0] ?? {})).toHaveLength(5);
});

test('den, der er i gang et sted, afsluttes først, og navnet på to røres ikke', async () => {
  const town = await openDiskTown();
  const { db, sara } = town;
  const id = addWholeCitizen(town);
  const address = `/borgere/${id}/sletning`;
  db.update(placement).set({ endsOn: '2027-01-31' }).run();
  db.update(formidling).set({ stage: 'delt', ended: null }).run();
  const refused = await sara.post(address, CONFIRMED);
  expect([refused.status, refused.body.includes('Afslut først')]).toEqual([409, true]);
  for (const told of ['Borgeren er i et forløb.', 'Borgeren står på en ordres tavle.'])
    expect(refused.body).toContain(told);
  expect(db.select({ name: citizen.name }).from(citizen).all()).toEqual([{ name: KANARI.name }]);
  db.update(placement).set({ endedOn: '2026-11-01', ended: 'andet' }).run();
  db.update(formidling).set({ stage: 'ej', ended: 'andet' }).run();
  await town.hanne.post(`/virksomheder/${P}/personer`, { navn: KANARI.name, rolle: 'leder' });
  expect((await sara.get(address)).body).toContain('En anden hedder det samme');
  await sara.post(address, CONFIRMED);
  expect(
    count(db.$client, "job_order WHERE instr(internal_comment, 'Kanariella') > 0 AND id > 0 * @id", id),
  ).toBe(1);
});

test('en kopi fra før sletningen gentager den, før nogen kommer ind', async () => {
  const town = await openDiskTown();
  const { db, env, files, sara } = town;
  const id = addWholeCitizen(town);
  db.update(placement).set({ endsOn: '2027-01-31' }).run();
  const { file } = backUp(files, null);
  db.update(placement).set({ endedOn: '2026-11-01', ended: 'andet' }).run();
  await sara.post(`/borgere/${id}/sletning`, CONFIRMED);

  const to = path.join(temporaryFolder(), 'ny');
  restoreBackup({ file, to, key: undefined, now: new Date(NOW) });
  expect(bytesIn(to).length).toBeGreaterThan(0);
  const data = openData(readConfig({ DATA_DIR: to, ...env }), () => new Date(NOW));
  onTestFinished(() => data.close());
  expect(bytesIn(to)).toEqual([]);
  expect(data.db.select().from(placement).all()).toMatchObject([{ endedOn: '2026-11-29', jobFunction: '–' }]);
  const event = data.db.select().from(auditEvent).where(eq(auditEvent.action, 'gendan')).get();
  expect(event?.detail).toContain('slettet igen: 1');
  const { app } = await openTestApp(NOW, { db: data.db, files: dataFiles(to) }, 0, env);
  expect((await (await signIn(app, 'sara')).get(`/borgere/${id}`)).status).toBe(404);
});

test('en kontaktperson slettes også: navnet er væk, samtalerne er der', async () => {
  const { app, db, files, hanne } = await openDiskTown();
  const { name, phone, email } = KANARI;
  const firm = `/virksomheder/${P}`;
  const person = { navn: name, rolle: 'lagerchef', telefon: phone, mail: email };
  await hanne.post(`${firm}/personer`, person);
  await hanne.post('/personer/1', { ...person, rolle: 'direktør', forladt: '' });
  const talk = { art: 'telefon', retning: 'ud', udfald: 'opnaaet', dato: '2026-11-27', person: name };
  await hanne.post(`${firm}/kontakter`, { ...talk, note: `${name} ringer selv.`, personoplysninger: 'ja' });
  const told = (await hanne.get('/personer/1/indsigt')).body;
  for (const one of [name, phone, email, 'direktør', 'lagerchef']) expect(told).toContain(one);

  expect((await hanne.get('/personer/1/sletning')).body).toContain('Slet person');
  expect((await hanne.post('/personer/1/sletning', { grund: 'anmodning' })).status).toBe(422);
  expect((await hanne.post('/personer/1/sletning', CONFIRMED)).status).toBe(303);
  expect(bytesIn(files.root)).toEqual([]);
  expect((await hanne.get('/personer/1')).status).toBe(404);
  expect((await hanne.get(`${firm}/personer`)).body).toContain('Ingen kontaktpersoner endnu.');
  expect(readErasures(files.erasures)).toMatchObject([{ who: 'kontaktperson', id: 1 }]);
  expect(count(db.$client, 'contact WHERE @id = 1', 1)).toBe(1);
  expect((await (await signIn(app, 'hanne')).get(firm)).status).toBe(200);
});

function count(client: Database.Database, from: string, id: number): number {
  return Number(client.prepare(`SELECT count(*) FROM ${from}`).pluck().get({ id }));
}

/** The files of a folder that hold a word of the citizen's, in any of the ways that SQLite may write it. Backups are not looked into. */
function bytesIn(root: string): [string, string[]][] {
  const sealed = ['v1:'];
  const words = [
    'Kanariella',
    'kanariella',
    'Sporl',
    'sporl',
    KANARI.phone,
    KANARI.key,
    KANARI.cpr,
    KANARI.note,
    ...sealed,
  ];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('backups'))
    .flatMap((entry): [string, string[]][] => {
      const text = readFileSync(path.join(entry.parentPath, entry.name)).toString('latin1');
      const found = words.filter((word) => text.includes(Buffer.from(word).toString('latin1')));
      return found.length > 0 ? [[entry.name, found]] : [];
    });
}

test('mens noget læser, kan loggen ikke tømmes: det står på Driftsstatus, ingen venter, og det sker bagefter af sig selv', async () => {
  const town = await openDiskTown();
  const { app, db, files } = town;
  const id = addWholeCitizen(town);
  await addUser(db, 'drift', ['administrator']);
  const drift = await signIn(app, 'drift');
  const inLog = () => {
    const wal = readFileSync(`${files.database}-wal`);
    return wal.includes(KANARI.name) || wal.includes(KANARI.note);
  };
  const reader = openDbReadOnly(files.database);
  reader.$client.exec('BEGIN');
  reader.$client.prepare('SELECT count(*) FROM citizen').get();
  const started = performance.now();
  expect(eraseCitizen(db, files, id, { reason: 'anmodning', at: NOW, by: null })).toBe(true);
  // Far less than the five seconds that a write may wait.
  expect(performance.now() - started).toBeLessThan(4000);
  expect(inLog()).toBe(true);
  expect((await drift.get('/drift')).body).toContain('står endnu i databasens log');
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const nightly = startRetention({
    db,
    files,
    now: () => new Date('2026-11-29T00:30:00Z'),
    log,
    lookEvery: 20,
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(inLog()).toBe(true);
  reader.$client.exec('COMMIT');
  await expect.poll(() => statSync(`${files.database}-wal`).size).toBe(0);
  await nightly.stop();
  reader.$client.close();
  expect((await drift.get('/drift')).body).not.toContain('står endnu i databasens log');
});
