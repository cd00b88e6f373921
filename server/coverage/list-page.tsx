import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { firmColumns } from '../companies/firm-columns.tsx';
import { CountButtons } from '../companies/headcount-panel.tsx';
import { ReachMark } from '../companies/marks.tsx';
import { paths } from '../paths.ts';
import { quarterOf, showDate } from '../ui/dates.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { RuleLink } from './counted-how.tsx';
import type { CoveragePageOfRows, CoverageRow } from './lists.ts';
import { type AskedPeriod, periodQuery } from './question.ts';
import { type CoverageRule, FIGURE_SLUGS, type Figure } from './rules.ts';

export const FIGURE_TITLES: Record<Figure, string> = {
  inScope: 'Virksomheder i mål',
  undecided: 'Uafklarede virksomheder',
  contacted: 'Kontaktede virksomheder',
  visited: 'Besøgte virksomheder',
  notContacted: 'Ikke kontaktet endnu',
  undecidedContacted: 'Uafklarede, der er kontaktet',
  undecidedVisited: 'Uafklarede, der er besøgt',
  unreported: 'Virksomheder uden noget ansattetal',
};

/** What to do about the firms on the list. */
const HINTS: Partial<Record<Figure, string>> = {
  undecided: 'Ring eller spørg ved næste besøg, og vælg antallet her: så er virksomheden afklaret fra i dag.',
  unreported: 'I CVR er de fleste uden ansatte. Skriv antallet, når I ved det.',
  notContacted: 'Sortér efter sidste kontakt for at nå dem, der har været tavse længst.',
};

interface CoverageListProps {
  view: View;
  period: AskedPeriod;
  unit: { asked: CoverageUnit; setting: CoverageUnit };
  figure: Figure;
  found: CoveragePageOfRows;
  rule: CoverageRule;
  onlyMine: boolean;
  /** the line of a breakdown that the list is of */
  groupName: string | undefined;
  rights: { log: boolean; settle: boolean };
}

export function CoverageListPage(props: CoverageListProps) {
  const { view, period, unit, figure, found, rule, onlyMine, groupName, rights } = props;
  const query = periodQuery(period, view.today, unit);
  return (
    <Layout view={view} title={FIGURE_TITLES[figure]} aside={<FileLinks view={view} figure={figure} />}>
      <p class="muted">
        {showNumber(found.total)}
        {groupName && ` (${groupName})`} i perioden {showDate(period.from)}–{showDate(period.to)}, opgjort pr.{' '}
        {showDate(period.asOfDate)}, efter regel <RuleLink rule={rule} />.{' '}
        <a href={`${paths.coverage}?${query}`}>Til dækningen</a>
        <MapLink {...props} />
        {rights.settle && (
          <>
            {' '}
            ·{' '}
            <a href={withQuery(view.url, { ansvarlig: onlyMine ? null : 'mig', side: null })}>
              {onlyMine ? 'Vis alle' : 'Vis kun mine'}
            </a>
          </>
        )}
      </p>
      {HINTS[figure] && <p class="note">{HINTS[figure]}</p>}
      <Table
        caption={FIGURE_TITLES[figure]}
        url={view.url}
        rows={found.rows}
        empty="Ingen virksomheder."
        columns={columnsOf(props)}
      />
      <Paging url={view.url} page={found.page} pageSize={found.pageSize} total={found.total} />
    </Layout>
  );
}

/** The firm list's filters that find the same firms; a figure that they cannot say has no map. */
const FILTERS: Partial<Record<Figure, string>> = {
  inScope: 'stoerrelse=i_maal',
  undecided: 'stoerrelse=uafklaret',
  notContacted: 'tavs=mangler',
  unreported: 'stoerrelse=uoplyst',
};

/** The map shows the places of work of the quarter that runs. */
function MapLink({ view, period, unit, figure, onlyMine, groupName }: CoverageListProps) {
  const filters = FILTERS[figure];
  const quarter = quarterOf(view.today);
  const isNow = period.from === quarter.from && period.to === quarter.to && period.asOfDate === view.today;
  if (!filters || !isNow || unit.asked !== 'p' || groupName) return null;
  const mine = onlyMine ? `&ansvarlig=${view.actor?.userId}` : '';
  return (
    <>
      {' '}
      · <a href={`${paths.map}?${filters}${mine}`}>Vis på kort</a>
    </>
  );
}

type ColumnProps = Pick<CoverageListProps, 'view' | 'unit' | 'figure' | 'rule' | 'rights'>;

/** The sorts of these lists are fewer than those of the register. */
const SORTS: Readonly<Record<string, string>> = {
  Virksomhed: 'navn',
  Ansatte: 'ansatte',
  'Sidste kontakt': 'sidste',
};

function columnsOf({ view, unit, figure, rule, rights }: ColumnProps): Column<CoverageRow>[] {
  const columns: Column<CoverageRow>[] = firmColumns(rule.moreThanEmployees).map((column) => ({
    ...column,
    sort: SORTS[column.head],
  }));
  if (unit.asked === 'cvr') {
    columns.push({ head: 'Arbejdssteder', number: true, cell: (row) => showNumber(row.places) });
  }
  columns.push(
    { head: 'I perioden', cell: (row) => <ReachMark reach={row.reach} /> },
    { head: 'Ansvarlig', cell: (row) => row.ownerName ?? '–' },
  );
  // A company is settled place by place, on the places' own pages.
  if (rights.settle && unit.asked === 'p' && figure.startsWith('undecided')) {
    columns.push({ head: 'Antal ansatte er', cell: (row) => <SettleForm view={view} row={row} /> });
  } else if (rights.log && figure === 'notContacted') {
    columns.push({ head: 'Log', cell: (row) => <LogLink row={row} /> });
  }
  return columns;
}

function SettleForm({ view, row }: { view: View; row: CoverageRow }) {
  return (
    <form method="post" action={paths.headcounts(row.pNumber)}>
      <FormToken view={view} />
      <input type="hidden" name="til" value={withQuery(view.url, {})} />
      <CountButtons minCount={row.minCount} maxCount={row.maxCount} firmName={row.name} />
    </form>
  );
}

function LogLink({ row }: { row: CoverageRow }) {
  return (
    <a
      class="button button-small"
      href={paths.newContact(row.pNumber)}
      aria-label={`Log kontakt med ${row.name}`}
    >
      Log
    </a>
  );
}

function FileLinks({ view, figure }: Pick<CoverageListProps, 'view' | 'figure'>) {
  const { search } = new URL(withQuery(view.url, { side: null }), 'http://localhost');
  return (
    <>
      <a class="button" href={`${paths.coverageFile(FIGURE_SLUGS[figure], 'csv')}${search}`}>
        Hent som CSV
      </a>
      <a class="button" href={`${paths.coverageFile(FIGURE_SLUGS[figure], 'xlsx')}${search}`}>
        Hent til Excel
      </a>
    </>
  );
}
