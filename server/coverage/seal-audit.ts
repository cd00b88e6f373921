import type { Db } from '../../db/client.ts';
import type { FileColumn } from '../ui/spreadsheet.ts';
import { FIGURE_TITLES } from './list-page.tsx';
import { FIGURES, type Figure, numberOf } from './rules.ts';
import type { Seal } from './seal-queries.ts';
import { type SealedFirm, sealedTown } from './sealed-lists.ts';

/** A firm of a seal as its hashed text has it, and the figures that it adds one to. */
export interface AuditRow extends SealedFirm {
  figures: ReadonlySet<Figure>;
}

/** Every firm of a seal by P-number. A company adds one to a figure at its largest place, so that each figure is a sum. */
export function auditRows(db: Db, seal: Seal): AuditRow[] {
  const { rows, units, lists } = sealedTown(db, seal);
  const counted = FIGURES.map((figure) => [figure, new Set(lists[figure])] as const);
  const figuresAt = new Map(
    units.map((unit) => [
      unit.pNumber,
      new Set(counted.flatMap(([figure, listed]) => (listed.has(numberOf(unit)) ? figure : []))),
    ]),
  );
  const none: ReadonlySet<Figure> = new Set();
  return [...rows.values()]
    .sort((a, b) => a.pNumber - b.pNumber)
    .map((row) => ({ ...row, figures: figuresAt.get(row.pNumber) ?? none }));
}

/** The first five columns are a line of the hashed result, word for word; the sum of each figure's column is the figure. */
export function auditColumns(seal: Seal): FileColumn<AuditRow>[] {
  return [
    { head: 'P-nummer', type: 'number', cell: (row) => row.pNumber },
    { head: 'Omfang', type: 'text', cell: (row) => row.scope },
    { head: 'Nået', type: 'text', cell: (row) => row.reach },
    { head: 'Kontaktens nummer', type: 'number', cell: (row) => row.contactId },
    { head: 'Kontaktens dato', type: 'date', cell: (row) => row.contactDate },
    { head: 'CVR', type: 'number', cell: (row) => row.cvr },
    { head: 'Navn ved forseglingen', type: 'text', cell: (row) => row.name },
    { head: 'Postnummer', type: 'text', cell: (row) => row.postcode },
    { head: 'Ansatte fra', type: 'number', cell: (row) => row.minCount },
    { head: 'Ansatte til', type: 'number', cell: (row) => row.maxCount },
    ...FIGURES.map((figure): FileColumn<AuditRow> => {
      return {
        head: FIGURE_TITLES[figure],
        type: 'number',
        cell: ({ figures }) => (figures.has(figure) ? 1 : 0),
      };
    }),
    { head: 'Regel', type: 'text', cell: () => seal.rule.version },
    { head: 'Talt', type: 'text', cell: () => seal.unit },
    { head: 'Kendt indtil', type: 'text', cell: () => seal.knownAt },
    { head: 'Resultatets SHA-256', type: 'text', cell: () => seal.resultSha256 },
  ];
}
