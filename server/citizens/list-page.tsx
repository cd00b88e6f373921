import { paths } from '../paths.ts';
import type { CitizenTab } from '../rights.ts';
import { showDate } from '../ui/dates.ts';
import { TextField } from '../ui/form.tsx';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { type CitizenFilters, type CitizenListRow, PAGE_SIZE } from './queries.ts';
import { shownKey } from './rules.ts';
import { VisibilityMark } from './visibility.tsx';

const TAB_NAMES: Readonly<Record<CitizenTab, string>> = { mine: 'Mine', team: 'Mit team', alle: 'Alle' };

interface CitizenListProps {
  view: View;
  rows: CitizenListRow[];
  total: number;
  filters: CitizenFilters;
  /** those the viewer has a right to */
  tabs: CitizenTab[];
  /** what a target group's code is called today */
  groupName: (code: string) => string;
}

export function CitizenListPage({ view, rows, total, filters, tabs, groupName }: CitizenListProps) {
  const form = { values: { q: filters.text }, errors: [] };
  return (
    <Layout
      view={view}
      title="Borgere"
      aside={
        <>
          <a class="button" href={paths.rightsRequests}>
            Henvendelser
          </a>
          <a class="button" href={paths.citizenAttention}>
            Borgere at se på
          </a>
        </>
      }
    >
      <CitizenTabs view={view} tabs={tabs} chosen={filters.tab} />
      <form class="filters" method="get" action={paths.citizens}>
        <input type="hidden" name="vis" value={filters.tab} />
        <TextField form={form} name="q" label="Navn eller borgernummer" type="search" maxLength={100} />
        <button type="submit" class="button">
          Søg
        </button>
      </form>
      <p class="muted">
        {total === 1 ? '1 borger' : `${showNumber(total)} borgere`}. Visningen bliver skrevet i loggen.
      </p>
      <Table
        caption="Borgere"
        url={view.url}
        rows={rows}
        empty="Ingen borgere passer. Ret søgningen, eller se teamets borgere."
        columns={[
          {
            head: 'Borger',
            sort: 'navn',
            cell: (row) => (
              <>
                <a href={paths.citizen(row.id)}>{row.name ?? 'Uden navn'}</a>{' '}
                <span class="muted">{shownKey(row.citizenKey)}</span>
              </>
            ),
          },
          { head: 'Målgruppe', sort: 'maalgruppe', cell: (row) => groupName(row.targetGroup) },
          { head: 'Ledig siden', sort: 'ledig', cell: (row) => showDate(row.unemployedSince) },
          { head: 'Kan starte', cell: (row) => showDate(row.canStart) },
          { head: 'Må deles', cell: (row) => <VisibilityMark citizen={row} /> },
          { head: 'Sagsbehandler', cell: (row) => row.caseworkerName ?? 'Ingen' },
          {
            head: 'Forslag',
            cell: (row) => (
              <a class="nowrap" href={paths.citizenMatches(row.id)}>
                Se forslag
              </a>
            ),
          },
        ]}
      />
      <Paging url={view.url} page={filters.page} pageSize={PAGE_SIZE} total={total} />
    </Layout>
  );
}

interface TabsProps {
  view: View;
  /** those the viewer has a right to */
  tabs: CitizenTab[];
  chosen: CitizenTab;
}

export function CitizenTabs({ view, tabs, chosen }: TabsProps) {
  return (
    <nav aria-label="Hvis borgere">
      <ul class="page-tabs">
        {tabs.map((tab) => (
          <li>
            <a
              href={withQuery(view.url, { vis: tab, side: null })}
              aria-current={tab === chosen ? 'page' : undefined}
            >
              {TAB_NAMES[tab]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
