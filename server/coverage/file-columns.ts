import { labels } from '../ui/labels.ts';
import type { FileColumn } from '../ui/spreadsheet.ts';
import type { CoverageRow } from './lists.ts';
import type { CoverageRule } from './rules.ts';

/** What stands in the file of a list; the rule stands on every line, so that no line is ever seen without it. */
export function fileColumns(rule: CoverageRule): FileColumn<CoverageRow>[] {
  return [
    { head: 'P-nummer', type: 'number', cell: (row) => row.pNumber },
    { head: 'CVR', type: 'number', cell: (row) => row.cvr },
    { head: 'Navn', type: 'text', cell: (row) => row.name },
    { head: 'Adresse', type: 'text', cell: (row) => row.streetAddress },
    { head: 'Postnummer', type: 'text', cell: (row) => row.postcode },
    { head: 'By', type: 'text', cell: (row) => row.city },
    { head: 'Branche', type: 'text', cell: (row) => row.branchText },
    { head: 'Arbejdssteder', type: 'number', cell: (row) => row.places },
    { head: 'Ansatte fra', type: 'number', cell: (row) => row.minCount },
    { head: 'Ansatte til', type: 'number', cell: (row) => row.maxCount },
    { head: 'Sidste kontakt', type: 'date', cell: (row) => row.lastContactDate },
    { head: 'I perioden', type: 'text', cell: (row) => labels.reach[row.reach] },
    { head: 'Ansvarlig', type: 'text', cell: (row) => row.ownerName },
    { head: 'Regel', type: 'text', cell: () => rule.version },
    { head: 'Reglen gælder fra', type: 'date', cell: () => rule.validFrom },
  ];
}
