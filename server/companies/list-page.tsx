import { paths } from '../paths.ts';
import { Choice, type FormState, Select, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { firmColumns } from './firm-columns.tsx';
import type { FirmPage } from './firm-rows.ts';
import { ReachMark } from './marks.tsx';

interface ListProps {
  view: View;
  found: FirmPage;
  form: FormState;
  quarterName: string;
  /** a firm is in scope with more employees than this */
  limit: number;
}

export function FirmListPage({ view, found, form, quarterName, limit }: ListProps) {
  return (
    <Layout view={view} title="Virksomheder">
      <Filters form={form} />
      <p class="muted">
        {found.total === 1 ? '1 virksomhed' : `${showNumber(found.total)} virksomheder`}. Kontakt vises for{' '}
        {quarterName}.
      </p>
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
          { head: 'Kontakt', cell: (row) => <ReachMark reach={row.reach} /> },
          { head: 'Ansvarlig', cell: (row) => row.ownerName ?? '–' },
        ]}
      />
      <Paging url={view.url} page={found.page} pageSize={found.pageSize} total={found.total} />
    </Layout>
  );
}

function Filters({ form }: { form: FormState }) {
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
      <TextField form={form} name="branche" label="Branche" maxLength={100} />
      <Choice form={form} name="vis" label="Vis" many options={SHOWN} />
      <button type="submit" class="button button-primary">
        Vis
      </button>
    </form>
  );
}

const SHOWN: [string, string][] = [
  ['mine', 'Kun mine'],
  ['ophoerte', 'Også ophørte'],
];
