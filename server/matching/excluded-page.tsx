import type { ExclusionReason } from '../../workers/matching/types.ts';
import type { OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { ExcludedPerson } from './candidates.ts';
import { EXCLUSIONS } from './reasons.tsx';
import { PersonName } from './shortlist-page.tsx';

interface ExcludedPageProps {
  view: View;
  details: OrderDetails;
  /** citizens per reason, whoever looks */
  counts: [ExclusionReason, number][];
  reason: ExclusionReason | null;
  shown: ExcludedPerson[];
  /** how many of the reason this viewer may see */
  visible: number;
  page: number;
  pageSize: number;
}

export function ExcludedPage(props: ExcludedPageProps) {
  const { view, details, counts, reason, shown, visible, page, pageSize } = props;
  const { order } = details;
  const inReason = counts.find(([each]) => each === reason)?.[1] ?? 0;
  return (
    <Layout view={view} title={`Sorteret fra: ${order.title}`} aside={<BackToShortlist id={order.id} />}>
      <p>
        Her står dem, som et ufravigeligt krav holder ude. Ingen er valgt fra af andre grunde, og et menneske
        kan altid vurdere anderledes.
      </p>
      {reason === null ? (
        <p class="empty">Ingen borgere er sorteret fra.</p>
      ) : (
        <>
          <nav aria-label="Grunde">
            <ul class="page-tabs">
              {counts.map(([each, count]) => (
                <li>
                  <a
                    href={`${paths.excluded(order.id)}?grund=${each}`}
                    aria-current={each === reason ? 'page' : undefined}
                  >
                    {EXCLUSIONS[each].label} ({showNumber(count)})
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <h2>{EXCLUSIONS[reason].label}</h2>
          <p>{EXCLUSIONS[reason].remedy}</p>
          <Table
            caption={`Sorteret fra: ${EXCLUSIONS[reason].label}`}
            url={view.url}
            rows={shown}
            empty="Ingen af dem er borgere, du kan se."
            columns={[
              { head: 'Borger', cell: ({ person }) => <PersonName person={person} /> },
              { head: 'Hvorfor', cell: ({ detail }) => detail },
            ]}
          />
          <Paging url={view.url} page={page} pageSize={pageSize} total={visible} />
          {visible < inReason && (
            <p class="muted">
              {showNumber(inReason - visible)} mere er talt med, men vises ikke for dig: de hører til hos
              kolleger eller må ikke deles.
            </p>
          )}
        </>
      )}
    </Layout>
  );
}

function BackToShortlist({ id }: { id: number }) {
  return (
    <a class="button" href={paths.shortlist(id)}>
      Til forslagene
    </a>
  );
}
