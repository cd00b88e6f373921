import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDb } from '../db/client.ts';
import { migrationsFolder } from '../db/files.ts';
import { migrate } from '../db/migrate.ts';
import { user } from '../db/schema/users.ts';
import { writePeriod } from '../server/citizens/benefit-periods.ts';
import { decryptCpr } from '../server/citizens/cpr.ts';
import { CPR_KEYS, csv, hashOfAllTables, type ImportDesk, jsonLines, openDesk } from './imports-builders.ts';
import { undoImport } from './undo.ts';

type Row = Record<string, string>;

function borger(id: string, changes: Row = {}): Row {
  return {
    borger_id: id,
    cpr: '',
    navn: 'Åse Øllegaard',
    maalgruppe: 'kontanthjaelp_jobparat',
    ledig_siden: '2025-09-01',
    ydelse_siden: '',
    foedselsaar: '1990',
    postnummer: '2620',
    danskniveau: 'DU3 modul 5',
    sprog: 'engelsk flydende|arabisk',
    jobmaal: 'lagermedarbejder|chauffør|rengøring',
    kompetencer: 'pakning| gaffeltruck |',
    erfaring: 'lager (3,5)|kok (2 år)|frivillig',
    certifikater: 'truck B|ADR (2027-05-01)',
    koerekort: 'B|C',
    transport: 'bil|Cykel',
    timer_min: '20',
    timer_max: '37',
    arbejdstid: 'dag|aften',
    behov: 'mentor',
    kan_starte: '2026-12-01',
    maa_deles: 'ja',
    beskyttet_adresse: '',
    jobformidler: 'anne',
    ...changes,
  };
}

function addUser(desk: ImportDesk, username: string, ...roles: string[]): void {
  const [user] = desk.all(
    "INSERT INTO user (username, name, password_hash, created_at) VALUES (?, 'N', 'x', '2026-01-01T00:00:00.000Z') RETURNING id",
    username,
  );
  for (const role of roles)
    desk.all('INSERT INTO user_role (user_id, role) VALUES (?, ?) RETURNING role', user?.id, role);
}

const termsOf = (desk: ImportDesk) =>
  desk
    .all('SELECT kind, text, years, last_year, expires_on FROM citizen_term ORDER BY kind, position')
    .map((row) => Object.values(row));

test('en borger første gang, igen, og ændret', async () => {
  const desk = openDesk();
  addUser(desk, 'anne', 'sagsbehandler');
  const file = csv([
    borger('B-1'),
    borger('B-2', { jobformidler: 'Ukendt Navn', maalgruppe: 'ledighedsydelse' }),
  ]);
  expect(await desk.take('borgere', file)).toMatchObject({ created: 2, rejected: [], ignored: [] });
  expect(desk.all('SELECT * FROM citizen ORDER BY citizen_key')).toMatchObject([
    {
      citizen_key: 'B-1',
      name_folded: 'åse øllegaard',
      target_group: 'kontanthjaelp_jobparat',
      benefit_since: '2025-09-01',
      transports: '["bil","cykel"]',
      working_times: '["dag","aften"]',
      needs: '["mentor"]',
      may_be_shared: 1,
      protected_address: null,
      caseworker_user_id: 1,
      caseworker_name: null,
      version: 1,
    },
    {
      citizen_key: 'B-2',
      target_group: 'fleksjobvisiteret',
      caseworker_user_id: null,
      caseworker_name: 'Ukendt Navn',
    },
  ]);
  expect(
    termsOf(desk)
      .slice(0, 12)
      .filter((_, index) => index % 2 === 0),
  ).toEqual([
    ['certifikat', 'truck B', null, null, null],
    ['certifikat', 'ADR', null, null, '2027-05-01'],
    ['erfaring', 'lager', 3.5, null, null],
    ['erfaring', 'kok', 2, null, null],
    ['erfaring', 'frivillig', null, null, null],
    ['jobmaal', 'lagermedarbejder', null, null, null],
  ]);

  const before = hashOfAllTables(desk.db);
  desk.clock.now = new Date('2026-11-23T09:00:00Z');
  expect(await desk.take('borgere', file)).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 2,
    importId: null,
  });
  expect(hashOfAllTables(desk.db)).toBe(before);

  const changed = csv([
    borger('B-1', { jobmaal: 'chauffør|lagermedarbejder|rengøring', maa_deles: 'nej' }),
    borger('B-2', { jobformidler: 'Ukendt Navn', maalgruppe: 'ledighedsydelse' }),
  ]);
  expect(await desk.take('borgere', changed, { dryRun: true })).toMatchObject({ updated: 1, unchanged: 1 });
  expect(hashOfAllTables(desk.db)).toBe(before);
  expect(await desk.take('borgere', changed)).toMatchObject({ updated: 1, unchanged: 1 });
  expect(
    desk.all("SELECT may_be_shared, version, created_at, updated_at FROM citizen WHERE citizen_key = 'B-1'"),
  ).toEqual([
    {
      may_be_shared: 0,
      version: 2,
      created_at: '2026-11-22T09:00:00.000Z',
      updated_at: '2026-11-23T09:00:00.000Z',
    },
  ]);
  expect(
    desk.all("SELECT text FROM citizen_term WHERE citizen_id = 1 AND kind = 'jobmaal' ORDER BY position"),
  ).toEqual([{ text: 'chauffør' }, { text: 'lagermedarbejder' }, { text: 'rengøring' }]);
});

test('JSON Lines med lister, tal og objekter giver det samme som CSV', async () => {
  const json = {
    ...borger('B-1'),
    postnummer: 2620,
    foedselsaar: 1990,
    timer_min: 20,
    maa_deles: true,
    sprog: ['engelsk flydende', 'arabisk'],
    jobmaal: ['lagermedarbejder', 'chauffør', 'rengøring'],
    kompetencer: ['pakning', 'gaffeltruck'],
    erfaring: [{ titel: 'lager', aar: 3.5 }, { titel: 'kok', aar: '2' }, { titel: 'frivillig' }],
    certifikater: ['truck B', 'ADR (2027-05-01)'],
    koerekort: ['B', 'C'],
    transport: ['bil', 'cykel'],
    arbejdstid: ['dag', 'aften'],
    behov: ['mentor'],
  };
  const desk = openDesk();
  await desk.take('borgere', csv([borger('B-1')]));
  expect(await desk.take('borgere', jsonLines([json]))).toMatchObject({ unchanged: 1, rejected: [] });
  await desk.take('borgere', jsonLines([{ ...json, erfaring: [{ titel: 'lager', aar: 3, til: 2024 }] }]));
  expect(desk.all("SELECT years, last_year FROM citizen_term WHERE kind = 'erfaring'")).toEqual([
    { years: 3, last_year: 2024 },
  ]);
});

test('et felt, som filen ikke nævner, bliver ladt i fred; et tomt bliver tømt', async () => {
  const desk = openDesk();
  await desk.take('borgere', csv([borger('B-1')]));
  await desk.take(
    'borgere',
    jsonLines([{ borger_id: 'B-1', maalgruppe: 'dagpenge', kompetencer: null, sprog: '' }]),
  );
  expect(desk.all('SELECT name, target_group, may_be_shared, hours_min FROM citizen')).toEqual([
    { name: 'Åse Øllegaard', target_group: 'dagpenge', may_be_shared: 1, hours_min: 20 },
  ]);
  const kinds = desk.all('SELECT DISTINCT kind FROM citizen_term ORDER BY 1').map((row) => row.kind);
  expect(kinds).toEqual(['certifikat', 'erfaring', 'jobmaal', 'koerekort']);
});

test('CPR ligger krypteret: aldrig i klar tekst i databasens fil, før eller efter en rettelse', async () => {
  const folder = openDesk().folder;
  const file = path.join(folder, 'samtlige.db');
  const db = openDb(file);
  migrate(db.$client, { folder: migrationsFolder, now: () => new Date() });
  const desk = openDesk('2026-11-22T09:00:00Z', db);
  const cprs = ['610190-1234', '6202915678'];
  await desk.take(
    'borgere',
    csv([borger('B-1', { cpr: cprs[0] as string }), borger('B-2', { cpr: cprs[1] as string })]),
  );
  expect(await desk.take('borgere', csv([borger('B-1', { cpr: '6101901234' })]))).toMatchObject({
    unchanged: 1,
  });
  await desk.take('borgere', csv([borger('B-1', { cpr: '630390-1111' }), borger('B-2', { cpr: '' })]));
  const [first, second] = desk.all('SELECT cpr_encrypted, cpr_index FROM citizen ORDER BY id');
  expect(decryptCpr(CPR_KEYS, String(first?.cpr_encrypted), 'B-1')).toBe('6303901111');
  expect(second).toEqual({ cpr_encrypted: null, cpr_index: null });
  expect(desk.all("SELECT count(*) AS n FROM import_change WHERE before LIKE '%v1:%'")).toEqual([{ n: 2 }]);
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(file).toString('latin1') + readFileSync(`${file}-wal`).toString('latin1');
  expect(bytes).toContain('B-1');
  for (const cpr of ['6101901234', '610190-1234', '6202915678', '620291-5678', '6303901111', '630390-1111'])
    expect(bytes).not.toContain(cpr);
});

test('uden nøgler stopper en fil med CPR på første række med et', async () => {
  const desk = openDesk();
  const before = hashOfAllTables(desk.db);
  const file = csv([
    borger('B-1'),
    borger('B-2', { cpr: '610190-1234' }),
    borger('B-3', { cpr: '610190-1235' }),
  ]);
  expect(await desk.take('borgere', file, { cprKeys: undefined })).toMatchObject({
    rejected: [{ line: 3, field: 'cpr', reason: expect.stringContaining('CPR_KEY og CPR_INDEX_KEY') }],
    rejectedCount: 1,
  });
  expect(hashOfAllTables(desk.db)).toBe(before);
  expect(await desk.take('borgere', csv([borger('B-1')]), { cprKeys: undefined })).toMatchObject({
    created: 1,
  });
});

test('regler for borgere: linje og felt, og aldrig værdien i begrundelsen', async () => {
  const desk = openDesk();
  await desk.take('borgere', csv([borger('B-0', { cpr: '610190-1234' })]));
  const before = hashOfAllTables(desk.db);
  const bad: Row[] = [
    { cpr: '610190-123' },
    { maalgruppe: 'aktiv' },
    { maalgruppe: '' },
    { postnummer: '610190-4321' },
    { timer_min: '37', timer_max: '20' },
    { erfaring: 'kok (99)' },
    { certifikater: 'ADR (2027-02-31)' },
    { behov: 'mentor|diagnose' },
    { maa_deles: 'måske' },
    { kan_starte: '01-12-2026' },
    { cpr: '6101901234' },
  ];
  const rows = bad.map((changes, index) => borger(`B-${index + 1}`, changes));
  const report = await desk.take('borgere', csv([...rows, borger('B-1', { cpr: '' }), borger('', {})]));
  expect(report.rejected.map(({ line, field }) => [line, field])).toEqual([
    [2, 'cpr'],
    [3, 'maalgruppe'],
    [4, 'maalgruppe'],
    [5, 'postnummer'],
    [6, 'timer_max'],
    [7, 'erfaring'],
    [8, 'certifikater'],
    [9, 'behov'],
    [10, 'maa_deles'],
    [11, 'kan_starte'],
    [12, 'cpr'],
    [14, 'borger_id'],
  ]);
  expect(report.rejected.find(({ line }) => line === 12)?.reason).toBe('samme CPR-nummer står på borger B-0');
  expect(JSON.stringify(report)).not.toMatch(/610190/);
  expect(hashOfAllTables(desk.db)).toBe(before);
});

test('to rækker med samme borger eller samme CPR i én fil', async () => {
  const desk = openDesk();
  const report = await desk.take(
    'borgere',
    csv([borger('B-2', { cpr: '610190-1234' }), borger('B-1', { cpr: '610190-1234' }), borger('B-2')]),
  );
  expect(report.rejected).toEqual([
    { line: 2, field: 'cpr', reason: 'samme CPR-nummer står på borger B-1' },
    { line: 4, field: 'borger_id', reason: 'står to gange i filen: i linje 2 og 4' },
  ]);
});

test('halve timer tæller som skrevet, med komma eller punktum', async () => {
  const desk = openDesk();
  await desk.take('borgere', csv([borger('B-1', { timer_min: '7,5', timer_max: '12.25' })]));
  expect(desk.all('SELECT hours_min, hours_max FROM citizen')).toEqual([
    { hours_min: 7.5, hours_max: 12.25 },
  ]);
});

test('perioder på ydelse følger filen, og en fortrudt import stiller dem tilbage', async () => {
  const desk = openDesk();
  const periods = () =>
    desk
      .all('SELECT * FROM benefit_period WHERE superseded_at IS NULL ORDER BY from_date')
      .map(({ target_group, from_date, until_date }) => [target_group, from_date, until_date]);
  await desk.take('borgere', csv([borger('B-1', { ydelse_siden: '2026-02-01' })]));
  expect(periods()).toEqual([['kontanthjaelp_jobparat', '2026-02-01', null]]);
  desk.clock.now = new Date('2026-12-10T09:00:00Z');
  const next = { ydelse_siden: '2026-12-01', maalgruppe: 'sygedagpenge' };
  await desk.take('borgere', csv([borger('B-1', next)]));
  const moved = [
    ['kontanthjaelp_jobparat', '2026-02-01', '2026-12-01'],
    ['sygedagpenge', '2026-12-01', null],
  ];
  expect(periods()).toEqual(moved);
  await desk.take('borgere', csv([borger('B-1', { ...next, postnummer: '2600' })]));
  expect(periods()).toEqual(moved);
  const undoing = { at: '2026-12-11T09:00:00.000Z', by: null };
  expect(undoImport(desk.db, 3, undoing).kept).toEqual([]);
  expect(periods()).toEqual(moved);
  expect(undoImport(desk.db, 2, undoing).kept).toEqual([]);
  expect(periods()).toEqual([['kontanthjaelp_jobparat', '2026-02-01', null]]);
  expect(undoImport(desk.db, 1, undoing).kept).toEqual([]);
  expect(desk.all('SELECT * FROM benefit_period')).toEqual([]);
});

test('en periode, et menneske har rettet, står: samme fil rører den ikke, og importen fortrydes ikke henover', async () => {
  const desk = openDesk();
  await desk.take('borgere', csv([borger('B-1', { ydelse_siden: '2026-02-01' })]));
  const by = desk.db
    .insert(user)
    .values({ username: 'sara', name: 'Sara', passwordHash: 'x', createdAt: '2026-01-01T00:00:00.000Z' })
    .returning({ id: user.id })
    .get().id;
  const [period] = desk.all('SELECT id, citizen_id FROM benefit_period');
  const fields = { maalgruppe: 'dagpenge', fra: '2025-02-01', til: '', begrundelse: 'Et år før' };
  const change = { citizenId: Number(period?.citizen_id), corrects: Number(period?.id), fields };
  const doing = { at: '2026-12-10T09:00:00.000Z', by, today: '2026-12-10' };
  expect(writePeriod(desk.db, change, doing)).toMatchObject({ id: expect.any(Number) });
  desk.clock.now = new Date('2026-12-11T09:00:00Z');
  await desk.take('borgere', csv([borger('B-1', { ydelse_siden: '2026-02-01' })]));
  const { kept } = undoImport(desk.db, 1, { at: '2026-12-12T09:00:00.000Z', by: null });
  expect(JSON.stringify(kept)).toContain('perioder på ydelse er rettet af en bruger siden');
  expect(desk.all('SELECT from_date FROM benefit_period WHERE superseded_at IS NULL')).toEqual([
    { from_date: '2025-02-01' },
  ]);
});

test('en målgruppe skal findes på dagen: en ny kan ikke bruges før, en ophørt ikke efter', async () => {
  const desk = openDesk('2026-12-31T09:00:00Z');
  const group = "'Ny lov', 'mellem', '2026-11-01T00:00:00.000Z'";
  desk.db.$client.exec(
    `INSERT INTO target_group (code, label, from_date, source, confidence, recorded_at) VALUES ('jobparat', 'Jobparat', '2027-01-01', ${group});
     UPDATE target_group SET until_date = '2027-01-01' WHERE code = 'dagpenge'`,
  );
  const take = (maalgruppe: string) => desk.take('borgere', csv([borger('B-1', { maalgruppe })]));
  expect((await take('jobparat')).rejected).toMatchObject([
    { line: 2, field: 'maalgruppe', reason: expect.stringMatching(/^skal være en af: dagpenge, /) },
  ]);
  expect((await take('dagpenge')).rejected).toEqual([]);
  desk.clock.now = new Date('2027-01-01T09:00:00Z');
  expect((await take('jobparat')).rejected).toEqual([]);
  expect((await take('dagpenge')).rejected).toMatchObject([
    { line: 2, field: 'maalgruppe', reason: expect.stringContaining('jobparat') },
  ]);
});
