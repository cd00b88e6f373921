import { PersonName } from '../matching/candidate-card.tsx';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, Paging, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { CardLine } from './card-line.tsx';
import type { ShownCard } from './rights.ts';
import { PAGE_SIZE, WAITS, type Wait } from './waiting.ts';

interface CardListProps {
  view: View;
  wait: Wait;
  cards: readonly ShownCard[];
  page: number;
  total: number;
}

const EMPTY: Readonly<Record<Wait, string>> = {
  svar: 'Ingen borgere venter på at blive spurgt eller på at svare.',
  ja: 'Alle, der har sagt ja, er delt med virksomheden.',
  samtale: 'Ingen samtaler mangler et udfald.',
  lukket: 'Ingen lukkede ordrer har åbne kort.',
  besked: 'Alle, der har ventet forgæves, har fået besked.',
  alle: 'Ingen borgere er på vej mod en plads. Begynd på en ordres forslag.',
};

/** What waits for somebody: the konsulent's orders and the sagsbehandler's citizens in one list. */
export function CardListPage({ view, wait, cards, page, total }: CardListProps) {
  return (
    <Layout view={view} title="Formidling">
      <nav aria-label="Hvad der ventes på">
        <ul class="page-tabs">
          {WAITS.map((each) => (
            <li>
              <a
                href={withQuery(view.url, { vis: each, side: null })}
                aria-current={each === wait ? 'page' : undefined}
              >
                {labels.formidlingWait[each]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Table
        caption={labels.formidlingWait[wait]}
        url={view.url}
        rows={cards}
        empty={EMPTY[wait]}
        columns={columnsFor(view, wait)}
      />
      <Paging url={view.url} page={page} pageSize={PAGE_SIZE} total={total} />
    </Layout>
  );
}

function columnsFor(view: View, wait: Wait): Column<ShownCard>[] {
  return [
    { head: 'Borger', cell: ({ person }) => <PersonName person={person} /> },
    {
      head: 'Ordre',
      cell: ({ order, firmName }) => (
        <>
          <a href={paths.board(order.id)}>{order.title}</a>
          <br />
          <span class="muted">{firmName}</span>
        </>
      ),
    },
    { head: 'Står', cell: ({ card }) => <CardLine card={card} today={view.today} /> },
    { head: 'Sagsbehandler', cell: ({ caseworkerName }) => caseworkerName ?? '–' },
    { head: 'Senest ændret', cell: ({ card }) => showDate(card.updatedAt.slice(0, 10)) },
    {
      head: 'Næste',
      cell: (shown) => (wait === 'besked' ? <Told view={view} shown={shown} /> : <Open shown={shown} />),
    },
  ];
}

function Open({ shown: { card, person } }: { shown: ShownCard }) {
  return (
    <a href={paths.card(card.id)}>
      Åbn<span class="sr-only"> kortet for {person.name ?? person.key}</span>
    </a>
  );
}

/** Somebody who waited in vain has been told: a note in the log says so. */
export function Told({ view, shown: { card, person } }: { view: View; shown: ShownCard }) {
  return (
    <form method="post" action={paths.card(card.id)} class="inline">
      <FormToken view={view} />
      <input type="hidden" name="trin" value="note" />
      <input type="hidden" name="version" value={String(card.version)} />
      <input type="hidden" name="kommentar" value="Borgeren har fået besked." />
      <input type="hidden" name="til" value="liste" />
      <button type="submit" class="button button-small">
        ✓ Har fået besked<span class="sr-only">: {person.name ?? person.key}</span>
      </button>
    </form>
  );
}
