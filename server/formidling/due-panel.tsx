import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { CardLine } from './card-line.tsx';
import { Told } from './list-page.tsx';
import type { ShownCard } from './rights.ts';
import type { DueCards, FilledOrder, Wait } from './waiting.ts';

interface DuePanelProps {
  view: View;
  due: DueCards<ShownCard>;
}

/** On Min dag: those who have not answered, the yes that is not used, interviews without an end, orders to finish. */
export function FormidlingPanel({ view, due }: DuePanelProps) {
  const { silent, yes, interviews, closed, toTell, filled } = due;
  const nothing = [silent, yes, interviews, closed, toTell].every(({ total }) => total === 0);
  return (
    <section class="panel">
      <h2>Formidling</h2>
      {nothing && filled.length === 0 && <p class="muted">Intet venter på dig.</p>}
      <Filled orders={filled} />
      <Group title="⚠ Ingen svar inden fristen" wait="svar" group={silent}>
        {(shown) => <Card view={view} shown={shown} action="Spørg igen" step="rykket" />}
      </Group>
      <Group title="✓ Har sagt ja: del med virksomheden" wait="ja" group={yes}>
        {(shown) => <Card view={view} shown={shown} action="Del" step="delt" />}
      </Group>
      <Group title="! Samtaler, der har været" wait="samtale" group={interviews}>
        {(shown) => <Card view={view} shown={shown} action="Udfald" step="startet" />}
      </Group>
      <Group title="! Ordren er lukket, kortet er åbent" wait="lukket" group={closed}>
        {(shown) => <Card view={view} shown={shown} action="Afslut" step="ej" />}
      </Group>
      <Group title="Skal have besked" wait="besked" group={toTell}>
        {(shown) => (
          <>
            <Who shown={shown} />
            <Told view={view} shown={shown} />
          </>
        )}
      </Group>
    </section>
  );
}

function Filled({ orders }: { orders: readonly FilledOrder[] }) {
  if (orders.length === 0) return null;
  return (
    <>
      <h3>✓ Alle pladser er besat</h3>
      <ul class="rows">
        {orders.map((order) => (
          <li class="row-line">
            <a href={paths.board(order.id)}>{order.title}</a>
            <a class="button button-small" href={`${paths.board(order.id)}#besat`}>
              Luk<span class="sr-only"> {order.title}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

interface GroupProps {
  title: string;
  wait: Wait;
  group: { rows: readonly ShownCard[]; total: number };
  children: (shown: ShownCard) => ComponentChildren;
}

function Group({ title, wait, group: { rows, total }, children }: GroupProps) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="rows">
        {rows.map((shown) => (
          <li class="row-line">{children(shown)}</li>
        ))}
      </ul>
      {total > rows.length && (
        <p>
          <a href={`${paths.cards}?vis=${wait}`}>Se alle {showNumber(total)}</a>
        </p>
      )}
    </>
  );
}

function Card({ view, shown, action, step }: { view: View; shown: ShownCard; action: string; step: string }) {
  return (
    <>
      <span>
        <Who shown={shown} /> <CardLine card={shown.card} today={view.today} />
      </span>
      <a class="button button-small" href={`${paths.card(shown.card.id)}?til=${step}`}>
        {action}
        <span class="sr-only">: {shown.person.name ?? shown.person.key}</span>
      </a>
    </>
  );
}

function Who({ shown: { person, order, card } }: { shown: ShownCard }) {
  return (
    <span>
      <a href={paths.card(card.id)}>{person.name ?? person.key}</a>{' '}
      <span class="muted">
        {order.title}, {showDate(card.updatedAt.slice(0, 10))}
      </span>
    </span>
  );
}
