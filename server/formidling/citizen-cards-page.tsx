import { paths } from '../paths.ts';
import { ErrorSummary, type FormState } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { CardLine, LogList } from './card-line.tsx';
import { OutcomeFields } from './outcome-fields.tsx';
import type { LogEntry } from './queries.ts';
import type { ShownCard } from './rights.ts';

interface CitizenCardsProps {
  view: View;
  citizen: { id: number; name: string };
  cards: readonly ShownCard[];
  logs: ReadonlyMap<number, LogEntry[]>;
  form: FormState;
}

/** Every order that a citizen is or was considered for, and the log; several are ended at once. */
export function CitizenCardsPage({ view, citizen, cards, logs, form }: CitizenCardsProps) {
  const mayEnd = cards.some(({ steps }) => steps.includes('ej'));
  return (
    <Layout
      view={view}
      title={`Formidlinger: ${citizen.name}`}
      aside={
        <>
          <a class="button button-primary" href={paths.citizenMatches(citizen.id)}>
            Find ordrer
          </a>
          <a class="button" href={paths.citizen(citizen.id)}>
            Til borgeren
          </a>
        </>
      }
    >
      <ErrorSummary form={form} />
      {cards.length === 0 ? (
        <p class="empty">
          Borgeren har ikke stået på nogen tavle. Sæt borgeren på en ordres tavle fra{' '}
          <a href={paths.citizenMatches(citizen.id)}>forslagene</a>.
        </p>
      ) : (
        <form method="post" action={paths.citizenCards(citizen.id)}>
          <FormToken view={view} />
          <ul class="board-cards board-list">
            {cards.map((shown) => (
              <CitizenCard shown={shown} log={logs.get(shown.card.id) ?? []} today={view.today} />
            ))}
          </ul>
          {mayEnd && (
            <section class="panel" aria-labelledby="afslut">
              <h2 id="afslut">Afslut flere på én gang</h2>
              <OutcomeFields form={form} />
              <button type="submit" class="button">
                Afslut de valgte
              </button>
            </section>
          )}
        </form>
      )}
    </Layout>
  );
}

function CitizenCard({ shown, log, today }: { shown: ShownCard; log: readonly LogEntry[]; today: string }) {
  const { card, order } = shown;
  return (
    <li class="board-card" id={`kort-${card.id}`}>
      <div class="board-card-head">
        <span>
          <a href={paths.card(card.id)}>{order.title}</a>
          <br />
          <span class="muted">
            {labels.orderType[order.type]} · {shown.firmName}
          </span>
        </span>
        {shown.steps.includes('ej') && (
          <label class="tick board-pick">
            <input type="checkbox" name="kort" value={`${card.id}.${card.version}`} />
            <span class="sr-only">Vælg {order.title}</span>
          </label>
        )}
      </div>
      <p>
        <strong>{labels.formidlingStage[card.stage]}</strong> <CardLine card={card} today={today} />
      </p>
      <details class="board-log">
        <summary>
          Log<span class="sr-only"> for {order.title}</span>
        </summary>
        <LogList entries={log} />
      </details>
    </li>
  );
}
