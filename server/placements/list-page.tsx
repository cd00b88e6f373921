import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { Select, TextField } from '../ui/form.tsx';
import { showHour } from '../ui/hours.ts';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { PlacedCitizen, PlacementMarks, PlacementStatusMark } from './marks.tsx';
import { PAGE_SIZE, type PlacementFilters, type PlacementView } from './queries.ts';

const HELD: [string, string][] = [
  ['mine', 'Mine'],
  ['team', 'Mit team'],
  ['alle', 'Alle'],
];

interface PlacementListProps {
  view: View;
  rows: PlacementView[];
  total: number;
  filters: PlacementFilters;
  mayCreate: boolean;
}

export function PlacementListPage({ view, rows, total, filters, mayCreate }: PlacementListProps) {
  return (
    <Layout
      view={view}
      title="Forløb"
      aside={
        mayCreate && (
          <a class="button button-primary" href={paths.newPlacement}>
            Nyt forløb
          </a>
        )
      }
    >
      <Filters filters={filters} />
      <p class="muted">{showNumber(total)} forløb</p>
      <Table
        caption="Forløb"
        url={view.url}
        rows={rows}
        empty={<NothingFound view={view} filters={filters} mayCreate={mayCreate} />}
        columns={[
          {
            head: 'Forløb',
            cell: (row) => <a href={paths.placement(row.placement.id)}>{row.placement.jobFunction}</a>,
          },
          { head: 'Borger', cell: (row) => <PlacedCitizen shown={row.shown} /> },
          {
            head: 'Virksomhed',
            sort: 'virksomhed',
            cell: (row) => <a href={paths.company(row.placement.pNumber)}>{row.firmName}</a>,
          },
          { head: 'Type', sort: 'type', cell: (row) => labels.orderType[row.placement.type] },
          { head: 'Timer/uge', number: true, cell: (row) => showHour(row.weeklyHours) },
          {
            head: 'Start',
            sort: 'start',
            cell: (row) => <span class="nowrap">{showDate(row.placement.startsOn)}</span>,
          },
          { head: 'Slut', sort: 'slut', cell: (row) => <span class="nowrap">{showDate(row.lastDay)}</span> },
          {
            head: 'Status',
            cell: (row) => (
              <>
                <PlacementStatusMark status={row.status} /> <PlacementMarks row={row} />
              </>
            ),
          },
        ]}
      />
      <Paging url={view.url} page={filters.page} pageSize={PAGE_SIZE} total={total} />
    </Layout>
  );
}

function Filters({ filters }: { filters: PlacementFilters }) {
  const values = {
    q: filters.text,
    hvis: filters.held,
    type: filters.type ?? '',
    status: filters.status,
    kun: filters.attention ?? '',
  };
  const form = { values, errors: [] };
  return (
    <form class="filters" method="get" action={paths.placements}>
      <TextField form={form} name="q" label="Søg" type="search" maxLength={100} />
      <Select form={form} name="hvis" label="Hvis" options={HELD} />
      <Select form={form} name="type" label="Type" options={choices(labels.orderType)} empty="Alle typer" />
      <Select
        form={form}
        name="status"
        label="Status"
        options={[['aktive', 'Ikke afsluttet'], ...choices(labels.placementStatus), ['alle', 'Alle']]}
      />
      <Select form={form} name="kun" label="Kun" options={choices(labels.placementAttention)} empty="Alt" />
      <button type="submit" class="button">
        Vis
      </button>
    </form>
  );
}

function NothingFound({
  view,
  filters,
  mayCreate,
}: Pick<PlacementListProps, 'view' | 'filters' | 'mayCreate'>) {
  return (
    <>
      Ingen forløb passer.{' '}
      {filters.held !== 'alle' ? (
        <a href={withQuery(view.url, { hvis: 'alle', side: null })}>Se alle i kommunen</a>
      ) : (
        <a href={`${paths.placements}?hvis=alle&status=alle`}>Fjern alle filtre</a>
      )}
      {mayCreate && (
        <>
          {' '}
          eller <a href={paths.newPlacement}>opret et forløb</a>
        </>
      )}
      .
    </>
  );
}
