import { expect, test } from 'vitest';
import type { ImportKind } from '../db/schema/imports.ts';
import { findImport, listImports } from '../server/imports/queries.ts';
import {
  contactRow,
  csv,
  cvrCompany,
  cvrUnit,
  firm,
  hashOfAllTables,
  type ImportDesk,
  jsonLines,
  openDesk,
} from './imports-builders.ts';
import { seenBy } from './reads.ts';
import { undoImport } from './undo.ts';

const borger = (changes = {}) => ({
  borger_id: 'B-1',
  maalgruppe: 'dagpenge',
  navn: 'Åse',
  cpr: '610190-1234',
  kompetencer: ['pakning'],
  timer_min: 10,
  ...changes,
});
const ordre = (changes = {}) => ({
  ordre_id: 'O-1',
  p_nummer: '1000000001',
  type: 'ordinaer',
  titel: 'Lager',
  beskrivelse: 'Pakning',
  krav: ['stabil'],
  ...changes,
});
const undoAt = { at: '2026-11-25T09:00:00.000Z', by: null };

/** Everything people see, without the bookkeeping of imports, clocks, versions and superseded rows. */
function visible(desk: ImportDesk): unknown {
  return {
    companies: desk.all('SELECT cvr, name, phone, email, import_id FROM company ORDER BY cvr'),
    units: desk.all(
      'SELECT p_number, cvr, name, phone, municipality_code, end_date, import_id FROM p_unit ORDER BY 1',
    ),
    life: desk.all(
      'SELECT p_number, valid_from, valid_to FROM life_period WHERE superseded_at IS NULL ORDER BY 1, 2',
    ),
    locations: desk.all(
      'SELECT p_number, municipality_code, valid_from, valid_to FROM location_period WHERE superseded_at IS NULL ORDER BY 1, 3',
    ),
    headcounts: desk.all(
      'SELECT p_number, valid_from, count, interval, source FROM headcount WHERE superseded_at IS NULL ORDER BY 1, 2, 5',
    ),
    scope: desk.all(
      'SELECT p_number, valid_from, valid_to, min_count, max_count FROM scope_period WHERE superseded_at IS NULL ORDER BY 1, 2',
    ),
    citizens: desk.all(
      'SELECT citizen_key, name, cpr_encrypted, target_group, hours_min, import_id FROM citizen ORDER BY 1',
    ),
    terms: desk.all('SELECT citizen_id, kind, position, text, years FROM citizen_term ORDER BY 1, 2, 3'),
    orders: desk.all('SELECT order_key, p_number, title, status, import_id FROM job_order ORDER BY 1'),
    requirements: desk.all(
      'SELECT job_order_id, kind, position, text FROM job_order_requirement ORDER BY 1, 3',
    ),
    contacts: desk.all(
      'SELECT p_number, contact_date, note FROM contact WHERE superseded_at IS NULL ORDER BY id',
    ),
  };
}

const month = (maaned: number, antalAnsatte: number) => ({ aar: 2026, maaned, antalAnsatte });
const stories: [ImportKind, string, string][] = [
  [
    'virksomheder',
    csv([firm(7), firm(8)]),
    csv([
      firm(7, {
        antal_ansatte: '12',
        antal_ansatte_interval: '',
        kommunekode: '161',
        telefon: '',
        ophoersdato: '2026-10-31',
      }),
      firm(9),
    ]),
  ],
  [
    'virksomheder',
    jsonLines([cvrUnit({ erstMaanedsbeskaeftigelse: [month(1, 2), month(2, 3)] })]),
    jsonLines([
      cvrCompany(),
      cvrUnit({
        navn: 'Nyt navn',
        erstMaanedsbeskaeftigelse: [month(1, 5), month(3, 4)],
        livsforloeb: [{ periode: { gyldigFra: '2015-01-01', gyldigTil: null } }],
      }),
    ]),
  ],
  [
    'borgere',
    jsonLines([borger()]),
    jsonLines([
      borger({ navn: 'Bo', cpr: '620190-4321', kompetencer: ['kok', 'pakning'] }),
      borger({ borger_id: 'B-2', cpr: '630190-4321' }),
    ]),
  ],
  [
    'jobordrer',
    jsonLines([ordre()]),
    jsonLines([ordre({ titel: 'Butik', krav: [] }), ordre({ ordre_id: 'O-2' })]),
  ],
  ['kontakter', csv([contactRow(1)]), csv([contactRow(1), contactRow(1), contactRow(1, { note: 'ny' })])],
];

test.each(stories)(
  'at fortryde en ændring og så det første af %s bringer alt tilbage (%#)',
  async (kind, first, second) => {
    const desk = openDesk();
    await desk.take('virksomheder', csv([firm(1)]));
    const empty = visible(desk);
    const { importId: one } = await desk.take(kind, first);
    const created = visible(desk);
    desk.clock.now = new Date('2026-11-23T09:00:00Z');
    const { importId: two } = await desk.take(kind, second);
    const changed = visible(desk);
    expect(changed).not.toEqual(created);

    const rowsOfTwo = findImport(desk.db, two as number);
    const report = undoImport(desk.db, two as number, undoAt);
    expect(report.kept).toEqual([]);
    expect(report.undone).toBeGreaterThanOrEqual((rowsOfTwo?.created ?? 0) + (rowsOfTwo?.updated ?? 0));
    expect(visible(desk)).toEqual(created);

    desk.clock.now = new Date('2026-11-26T09:00:00Z');
    expect(await desk.take(kind, first)).toMatchObject({ created: 0, updated: 0 });
    expect(await desk.take(kind, second)).toMatchObject({
      created: rowsOfTwo?.created,
      updated: rowsOfTwo?.updated,
    });
    expect(undoImport(desk.db, 4, { at: '2026-11-27T09:00:00.000Z', by: null }).kept).toEqual([]);
    expect(undoImport(desk.db, one as number, { at: '2026-11-28T09:00:00.000Z', by: null }).kept).toEqual([]);
    expect(visible(desk)).toEqual(empty);
  },
);

test('a file that changes only words, and its undo, number the citizen anew: live lists look again', async () => {
  const desk = openDesk();
  const number = () => Number(desk.all('SELECT seq FROM citizen_change WHERE citizen_id = 1')[0]?.seq);
  const words = () => desk.all('SELECT text FROM citizen_term ORDER BY text').map(({ text }) => text);
  await desk.take('borgere', jsonLines([borger()]));
  const first = number();
  const changed = await desk.take('borgere', jsonLines([borger({ kompetencer: ['kok'] })]));
  expect([words(), number() > first]).toEqual([['kok'], true]);
  const second = number();
  undoImport(desk.db, changed.importId ?? 0, undoAt);
  expect([words(), number() > second]).toEqual([['pakning'], true]);
});

test('den første kan ikke fortrydes, når en senere har ændret den samme række', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1), firm(2)]));
  await desk.take('virksomheder', csv([firm(1, { navn: 'Nyt' })]));
  const report = undoImport(desk.db, 1, undoAt);
  expect(report).toEqual({
    undone: 2,
    kept: [
      { what: 'P-nummer 1000000001', reason: 'er ændret af en senere import' },
      { what: 'CVR 10000001', reason: 'andet i systemet hænger på den' },
    ],
    keptCount: 2,
  });
  expect(desk.all('SELECT name FROM p_unit')).toEqual([{ name: 'Nyt' }]);
});

test('en række, som en bruger har rettet, eller som andet hænger på, bliver stående', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1), firm(2), firm(3), firm(4)]));
  await desk.take(
    'kontakter',
    csv([contactRow(1), contactRow(1, { note: 'b' }), contactRow(1, { note: 'c' })]),
  );
  desk.db.$client.exec(`
    UPDATE p_unit SET edited_at = '2026-11-23T08:00:00.000Z' WHERE p_number = 1000000002;
    INSERT INTO headcount (p_number, valid_from, count, source, recorded_at) VALUES (1000000003, '2026-11-23', 2, 'konsulent', '2026-11-23T08:00:00.000Z');
    UPDATE contact SET next_step_done_at = '2026-11-23T08:00:00.000Z' WHERE note = 'b';
    UPDATE contact SET superseded_at = '2026-11-23T08:00:00.000Z' WHERE note = 'c'`);
  const contacts = undoImport(desk.db, 2, undoAt);
  expect(contacts).toMatchObject({ undone: 1, keptCount: 2 });
  const firms = undoImport(desk.db, 1, undoAt);
  expect(firms.kept.filter(({ what }) => what.startsWith('P'))).toEqual([
    { what: 'P-nummer 1000000001', reason: 'andet i systemet hænger på den' },
    { what: 'P-nummer 1000000002', reason: 'er rettet af en bruger siden' },
    { what: 'P-nummer 1000000003', reason: 'andet i systemet hænger på den' },
  ]);
  expect(
    desk.all('SELECT p_number, count(*) AS n FROM scope_period WHERE superseded_at IS NULL GROUP BY 1'),
  ).toHaveLength(3);
  expect(desk.all('SELECT count(*) AS n FROM life_period')).toEqual([{ n: 3 }]);
});

test('borgere, der er set, og ordrer, der har fået ny status, bliver stående', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1)]));
  await desk.take('borgere', jsonLines([borger(), borger({ borger_id: 'B-2', cpr: '' })]));
  await desk.take('jobordrer', jsonLines([ordre(), ordre({ ordre_id: 'O-2' })]));
  desk.db.$client.exec(`
    INSERT INTO user (username, name, password_hash, created_at) VALUES ('anne', 'Anne', 'x', '2026-01-01T00:00:00.000Z');
    INSERT INTO job_order_status (job_order_id, status, comment, changed_at) VALUES (1, 'inaktiveret', 'Ferie', '2026-11-23T08:00:00.000Z')`);
  seenBy(desk.db, 1, 1);
  expect(undoImport(desk.db, 2, undoAt).kept).toEqual([
    { what: 'Borger B-1', reason: 'andet i systemet hænger på den' },
  ]);
  expect(undoImport(desk.db, 3, undoAt).kept).toEqual([
    { what: 'Jobordre O-1', reason: 'har fået ny status siden' },
  ]);
  expect(desk.all('SELECT citizen_key FROM citizen')).toEqual([{ citizen_key: 'B-1' }]);
  expect(desk.all('SELECT order_key FROM job_order')).toEqual([{ order_key: 'O-1' }]);
  expect(desk.all('SELECT kind FROM citizen_term')).toHaveLength(1);
});

test('en natkørsel holder hverken borgere eller ordrer fast, og nøglen til øjebliksbilledet glemmer dem', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1)]));
  await desk.take('borgere', jsonLines([borger(), borger({ borger_id: 'B-2', cpr: '' })]));
  await desk.take('jobordrer', jsonLines([ordre(), ordre({ ordre_id: 'O-2' })]));
  desk.db.$client.exec(`
    INSERT INTO match_run (id, run_key, status, fence, engine_version, orders, citizens, pairs, shards, planned_at, citizen_places)
      VALUES (1, 'nat:2026-11-23', 'faerdig', 1, '2', 2, 2, 4, 1, '2026-11-23T00:00:00.000Z', x'0200000001000000');
    INSERT INTO match_order_result (run_id, job_order_id, fence, rows, excluded_counts, committed_at)
      VALUES (1, 1, 1, 2, '{}', '2026-11-23T00:00:00.000Z'), (1, 2, 1, 0, '{}', '2026-11-23T00:00:00.000Z');
    INSERT INTO match_row (run_id, job_order_id, rank, place, score, parts)
      VALUES (1, 1, 1, 1, 10, '[]'), (1, 1, 2, 0, 9, '[]');
    INSERT INTO match_standing (run_id, subject, job_order_id, rule, answer, who_can_fix)
      VALUES (1, 'ordre', 2, 'koerekort', 'x', 'konsulent');
    INSERT INTO user (username, name, password_hash, created_at) VALUES ('anne', 'Anne', 'x', '2026-01-01T00:00:00.000Z')`);
  seenBy(desk.db, 2, 1);
  expect(undoImport(desk.db, 2, undoAt).kept).toEqual([
    { what: 'Borger B-2', reason: 'andet i systemet hænger på den' },
  ]);
  expect(desk.all('SELECT hex(citizen_places) AS places FROM match_run')).toEqual([
    { places: '0200000000000000' },
  ]);
  expect(undoImport(desk.db, 3, undoAt).kept).toEqual([]);
  expect(
    desk.all('SELECT * FROM match_order_result UNION ALL SELECT 1, 1, 1, 1, 1, 1, 1, 1 FROM match_standing'),
  ).toEqual([]);
});

test('et tal fra en tidligere dag er det samme, efter at importen er fortrudt', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1)]));
  desk.clock.now = new Date('2026-11-23T09:00:00Z');
  await desk.take('virksomheder', csv([firm(1, { antal_ansatte: '1' })]));
  const asOf = (instant: string) =>
    desk.all(
      'SELECT min_count FROM scope_period WHERE recorded_at <= @instant AND (superseded_at IS NULL OR superseded_at > @instant)',
      { instant },
    );
  undoImport(desk.db, 2, undoAt);
  expect(asOf('2026-11-22T12:00:00.000Z')).toEqual([{ min_count: 4 }]);
  expect(asOf('2026-11-24T12:00:00.000Z')).toEqual([{ min_count: 1 }]);
  expect(asOf('2026-11-26T12:00:00.000Z')).toEqual([{ min_count: 4 }]);
});

test('en import fortrydes én gang, og begge dele står i listen og i loggen', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1)]), { fileName: 'cvr-uge-47.csv' });
  undoImport(desk.db, 1, undoAt);
  const before = hashOfAllTables(desk.db);
  expect(undoImport(desk.db, 1, undoAt)).toEqual({
    undone: 0,
    kept: [{ what: 'Import 1', reason: 'er allerede fortrudt' }],
    keptCount: 1,
  });
  expect(hashOfAllTables(desk.db)).toBe(before);
  expect(listImports(desk.db, { page: 1, pageSize: 50 })).toMatchObject({
    total: 1,
    rows: [
      {
        id: 1,
        kind: 'virksomheder',
        fileName: 'cvr-uge-47.csv',
        created: 1,
        importedByName: null,
        undoneAt: undoAt.at,
      },
    ],
  });
  expect(desk.all('SELECT action, entity, entity_key FROM audit_event')).toEqual([
    { action: 'importer', entity: 'import_batch', entity_key: '1' },
    { action: 'fortryd', entity: 'import_batch', entity_key: '1' },
  ]);
  expect(() => undoImport(desk.db, 99, undoAt)).toThrow('No import 99');
});

test('formål, opfølgning og det, der ikke kan undgås, står ikke i filerne: hverken import eller fortrydelse rører dem', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1)]));
  await desk.take('borgere', jsonLines([borger()]));
  await desk.take('jobordrer', jsonLines([ordre()]));
  const decided = () => [
    ...desk.all('SELECT name, purpose FROM citizen'),
    ...desk.all('SELECT title, unavoidable, follow_up, leads_to_job FROM job_order'),
  ];
  expect(decided()).toEqual([
    { name: 'Åse', purpose: null },
    { title: 'Lager', unavoidable: '[]', follow_up: null, leads_to_job: null },
  ]);
  desk.db.$client.exec(`
    UPDATE citizen SET purpose = 'afklaring', edited_at = '2026-11-23T08:00:00.000Z', version = version + 1;
    UPDATE job_order SET unavoidable = '["mentor"]', follow_up = 1, leads_to_job = 0, edited_at = '2026-11-23T08:00:00.000Z', version = version + 1`);
  const kept = { unavoidable: '["mentor"]', follow_up: 1, leads_to_job: 0 };
  await desk.take('borgere', jsonLines([borger({ navn: 'Åse Ny' })]));
  await desk.take('jobordrer', jsonLines([ordre({ titel: 'Stort lager' })]));
  expect(decided()).toEqual([
    { name: 'Åse Ny', purpose: 'afklaring' },
    { title: 'Stort lager', ...kept },
  ]);
  expect(undoImport(desk.db, 4, undoAt).undone).toBe(1);
  expect(undoImport(desk.db, 5, undoAt).undone).toBe(1);
  expect(decided()).toEqual([
    { name: 'Åse', purpose: 'afklaring' },
    { title: 'Lager', ...kept },
  ]);
  // Undone on a file that was taken in before there were such columns: what it kept says nothing of them.
  await desk.take('borgere', jsonLines([borger({ navn: 'Åse Ny' })]));
  desk.db.$client.exec(`
    UPDATE import_change SET before = json_remove(before, '$.row.purpose') WHERE import_id = 6`);
  expect(undoImport(desk.db, 6, undoAt).undone).toBe(1);
  expect(decided()[0]).toEqual({ name: 'Åse', purpose: 'afklaring' });
});
