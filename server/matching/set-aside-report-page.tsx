import type { SetAsideReason } from '../../db/schema/matching.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { EXCLUSIONS } from './reasons.tsx';
import type { countByReason, countByType, ordersBehind, SetAsideQuestion } from './set-aside-counts.ts';
import { POINTED_AT } from './set-aside-rules.ts';

interface ReportProps {
  view: View;
  question: SetAsideQuestion;
  form: FormState;
  reasons: ReturnType<typeof countByReason>;
  types: ReturnType<typeof countByType>;
  /** the figure that is opened, with the orders behind it */
  opened: { reason: SetAsideReason; orders: ReturnType<typeof ordersBehind> } | null;
}

/** Why candidates are set aside, by the rule that each reason points at: for people, who mend rules. */
export function SetAsideReportPage(props: ReportProps) {
  const { view, question, form, reasons, opened } = props;
  const total = reasons.reduce((sum, row) => sum + row.count, 0);
  return (
    <Layout view={view} title="Fravalg">
      <p>
        Hvorfor kandidater er sat til side, talt efter den regel, grunden peger på. Tallene ændrer ingen
        rangering, og ingen model lærer af dem: de viser, hvilke regler, ordrer og ord mennesker skal rette.
        Navne på borgere står her ikke.
      </p>
      <Filters form={form} />
      <p class="muted">
        {total === 1 ? '1 fravalg' : `${showNumber(total)} fravalg`} fra {showDate(question.from)} til{' '}
        {showDate(question.to)}. De, der er taget tilbage, tæller ikke.
      </p>
      <Table
        caption="Fravalg efter grund"
        url={view.url}
        rows={reasons}
        empty="Ingen er sat til side i perioden. Det gøres på ordrens forslag, ud for hver kandidat."
        columns={[
          { head: 'Grund', cell: ({ reason }) => labels.setAside[reason] },
          { head: 'Peger på', cell: ({ reason }) => rulesOf(reason) },
          {
            head: 'Antal',
            number: true,
            cell: (row) => (
              <a href={`${withQuery(view.url, { grund: row.reason })}#ordrer`}>{showNumber(row.count)}</a>
            ),
          },
          { head: 'Ordrer', number: true, cell: ({ orders }) => showNumber(orders) },
          { head: 'Hvad kan rettes', cell: ({ reason }) => <Mend reason={reason} /> },
        ]}
      />
      {opened && <OrdersBehind view={view} opened={opened} />}
      <ByType {...props} />
    </Layout>
  );
}

function Filters({ form }: { form: FormState }) {
  return (
    <>
      <ErrorSummary form={form} />
      <form class="filters" method="get" action={paths.setAsides}>
        <TextField form={form} name="fra" label="Fra" type="date" />
        <TextField form={form} name="til" label="Til" type="date" />
        <Select form={form} name="type" label="Type" options={choices(labels.orderType)} empty="Alle typer" />
        <button type="submit" class="button">
          Vis
        </button>
      </form>
    </>
  );
}

function rulesOf(reason: SetAsideReason): string {
  return POINTED_AT[reason].rules.map((rule) => EXCLUSIONS[rule].label).join(', ') || 'Ingen regel';
}

function Mend({ reason }: { reason: SetAsideReason }) {
  const { mend, link } = POINTED_AT[reason];
  return (
    <span>
      {mend} {link && <a href={link.href}>{link.text}</a>}
    </span>
  );
}

function OrdersBehind({ view, opened }: { view: View; opened: NonNullable<ReportProps['opened']> }) {
  return (
    <>
      <h2 id="ordrer">Ordrer: {labels.setAside[opened.reason].toLowerCase()}</h2>
      <Table
        caption={`Ordrer bag: ${labels.setAside[opened.reason]}`}
        url={view.url}
        rows={opened.orders}
        empty="Ingen ordrer i perioden."
        columns={[
          { head: 'Ordre', cell: (row) => <a href={paths.jobOrder(row.id)}>{row.title}</a> },
          { head: 'Virksomhed', cell: (row) => row.firmName },
          { head: 'Type', cell: (row) => labels.orderType[row.type] },
          { head: 'Fravalg', number: true, cell: (row) => showNumber(row.count) },
          { head: 'Senest', cell: (row) => showInstant(row.latestAt) },
        ]}
      />
    </>
  );
}

function ByType({ view, types }: ReportProps) {
  const rows = [...Map.groupBy(types, (row) => row.type)]
    .map(([type, counts]) => ({ type, counts: counts.toSorted((a, b) => b.count - a.count) }))
    .map((row) => ({ ...row, total: row.counts.reduce((sum, each) => sum + each.count, 0) }))
    .sort((a, b) => b.total - a.total);
  if (rows.length === 0) return null;
  return (
    <>
      <h2>Efter type</h2>
      <Table
        caption="Fravalg efter ordrens type"
        url={view.url}
        rows={rows}
        empty=""
        columns={[
          { head: 'Type', cell: ({ type }) => <TypeLink view={view} type={type} /> },
          { head: 'Fravalg', number: true, cell: ({ total }) => showNumber(total) },
          {
            head: 'Grunde',
            cell: ({ counts }) =>
              counts
                .map(({ reason, count }) => `${labels.setAside[reason]} (${showNumber(count)})`)
                .join(' · '),
          },
        ]}
      />
    </>
  );
}

function TypeLink({ view, type }: { view: View; type: OrderType }) {
  return <a href={withQuery(view.url, { type, grund: null })}>{labels.orderType[type]}</a>;
}
