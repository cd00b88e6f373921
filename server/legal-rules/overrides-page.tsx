import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import {
  type OverrideCount,
  type OverrideFilters,
  type OverrideRow,
  overriddenWord,
  PAGE_SIZE,
} from './overrides.ts';
import { DateField, RuleTabs } from './rules-page.tsx';

interface OverridesPageProps {
  view: View;
  rows: readonly OverrideRow[];
  total: number;
  counts: readonly OverrideCount[];
  filters: OverrideFilters;
  page: number;
  /** everybody's, or only the viewer's own */
  all: boolean;
}

/** Where people went on although a rule said no or lacked an answer: what, who, why and when. */
export function OverridesPage({ view, rows, total, counts, filters, page, all }: OverridesPageProps) {
  return (
    <Layout view={view} title="Fravigelser">
      <RuleTabs current="fravigelser" />
      <p class="lead">
        {all ? 'Her' : 'Her er dine:'} gik et menneske videre, selv om en regel sagde nej eller manglede en
        oplysning. Borgeren nævnes ikke.
      </p>
      <form method="get" action={paths.ruleOverrides} class="filters">
        <DateField name="fra" label="Fra" value={filters.from} />
        <DateField name="til" label="Til og med" value={filters.to} />
        {filters.what !== '' && <input type="hidden" name="regel" value={filters.what} />}
        <button type="submit" class="button">
          Vis
        </button>
        {filters.what !== '' && (
          <a href={withQuery(view.url, { regel: null, side: null })}>
            Vis alle, ikke kun {overriddenWord(filters.what)}
          </a>
        )}
      </form>
      {counts.length > 0 && (
        <>
          <h2>Hvor ofte</h2>
          <Table
            caption="Fravigelser pr. regel"
            url={view.url}
            rows={counts}
            empty=""
            columns={countColumns(view)}
          />
        </>
      )}
      <h2>Fravigelserne</h2>
      <Table
        caption="Fravigelser"
        url={view.url}
        rows={rows}
        empty="Ingen regel er fraveget i perioden."
        columns={COLUMNS}
      />
      <Paging url={view.url} page={page} pageSize={PAGE_SIZE} total={total} />
    </Layout>
  );
}

const ANSWERS = { ja: 'ja', nej: 'sagde nej', mangler: 'manglede oplysning' } as const;

function countColumns(view: View): Column<OverrideCount>[] {
  return [
    {
      head: 'Regel',
      cell: ({ what }) => (
        <a href={withQuery(view.url, { regel: what, side: null })}>{overriddenWord(what)}</a>
      ),
    },
    { head: 'Reglen', cell: ({ answer }) => ANSWERS[answer] },
    { head: 'Antal', number: true, cell: ({ count }) => showNumber(count) },
  ];
}

const COLUMNS: Column<OverrideRow>[] = [
  { head: 'Hvornår', cell: ({ decidedAt }) => showInstant(decidedAt) },
  {
    head: 'Regel',
    cell: ({ what, ruleId }) =>
      ruleId === null ? overriddenWord(what) : <a href={paths.legalRule(ruleId)}>{overriddenWord(what)}</a>,
  },
  {
    head: 'Svar',
    cell: ({ answer, sentence }) => (
      <>
        <strong>{ANSWERS[answer]}</strong>: {sentence}
      </>
    ),
  },
  { head: 'Begrundelse', cell: ({ reason }) => reason },
  { head: 'Hvem', cell: ({ decidedByName }) => decidedByName },
  {
    head: 'Forløb',
    cell: ({ placementId }) =>
      placementId === null ? '–' : <a href={paths.placement(placementId)}>Se forløbet</a>,
  },
];
