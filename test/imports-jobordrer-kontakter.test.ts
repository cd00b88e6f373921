import { expect, test } from 'vitest';
import {
  contactRow,
  csv,
  firm,
  hashOfAllTables,
  type ImportDesk,
  jsonLines,
  openDesk,
} from './imports-builders.ts';

type Row = Record<string, string>;

function ordre(id: string, changes: Row = {}): Row {
  return {
    ordre_id: id,
    p_nummer: '1000000001',
    cvr: '',
    type: 'ordinaer',
    formaal: '',
    titel: 'Lagermedarbejder',
    beskrivelse: 'Vi mangler to til lageret; start hurtigt.',
    antal: '2',
    timer_pr_uge_min: '30',
    timer_pr_uge_max: '37',
    arbejdstid: 'dag|weekend',
    alle_arbejdstider: 'nej',
    krav: 'truck B (kan læres)|stabil',
    oensker: 'engelsk på lager-niveau',
    certifikater: 'gaffeltruck B',
    koerekort: 'B',
    danskniveau_min: 'A2',
    sprog: 'polsk',
    kan_tilbyde: 'oplaering',
    postnummer: '2620',
    startdato: '2027-01-04',
    frist: '2026-12-31',
    intern_kommentar: '',
    ...changes,
  };
}

async function deskWithFirms(): Promise<ImportDesk> {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1), firm(2, { ophoersdato: '2020-12-31' })]));
  return desk;
}

function addUser(desk: ImportDesk, username: string, ...roles: string[]): void {
  const [user] = desk.all(
    "INSERT INTO user (username, name, password_hash, created_at) VALUES (?, 'N', 'x', '2026-01-01T00:00:00.000Z') RETURNING id",
    username,
  );
  for (const role of roles)
    desk.all('INSERT INTO user_role (user_id, role) VALUES (?, ?) RETURNING role', user?.id, role);
}

test('en ordre første gang, igen, og ændret: status bliver stående', async () => {
  const desk = await deskWithFirms();
  const file = csv([
    ordre('O-1'),
    ordre('O-2', {
      p_nummer: '',
      cvr: '10000002',
      type: 'virksomhedspraktik',
      formaal: 'afklaring',
      antal: '',
    }),
  ]);
  expect(await desk.take('jobordrer', file)).toMatchObject({ created: 2, rejected: [], ignored: [] });
  expect(desk.all('SELECT * FROM job_order ORDER BY order_key')).toMatchObject([
    {
      order_key: 'O-1',
      p_number: 1000000001,
      cvr: 10000001,
      positions: 2,
      status: 'under_behandling',
      all_working_times: 0,
      version: 1,
    },
    { order_key: 'O-2', p_number: null, cvr: 10000002, purpose: 'afklaring', positions: 1 },
  ]);
  expect(
    desk
      .all(
        'SELECT kind, text, kan_laeres AS l FROM job_order_requirement WHERE job_order_id = 1 ORDER BY position',
      )
      .map((row) => Object.values(row)),
  ).toEqual([
    ['krav', 'truck B', 1],
    ['krav', 'stabil', 0],
    ['oenske', 'engelsk på lager-niveau', 0],
    ['certifikat', 'gaffeltruck B', 0],
    ['koerekort', 'B', 0],
    ['sprog', 'polsk', 0],
  ]);
  expect(desk.all('SELECT status, comment FROM job_order_status')).toEqual([
    { status: 'under_behandling', comment: expect.stringMatching(/^Importeret fra jobordrer-\d\.txt$/) },
    { status: 'under_behandling', comment: expect.any(String) },
  ]);

  desk.db.$client.exec("UPDATE job_order SET status = 'behov_daekket' WHERE order_key = 'O-1'");
  const before = hashOfAllTables(desk.db);
  expect(await desk.take('jobordrer', file)).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 2,
    importId: null,
  });
  expect(hashOfAllTables(desk.db)).toBe(before);
  const changed = csv([ordre('O-1', { krav: 'truck B', titel: 'Lager' })]);
  expect(await desk.take('jobordrer', changed, { dryRun: true })).toMatchObject({ updated: 1 });
  expect(hashOfAllTables(desk.db)).toBe(before);
  expect(await desk.take('jobordrer', changed)).toMatchObject({ updated: 1 });
  expect(desk.all("SELECT title, status, version FROM job_order WHERE order_key = 'O-1'")).toEqual([
    { title: 'Lager', status: 'behov_daekket', version: 2 },
  ]);
  expect(
    desk.all("SELECT text, kan_laeres FROM job_order_requirement WHERE job_order_id = 1 AND kind = 'krav'"),
  ).toEqual([{ text: 'truck B', kan_laeres: 0 }]);
});

test('regler for ordrer: linje og felt', async () => {
  const desk = await deskWithFirms();
  const before = hashOfAllTables(desk.db);
  const bad: Row[] = [
    { p_nummer: '1999999999' },
    { p_nummer: '', cvr: '99999999' },
    { p_nummer: '', cvr: '' },
    { type: 'praktik' },
    { formaal: 'afklaring' },
    { titel: 'å'.repeat(101) },
    { beskrivelse: 'x'.repeat(5001) },
    { antal: '0' },
    { timer_pr_uge_min: '38' },
    { arbejdstid: 'morgen' },
    { intern_kommentar: 'x'.repeat(2001) },
    { frist: '2026-06-31' },
  ];
  const report = await desk.take(
    'jobordrer',
    csv([...bad.map((changes, index) => ordre(`O-${index}`, changes)), ordre('O-0')]),
  );
  expect(report.rejected.map(({ line, field }) => [line, field])).toEqual([
    [2, 'p_nummer'],
    [3, 'cvr'],
    [4, 'p_nummer'],
    [5, 'type'],
    [6, 'formaal'],
    [7, 'titel'],
    [8, 'beskrivelse'],
    [9, 'antal'],
    [10, 'timer_pr_uge_max'],
    [11, 'arbejdstid'],
    [12, 'intern_kommentar'],
    [13, 'frist'],
    [14, 'ordre_id'],
  ]);
  expect(hashOfAllTables(desk.db)).toBe(before);
  expect(await desk.take('jobordrer', csv([ordre('O-1', { titel: '😀'.repeat(100) })]))).toMatchObject({
    created: 1,
  });
});

test('en kontakt er kendt på alle sine felter og sit nummer blandt ens rækker', async () => {
  const desk = await deskWithFirms();
  const rows = [contactRow(1), contactRow(2), contactRow(1), contactRow(1, { note: 'En anden' })];
  expect(await desk.take('kontakter', csv(rows))).toMatchObject({ created: 4, rejected: [] });
  const before = hashOfAllTables(desk.db);
  expect(await desk.take('kontakter', csv(rows, ','))).toMatchObject({
    created: 0,
    unchanged: 4,
    importId: null,
  });
  expect(await desk.take('kontakter', jsonLines(rows.toReversed()))).toMatchObject({
    created: 0,
    unchanged: 4,
  });
  expect(hashOfAllTables(desk.db)).toBe(before);
  expect(await desk.take('kontakter', csv([...rows, contactRow(1)]), { dryRun: true })).toMatchObject({
    created: 1,
    unchanged: 4,
  });
  expect(await desk.take('kontakter', csv([...rows, contactRow(1)]))).toMatchObject({
    created: 1,
    unchanged: 4,
  });
  expect(
    desk.all(
      'SELECT count(*) AS n, count(DISTINCT import_key) AS k, min(length(import_key)) AS l FROM contact',
    ),
  ).toEqual([{ n: 5, k: 5, l: 16 }]);
});

test('i hvilken rolle en kontakt er gjort', async () => {
  const desk = await deskWithFirms();
  addUser(desk, 'anne', 'sagsbehandler', 'konsulent');
  addUser(desk, 'bent', 'sagsbehandler');
  addUser(desk, 'conny', 'leder');
  const names = ['anne', 'BENT', 'conny', 'Gamle Ib', ''];
  await desk.take('kontakter', csv(names.map((konsulent) => contactRow(1, { konsulent }))));
  const found = desk.all(
    'SELECT user_id, made_as, consultant_name FROM contact ORDER BY user_id NULLS LAST, consultant_name NULLS LAST',
  );
  expect(found.map((row) => Object.values(row))).toEqual([
    [1, 'konsulent', null],
    [2, 'sagsbehandler', null],
    [3, null, null],
    [null, null, 'Gamle Ib'],
    [null, null, null],
  ]);
});

test('en kontakt, som en bruger har rettet, kommer ikke igen med den gamle fil', async () => {
  const desk = await deskWithFirms();
  const file = csv([contactRow(1)]);
  await desk.take('kontakter', file);
  desk.db.$client.exec(`
    UPDATE contact SET superseded_at = '2026-11-22T10:00:00.000Z';
    INSERT INTO contact (p_number, contact_date, kind, direction, outcome, recorded_at, replaces_id)
      VALUES (1000000001, '2026-10-06', 'telefon', 'ud', 'opnaaet', '2026-11-22T10:00:00.000Z', 1)`);
  expect(await desk.take('kontakter', file)).toMatchObject({ created: 0, unchanged: 1 });
});

test('regler for kontakter: linje og felt', async () => {
  const desk = await deskWithFirms();
  const before = hashOfAllTables(desk.db);
  const bad: Row[] = [
    { p_nummer: '1999999999' },
    { dato: '' },
    { dato: '2026-02-31' },
    { art: 'fax' },
    { retning: '' },
    { udfald: 'ja' },
    { naeste_dato: 'snart' },
  ];
  const report = await desk.take('kontakter', csv(bad.map((changes) => contactRow(1, changes))));
  expect(report.rejected.map(({ line, field }) => [line, field])).toEqual([
    [2, 'p_nummer'],
    [3, 'dato'],
    [4, 'dato'],
    [5, 'art'],
    [6, 'retning'],
    [7, 'udfald'],
    [8, 'naeste_dato'],
  ]);
  expect(hashOfAllTables(desk.db)).toBe(before);
});

test('hvor stærkt en linje beder, læses som på formularen: (ønske), (krav) og (kan læres)', async () => {
  const desk = await deskWithFirms();
  const file = csv([
    ordre('O-9', {
      krav: 'stabil (ønske)',
      oensker: '',
      certifikater: 'truck B|ADR (ønske)|hygiejnebevis (kan læres)',
      koerekort: 'C|B (oenske).',
      sprog: 'engelsk (krav)|polsk',
    }),
  ]);
  await desk.take('jobordrer', file);
  const rows = desk.all('SELECT kind, text, kan_laeres FROM job_order_requirement ORDER BY position');
  expect(rows.map((row) => [row.kind, row.text, row.kan_laeres])).toEqual([
    ['krav', 'stabil (ønske)', 0],
    ['certifikat', 'truck B', 0],
    ['oenske', 'ADR', 0],
    ['certifikat', 'hygiejnebevis', 1],
    ['koerekort', 'C', 0],
    ['oenske', 'kørekort B', 0],
    ['krav', 'engelsk', 0],
    ['sprog', 'polsk', 0],
  ]);
});
