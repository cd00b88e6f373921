import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDb } from '../db/client.ts';
import { dataFiles } from '../db/files.ts';
import { backupRun } from '../db/schema/backup.ts';
import { company } from '../db/schema/companies.ts';
import { session } from '../db/schema/users.ts';
import { drillNewest } from '../server/backup/drill.ts';
import { hashFile } from '../server/backup/make.ts';
import { isDue } from '../server/backup/nightly.ts';
import { restoreBackup } from '../server/backup/restore.ts';
import { backupName, backupsToDelete, instantOf } from '../server/backup/retention.ts';
import { runBackup, runDrill } from '../server/backup/runs.ts';
import { readHeader, seal } from '../server/backup/seal.ts';
import { readConfig } from '../server/config.ts';
import { headOf } from '../server/log/append.ts';
import { openData } from '../server/start.ts';
import { addUser, openTestApp, signIn, stranger } from './app.ts';
import {
  backUp,
  everyFlipIsRefused,
  KEY,
  placesIn,
  restored,
  tablesOf,
  temporaryFolder,
} from './backup-town.ts';
import { fillLog } from './log-tampers.ts';
import { openTown } from './night-run-town.ts';

const AT = '2026-11-29T02:30:00.000Z';
const text = (file: string) => readFileSync(file).toString('latin1');

test('en kopi rummer alt, også det, der kun står i loggen, og kan kun læses med nøglen', () => {
  const town = openTown({ orders: 3, citizens: 8 });
  const { file, rows } = backUp(town.files);
  expect(rows).toBeGreaterThan(20);
  expect(restored(file).tables).toEqual(tablesOf(town.files.database));
  expect(text(file).includes('Hemmelig Person')).toBe(false);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readHeader(file)).toMatchObject({
    at: AT,
    program: expect.stringMatching(/^\d/),
    schema: expect.stringMatching(/^\d{4}_/),
  });
  expect(() => restored(file, Buffer.alloc(32))).toThrow('en anden BACKUP_KEY');
  expect(() =>
    restoreBackup({ file, to: path.join(temporaryFolder(), 'x'), key: undefined, now: new Date(AT) }),
  ).toThrow('Sæt BACKUP_KEY');

  const plain = backUp(town.files, null, '2026-11-29T02:31:00.000Z');
  expect(text(plain.file).includes('Hemmelig Person')).toBe(true);
  expect(restored(plain.file, null).tables).toEqual(tablesOf(town.files.database));
  expect(readdirSync(town.files.backups)).toHaveLength(2);
});

test('en kopi med én ændret byte, en afkortet og en forlænget afvises', () => {
  const town = openTown({ orders: 1, citizens: 4 });
  const sealed = backUp(town.files);
  const plain = backUp(town.files, null, '2026-11-29T02:31:00.000Z');
  everyFlipIsRefused(sealed.file, placesIn(sealed.bytes, 12, 7), KEY);
  everyFlipIsRefused(plain.file, placesIn(plain.bytes, 12, 11), undefined);
  const cut = path.join(temporaryFolder(), 'kort.kopi');
  copyFileSync(sealed.file, cut);
  truncateSync(cut, sealed.bytes - 40);
  expect(() => restored(cut)).toThrow('ændret eller afkortet');
  writeFileSync(cut, Buffer.concat([readFileSync(sealed.file), Buffer.from('x')]));
  expect(() => restored(cut)).toThrow('ændret eller afkortet');
  writeFileSync(cut, 'ikke en kopi, men noget helt andet');
  expect(() => restored(cut)).toThrow('ikke en sikkerhedskopi');
});

test('en kopi, der tages mens andre skriver, er ét øjeblik af databasen', async () => {
  const town = openTown({ orders: 1, citizens: 2 });
  const options = { db: town.db, files: town.files, key: KEY, now: () => new Date(AT) };
  let written = 0;
  let done = false;
  const backup = runBackup(options, 'haand').finally(() => {
    done = true;
  });
  // Two rows in each transaction: a snapshot of one moment never holds an odd number of them.
  while (!done) {
    town.db.transaction(
      (tx) => {
        for (const _ of [1, 2]) {
          written += 1;
          tx.insert(company)
            .values({ cvr: 20_000_000 + written, createdAt: AT, updatedAt: AT })
            .run();
        }
      },
      { behavior: 'immediate' },
    );
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { file } = await backup;
  const { tables } = restored(file);
  expect(written).toBeGreaterThan(0);
  expect((tables.company?.rows ?? 0) % 2).toBe(1);
  expect(tables).toEqual(readHeader(file).tables);
});

test('en gendannelse skriver aldrig oven i en datamappe', () => {
  const town = openTown({ orders: 1, citizens: 1 });
  const { file } = backUp(town.files);
  const before = hashFile(town.files.database);
  expect(() => restoreBackup({ file, to: town.files.root, key: KEY, now: new Date(AT) })).toThrow(
    'er en datamappe i forvejen',
  );
  expect(hashFile(town.files.database)).toBe(before);
  expect(existsSync(town.files.restored)).toBe(false);
  const { to } = restored(file);
  expect(() => restoreBackup({ file, to, key: KEY, now: new Date(AT) })).toThrow(
    'er en datamappe i forvejen',
  );
});

test('første start af en gendannet mappe afslutter de sessioner, der ellers blev levende igen', async () => {
  const town = openTown({ orders: 1, citizens: 1 });
  const userId = await addUser(town.db, 'kim', ['administrator']);
  town.db.insert(session).values({ idHash: 'x', userId, createdAt: AT, lastSeenAt: AT }).run();
  const { to } = restored(backUp(town.files).file);
  const data = openData(readConfig({ DATA_DIR: to }), () => new Date('2026-11-29T09:00:00Z'));
  expect(data.db.select().from(session).where(eq(session.idHash, 'x')).get()?.endedAt).toBe(
    '2026-11-29T09:00:00.000Z',
  );
  data.close();
  expect(existsSync(dataFiles(to).restored)).toBe(false);
});

test('prøven ser efter, at loggen er hel, og at den levende log stadig har, hvad kopien slutter med', () => {
  const town = openTown({ orders: 1, citizens: 1 });
  const { backups: folder, root, database } = town.files;
  const problems = () => drillNewest({ folder, root, database, key: KEY }).problems;
  const { $client } = town.db;
  const { head } = fillLog(town.db, 6);
  backUp(town.files);
  expect(problems()).toEqual([]);
  $client.exec(`DROP TRIGGER citizen_read_no_delete; DELETE FROM citizen_read WHERE id = ${head.number}`);
  expect(problems()).toEqual([
    expect.stringContaining('mangler den række, som kopien slutter med (nr. 6 fra'),
  ]);
  backUp(town.files, KEY, '2026-11-29T03:30:00.000Z');
  expect(problems()).toEqual(['Udløseren citizen_read_no_delete, der beskytter loggen, er væk.']);
});

test('prøven gendanner den nyeste, finder et andet indhold og rydder op efter sig', () => {
  const town = openTown({ orders: 2, citizens: 3 });
  const { backups: folder, root, database } = town.files;
  const drill = () => drillNewest({ folder, root, database, key: KEY });
  expect(drill).toThrow('ingen sikkerhedskopi at prøve');
  const { file } = backUp(town.files);
  expect(drill()).toMatchObject({ file, problems: [] });

  // A program that wrote down one thing and packed another.
  const header = readHeader(file);
  const { salt: _salt, keyId: _keyId, ...plain } = header;
  const changed = path.join(temporaryFolder(), 'aendret.db');
  town.db.$client.prepare('VACUUM INTO ?').run(changed);
  const db = openDb(changed);
  db.$client.pragma('journal_mode = DELETE');
  db.$client.pragma('foreign_keys = OFF');
  db.$client.exec("UPDATE citizen SET name = 'En anden' WHERE id = 1; DELETE FROM company");
  db.$client.close();
  const later = path.join(town.files.backups, backupName('2026-11-29T03:30:00.000Z'));
  seal(changed, later, {
    header: { ...plain, bytes: statSync(changed).size, sha256: hashFile(changed) },
    key: KEY,
  });
  const { problems } = drill();
  expect(problems.join('\n')).toContain('citizen har andet indhold');
  expect(problems.join('\n')).toContain('company har 0 rækker og skulle have 1');
  expect(problems.join('\n')).toContain('En fremmednøgle i job_order');
  expect(readdirSync(town.files.root).filter((name) => name.startsWith('proeve-'))).toEqual([]);
});

test('lyset på administratorens forside følger kopien og prøven', async () => {
  const town = openTown({ orders: 1, citizens: 1 });
  const { app, db, clock } = await openTestApp('2026-11-29T08:00:00Z', town);
  await addUser(db, 'kim', ['administrator']);
  await addUser(db, 'kai', ['konsulent']);
  const kim = await signIn(app, 'kim');
  const options = { db, files: town.files, key: KEY, now: () => clock.now };
  const front = async () => (await kim.get('/')).body;
  expect(await front()).toContain('Den første kommer i nat');
  await runBackup(options, 'nat');
  expect(await front()).toContain('Taget, men ikke prøvet for nylig');
  await runDrill(options, 'nat');
  expect(await front()).toContain('Taget og prøvet');

  const [newest = ''] = readdirSync(town.files.backups);
  writeFileSync(path.join(town.files.backups, newest), 'x');
  await expect(runDrill(options, 'haand')).rejects.toThrow('ændret eller afkortet');
  expect(await front()).toContain('Den seneste kunne ikke gendannes');
  const status = await kim.get('/drift');
  expect(status.body).toContain('Driftsstatus');
  expect(status.body).toContain('Databasens log (WAL)');
  expect(status.body).toContain(String(headOf(db.$client)?.hash.toString('hex')));
  expect(status.body).toContain('ændret eller afkortet');
  expect((await (await signIn(app, 'kai')).get('/drift')).status).toBe(403);
  expect(
    db
      .select()
      .from(backupRun)
      .all()
      .map(({ kind, status: outcome }) => [kind, outcome]),
  ).toEqual([
    ['kopi', 'faerdig'],
    ['proeve', 'faerdig'],
    ['proeve', 'fejlet'],
  ]);
  clock.now = new Date('2026-11-30T16:00:00Z');
  expect(await (await signIn(app, 'kim')).get('/')).toMatchObject({
    body: expect.stringContaining('Den seneste er for gammel'),
  });
  expect((await stranger(app).get('/readyz')).status).toBe(200);
});

test('én kopi for hver dansk dato, også når uret stilles eller sættes tilbage; efter en fejl igen efter en time', () => {
  const { db } = openTown(null);
  const at = (now: string, kind: 'kopi' | 'proeve' = 'kopi') => isDue({ db, now: () => new Date(now) }, kind);
  const note = (startedAt: string, status: 'faerdig' | 'fejlet' = 'faerdig') =>
    db.insert(backupRun).values({ kind: 'kopi', occasion: 'nat', status, startedAt, ms: 1 }).run();
  // The night of 25 October 2026 has two hours from 2 to 3, that of 28 March 2027 has none.
  expect([at('2026-10-25T00:59:00Z'), at('2026-10-25T02:29:00Z'), at('2026-10-25T02:30:00Z')]).toEqual([
    false,
    false,
    true,
  ]);
  note('2026-10-25T02:30:00.000Z');
  expect([at('2026-10-25T02:31:00Z'), at('2026-10-25T22:59:00Z'), at('2026-10-26T02:29:00Z')]).toEqual([
    false,
    false,
    false,
  ]);
  expect(at('2026-10-26T02:30:00Z')).toBe(true);
  note('2027-03-27T02:30:00.000Z');
  expect([at('2027-03-28T01:29:00Z'), at('2027-03-28T01:30:00Z')]).toEqual([false, true]);
  note('2027-03-28T01:30:00.000Z', 'fejlet');
  expect([at('2027-03-28T02:00:00Z'), at('2027-03-28T02:30:00Z')]).toEqual([false, true]);
  note('2027-03-28T02:30:00.000Z');
  expect([at('2027-03-28T01:30:00Z'), at('2027-03-27T05:00:00Z'), at('2027-03-29T00:00:00Z')]).toEqual([
    false,
    false,
    false,
  ]);
  expect(at('2027-03-28T02:31:00Z', 'proeve')).toBe(true);
});

test('de gamle slettes efter dato, aldrig de nyeste, og det kan gentages', () => {
  const day = 86_400_000;
  const instants = fc.array(fc.integer({ min: 0, max: 400 * 24 }), { maxLength: 120 });
  fc.assert(
    fc.property(instants, (hoursAgo) => {
      const now = Date.parse('2026-11-29T08:00:00Z');
      const names = [
        ...new Set(hoursAgo.map((hours) => backupName(new Date(now - hours * 3_600_000).toISOString()))),
      ];
      const gone = new Set(backupsToDelete([...names, 'noter.txt'], new Date(now).toISOString()));
      const kept = names.filter((name) => !gone.has(name)).sort();
      const age = (name: string) => now - Date.parse(instantOf(name) ?? '');
      expect(gone.has('noter.txt')).toBe(false);
      expect(names.filter((name) => age(name) < 3 * day).every((name) => !gone.has(name))).toBe(true);
      expect(kept.at(-1)).toBe([...names].sort().at(-1));
      expect(kept.filter((name) => age(name) >= 3 * day).length).toBeLessThanOrEqual(14 + 8 + 6);
      expect(backupsToDelete(kept, new Date(now).toISOString())).toEqual([]);
    }),
  );
});

test('en beskadiget database serveres ikke: den seneste gode kopi nævnes, og intet skrives', () => {
  const town = openTown({ orders: 20, citizens: 200 });
  const good = backUp(town.files);
  const broken = backUp(town.files, KEY, '2026-11-29T03:30:00.000Z');
  truncateSync(broken.file, broken.bytes - 1);
  town.db.$client.pragma('wal_checkpoint(TRUNCATE)');
  const whole = readFileSync(town.files.database);
  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ['en side nulstillet', (bytes) => Buffer.from(bytes).fill(0, 4096 * 5, 4096 * 6)],
    ['afkortet', (bytes) => bytes.subarray(0, Math.floor(bytes.length / 8192) * 4096)],
    ['hovedet væk', (bytes) => Buffer.from(bytes).fill(0, 0, 100)],
    ['tom med log', () => Buffer.alloc(0)],
  ];
  for (const [name, damage] of damages) {
    const folder = temporaryFolder();
    const files = dataFiles(folder);
    writeFileSync(files.database, damage(whole));
    if (name === 'tom med log') writeFileSync(`${files.database}-wal`, 'x');
    const before = hashFile(files.database);
    const start = () =>
      openData(readConfig({ DATA_DIR: folder, BACKUP_DIR: town.files.backups }), () => new Date(AT));
    expect(start, name).toThrow(`er beskadiget`);
    expect(start, name).toThrow(`Seneste gode sikkerhedskopi er ${good.file}`);
    expect(hashFile(files.database), name).toBe(before);
  }
});
