import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { CardLine } from './card-line.tsx';
import type { CardRow } from './queries.ts';

/** On the citizen's page: the orders that the citizen is on the way to, and the way to the whole log. */
export function CitizenCardsPanel({
  view,
  citizenId,
  cards,
}: {
  view: View;
  citizenId: number;
  cards: CardRow[];
}) {
  const open = cards.filter(({ card }) => card.stage !== 'ej');
  return (
    <section class="panel" aria-labelledby="formidlinger">
      <h2 id="formidlinger">Formidling</h2>
      {open.length === 0 && <p class="muted">Borgeren står ikke på nogen ordres tavle.</p>}
      <ul class="rows">
        {open.map(({ card, order, firmName }) => (
          <li>
            <a href={paths.card(card.id)}>{order.title}</a> <span class="muted">{firmName}</span>
            <br />
            <CardLine card={card} today={view.today} />
          </li>
        ))}
      </ul>
      <p>
        <a href={paths.citizenCards(citizenId)}>Alle formidlinger og log ({cards.length})</a>
      </p>
    </section>
  );
}
