import { REGISTER_CHANGES } from '../../db/schema/firm-work.ts';
import { showBounds } from '../companies/marks.tsx';
import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { type FormState, Select } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { ScopeStretch } from './change-rules.ts';
import type { Baseline, ChangedFirm, ChangeStep, firmImports } from './changes.ts';

interface ChangesProps {
  view: View;
  baseline: Baseline;
  /** before the kind was chosen, so that the numbers stay */
  counts: ReadonlyMap<string, number>;
  kind: string;
  rows: readonly ChangedFirm[];
  total: number;
  page: number;
  pageSize: number;
  imports: ReturnType<typeof firmImports>;
  form: FormState;
  mayWork: boolean;
}

export function ChangesPage(props: ChangesProps) {
  const { view, baseline, rows, imports, form, mayWork } = props;
  return (
    <Layout
      view={view}
      title="Ændringer i registeret"
      aside={<a href={paths.companies}>Alle virksomheder</a>}
    >
      <p class="muted">
        Det, registret siger nu, og ikke sagde før: {baseline.name} ({showDate(baseline.date)}).
      </p>
      <form class="filters" method="get" action={paths.registerChanges}>
        <Select
          form={form}
          name="siden"
          label="Siden"
          options={[
            ['kvartal', 'Dette kvartals begyndelse'],
            ['forrige', 'Forrige kvartals begyndelse'],
            ...imports.map(({ id, fileName, importedAt }): [string, string] => [
              `import-${id}`,
              `Import ${showInstant(importedAt)} (${fileName})`,
            ]),
          ]}
        />
        <Select
          form={form}
          name="ansvarlig"
          label="Ansvarlig"
          empty="Alle"
          options={[
            ['mig', 'Mine'],
            ['ingen', 'Uden ansvarlig'],
          ]}
        />
        <Select
          form={form}
          name="vis"
          label="Vis"
          options={[
            ['aabne', 'Ikke klaret'],
            ['mine', 'Dem, jeg har taget'],
            ['klarede', 'Klarede'],
          ]}
        />
        <button type="submit" class="button button-primary">
          Vis
        </button>
      </form>
      <KindLinks {...props} />
      <Table
        caption="Ændringer i registeret"
        url={view.url}
        rows={rows}
        empty="Ingen ændringer, der passer."
        columns={[
          {
            head: 'Virksomhed',
            cell: (row) => (
              <>
                <a href={paths.company(row.pNumber)}>{row.name}</a> <span class="muted">{row.city}</span>
              </>
            ),
          },
          { head: 'Ændring', cell: (row) => labels.registerChange[row.change] },
          { head: 'Dato', cell: (row) => <span class="nowrap">{showDate(row.changedOn)}</span> },
          { head: 'Ansatte', number: true, cell: (row) => <Difference row={row} /> },
          { head: 'Ansvarlig', cell: (row) => row.ownerName ?? '–' },
          { head: 'Hvem tager den', cell: (row) => row.takenByName ?? '–' },
          { head: '', cell: (row) => mayWork && <Work view={view} row={row} /> },
        ]}
      />
      <Paging url={view.url} page={props.page} pageSize={props.pageSize} total={props.total} />
    </Layout>
  );
}

function KindLinks({ view, counts, kind }: ChangesProps) {
  const all = [...counts.values()].reduce((sum, rows) => sum + rows, 0);
  const links: [string, string, number][] = [
    ['', 'Alle', all],
    ...REGISTER_CHANGES.map((change): [string, string, number] => [
      change,
      labels.registerChange[change],
      counts.get(change) ?? 0,
    ]),
  ];
  return (
    <ul class="group-links" aria-label="Slags ændring">
      {links.map(([value, text, rows]) => (
        <li>
          <a
            href={withQuery(view.url, { aendring: value || null, side: null })}
            aria-current={value === kind ? 'true' : undefined}
          >
            {text} {showNumber(rows)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Difference({ row }: { row: ChangedFirm }) {
  const show = (stretch: ScopeStretch | null) => (stretch ? showBounds(stretch) : '–');
  const [before, after] = [show(row.before), show(row.after)];
  return <span class="nowrap">{before === after ? before : `${before} → ${after}`}</span>;
}

function Work({ view, row }: { view: View; row: ChangedFirm }) {
  const mine = row.takenBy === view.actor?.userId;
  const steps: [ChangeStep, string][] = row.handledAt
    ? [['genaabn', 'Åbn igen']]
    : [mine ? ['slip', 'Slip'] : ['tag', 'Tag'], ['klar', '✓ Klaret']];
  return (
    <form class="row-actions" method="post" action={paths.registerChanges}>
      <FormToken view={view} />
      <input type="hidden" name="pnummer" value={row.pNumber} />
      <input type="hidden" name="aendring" value={row.change} />
      <input type="hidden" name="dato" value={row.changedOn} />
      <input type="hidden" name="til" value={view.url} />
      {steps.map(([step, text]) => (
        <button
          type="submit"
          class="button button-small"
          name="trin"
          value={step}
          aria-label={`${text}: ${row.name}, ${labels.registerChange[row.change]}`}
        >
          {text}
        </button>
      ))}
    </form>
  );
}
