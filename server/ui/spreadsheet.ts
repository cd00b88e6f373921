import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';

type Cell = string | number | null;

/** A column of a file: its Danish heading, what its cells are, and the cell of a row. Dates are ISO local dates. */
export interface FileColumn<Row> {
  head: string;
  type: 'text' | 'number' | 'date';
  cell: (row: Row) => Cell;
}

export const FILE_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type FileType = keyof typeof FILE_TYPES;

/** Rows between two turns of the event loop: some milliseconds' worth, also deflated. */
const ROWS_A_TURN = 200;

/** The file as an answer: the server answers others between its pieces. */
export function spreadsheetStream<Row>(
  type: FileType,
  columns: readonly FileColumn<Row>[],
  chunks: Iterable<readonly Row[]>,
): Readable {
  return Readable.from(
    (async function* () {
      for (const piece of spreadsheet(type, columns, chunks)) {
        yield piece;
        await setImmediate();
      }
    })(),
  );
}

/** The file a piece at a time. */
export function spreadsheet<Row>(
  type: FileType,
  columns: readonly FileColumn<Row>[],
  chunks: Iterable<readonly Row[]>,
): Iterable<string | Uint8Array> {
  const some = inSome(chunks);
  return type === 'csv' ? csv(columns, some) : xlsx(columns, some);
}

function* inSome<Row>(chunks: Iterable<readonly Row[]>): Generator<readonly Row[]> {
  for (const rows of chunks) {
    for (let from = 0; from < rows.length; from += ROWS_A_TURN) yield rows.slice(from, from + ROWS_A_TURN);
  }
}

/** As Danish Excel opens it: semicolons, UTF-8 with a mark, CRLF. */
function* csv<Row>(columns: readonly FileColumn<Row>[], chunks: Iterable<readonly Row[]>): Generator<string> {
  yield `\uFEFF${csvLine(columns.map(({ head }) => head))}`;
  for (const rows of chunks) {
    yield rows.map((row) => csvLine(columns.map(({ cell }) => cell(row)))).join('');
  }
}

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`;
}

/** A cell that begins like a formula is made text by an apostrophe: a firm's name must not run in Excel (CWE-1236). */
function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  const text = beginsLikeFormula(cell) ? `'${cell}` : cell;
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function beginsLikeFormula(text: string): boolean {
  // Some languages' spreadsheets read the full-width signs as the plain ones.
  return /^\s*[=+\-@＝＋－＠\t\r\n]/.test(text);
}

/**
 * The five parts that a workbook needs (ECMA-376), the sheet deflated as it is written: the libraries looked at build
 * all of it in one go, which keeps everybody waiting for seconds at 20,000 rows.
 */
function* xlsx<Row>(
  columns: readonly FileColumn<Row>[],
  chunks: Iterable<readonly Row[]>,
): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    ready.push(data);
  });
  for (const [name, text] of Object.entries(PARTS)) {
    const part = addPart(zip, name);
    part.push(strToU8(text), true);
  }
  const sheet = addPart(zip, 'xl/worksheets/sheet1.xml');
  sheet.push(strToU8(sheetHead(columns)));
  let line = 1;
  for (const rows of chunks) {
    sheet.push(strToU8(rows.map((row) => sheetRow(columns, row, ++line)).join('')));
    // Also when nothing has come out yet: the work is done, and others want their turn.
    yield Buffer.concat(ready.splice(0));
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true);
  zip.end();
  yield* ready.splice(0);
}

function addPart(zip: Zip, name: string): ZipDeflate {
  const part = new ZipDeflate(name, { level: 6 });
  // The same rows give the same bytes, whenever they are written.
  part.mtime = new Date(1980, 0, 1);
  zip.add(part);
  return part;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const PARTS = {
  '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Samtlige" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  // Cell formats: 0 plain, 1 bold heading, 2 date (number format 14 is the reader's own short date).
  'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
};

function sheetHead<Row>(columns: readonly FileColumn<Row>[]): string {
  const widths = columns.map(
    ({ type }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${type === 'text' ? 28 : 14}" customWidth="1"/>`,
  );
  const heads = columns.map(({ head }) => textCell(head, 1));
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${heads.join('')}</row>`;
}

function sheetRow<Row>(columns: readonly FileColumn<Row>[], row: Row, line: number): string {
  return `<row r="${line}">${columns.map((column) => sheetCell(column.type, column.cell(row))).join('')}</row>`;
}

function sheetCell(type: FileColumn<never>['type'], cell: Cell): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  return type === 'date' ? `<c s="2"><v>${excelDay(cell)}</v></c>` : textCell(cell);
}

/** An inline string is never a formula, but an apostrophe goes before one that looks like it: files are saved as CSV. */
function textCell(text: string, format = 0): string {
  const safe = beginsLikeFormula(text) ? `'${text}` : text;
  return `<c t="inlineStr"${format ? ` s="${format}"` : ''}><is><t xml:space="preserve">${escapeXml(safe)}</t></is></c>`;
}

function escapeXml(text: string): string {
  // Characters that XML 1.0 has no place for would make the whole file unreadable.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const legal = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return legal.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Days since 30 December 1899, as Excel counts from March 1900 on. */
function excelDay(isoDate: string): number {
  return (Date.parse(`${isoDate}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
}
