import { paths } from '../paths.ts';
import { showDate, showDistance } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { nobodysSteps } from './next-steps.ts';

interface NobodysPageProps {
  view: View;
  found: ReturnType<typeof nobodysSteps>;
  /** only what people of the viewer's own team promised; null: the viewer has none */
  onlyTeam: boolean | null;
}

/** What somebody who has left promised to a firm that nobody looks after now. */
export function NobodysPage({ view, found, onlyTeam }: NobodysPageProps) {
  return (
    <Layout view={view} title="Aftaler uden ansvarlig">
      <p class="muted">
        Lovet af kolleger, som er holdt op, til virksomheder uden ansvarlig og stedfortræder. Giv virksomheden
        en ansvarlig, så står aftalen på vedkommendes Min dag. Se også{' '}
        <a href={`${paths.jobOrders}?ansvarlig=ingen`}>jobordrer uden ansvarlig</a>.
      </p>
      {onlyTeam !== null && (
        <p>
          {onlyTeam ? 'Kun dit teams. ' : 'Alle teams. '}
          <a href={onlyTeam ? `${paths.nobodysSteps}?vis=alle` : paths.nobodysSteps}>
            {onlyTeam ? 'Vis alle teams' : 'Vis kun dit team'}
          </a>
        </p>
      )}
      <p class="muted">{found.total === 1 ? '1 aftale' : `${showNumber(found.total)} aftaler`}</p>
      <Table
        caption="Aftaler uden ansvarlig"
        url={view.url}
        rows={found.rows}
        empty="Alle aftaler har en ansvarlig."
        columns={[
          {
            head: 'Virksomhed',
            cell: ({ pNumber, name }) => <a href={paths.company(pNumber)}>{name}</a>,
          },
          { head: 'Næste skridt', cell: ({ nextStep }) => nextStep ?? 'Følg op' },
          {
            head: 'Dato',
            cell: ({ nextStepDate }) => (
              <>
                <span class="nowrap">{showDate(nextStepDate)}</span>{' '}
                {nextStepDate < view.today && (
                  <span class="mark mark-bad">⚠ {showDistance(nextStepDate, view.today)}</span>
                )}
              </>
            ),
          },
          { head: 'Lovet af', cell: ({ byName }) => byName },
        ]}
      />
      <Paging url={view.url} page={found.page} pageSize={found.pageSize} total={found.total} />
    </Layout>
  );
}
