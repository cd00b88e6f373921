import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  csv,
  cvrAddress,
  cvrCompany,
  cvrUnit,
  firm,
  hashOfAllTables,
  jsonLines,
  openDesk,
  searchReply,
} from './imports-builders.ts';

const P = 1_019_000_001;
const current = 'superseded_at IS NULL';

test('en liste første gang, igen, og ændret', async () => {
  const desk = openDesk();
  const first = csv([
    firm(1),
    firm(2, { antal_ansatte: '', kommunekode: '101' }),
    firm(3, { antal_ansatte: '', antal_ansatte_interval: '' }),
  ]);
  expect(await desk.take('virksomheder', first)).toMatchObject({
    created: 3,
    updated: 0,
    unchanged: 0,
    rejected: [],
    importId: 1,
  });
  expect(desk.all('SELECT * FROM p_unit WHERE p_number = 1000000001')).toMatchObject([
    {
      cvr: 10000001,
      name: 'Firma 1 Æblegård',
      name_folded: 'firma 1 æblegård',
      municipality_code: 165,
      start_date: '2015-03-01',
      end_date: null,
      reklamebeskyttet: 0,
    },
  ]);
  expect(desk.all('SELECT cvr, name FROM company WHERE cvr = 10000001')).toEqual([
    { cvr: 10000001, name: null },
  ]);
  expect(desk.all('SELECT valid_from, count, interval, source FROM headcount ORDER BY p_number')).toEqual([
    { valid_from: '2015-03-01', count: 4, interval: 'ANTAL_2_4', source: 'liste' },
    { valid_from: '2015-03-01', count: null, interval: 'ANTAL_2_4', source: 'liste' },
  ]);
  expect(desk.all('SELECT p_number, valid_from, min_count FROM scope_period ORDER BY p_number')).toEqual([
    { p_number: 1000000001, valid_from: '2015-03-01', min_count: 4 },
    { p_number: 1000000003, valid_from: '2015-03-01', min_count: null },
  ]);

  const before = hashOfAllTables(desk.db);
  desk.clock.now = new Date('2026-12-01T09:00:00Z');
  expect(await desk.take('virksomheder', first)).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 3,
    importId: null,
  });
  expect(hashOfAllTables(desk.db)).toBe(before);

  const changed = csv(
    [
      firm(1, { antal_ansatte: '9', antal_ansatte_interval: '', antal_ansatte_pr: '2026-06', telefon: '' }),
      firm(2, { antal_ansatte: '', kommunekode: '101' }),
    ].map((row) => ({ antal_ansatte_pr: '', ...row })),
  );
  const dry = await desk.take('virksomheder', changed, { dryRun: true });
  expect(dry).toMatchObject({ created: 0, updated: 1, unchanged: 1, importId: null });
  expect(hashOfAllTables(desk.db)).toBe(before);
  expect(await desk.take('virksomheder', changed)).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
  expect(
    desk.all(
      `SELECT valid_from, count, recorded_at FROM headcount WHERE p_number = 1000000001 AND ${current}`,
    ),
  ).toEqual([
    { valid_from: '2015-03-01', count: 4, recorded_at: '2026-11-22T09:00:00.000Z' },
    { valid_from: '2026-06-01', count: 9, recorded_at: '2026-12-01T09:00:00.000Z' },
  ]);
  expect(desk.all('SELECT phone FROM p_unit WHERE p_number = 1000000001')).toEqual([{ phone: null }]);
});

test('en kolonne, som filen ikke har, bliver ladt i fred', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1, { reklamebeskyttet: 'ja' })]));
  const { p_nummer, cvr, kommunekode } = firm(1) as { p_nummer: string; cvr: string; kommunekode: string };
  const report = await desk.take(
    'virksomheder',
    csv([{ p_nummer, cvr, kommunekode, navn: 'Nyt navn', postnummer: '2620', note: 'x' }]),
  );
  expect(report).toMatchObject({ updated: 1, ignored: ['note'] });
  expect(desk.all('SELECT name, phone, start_date, reklamebeskyttet FROM p_unit')).toEqual([
    { name: 'Nyt navn', phone: '43000000', start_date: '2015-03-01', reklamebeskyttet: 1 },
  ]);
  expect(desk.all(`SELECT valid_from FROM life_period WHERE ${current}`)).toEqual([
    { valid_from: '2015-03-01' },
  ]);
  expect(desk.all('SELECT count(*) AS n FROM headcount')).toEqual([{ n: 1 }]);
});

test('ophørsdatoen er den sidste dag, og et antal uden dato gælder fra importen', async () => {
  const desk = openDesk();
  const rows = [
    firm(1, { startdato: '', ophoersdato: '2026-03-31' }),
    firm(2, { startdato: '', antal_ansatte_interval: '' }),
  ];
  await desk.take('virksomheder', csv(rows));
  expect(
    desk.all('SELECT p_number, valid_from, valid_to FROM scope_period ORDER BY p_number, valid_from'),
  ).toEqual([
    { p_number: 1000000001, valid_from: '1900-01-01', valid_to: '2026-04-01' },
    { p_number: 1000000002, valid_from: '1900-01-01', valid_to: '2026-11-22' },
    { p_number: 1000000002, valid_from: '2026-11-22', valid_to: null },
  ]);
  desk.clock.now = new Date('2027-01-10T09:00:00Z');
  expect(await desk.take('virksomheder', csv(rows))).toMatchObject({ unchanged: 2, importId: null });
});

const employment = {
  erstMaanedsbeskaeftigelse: [
    null,
    { aar: 2024, maaned: 2, antalAnsatte: null, intervalKodeAntalAnsatte: null },
    { aar: 2024, maaned: 1, antalAnsatte: 5, antalAarsvaerk: 1.28, intervalKodeAntalAnsatte: 'ANTAL_5_9' },
  ],
  maanedsbeskaeftigelse: [
    { aar: 2019, maaned: 4, antalAnsatte: null, intervalKodeAntalAnsatte: 'ANTAL_2_4' },
  ],
  kvartalsbeskaeftigelse: [
    { aar: 2019, kvartal: 2, antalAnsatte: 9, intervalKodeAntalAnsatte: 'ANTAL_5_9' },
    { aar: 2019, kvartal: 3, antalAnsatte: null, intervalKodeAntalAnsatte: 'ANTAL_1000_' },
  ],
  aarsbeskaeftigelse: [{ aar: 2018, antalAnsatte: null, intervalKodeAntalAnsatte: 'ANTAL_1000_999999' }],
};

test('en CVR-post: det bedste tal fra hver dato, og hele livet, adresserne og det åbne', async () => {
  const desk = openDesk();
  const unit = cvrUnit({
    ...employment,
    livsforloeb: [
      { periode: { gyldigFra: '2014-03-01', gyldigTil: '2020-06-30' } },
      { periode: { gyldigFra: '2021-01-01', gyldigTil: null } },
    ],
    beliggenhedsadresse: [
      cvrAddress(161, '2014-03-01', '2016-12-31', 2600),
      cvrAddress(165, '2017-01-01', '2018-05-31'),
      cvrAddress(165, '2018-06-01'),
    ],
    telefonNummer: [
      {
        kontaktoplysning: '43111111',
        hemmelig: false,
        periode: { gyldigFra: '2014-01-01', gyldigTil: '2018-01-01' },
      },
      { kontaktoplysning: '43222222', hemmelig: true, periode: { gyldigFra: '2018-01-02', gyldigTil: null } },
    ],
  });
  expect(await desk.take('virksomheder', searchReply([unit, cvrCompany()], 1))).toMatchObject({
    created: 2,
    rejected: [],
    ignored: [],
  });
  expect(
    desk.all(
      'SELECT valid_from, count, interval, full_time_equivalents AS fte, source FROM headcount ORDER BY valid_from',
    ),
  ).toEqual([
    { valid_from: '2018-01-01', count: null, interval: 'ANTAL_1000_999999', fte: null, source: 'aar' },
    { valid_from: '2019-04-01', count: null, interval: 'ANTAL_2_4', fte: null, source: 'maaned' },
    { valid_from: '2019-07-01', count: null, interval: 'ANTAL_1000_', fte: null, source: 'kvartal' },
    { valid_from: '2024-01-01', count: 5, interval: 'ANTAL_5_9', fte: 1.28, source: 'erst_maaned' },
  ]);
  expect(desk.all('SELECT valid_from, valid_to FROM life_period ORDER BY 1')).toEqual([
    { valid_from: '2014-03-01', valid_to: '2020-07-01' },
    { valid_from: '2021-01-01', valid_to: null },
  ]);
  expect(
    desk.all('SELECT municipality_code AS m, valid_from, valid_to FROM location_period ORDER BY 2'),
  ).toEqual([
    { m: 161, valid_from: '2014-03-01', valid_to: '2017-01-01' },
    { m: 165, valid_from: '2017-01-01', valid_to: null },
  ]);
  expect(desk.all('SELECT name, street_address, phone, branch_code, end_date FROM p_unit')).toEqual([
    {
      name: 'Hansens Bageri',
      street_address: 'Fiktiv Allé 16B, st. th',
      phone: null,
      branch_code: '107120',
      end_date: null,
    },
  ]);
  expect(
    desk.all(
      'SELECT name, form_code, status, municipality_code AS m, reklamebeskyttet AS r, phone, email FROM company',
    ),
  ).toEqual([
    {
      name: 'HANSENS BRØD ApS',
      form_code: 80,
      status: 'NORMAL',
      m: 101,
      r: 1,
      phone: null,
      email: 'brod@hansen.example',
    },
  ]);
});

test('en ny måned i CVR lægger én række til, og et rettet tal afløser det gamle', async () => {
  const desk = openDesk();
  const month = (maaned: number, antalAnsatte: number) => ({
    aar: 2026,
    maaned,
    antalAnsatte,
    intervalKodeAntalAnsatte: 'ANTAL_5_9',
  });
  await desk.take(
    'virksomheder',
    jsonLines([cvrUnit({ erstMaanedsbeskaeftigelse: [month(7, 5), month(8, 6)] })]),
  );
  desk.all(
    `INSERT INTO headcount (p_number, valid_from, count, source, recorded_at) VALUES (${P}, '2026-08-15', 2, 'konsulent', '2026-08-15T08:00:00.000Z') RETURNING id`,
  );
  const before = desk.all('SELECT * FROM headcount');

  desk.clock.now = new Date('2026-12-22T09:00:00Z');
  const report = await desk.take(
    'virksomheder',
    jsonLines([cvrUnit({ erstMaanedsbeskaeftigelse: [month(7, 5), month(8, 7), month(9, 8)] })]),
  );
  expect(report).toMatchObject({ created: 0, updated: 1, unchanged: 0 });
  const after = desk.all('SELECT * FROM headcount');
  expect(after.filter((row) => row.id !== 2).slice(0, 2)).toEqual(before.filter((row) => row.id !== 2));
  expect(after.find((row) => row.id === 2)).toEqual({
    ...before[1],
    superseded_at: '2026-12-22T09:00:00.000Z',
  });
  expect(after.slice(3)).toMatchObject([
    { valid_from: '2026-08-01', count: 7, import_id: 2, recorded_at: '2026-12-22T09:00:00.000Z' },
    { valid_from: '2026-09-01', count: 8, import_id: 2 },
  ]);
  expect(
    desk.all(`SELECT valid_from, min_count FROM scope_period WHERE ${current} ORDER BY valid_from`),
  ).toEqual([
    { valid_from: '2014-03-01', min_count: null },
    { valid_from: '2026-07-01', min_count: 5 },
    { valid_from: '2026-08-01', min_count: 7 },
    { valid_from: '2026-08-15', min_count: 2 },
    { valid_from: '2026-09-01', min_count: 8 },
  ]);
});

test('en virksomhed, som ophører, lukker sin periode og beholder fortiden', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', jsonLines([cvrUnit()]));
  const ceased = [{ periode: { gyldigFra: '2014-03-01', gyldigTil: '2026-09-30' } }];
  await desk.take('virksomheder', jsonLines([cvrUnit({ livsforloeb: ceased })]));
  expect(desk.all('SELECT end_date FROM p_unit')).toEqual([{ end_date: '2026-09-30' }]);
  expect(desk.all('SELECT valid_to, superseded_at IS NULL AS holds FROM life_period')).toEqual([
    { valid_to: null, holds: 0 },
    { valid_to: '2026-10-01', holds: 1 },
  ]);
});

test('en post uden livsforløb og navn, som uddrag kan være, lever som del af sin virksomhed', async () => {
  const desk = openDesk();
  const bare = {
    pNummer: P,
    virksomhedsrelation: [],
    produktionsEnhedMetadata: {
      nyesteCvrNummerRelation: 24256790,
      nyesteErstMaanedsbeskaeftigelse: { aar: 2026, maaned: 8, antalAnsatte: 3 },
      nyesteBeliggenhedsadresse: cvrAddress(165, '2020-01-01'),
    },
  };
  expect(await desk.take('virksomheder', JSON.stringify({ VrproduktionsEnhed: bare }))).toMatchObject({
    created: 1,
  });
  expect(desk.all('SELECT name, municipality_code FROM p_unit')).toEqual([
    { name: `P-enhed ${P}`, municipality_code: 165 },
  ]);
  expect(desk.all('SELECT valid_from, min_count FROM scope_period')).toEqual([
    { valid_from: '2020-01-01', min_count: null },
    { valid_from: '2026-08-01', min_count: 3 },
  ]);
});

test('en fejlregistreret enhed har aldrig levet, og en periode, der slutter før den begynder, er ingen periode', async () => {
  const desk = openDesk();
  const odd = [
    { periode: { gyldigFra: '2020-01-01', gyldigTil: '2019-12-31' } },
    { periode: { gyldigFra: null, gyldigTil: '2010-12-31' } },
    null,
  ];
  await desk.take(
    'virksomheder',
    jsonLines([
      cvrUnit({ fejlRegistreret: true }),
      cvrUnit({ pNummer: P + 1, livsforloeb: odd as object[] }),
    ]),
  );
  expect(desk.all('SELECT p_number, valid_from, valid_to FROM life_period')).toEqual([
    { p_number: P + 1, valid_from: '1900-01-01', valid_to: '2011-01-01' },
  ]);
});

test('array, søgesvar, JSON Lines, gzip og den enkelte post giver det samme', async () => {
  const records = [
    cvrUnit(employment),
    cvrUnit({ pNummer: P + 1, navn: 'Citat " og { [ \\ tegn' }),
    cvrCompany(),
  ];
  const files = [
    JSON.stringify(records),
    JSON.stringify(records, null, 2),
    searchReply(records),
    searchReply(records, 1),
    jsonLines(records),
    records.map((record) => JSON.stringify(record, null, 1)).join('\n'),
    `\ufeff${jsonLines(records)}`,
    gzipSync(searchReply(records)),
    jsonLines(records.map((record) => ({ _index: 'cvr', _source: record }))),
    JSON.stringify(records.map((record) => Object.values(record)[0])),
  ];
  const hashes = new Set<string>();
  for (const file of files) {
    const desk = openDesk();
    expect(await desk.take('virksomheder', file, { fileName: 'cvr.json' })).toMatchObject({
      created: 3,
      rejected: [],
    });
    desk.db.$client.exec("UPDATE import_batch SET sha256 = ''");
    hashes.add(hashOfAllTables(desk.db));
  }
  expect(hashes.size).toBe(1);
});

test('poster, der bryder CVRs form, nævnes med nummer og sted', async () => {
  const desk = openDesk();
  const report = await desk.take(
    'virksomheder',
    JSON.stringify([
      cvrUnit(),
      cvrUnit({ pNummer: P + 1, beliggenhedsadresse: [cvrAddress(9999, '2020-01-01')] }),
      cvrUnit({ pNummer: P + 2, livsforloeb: [{ periode: { gyldigFra: '2026-02-31', gyldigTil: null } }] }),
      cvrUnit({ pNummer: 12 }),
      cvrUnit({ pNummer: P + 3, aarsbeskaeftigelse: [{ aar: 2018, intervalKodeAntalAnsatte: 'ANTAL_3_4' }] }),
      cvrUnit({ pNummer: P + 4, virksomhedsrelation: [], produktionsEnhedMetadata: null }),
      { Noget: 'andet' },
      cvrUnit({ pNummer: P + 5, navn: 'Ødelagt \ufffdre' }),
      cvrUnit(),
    ]),
  );
  expect(report.rejected).toEqual([
    { line: 2, field: 'beliggenhedsadresse[0].kommune.kommuneKode', reason: 'ukendt kommunekode' },
    { line: 3, field: 'livsforloeb[0].periode.gyldigFra', reason: 'datoen findes ikke i kalenderen' },
    { line: 4, field: 'pNummer', reason: 'skal være et tal på 10 cifre' },
    { line: 5, field: 'aarsbeskaeftigelse[0].intervalKodeAntalAnsatte', reason: 'ukendt intervalkode' },
    { line: 6, field: 'virksomhedsrelation', reason: 'produktionsenheden hører ikke til nogen virksomhed' },
    { line: 7, field: 'p_nummer', reason: 'mangler' },
    { line: 7, field: 'cvr', reason: 'mangler' },
    { line: 7, field: 'navn', reason: 'mangler' },
    { line: 7, field: 'kommunekode', reason: 'mangler' },
    { line: 8, field: 'navne', reason: expect.stringContaining('ødelagte bogstaver') },
    { line: 9, field: 'p_nummer', reason: 'står to gange i filen: i linje 1 og 9' },
  ]);
  expect(desk.all('SELECT count(*) AS n FROM p_unit')).toEqual([{ n: 0 }]);
});

test('en virksomhed, der først kun var et nummer, får sit navn', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', jsonLines([cvrUnit()]));
  expect(await desk.take('virksomheder', jsonLines([cvrCompany(), cvrUnit()]))).toMatchObject({
    created: 0,
    updated: 1,
    unchanged: 1,
  });
});

test('kommunen er en indstilling: uden for den ingen plads i målet', async () => {
  const desk = openDesk();
  desk.all(
    "INSERT INTO setting (key, value, updated_at) VALUES ('municipalityCode', '161', '2026-01-01T00:00:00.000Z') RETURNING key",
  );
  await desk.take('virksomheder', csv([firm(1), firm(2, { kommunekode: '161' })]));
  expect(desk.all('SELECT p_number FROM scope_period')).toEqual([{ p_number: 1000000002 }]);
});
