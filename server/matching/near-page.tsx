import type { MatchOrder } from '../../workers/matching/types.ts';
import type { OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { PersonName } from './candidate-card.tsx';
import type { NearQuestion } from './near.ts';
import { Steps } from './near-list.tsx';
import { conditionOf, questionOf, subjectOf } from './near-text.ts';

interface NearPageProps {
  view: View;
  details: OrderDetails;
  matchOrder: MatchOrder;
  questions: NearQuestion[];
}

/** What to ask the firm on the next call, and behind each figure the people a yes would bring. */
export function NearPage({ view, details, matchOrder, questions }: NearPageProps) {
  const { order, firmName } = details;
  return (
    <Layout
      view={view}
      title={`Næsten-match: ${order.title}`}
      aside={
        <a class="button" href={paths.shortlist(order.id)}>
          Til forslagene
        </a>
      }
    >
      <p class="lead">
        {labels.orderType[order.type]} · {firmName}
      </p>
      <p>
        Ét krav ad gangen: den mindste ændring, der ville bringe flere på listen. Tallene er regnet ved at
        køre listen igen med netop den ændring. De kan ikke lægges sammen, for ét ja kan gøre det næste
        overflødigt. Intet ændres her: spørg virksomheden, og ret så ordren.
      </p>
      {questions.length === 0 && (
        <p class="empty">
          Ingen enkelt ændring ville give flere kandidater. Se{' '}
          <a href={paths.excluded(order.id)}>hvem der er sorteret fra, og hvorfor</a>.
        </p>
      )}
      {questions.map((question) => (
        <Question matchOrder={matchOrder} question={question} />
      ))}
    </Layout>
  );
}

function Question({ matchOrder, question }: { matchOrder: MatchOrder; question: NearQuestion }) {
  const { steps, shown, total, visible } = question;
  const [first] = steps;
  if (!first) return null;
  return (
    <section class="panel near-question">
      <h2>{subjectOf(first)}</h2>
      <p class="lead">{questionOf(first)}</p>
      <Steps matchOrder={matchOrder} question={steps} />
      <p class="print-only">Svar: ………………………………………………………………………………</p>
      {shown.length > 0 && (
        <details class="no-print">
          <summary>{visible === 1 ? 'Hvem det er' : `Hvem de er (${showNumber(visible)} kan du se)`}</summary>
          <ul class="rows">
            {shown.map(({ person, step }) => (
              <li>
                <PersonName person={person} />
                <br />
                Hvis {conditionOf(matchOrder, step)}.{' '}
                <a href={paths.pair(matchOrder.id, person.citizenId)}>
                  Hele sammenligningen<span class="sr-only"> med {person.name ?? person.key}</span>
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
      {shown.length < total && (
        <p class="muted no-print">
          {shown.length < visible && `De ${shown.length}, der står bedst, vises. `}
          {visible < total && `${showNumber(total - visible)} vises ikke for dig.`}
        </p>
      )}
    </section>
  );
}
