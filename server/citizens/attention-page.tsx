import { daysBetween } from '../legal-rules/dates.ts';
import { paths } from '../paths.ts';
import type { CitizenTab } from '../rights.ts';
import { showDate } from '../ui/dates.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { Layout } from '../ui/layout.tsx';
import type { FileColumn } from '../ui/spreadsheet.ts';
import { type Column, Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { ATTENTION_LISTS, type AttentionList, type AttentionRow } from './attention.ts';
import { CitizenTabs } from './list-page.tsx';
import { nameOrKey, shownKey } from './rules.ts';
import { NIGHTS } from './without-suggestions.ts';

/** What a list is called and what it means; the nights are those that there have been. */
export function listText(list: AttentionList, { nights, weeks }: { nights: number; weeks: number }) {
  const texts: Record<AttentionList, [title: string, meaning: string]> = {
    'uden-forslag': [
      `Uden forslag i ${nights === 1 ? '1 nat' : `${nights} nætter`}`,
      nights < NIGHTS
        ? `Matchningen har kun kørt ${nights === 1 ? '1 nat' : `${nights} nætter`}. Når der er ${NIGHTS}, gælder listen de seneste ${NIGHTS}.`
        : `Ingen af de seneste ${NIGHTS} nætters kørsler satte borgeren på en ordres liste.`,
    ],
    'over-52-uger': ['Over 52 uger på ydelse', 'Uafbrudt; et skift af målgruppe er ikke en afbrydelse.'],
    'tre-aar': ['Over 3 år på ydelse', 'Uafbrudt; et skift af målgruppe er ikke en afbrydelse.'],
    'fem-aar': ['Over 5 år på ydelse', 'Uafbrudt; et skift af målgruppe er ikke en afbrydelse.'],
    refusion: [
      `Lavere refusion inden for ${weeks === 1 ? '1 uge' : `${weeks} uger`}`,
      'Hvis borgeren bliver på ydelse til den dag. Ugerne i tidligere perioder tæller med, til trappen begynder forfra efter den regel, der gælder i dag.',
    ],
  };
  const [title, meaning] = texts[list];
  return { title, meaning };
}

interface CountsPageProps {
  view: View;
  counts: Record<AttentionList, number>;
  nights: number;
  weeks: number;
  form: FormState;
  /** null: figures only, of everybody */
  tabs: { all: CitizenTab[]; chosen: CitizenTab } | null;
}

/** Borgere at se på: how many stand on each list, and for their sagsbehandlere the way to it. */
export function AttentionPage({ view, counts, nights, weeks, form, tabs }: CountsPageProps) {
  return (
    <Layout view={view} title="Borgere at se på">
      <p class="lead">Lister, ikke point: hver borger står der af én grund, som kan læses og efterprøves.</p>
      {tabs && <CitizenTabs view={view} tabs={tabs.all} chosen={tabs.chosen} />}
      {!tabs && <p class="muted">Alle borgere i kommunen. Du ser tallene; sagsbehandlerne ser deres egne.</p>}
      <ul class="rows">
        {ATTENTION_LISTS.map((list) => {
          const { title, meaning } = listText(list, { nights, weeks });
          return (
            <li class="row-line">
              <span>
                {tabs ? <a href={listLink(view, list)}>{title}</a> : <strong>{title}</strong>}
                <br />
                <span class="muted">{meaning}</span>
              </span>
              <strong class="number">{showNumber(counts[list])}</strong>
            </li>
          );
        })}
      </ul>
      <form class="filters" method="get" action={paths.citizenAttention}>
        <ErrorSummary form={form} />
        {tabs && <input type="hidden" name="vis" value={tabs.chosen} />}
        <TextField
          form={form}
          name="uger"
          label="Refusion: se så mange uger frem"
          inputMode="numeric"
          maxLength={2}
        />
        <button type="submit" class="button">
          Vis
        </button>
      </form>
    </Layout>
  );
}

function listLink(view: View, list: AttentionList): string {
  const query = withQuery(view.url, { side: null, besked: null }).split('?')[1];
  return query ? `${paths.citizenAttentionList(list)}?${query}` : paths.citizenAttentionList(list);
}

interface ListPageProps {
  view: View;
  list: AttentionList;
  rows: readonly AttentionRow[];
  total: number;
  page: number;
  pageSize: number;
  nights: number;
  weeks: number;
  tabs: CitizenTab[];
  tab: CitizenTab;
  groupName: (code: string) => string;
}

export function AttentionListPage(props: ListPageProps) {
  const { view, list, rows, total, page, pageSize, tabs, tab, groupName } = props;
  const { title, meaning } = listText(list, props);
  const query = withQuery(view.url, { side: null }).split('?')[1] ?? '';
  const own: Column<AttentionRow> =
    list === 'refusion'
      ? { head: 'Næste trin', cell: (row) => <Step row={row} /> }
      : { head: 'Hvad der er i vejen', cell: (row) => row.answer ?? 'Står på en liste' };
  return (
    <Layout
      view={view}
      title={title}
      aside={
        <>
          <a class="button" href={`${paths.citizenAttentionFile(list, 'csv')}?${query}`}>
            Hent som CSV
          </a>
          <a class="button" href={`${paths.citizenAttentionFile(list, 'xlsx')}?${query}`}>
            Hent til Excel
          </a>
        </>
      }
    >
      <CitizenTabs view={view} tabs={tabs} chosen={tab} />
      <p>
        {meaning} <a href={`${paths.citizenAttention}?vis=${tab}`}>Alle listerne</a>
      </p>
      <p class="muted">
        {total === 1 ? '1 borger' : `${showNumber(total)} borgere`}. Visningen bliver skrevet i loggen, og det
        gør en fil også.
      </p>
      <Table
        caption={title}
        url={view.url}
        rows={rows}
        empty="Ingen borgere står på listen."
        columns={[
          {
            head: 'Borger',
            cell: (row) => <a href={paths.citizen(row.id)}>{nameOrKey(row)}</a>,
          },
          { head: 'Målgruppe', cell: (row) => groupName(row.targetGroup) },
          { head: 'På ydelse siden', cell: (row) => showDate(row.since) },
          { head: 'Uger', number: true, cell: (row) => weeksText(row.since, view.today) },
          own,
          { head: 'Sagsbehandler', cell: (row) => row.caseworkerName ?? 'Ingen' },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={pageSize} total={total} />
    </Layout>
  );
}

function Step({ row: { step } }: { row: AttentionRow }) {
  if (!step) return <>–</>;
  return (
    <>
      {showDate(step.on)}: fra {step.fromPercent} til {step.toPercent} procent{' '}
      <span class="muted">(uge {step.week})</span>
    </>
  );
}

function weeksOn(since: string | null, today: string): number | null {
  return since === null ? null : Math.floor(daysBetween(since, today) / 7);
}

function weeksText(since: string | null, today: string): string {
  const weeks = weeksOn(since, today);
  return weeks === null ? '–' : showNumber(weeks);
}

/** No CPR number, and the key as it may be shown. */
export function attentionColumns(
  today: string,
  groupName: (code: string) => string,
): FileColumn<AttentionRow>[] {
  return [
    { head: 'Borgernummer', type: 'text', cell: (row) => shownKey(row.citizenKey) },
    { head: 'Navn', type: 'text', cell: (row) => row.name },
    { head: 'Målgruppe', type: 'text', cell: (row) => groupName(row.targetGroup) },
    { head: 'På ydelse siden', type: 'date', cell: (row) => row.since },
    { head: 'Uger', type: 'number', cell: (row) => weeksOn(row.since, today) },
    { head: 'Næste refusionstrin', type: 'date', cell: (row) => row.step?.on ?? null },
    { head: 'Refusion derefter (procent)', type: 'number', cell: (row) => row.step?.toPercent ?? null },
    { head: 'Hvad der er i vejen for forslag', type: 'text', cell: (row) => row.answer },
    { head: 'Sagsbehandler', type: 'text', cell: (row) => row.caseworkerName },
  ];
}
