import { ReachMark, showBounds } from '../companies/marks.tsx';
import { paths } from '../paths.ts';
import { quarterOf, showDate } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { FIGURE_TITLES } from './list-page.tsx';
import { FIGURE_SLUGS, type Figure } from './rules.ts';
import type { Seal } from './seal-queries.ts';
import type { SealedRow } from './sealed-lists.ts';

interface SealedListPageProps {
  view: View;
  seal: Seal;
  figure: Figure;
  found: { rows: SealedRow[]; total: number; page: number; pageSize: number };
}

/** The list behind a sealed figure, as it was. */
export function SealedListPage({ view, seal, figure, found }: SealedListPageProps) {
  return (
    <Layout
      view={view}
      title={`${FIGURE_TITLES[figure]}, ${quarterOf(seal.fromDate).name}`}
      aside={
        <>
          <a class="button" href={paths.sealFile(seal.id, FIGURE_SLUGS[figure], 'csv')}>
            Hent som CSV
          </a>
          <a class="button" href={paths.sealFile(seal.id, FIGURE_SLUGS[figure], 'xlsx')}>
            Hent til Excel
          </a>
        </>
      }
    >
      <p class="muted">
        {showNumber(found.total)}, som de var ved forseglingen.{' '}
        <a href={paths.seal(seal.id)}>Til dækningsbeviset</a>
      </p>
      <Table
        caption={FIGURE_TITLES[figure]}
        url={view.url}
        rows={found.rows}
        empty="Ingen virksomheder."
        columns={columnsOf(seal)}
      />
      <Paging url={view.url} page={found.page} pageSize={found.pageSize} total={found.total} />
    </Layout>
  );
}

function columnsOf(seal: Seal): Column<SealedRow>[] {
  return [
    { head: 'Virksomhed', cell: ({ pNumber, name }) => <a href={paths.company(pNumber)}>{name}</a> },
    { head: 'P-nummer', number: true, cell: ({ pNumber }) => pNumber },
    { head: 'CVR', number: true, cell: ({ cvr }) => cvr },
    ...(seal.unit === 'cvr'
      ? [{ head: 'Arbejdssteder', number: true, cell: ({ places }: SealedRow) => showNumber(places) }]
      : []),
    { head: 'Ansatte', number: true, cell: (row) => showBounds(row) },
    { head: 'I kvartalet', cell: ({ reach }) => <ReachMark reach={reach} /> },
    { head: 'Kontakten', cell: ({ contactDate }) => showDate(contactDate) },
    { head: 'Kontaktens nummer', number: true, cell: ({ contactId }) => contactId ?? '–' },
  ];
}
