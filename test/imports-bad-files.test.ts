import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  contactRow,
  csv,
  cvrUnit,
  firm,
  hashOfAllTables,
  type ImportDesk,
  jsonLines,
  openDesk,
  searchReply,
} from './imports-builders.ts';

/** A desk with one firm in it, so that "nothing changed" has something to change. */
async function deskWithFirm(): Promise<ImportDesk & { before: string }> {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1)]));
  return { ...desk, before: hashOfAllTables(desk.db) };
}

async function expectRefused(
  kind: 'virksomheder' | 'kontakter' | 'borgere',
  content: string | Buffer,
  rejected: object[],
) {
  const desk = await deskWithFirm();
  const report = await desk.take(kind, content);
  expect(report.rejected).toEqual(rejected);
  expect(report).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 0,
    importId: null,
    rejectedCount: rejected.length,
  });
  expect(hashOfAllTables(desk.db)).toBe(desk.before);
}

const saying = (text: string) => expect.stringContaining(text);

test('tom fil, kun overskrift og en fil, som ikke findes', async () => {
  await expectRefused('virksomheder', '', [{ line: 1, field: '', reason: 'Filen er tom' }]);
  await expectRefused('virksomheder', csv([firm(1)]).split('\n')[0] as string, [
    { line: 1, field: '', reason: saying('ingen poster') },
  ]);
  await expectRefused('virksomheder', '[]', [{ line: 1, field: '', reason: saying('ingen poster') }]);
  await expectRefused('virksomheder', searchReply([]), [
    { line: 1, field: '', reason: saying('ingen poster') },
  ]);
  const desk = openDesk();
  expect(await desk.take('virksomheder', '', { file: `${desk.folder}/findes-ikke.csv` })).toMatchObject({
    rejected: [{ line: 1, field: '', reason: saying('ENOENT') }],
  });
});

test('tegnsæt: Windows-1252 og BOM læses rigtigt, UTF-16 og blandet afvises', async () => {
  const text = csv([firm(2, { navn: 'Æble “Ørk” – Ål €' })]);
  const windows = Buffer.from(
    text.replaceAll('“', '\x93').replaceAll('”', '\x94').replaceAll('–', '\x96').replaceAll('€', '\x80'),
    'latin1',
  );
  for (const bytes of [windows, Buffer.from(text), Buffer.from(`\ufeff${text}`)]) {
    const desk = openDesk();
    expect(await desk.take('virksomheder', bytes)).toMatchObject({ created: 1, ignored: [] });
    expect(desk.all('SELECT name FROM p_unit')).toEqual([{ name: 'Æble “Ørk” – Ål €' }]);
  }
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
  await expectRefused('virksomheder', utf16, [{ line: 1, field: '', reason: saying('UTF-16') }]);
  await expectRefused('virksomheder', utf16.subarray(2), [{ line: 1, field: '', reason: saying('UTF-16') }]);
  const mixed = Buffer.concat([
    Buffer.from(csv([firm(2)])),
    Buffer.from(csv([firm(3)]).split('\n')[1] as string, 'latin1'),
  ]);
  await expectRefused('virksomheder', mixed, [
    { line: 2, field: '', reason: saying('blander UTF-8 og Windows-1252') },
  ]);
});

test('bogstaver hen over stykkerne, som filen læses i, og et ensomt sidste bogstav', async () => {
  const desk = await deskWithFirm();
  for (const pad of [0, 1, 2, 3]) {
    const notes = Array.from({ length: 3 }, (_, index) =>
      contactRow(1, { note: `${'x'.repeat(pad)}${'æ€😀'.repeat(40_000)}${pad}${index}` }),
    );
    expect(await desk.take('kontakter', csv(notes))).toMatchObject({ created: 3, rejected: [] });
  }
  expect(
    desk.all(
      "SELECT count(*) AS n FROM contact WHERE note GLOB '*æ€😀*' AND length(replace(replace(replace(note, 'æ', ''), '€', ''), '😀', '')) < 6",
    ),
  ).toEqual([{ n: 12 }]);
  const header = 'p_nummer;dato;art;retning;udfald;note';
  const ascii = `${header}\n1000000001;2026-01-02;mail;ud;senere;Bo sagde ja til en å`;
  expect(await desk.take('kontakter', Buffer.from(ascii, 'latin1'))).toMatchObject({ created: 1 });
  expect(desk.all("SELECT note FROM contact WHERE kind = 'mail'")).toEqual([
    { note: 'Bo sagde ja til en å' },
  ]);
  const cut = Buffer.from(ascii).subarray(0, -1);
  expect((await desk.take('kontakter', cut)).rejected).toEqual([
    { line: 2, field: '', reason: saying('midt i et bogstav') },
  ]);
});

test('et tegn, der allerede er tabt (U+FFFD), gemmes aldrig', async () => {
  await expectRefused('virksomheder', csv([firm(2, { navn: 'K\ufffdbmand' })]), [
    { line: 2, field: 'navn', reason: saying('ødelagte bogstaver') },
  ]);
  const escaped = '{"p_nummer":"1000000002","cvr":"10000002","navn":"K\\ud800b","kommunekode":165}\n';
  await expectRefused('virksomheder', escaped, [
    { line: 1, field: 'navn', reason: saying('ødelagte bogstaver') },
  ]);
});

test('datoer som 31-02, ukendt kommunekode og dubletter: linje og felt, alle på én gang', async () => {
  const rows = [
    firm(2, { startdato: '2026-02-31' }),
    firm(3, { startdato: '31-02-2026' }),
    firm(4, { kommunekode: '999' }),
    firm(5, { kommunekode: '' }),
    firm(6),
    firm(7, { antal_ansatte: 'tre', postnummer: '262' }),
    firm(6),
    firm(8, { ophoersdato: '2014-01-01', cvr: '1234567' }),
  ];
  await expectRefused('virksomheder', csv(rows), [
    { line: 2, field: 'startdato', reason: 'datoen findes ikke i kalenderen' },
    { line: 3, field: 'startdato', reason: 'skal være en dato som ÅÅÅÅ-MM-DD' },
    { line: 4, field: 'kommunekode', reason: 'ukendt kommunekode' },
    { line: 5, field: 'kommunekode', reason: 'mangler' },
    { line: 7, field: 'postnummer', reason: 'skal være 4 cifre' },
    { line: 7, field: 'antal_ansatte', reason: saying('helt tal') },
    { line: 8, field: 'p_nummer', reason: 'står to gange i filen: i linje 6 og 8' },
    { line: 9, field: 'cvr', reason: 'skal være 8 cifre' },
    { line: 9, field: 'ophoersdato', reason: 'ligger før startdato' },
  ]);
});

test('celler på 10 MB og poster på 17 MB', async () => {
  const long = 'x'.repeat(10 * 1024 * 1024);
  await expectRefused('kontakter', csv([contactRow(1), contactRow(1, { note: long })]), [
    { line: 3, field: 'note', reason: 'cellen er større end 1 MB' },
  ]);
  await expectRefused('kontakter', jsonLines([contactRow(1, { note: long })]), [
    { line: 1, field: 'note', reason: 'cellen er større end 1 MB' },
  ]);
  const longer = 'x'.repeat(17 * 1024 * 1024);
  await expectRefused('kontakter', csv([contactRow(1), contactRow(1, { note: longer })]), [
    { line: 3, field: '', reason: saying('16 MB') },
  ]);
  await expectRefused('kontakter', jsonLines([contactRow(1), contactRow(1, { note: longer })]), [
    { line: 2, field: '', reason: saying('16 MB') },
  ]);
  await expectRefused(
    'virksomheder',
    JSON.stringify([cvrUnit(), cvrUnit({ pNummer: 1_019_000_002, navn: longer })]),
    [{ line: 2, field: '', reason: saying('16 MB') }],
  );
});

test('forkerte anførselstegn, celleantal og kolonner', async () => {
  const [header, row] = csv([firm(2)]).split('\n') as [string, string];
  await expectRefused('virksomheder', `${header}\n${row}\n"${row}\n${row}\n`, [
    { line: 3, field: '', reason: saying('bliver ikke lukket') },
  ]);
  await expectRefused('virksomheder', `${header}\n${row.replace('Firma', 'Fir"ma')}\n`, [
    { line: 2, field: '', reason: saying('midt i en celle') },
  ]);
  await expectRefused('virksomheder', `${header}\n${row}\n${row};\n`, [
    { line: 3, field: '', reason: 'Rækken har 17 celler, men overskriften har 16' },
  ]);
  await expectRefused('virksomheder', `${header.replace('kommunekode', 'kommune')}\n${row}\n`, [
    { line: 1, field: 'kommunekode', reason: saying('mangler') },
  ]);
  await expectRefused('virksomheder', `${header.replace('navn', 'cvr')}\n${row}\n`, [
    { line: 1, field: 'cvr', reason: saying('to gange') },
  ]);
});

test('linjenumre holder hen over tomme linjer, linjeskift i celler og CRLF', async () => {
  const text = csv([firm(2, { navn: 'To\nlinjer' }), firm(3, { startdato: 'i går' })])
    .replaceAll('\n', '\r\n')
    .replace('\r\n"', '\r\n\r\n"');
  const [header, ...rest] = text.split('\r\n');
  await expectRefused('virksomheder', [header, '', ...rest].join('\r\n'), [
    { line: 5, field: 'startdato', reason: saying('ÅÅÅÅ-MM-DD') },
  ]);
});

test('JSON: et array klippet over, en linje klippet over, noget andet end objekter', async () => {
  const records = [cvrUnit(), cvrUnit({ pNummer: 1_019_000_002 })];
  const array = JSON.stringify(records);
  await expectRefused('virksomheder', array.slice(0, array.length / 3), [
    { line: 1, field: '', reason: saying('afkortet') },
  ]);
  await expectRefused('virksomheder', array.slice(0, -20), [
    { line: 2, field: '', reason: saying('afkortet') },
  ]);
  await expectRefused('virksomheder', array.slice(0, -1), [
    { line: 3, field: '', reason: saying('afkortet') },
  ]);
  await expectRefused('virksomheder', searchReply(records).slice(0, -1), [
    { line: 3, field: '', reason: saying('afkortet') },
  ]);
  await expectRefused('virksomheder', array.replace('},{"Vr', '}{"Vr'), [
    { line: 2, field: '', reason: saying('komma') },
  ]);
  await expectRefused('virksomheder', '[1, 2]', [{ line: 1, field: '', reason: saying('JSON-objekt') }]);
  await expectRefused(
    'kontakter',
    `${jsonLines([contactRow(1)])}{"p_nummer": "1000\n[]\n${jsonLines([contactRow(1)])}`,
    [
      { line: 2, field: '', reason: saying('gyldigt JSON-objekt') },
      { line: 3, field: '', reason: saying('gyldigt JSON-objekt') },
    ],
  );
});

test('gzip: klippet over, beskadiget eller en bombe', async () => {
  const packed = gzipSync(csv([firm(2), firm(3)]));
  await expectRefused('virksomheder', packed.subarray(0, packed.length - 6), [
    { line: expect.any(Number), field: '', reason: saying('afkortet') },
  ]);
  await expectRefused('virksomheder', packed.subarray(0, 2), [
    { line: 1, field: '', reason: saying('afkortet') },
  ]);
  const broken = Buffer.from(packed);
  broken.fill(0xff, 20, 40);
  await expectRefused('virksomheder', broken, [{ line: 1, field: '', reason: saying('beskadiget') }]);
  await expectRefused('virksomheder', gzipSync(Buffer.alloc(80 * 1024 * 1024, 'a')), [
    { line: 1, field: '', reason: saying('folder sig ud') },
  ]);
  await expectRefused('virksomheder', Buffer.from('PK\x03\x04regneark'), [
    { line: 1, field: '', reason: saying('regneark') },
  ]);
});

test('tusind fejl vises, alle tælles', async () => {
  const desk = openDesk();
  const report = await desk.take('kontakter', csv(Array.from({ length: 1500 }, () => contactRow(1))));
  expect(report).toMatchObject({ rejectedCount: 1500, created: 0 });
  expect(report.rejected).toHaveLength(1000);
});

const goodFiles = [
  ['virksomheder', csv([firm(2), firm(3, { navn: 'Æ "ø" å; og\nmere' }), firm(4)])],
  [
    'virksomheder',
    csv(
      [firm(2), firm(3)].map((row) => ({ ...row, antal_ansatte_pr: '2026-05-01' })),
      ',',
    ),
  ],
  ['virksomheder', searchReply([cvrUnit(), cvrUnit({ pNummer: 1_019_000_002, navn: 'Café Øst' })], 1)],
  [
    'kontakter',
    csv([contactRow(1), contactRow(1, { note: 'Mødte Åse; "ja tak"' }), contactRow(1, { art: 'telefon' })]),
  ],
  ['kontakter', jsonLines([contactRow(1), contactRow(1), contactRow(1, { art: 'telefon', note: 'Øv' })])],
] as const;

/** Rows that a cut may leave whole: the file up to a line end is a good, shorter file, and nobody can tell. */
test.each(goodFiles)('klippet hvor som helst importeres %s aldrig halvt (%#)', async (kind, text) => {
  const whole = Buffer.from(text);
  const desk = await deskWithFirm();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), fc.boolean(), async (at, packed) => {
      const cut = packed
        ? gzipSync(whole).subarray(0, Math.floor((gzipSync(whole).length * at) / whole.length))
        : whole.subarray(0, at);
      const before = hashOfAllTables(desk.db);
      const report = await desk.take(kind, cut, { dryRun: false });
      if (report.rejectedCount > 0) {
        expect(report.rejected[0]?.line).toBeGreaterThan(0);
        expect(hashOfAllTables(desk.db)).toBe(before);
        return;
      }
      expect(packed).toBe(false);
      const lines = cut.toString().split('\n');
      const rowsIn = (rows: string) => rows.split(/\n(?=\d{10}|\{)/).length;
      expect(report.created).toBeLessThanOrEqual(rowsIn(text));
      // What was taken in are whole rows of the file.
      const last = lines.at(-1) || (lines.at(-2) ?? '');
      expect(text.split('\n').some((line) => line.startsWith(last))).toBe(true);
      desk.db.$client.exec(
        'DELETE FROM contact; DELETE FROM scope_period WHERE p_number > 1000000001; DELETE FROM life_period WHERE p_number > 1000000001; DELETE FROM location_period WHERE p_number > 1000000001; DELETE FROM headcount WHERE p_number > 1000000001; DELETE FROM p_unit WHERE p_number > 1000000001; DELETE FROM company WHERE cvr > 10000001; DELETE FROM import_batch WHERE id > 1',
      );
    }),
    { numRuns: 40 },
  );
});
