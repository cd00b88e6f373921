import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { desc, eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { dataFiles } from '../db/files.ts';
import { citizenChange, citizenRead } from '../db/schema/citizens.ts';
import { cprKey } from '../db/schema/cpr-keys.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { hashFile } from '../server/backup/make.ts';
import { cprIndex, encryptCpr } from '../server/citizens/cpr.ts';
import { type CprKeys, readConfig } from '../server/config.ts';
import { acceptKeys } from '../server/cpr-keys/check.ts';
import { cprKeyUse, rotateCprKeys } from '../server/cpr-keys/rotate.ts';
import { runImport } from '../server/imports/run-import.ts';
import { logNumberOf } from '../server/log/person.ts';
import { openData } from '../server/start.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { backUp, restored, temporaryFolder } from './backup-town.ts';
import { csv, openDesk } from './imports-builders.ts';
import { addCitizen } from './job-orders-builders.ts';
import { undoImport } from './undo.ts';

const NOW = '2026-11-29T09:00:00Z';
const now = () => new Date(NOW);
const key = () => randomBytes(32).toString('hex');
const newKeys = () => ({ CPR_KEY: key(), CPR_INDEX_KEY: key() });
type Env = Record<string, string>;

function keysOf(env: Env): CprKeys {
  return readConfig(env).cprKeys ?? expect.fail('no keys');
}

/** Enough for three batches; each number is somebody's own. */
const CITIZENS = 450;
const cprOf = (n: number, era: string) => `6101${era}-${String(n).padStart(4, '0')}`;
const fileOf = (era: string, from = 1) =>
  csv(
    Array.from({ length: CITIZENS - from + 1 }, (_, index) => ({
      borger_id: `B-${1000 + index + from}`,
      maalgruppe: 'kontanthjaelp_jobparat',
      cpr: cprOf(index + from, era),
      jobformidler: 'sara',
    })),
  );

test('nøglerne skiftes i bidder, der kan slås ihjel: alt læses og findes undervejs, og til sidst er de gamle ude', async () => {
  const old = newKeys();
  const desk = openDesk(NOW);
  const { db } = desk;
  await addUser(db, 'sara', ['sagsbehandler']);
  acceptKeys(db, keysOf(old), NOW);
  const created = await desk.take('borgere', fileOf('80'), { cprKeys: keysOf(old) });
  const updated = await desk.take('borgere', fileOf('90'), { cprKeys: keysOf(old) });
  expect([created.created, updated.updated]).toEqual([CITIZENS, CITIZENS]);

  // Restarted with new keys beside the old, and killed in the second batch of citizens.
  const fresh = newKeys();
  const both = { ...fresh, CPR_KEY_OLD: old.CPR_KEY, CPR_INDEX_KEY_OLD: old.CPR_INDEX_KEY };
  const keys = keysOf(both);
  acceptKeys(db, keys, NOW);
  const listsKnew = db.select().from(citizenChange).all();
  db.$client.exec(
    "CREATE TEMP TRIGGER kill BEFORE UPDATE ON citizen WHEN NEW.id = 300 BEGIN SELECT RAISE(ABORT, 'dræbt'); END",
  );
  await expect(rotateCprKeys(db, keys, { now, by: null })).rejects.toThrow('dræbt');
  db.$client.exec('DROP TRIGGER kill');
  expect(cprKeyUse(db, keys)).toEqual({
    numbers: CITIZENS,
    underOldKey: 250,
    keptUnderOldKey: 0,
    needsOldKey: true,
  });

  // Half of them under each key: both are read, both are found.
  const files = dataFiles(desk.folder);
  const onScreen = async (env: Env, ids: number[]) => {
    const { app } = await openTestApp(NOW, { db, files }, 0, env);
    const sara = await signIn(app, 'sara');
    const pages = await Promise.all(
      ids.map((id) => sara.post(`/borgere/${id}/cpr`, { formaal: 'fagsystem' })),
    );
    return pages.map(({ body }) => /\d{6}-\d{4}/.exec(body)?.[0]);
  };
  expect(await onScreen(both, [1, 200, 201, 450])).toEqual([1, 200, 201, 450].map((n) => cprOf(n, '90')));
  expect(await desk.take('borgere', fileOf('90'), { cprKeys: keys })).toMatchObject({ unchanged: CITIZENS });
  const taken = csv([{ borger_id: 'B-999', maalgruppe: 'kontanthjaelp_jobparat', cpr: cprOf(400, '90') }]);
  expect(await desk.take('borgere', taken, { cprKeys: keys })).toMatchObject({
    rejected: [{ reason: 'samme CPR-nummer står på borger B-1400' }],
  });

  expect(await rotateCprKeys(db, keys, { now, by: null })).toBe(250);
  expect(await rotateCprKeys(db, keys, { now, by: null })).toBe(0);
  expect(cprKeyUse(db, keys)).toEqual({
    numbers: CITIZENS,
    underOldKey: 0,
    keptUnderOldKey: 0,
    needsOldKey: false,
  });
  expect(db.select().from(cprKey).all()).toHaveLength(2);
  expect(db.select().from(citizenChange).all()).toEqual(listsKnew);
  expect(db.select().from(auditEvent).where(eq(auditEvent.entity, 'cpr_key')).all()).toHaveLength(1);

  // With the old keys taken away everything opens; what an import overwrote comes back and opens too.
  expect(await onScreen(fresh, [1, 450])).toEqual([cprOf(1, '90'), cprOf(450, '90')]);
  undoImport(db, updated.importId ?? 0, { at: NOW, by: null });
  expect(await onScreen(fresh, [1, 450])).toEqual([cprOf(1, '80'), cprOf(450, '80')]);
  expect(await desk.take('borgere', fileOf('80', 400), { cprKeys: keysOf(fresh) })).toMatchObject({
    unchanged: 51,
  });
});

test('en forkert nøgle afvises ved start på dansk, og ikke en byte er skrevet', () => {
  const folder = temporaryFolder();
  const right: Env = newKeys();
  const open = (env: Env) => openData(readConfig({ DATA_DIR: folder, ...env }), now);
  const { database } = dataFiles(folder);
  const first = open(right);
  addCitizen(first.db, { citizenKey: 'K1', ...sealed(right, '6101901234', 'K1') });
  first.close();
  const bytes = hashFile(database);
  const refused = (env: Env, message: string | RegExp) => {
    expect(() => open(env)).toThrow(message);
    expect(hashFile(database)).toBe(bytes);
    expect(existsSync(`${database}-wal`) && readFileSync(`${database}-wal`).length > 0).toBe(false);
  };
  refused(
    { ...right, CPR_KEY: key() },
    'CPR_KEY er ikke den nøgle, som CPR-numrene er krypteret med. Intet er skrevet.',
  );
  refused({ ...right, CPR_INDEX_KEY: key() }, 'CPR_INDEX_KEY er ikke den nøgle, som borgere bliver fundet');
  refused({ ...newKeys(), CPR_KEY_OLD: key(), CPR_INDEX_KEY_OLD: key() }, 'CPR_KEY_OLD');
  open(right).close();

  // A database from before the key checks is told by its first number.
  const older = open(right);
  older.db.delete(cprKey).run();
  older.close();
  const before = new Database(database);
  before.exec("DROP TABLE cpr_key; DELETE FROM schema_migration WHERE tag >= '0025'");
  before.close();
  expect(() => open({ ...right, CPR_KEY: key() })).toThrow('CPR_KEY er ikke');
  expect(() => open({ ...right, CPR_INDEX_KEY: key() })).toThrow('CPR_INDEX_KEY er ikke');
});

function sealed(env: Env, cpr: string, citizenKey: string) {
  return { cprEncrypted: encryptCpr(keysOf(env), cpr, citizenKey), cprIndex: cprIndex(keysOf(env), cpr) };
}

test('kun borgerens egen sagsbehandler ser hele nummeret, med et formål, og hvert blik er noteret to steder', async () => {
  const env = newKeys();
  const { app, db } = await openTestApp(NOW, undefined, 0, env);
  const own = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
  for (const [name, roles] of [
    ['siv', ['sagsbehandler', 'leder']],
    ['kim', ['konsulent', 'administrator']],
  ] as const)
    await addUser(db, name, [...roles], 'Borger 1');
  const id = addCitizen(db, { citizenKey: 'K1', caseworkerUserId: own, ...sealed(env, '6101901234', 'K1') });
  const without = addCitizen(db, { citizenKey: 'K2', caseworkerUserId: own });
  const address = `/borgere/${id}/cpr`;
  const sara = await signIn(app, 'sara');
  const siv = await signIn(app, 'siv');
  const kim = await signIn(app, 'kim');
  expect((await sara.get(`/borgere/${id}`)).body).toContain('••••••-••••');
  expect((await sara.get(`/borgere/${id}`)).body).toContain(address);
  expect((await siv.get(`/borgere/${id}`)).body).not.toContain(address);
  expect((await siv.post(address, { formaal: 'fagsystem' })).status).toBe(404);
  expect((await kim.post(address, { formaal: 'fagsystem' })).status).toBe(403);
  expect((await sara.get(`/borgere/${without}/cpr`)).body).toContain('ikke noget CPR-nummer her');

  const asked = await sara.get(address);
  expect(asked.body).not.toContain('610190-1234');
  const refused = await sara.post(address, { formaal: 'nysgerrig' });
  expect([refused.status, refused.body.includes('Vælg, hvad nummeret skal bruges til.')]).toEqual([
    422,
    true,
  ]);
  expect(refused.body).not.toContain('610190-1234');
  const readsBefore = db.select().from(citizenRead).all().length;
  const shown = await sara.post(address, { formaal: 'indberetning' });
  expect(shown.body).toContain('610190-1234');
  expect(shown.headers['cache-control']).toBe('no-store');
  expect(db.select().from(citizenRead).all()).toHaveLength(readsBefore + 1);
  const events = () =>
    db.select().from(auditEvent).where(eq(auditEvent.action, 'vis cpr')).orderBy(desc(auditEvent.id)).all();
  expect(events()).toMatchObject([
    { userId: own, entityKey: String(logNumberOf(db, id)), detail: 'indberetning' },
  ]);

  // A look that cannot be written down is not given.
  db.$client.exec(
    "CREATE TEMP TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'fuld'); END",
  );
  const lost = await sara.post(address, { formaal: 'indberetning' });
  expect([lost.status, lost.body.includes('1234')]).toEqual([500, false]);
  expect(db.select().from(citizenRead).all()).toHaveLength(readsBefore + 1);
});

test('et CPR-nummer fra en fil står ikke i klartekst noget sted i datamappen eller i en kopi af den', async () => {
  const folder = temporaryFolder();
  const env = { ...newKeys(), LOG_LEVEL: 'silent' };
  const data = openData(readConfig({ DATA_DIR: folder, ...env }), now);
  onTestFinished(() => data.close());
  await addUser(data.db, 'sara', ['sagsbehandler']);
  const desk = { db: data.db, files: dataFiles(folder) };
  const { app } = await openTestApp(NOW, desk, 0, env);
  const file = path.join(temporaryFolder(), 'borgere.csv');
  writeFileSync(file, fileOf('85', 440));
  const { files } = desk;
  await runImport(data.db, { kind: 'borgere', file, files, cprKeys: keysOf(env), now, by: null });
  const sara = await signIn(app, 'sara');
  const shown = await sara.post('/borgere/1/cpr', { formaal: 'henvendelse' });
  expect(shown.body).toContain(cprOf(440, '85'));
  const searched = await sara.get(`/borgere?q=${cprOf(440, '85')}`);
  expect(searched.location).toBe('/borgere?besked=cpr-i-soegning');
  for (const address of ['/borgere', '/borgere/1', '/api/v1/citizens/1', '/borgere?besked=cpr-i-soegning'])
    expect((await sara.get(address)).body).not.toMatch(/610185-?\d{4}/);
  const kopi = backUp(files, null);
  const { to } = restored(kopi.file, null);
  const found = [folder, to].flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  expect(found.length).toBeGreaterThan(4);
  for (const name of found) {
    const bytes = readFileSync(name).toString('latin1');
    for (let n = 440; n <= CITIZENS; n += 1) {
      const cpr = cprOf(n, '85');
      expect(bytes.includes(cpr) || bytes.includes(cpr.replace('-', '')), name).toBe(false);
    }
  }
});
