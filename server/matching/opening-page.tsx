import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Paging, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { opensInWords } from './missing-section.tsx';
import type { ListedOrder } from './open-orders.ts';
import type { NamedOpening } from './what-is-missing.ts';

interface OpeningPageProps {
  view: View;
  citizen: { id: number; name: string };
  opening: NamedOpening;
  page: number;
  pageSize: number;
}

/** The orders that one change would open for a citizen. */
export function OpeningPage({ view, citizen, opening, page, pageSize }: OpeningPageProps) {
  const { kind, text, count, orders } = opening;
  return (
    <Layout view={view} title={`${text}: ${citizen.name}`} aside={<BackToMatches id={citizen.id} />}>
      <p>
        {text} {opensInWords(opening)}: de åbne ordrer, hvor netop det skiller borgeren fra{' '}
        {kind === 'kompetence' ? 'at have alle krav' : 'at stå på listen'}, ordnet efter titel.
      </p>
      <Table
        caption={`Ordrer: ${text}`}
        columns={columns}
        rows={orders}
        url={view.url}
        empty={<>Ingen ordre er længere åben.</>}
      />
      <Paging url={view.url} page={page} pageSize={pageSize} total={count} />
    </Layout>
  );
}

const columns: Column<ListedOrder>[] = [
  { head: 'Ordre', cell: ({ id, title }) => <a href={paths.jobOrder(id)}>{title}</a> },
  { head: 'Type', cell: ({ type }) => labels.orderType[type] },
  { head: 'Virksomhed', cell: ({ firmName }) => firmName },
  { head: 'Frist', cell: ({ deadline }) => (deadline ? showDate(deadline) : 'Ingen') },
];

/** What was asked for opens nothing any more: the citizen or the orders have changed since the link was drawn. */
export function NothingOpensPage({ view, citizen }: Pick<OpeningPageProps, 'view' | 'citizen'>) {
  return (
    <Layout
      view={view}
      title={`Åbner ikke flere ordrer: ${citizen.name}`}
      aside={<BackToMatches id={citizen.id} />}
    >
      <p class="empty">
        Det åbner ingen ordrer lige nu. Borgeren eller ordrerne er ændret, siden du så tallet. Se{' '}
        <a href={paths.citizenMatches(citizen.id)}>hvad der åbner ordrer nu</a>.
      </p>
    </Layout>
  );
}

function BackToMatches({ id }: { id: number }) {
  return (
    <a class="button" href={paths.citizenMatches(id)}>
      Til forslagene
    </a>
  );
}
