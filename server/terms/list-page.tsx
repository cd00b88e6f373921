import { paths } from '../paths.ts';
import { Select, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { AnswerForm, Warning } from './answer.tsx';
import { DecisionTable, JustDecided } from './decisions.tsx';
import { type DecisionRow, PAGE_SIZE, queryOf, type TermFilters, type TermRow } from './list.ts';
import type { TermTab } from './rules.ts';

interface TermListProps {
  view: View;
  filters: TermFilters;
  counts: Record<TermTab, number>;
  /** texts the engine has yet to look at */
  unseen: number;
  mayDecide: boolean;
  total: number;
  terms: TermRow[];
  decisions: DecisionRow[];
  /** the decision that was made a moment ago */
  decided: DecisionRow | null;
}

const TABS: [TermTab, string][] = [
  ['foreslaaet', 'Foreslåede'],
  ['ukendt', 'Ukendte'],
  ['besluttet', 'Besluttede'],
];

export function TermListPage(props: TermListProps) {
  const { view, filters, counts, unseen, decided, total } = props;
  return (
    <Layout view={view} title="Ord, systemet ikke kender">
      {decided && <JustDecided view={view} decided={decided} query={queryOf(filters)} />}
      <p>
        Ord fra borgere og åbne ordrer tæller først i forslagene, når systemet ved, hvad de betyder. Sig ja
        eller nej én gang: svaret gælder fra næste side, for alle, til det trækkes tilbage.
      </p>
      <nav aria-label="Hvilke ord">
        <ul class="page-tabs">
          {TABS.map(([tab, text]) => (
            <li>
              <a
                href={withQuery(view.url, { vis: tab, side: null, beslutning: null })}
                aria-current={tab === filters.tab ? 'page' : undefined}
              >
                {text} ({showNumber(counts[tab])})
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Filters filters={filters} />
      {unseen > 0 && (
        <p class="note">
          {showNumber(unseen)} ord er ikke set igennem endnu. De mest udbredte er med.{' '}
          <a href={withQuery(view.url, {})}>Opdatér</a>
        </p>
      )}
      {filters.tab === 'besluttet' ? (
        <DecisionTable
          view={view}
          decisions={props.decisions}
          query={queryOf(filters)}
          empty={<NothingFound filters={filters} />}
        />
      ) : (
        <Terms {...props} />
      )}
      <Paging
        url={withQuery(view.url, { beslutning: null })}
        page={filters.page}
        pageSize={PAGE_SIZE}
        total={total}
      />
    </Layout>
  );
}

function Filters({ filters }: { filters: TermFilters }) {
  const form = {
    values: { q: filters.text, slags: filters.kind ?? '', trukne: filters.withdrawn ? 'ja' : '' },
    errors: [],
  };
  return (
    <form class="filters" method="get" action={paths.terms}>
      <input type="hidden" name="vis" value={filters.tab} />
      <TextField form={form} name="q" label="Søg" type="search" maxLength={100} />
      <Select form={form} name="slags" label="Står som" options={choices(labels.textKind)} empty="Alt" />
      {filters.tab === 'besluttet' && (
        <Select
          form={form}
          name="trukne"
          label="Vis"
          options={[['ja', 'Også dem, der er trukket tilbage']]}
          empty="Dem, der gælder"
        />
      )}
      <button type="submit" class="button">
        Vis
      </button>
    </form>
  );
}

function Terms({ view, filters, mayDecide, terms }: TermListProps) {
  const suggested = filters.tab === 'foreslaaet';
  const columns: (Column<TermRow> | false)[] = [
    { head: 'Ord', cell: (row) => <span class="term">{row.text}</span> },
    { head: 'Står som', cell: (row) => row.kinds.map((kind) => labels.textKind[kind]).join(', ') },
    { head: 'Borgere', number: true, cell: (row) => showNumber(row.citizens) },
    { head: 'Ordrer', number: true, cell: (row) => showNumber(row.orders) },
    suggested && !mayDecide && { head: 'Forslag', cell: (row) => row.suggestion?.label ?? '–' },
    mayDecide && {
      head: suggested ? 'Betyder det?' : 'Hvad betyder det?',
      cell: (row) => <Answers view={view} row={row} query={queryOf(filters)} />,
    },
  ];
  return (
    <Table
      caption={suggested ? 'Ord med et forslag' : 'Ukendte ord'}
      url={view.url}
      rows={terms}
      empty={<NothingFound filters={filters} />}
      columns={columns.filter((column) => column !== false)}
    />
  );
}

function Answers({ view, row, query }: { view: View; row: TermRow; query: string }) {
  if (row.closed === 'cpr')
    return (
      <span class="muted">Rummer noget, der ligner et CPR-nummer. Det skal slettes, hvor det står.</span>
    );
  if (row.closed === 'lang')
    return <span class="muted">For lang til at være ét ord. Del den op, hvor den står.</span>;
  const { suggestion } = row;
  return (
    <div class="answers">
      {suggestion && (
        <>
          <AnswerForm view={view} row={row} query={query} answer="ja" conceptId={suggestion.conceptId}>
            Det er {suggestion.label}
          </AnswerForm>
          <AnswerForm view={view} row={row} query={query} answer="nej" conceptId={suggestion.conceptId} plain>
            Nej
            <span class="sr-only">
              , »{row.text}« er ikke {suggestion.label}
            </span>
          </AnswerForm>
        </>
      )}
      <a class="button button-small" href={`${paths.term(row.ref)}?${query}`}>
        {suggestion ? 'Noget andet' : 'Vælg'}
        <span class="sr-only">: hvad »{row.text}« betyder</span>
      </a>
      {!suggestion && (
        <AnswerForm view={view} row={row} query={query} answer="ingen" plain>
          Ingen kompetence<span class="sr-only">: »{row.text}«</span>
        </AnswerForm>
      )}
      {suggestion && <Warning suggestion={suggestion} row={row} />}
    </div>
  );
}

function NothingFound({ filters }: { filters: TermFilters }) {
  if (filters.text || filters.kind)
    return (
      <>
        Ingen ord passer. <a href={`${paths.terms}?vis=${filters.tab}`}>Fjern søgning og filter</a>
      </>
    );
  if (filters.tab === 'besluttet') return <>Der er ikke besluttet noget endnu.</>;
  return filters.tab === 'foreslaaet' ? (
    <>
      Der er ingen forslag at tage stilling til. <a href={`${paths.terms}?vis=ukendt`}>Se de ukendte ord</a>
    </>
  ) : (
    <>Alle ord er kendt eller besluttet.</>
  );
}
