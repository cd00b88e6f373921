import { paths } from '../paths.ts';
import { Choice, type FormState, Select, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { SavedViewLinks } from '../views/view-links.tsx';
import type { SavedView } from '../views/views.ts';
import { type CellState, cellsInPlace, FactCell, UndoFact } from './fact-cell.tsx';
import { firmColumns } from './firm-columns.tsx';
import type { FirmPage, FirmRow } from './firm-rows.ts';
import { type FirmListFacts, LIST_FACTS, type ListFact } from './list-facts.ts';
import { ReachMark } from './marks.tsx';

/** The cell that is open, or was saved a moment ago. */
export interface ListCell {
  pNumber: number;
  fact: ListFact;
  state: CellState;
}

interface ListProps {
  /** its url is the list's own: filters, order and page */
  view: View;
  found: FirmPage;
  facts: ReadonlyMap<number, FirmListFacts>;
  cell: ListCell | undefined;
  form: FormState;
  quarterName: string;
  /** a firm is in scope with more employees than this */
  limit: number;
  konsulenter: readonly [string, string][];
  views: readonly SavedView[];
  /** the filters as they stand in the address */
  query: string;
  mayEdit: boolean;
  mayEditFact: (fact: ListFact) => boolean;
}

export function FirmListPage(props: ListProps) {
  const { view, found, form, quarterName, views, query, mayEdit } = props;
  return (
    <Layout
      view={view}
      title="Virksomheder"
      aside={<WaysOn mayEdit={mayEdit} />}
      undo={<UndoCell {...props} />}
    >
      <Filters form={form} konsulenter={props.konsulenter} />
      <SavedViewLinks view={view} views={views} query={query} />
      <p class="muted">
        {found.total === 1 ? '1 virksomhed' : `${showNumber(found.total)} virksomheder`}. Kontakt vises for{' '}
        {quarterName}. <a href={`${paths.map}?${query}`}>Vis på kort</a>
        {mayEdit && found.total > 0 && ' · '}
        {mayEdit && found.total > 0 && (
          <a href={`${paths.newCampaign}?${query}`}>Lav en kampagne af listen</a>
        )}
      </p>
      {mayEdit && found.total > 0 ? <TickedTable {...props} /> : <FirmTable {...props} />}
      <Paging url={view.url} page={found.page} pageSize={found.pageSize} total={found.total} />
    </Layout>
  );
}

function WaysOn({ mayEdit }: { mayEdit: boolean }) {
  return (
    <>
      <a href={paths.undecided}>Uafklarede</a>
      {mayEdit && (
        <>
          <a href={paths.registerChanges}>Ændringer i registeret</a>
          <a href={paths.duplicates}>Mulige dubletter</a>
          <a href={paths.newCompany}>Ny virksomhed</a>
        </>
      )}
    </>
  );
}

/** Without script the list comes back, and so may the value: also when the firm no longer fits the list. */
function UndoCell({ view, facts, cell, konsulenter }: ListProps) {
  const firm = cell && facts.get(cell.pNumber);
  if (!firm || cell?.state.is !== 'saved') return null;
  const { pNumber, fact, state } = cell;
  const props = { view, fact, now: firm[fact], listUrl: view.url, mayEdit: true, konsulenter };
  return <UndoFact {...props} firm={{ pNumber, name: firm.name }} before={state.before} />;
}

/** Of the form that the ticks belong to: cells of the table have forms of their own, and none may hold another. */
const TICKED = 'masseret';

/** Tick some or take all, then choose what to change: it is shown before it is done. */
function TickedTable(props: ListProps) {
  const { found, query } = props;
  return (
    <>
      <FirmTable {...props} last={[{ head: 'Vælg', cell: (row) => <Tick row={row} /> }]} />
      <form class="bulk-bar" id={TICKED} method="get" action={paths.bulkEdits}>
        <input type="hidden" name="filtre" value={query} />
        <button type="submit" class="button button-small" name="alle" value="nej">
          Ret de valgte …
        </button>
        <button type="submit" class="button button-small" name="alle" value="ja">
          Ret alle {showNumber(found.total)} …
        </button>
      </form>
    </>
  );
}

function Tick({ row }: { row: FirmRow }) {
  return (
    <input
      type="checkbox"
      class="row-tick"
      form={TICKED}
      name="valgt"
      value={row.pNumber}
      aria-label={`Vælg ${row.name}`}
    />
  );
}

function FirmTable({ last = [], ...props }: ListProps & { last?: Column<FirmRow>[] }) {
  const { view, found, limit } = props;
  return (
    <div {...cellsInPlace(view.url)}>
      <Table
        caption="Virksomheder"
        url={view.url}
        rows={found.rows}
        empty={
          <>
            Ingen virksomheder passer. <a href={paths.companies}>Fjern alle filtre</a>
          </>
        }
        columns={[
          ...firmColumns(limit),
          { head: 'Kontakt', cell: (row) => ReachMark({ reach: row.reach }) },
          ...LIST_FACTS.map((fact) => factColumn(fact, props)),
          ...last,
        ]}
      />
    </div>
  );
}

function factColumn(
  fact: ListFact,
  { view, facts, cell, konsulenter, ...props }: ListProps,
): Column<FirmRow> {
  const mayEdit = props.mayEditFact(fact);
  const open = cell?.fact === fact && cell.state.is === 'open' ? cell : undefined;
  return {
    head: labels.listFact[fact],
    cell: (firm) => {
      const now = facts.get(firm.pNumber)?.[fact];
      if (!now) return null;
      const state = open?.pNumber === firm.pNumber ? open.state : undefined;
      return FactCell({ view, firm, fact, now, listUrl: view.url, mayEdit, konsulenter, state });
    },
  };
}

function Filters({ form, konsulenter }: Pick<ListProps, 'form' | 'konsulenter'>) {
  const more = [
    'tavs',
    'ikke_kontaktet_siden',
    'ikke_besoegt_siden',
    'branche',
    'segment',
    'tilstand',
    'ansvarlig',
  ].some((name) => form.values[name]);
  return (
    <form class="filters" method="get" action={paths.companies}>
      <TextField form={form} name="q" label="Navn, CVR- eller P-nummer" type="search" maxLength={100} />
      <Select
        form={form}
        name="stoerrelse"
        label="Ansatte"
        options={choices(labels.sizeClass)}
        empty="Alle størrelser"
      />
      <Select
        form={form}
        name="kontakt"
        label="Kontakt i kvartalet"
        options={choices(labels.reach)}
        empty="Alle"
      />
      <Choice form={form} name="vis" label="Vis" many options={SHOWN} />
      <button type="submit" class="button button-primary">
        Vis
      </button>
      <details class="more-filters" open={more}>
        <summary>Flere filtre</summary>
        <div class="filters">
          <Select
            form={form}
            name="tavs"
            label="Tid siden kontakt"
            options={choices(labels.silence)}
            empty="Alle"
          />
          <TextField form={form} name="ikke_kontaktet_siden" label="Ikke kontaktet siden" type="date" />
          <TextField form={form} name="ikke_besoegt_siden" label="Ikke besøgt siden" type="date" />
          <TextField form={form} name="branche" label="Branche" maxLength={100} />
          <Select form={form} name="segment" label="Segment" options={choices(labels.segment)} empty="Alle" />
          <Select form={form} name="tilstand" label="Tilstand" options={choices(labels.state)} empty="Alle" />
          <Select form={form} name="ansvarlig" label="Ansvarlig" options={konsulenter} empty="Alle" />
        </div>
      </details>
    </form>
  );
}

const SHOWN: [string, string][] = [
  ['mine', 'Kun mine'],
  ['foelger', 'Dem, jeg følger'],
  ['team', 'Mit team'],
  ['ophoerte', 'Også ophørte'],
];
