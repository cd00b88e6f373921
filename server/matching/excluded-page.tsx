import type { ExclusionReason } from '../../workers/matching/types.ts';
import type { OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Paging, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { PersonName } from './candidate-card.tsx';
import type { ExcludedPerson } from './candidates.ts';
import { EXCLUSIONS } from './reasons.tsx';
import { TakeBackForm } from './set-aside-form.tsx';

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
        Her står dem, som et ufravigeligt krav holder ude, og dem, som et menneske har sat til side. Ingen er
        valgt fra af andre grunde, og et menneske kan altid vurdere anderledes.
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
            columns={reason === 'sat_til_side' ? setAsideColumns(view) : COLUMNS}
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

const COLUMNS: Column<ExcludedPerson>[] = [
  { head: 'Borger', cell: ({ person }) => <PersonName person={person} /> },
  { head: 'Hvorfor', cell: ({ detail }) => detail },
];

function setAsideColumns(view: View): Column<ExcludedPerson>[] {
  return [
    { head: 'Borger', cell: ({ person }) => <PersonName person={person} /> },
    {
      head: 'Hvorfor',
      cell: ({ setAside, detail }) =>
        setAside ? [labels.setAside[setAside.reason], setAside.comment].filter(Boolean).join(': ') : detail,
    },
    { head: 'Hvem', cell: ({ setAside }) => setAside?.byName ?? '–' },
    { head: 'Hvornår', cell: ({ setAside }) => showInstant(setAside?.at ?? null) },
    {
      head: 'Fortryd',
      cell: ({ setAside }) =>
        setAside && (
          <TakeBackForm view={view} id={setAside.id} back="sorteret-fra">
            Tag tilbage
          </TakeBackForm>
        ),
    },
  ];
}

function BackToShortlist({ id }: { id: number }) {
  return (
    <a class="button" href={paths.shortlist(id)}>
      Til forslagene
    </a>
  );
}
