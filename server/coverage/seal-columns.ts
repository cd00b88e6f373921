import { labels } from '../ui/labels.ts';
import type { FileColumn } from '../ui/spreadsheet.ts';
import type { Seal } from './seal-queries.ts';
import type { SealedRow } from './sealed-lists.ts';

/** The columns of a sealed list's file; rule and hash stand on every line. */
export function sealFileColumns(seal: Seal): FileColumn<SealedRow>[] {
  return [
    { head: 'P-nummer', type: 'number', cell: (row) => row.pNumber },
    { head: 'CVR', type: 'number', cell: (row) => row.cvr },
    { head: 'Navn ved forseglingen', type: 'text', cell: (row) => row.name },
    { head: 'Postnummer', type: 'text', cell: (row) => row.postcode },
    { head: 'Arbejdssteder', type: 'number', cell: (row) => row.places },
    { head: 'Ansatte fra', type: 'number', cell: (row) => row.minCount },
    { head: 'Ansatte til', type: 'number', cell: (row) => row.maxCount },
    { head: 'I kvartalet', type: 'text', cell: (row) => labels.reach[row.reach] },
    { head: 'Kontaktens dato', type: 'date', cell: (row) => row.contactDate },
    { head: 'Kontaktens nummer', type: 'number', cell: (row) => row.contactId },
    { head: 'Regel', type: 'text', cell: () => seal.rule.version },
    { head: 'Resultatets SHA-256', type: 'text', cell: () => seal.resultSha256 },
  ];
}
