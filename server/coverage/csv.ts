import type { FirmRow } from '../companies/firm-rows.ts';
import { labels } from '../ui/labels.ts';

const HEADINGS = [
  'P-nummer',
  'CVR',
  'Navn',
  'Adresse',
  'Postnummer',
  'By',
  'Branche',
  'Ansatte fra',
  'Ansatte til',
  'Sidste kontakt',
  'I perioden',
  'Ansvarlig',
];

/** The file as Danish Excel opens it: semicolons, UTF-8 with a mark, CRLF. */
export function* coverageCsv(chunks: Iterable<FirmRow[]>): Generator<string> {
  yield `\uFEFF${csvLine(HEADINGS)}`;
  for (const rows of chunks) yield rows.map((row) => csvLine(cellsOf(row))).join('');
}

function cellsOf(row: FirmRow): (string | number | null)[] {
  return [
    row.pNumber,
    row.cvr,
    row.name,
    row.streetAddress,
    row.postcode,
    row.city,
    row.branchText,
    row.minCount,
    row.maxCount,
    row.lastContactDate,
    labels.reach[row.reach],
    row.ownerName,
  ];
}

export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`;
}

/** A cell that begins like a formula is made text by an apostrophe: a firm's name must not run in Excel (CWE-1236). */
function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^\s*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
