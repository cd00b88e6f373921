import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type FileColumn, spreadsheet } from '../server/ui/spreadsheet.ts';

interface Row {
  name: string | null;
  count: number | null;
  day: string | null;
}

const COLUMNS: FileColumn<Row>[] = [
  { head: 'Navn', type: 'text', cell: (row) => row.name },
  { head: 'Antal', type: 'number', cell: (row) => row.count },
  { head: 'Dato', type: 'date', cell: (row) => row.day },
];

function sheetOf(rows: Row[]): string {
  const parts = [...spreadsheet('xlsx', COLUMNS, [rows])].map((part) => Buffer.from(part));
  const files = unzipSync(Buffer.concat(parts));
  expect(Object.keys(files).sort()).toEqual([
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
  ]);
  return strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
}

test('i Excel er tal tal, datoer datoer og tekst tekst', () => {
  const sheet = sheetOf([{ name: 'Ærø & Søn <A/S>', count: 3.5, day: '2026-11-28' }]);
  expect(sheet).toContain('<is><t xml:space="preserve">Ærø &amp; Søn &lt;A/S&gt;</t></is>');
  expect(sheet).toContain('<c><v>3.5</v></c>');
  // 28 November 2026 is day 46354 of Excel's calendar.
  expect(sheet).toContain('<c s="2"><v>46354</v></c>');
  expect(sheetOf([{ name: null, count: null, day: null }])).toContain('<row r="2"><c/><c/><c/></row>');
  expect(sheetOf([])).toContain('<row r="1">');
});

test('ingen celle kan køre som en formel, hverken i Excel eller i CSV', () => {
  for (const name of ['=1+1', '+45', '-2', '@SUM(A1)', '\tx', '\rx', '\n=x', '  =x']) {
    const sheet = sheetOf([{ name, count: -5, day: null }]);
    expect(sheet).toContain(`<t xml:space="preserve">'`);
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<c><v>-5</v></c>');
    const [, line] = [...spreadsheet('csv', COLUMNS, [[{ name, count: -5, day: null }]])];
    expect(String(line)).toMatch(/^"?'/);
  }
});

test('enhver tekst begynder aldrig en formel i CSV, og står ellers, som den blev skrevet', () => {
  const start = fc.constantFrom('', '=', '+45 ', '-', '@', '\t', '\r', '\n', ' =', '"', '＝', "'");
  fc.assert(
    fc.property(start, fc.string({ unit: 'binary' }), (first, rest) => {
      const name = first + rest;
      const [, line = ''] = [...spreadsheet('csv', COLUMNS, [[{ name, count: 7, day: null }]])].map(String);
      const cell = line.slice(0, line.lastIndexOf(';7;'));
      const text = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(text).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r]/);
      expect([name, `'${name}`]).toContain(text);
    }),
    { numRuns: 500 },
  );
});

test('tegn, som XML ikke må rumme, ødelægger ikke filen', () => {
  expect(sheetOf([{ name: 'A\u0000B\u0008C', count: 1, day: null }])).toContain('>ABC<');
});

test('tyve tusind linjer kommer lidt ad gangen', () => {
  const rows = Array.from({ length: 500 }, (_, index) => ({
    name: `Firma ${index}`,
    count: index,
    day: '2026-01-01',
  }));
  const pieces = [
    ...spreadsheet(
      'xlsx',
      COLUMNS,
      Array.from({ length: 40 }, () => rows),
    ),
  ];
  expect(pieces.length).toBeGreaterThan(40);
  const whole = unzipSync(Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
  const sheet = strFromU8(whole['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  expect(sheet.match(/<row /g)).toHaveLength(20_001);
  expect(sheet).toContain('<row r="20001">');
});
