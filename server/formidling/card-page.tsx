import type { DisclosureTopic } from '../../db/schema/citizen-work.ts';
import { PersonName } from '../matching/candidate-card.tsx';
import { paths } from '../paths.ts';
import { EMPTY_FORM, ErrorSummary, type FormState } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { CardLine, LogList } from './card-line.tsx';
import type { LogEntry } from './queries.ts';
import type { ShownCard } from './rights.ts';
import type { StepName } from './rules.ts';
import { StepForm } from './step-forms.tsx';

interface CardPageProps {
  view: View;
  shown: ShownCard;
  topics: readonly DisclosureTopic[];
  log: readonly LogEntry[];
  /** the step that one came to take; null: the likely one */
  wanted: StepName | null;
  /** why the wanted step cannot be taken now */
  refusal: string | null;
  form: FormState;
  /** what somebody else did since the page was read */
  meanwhile: readonly LogEntry[];
}

/** One citizen for one order: what may happen next, and everything that has. */
export function CardPage(props: CardPageProps) {
  const { view, shown, topics, log, refusal, form, meanwhile } = props;
  const { card, person, order } = shown;
  const first = shown.steps.find((step) => step === props.wanted) ?? shown.steps[0];
  return (
    <Layout
      view={view}
      title={`${person.name ?? person.key}: ${order.title}`}
      aside={
        <>
          <a class="button" href={`${paths.board(order.id)}#kort-${card.id}`}>
            Til tavlen
          </a>
          <a class="button" href={paths.cardProfile(card.id)}>
            Profil
          </a>
        </>
      }
    >
      <p class="lead">
        <PersonName person={person} />
        <br />
        <a href={paths.jobOrder(order.id)}>{order.title}</a> · {labels.orderType[order.type]} ·{' '}
        {shown.firmName}
      </p>
      <p>
        <strong>{labels.formidlingStage[card.stage]}</strong> <CardLine card={card} today={view.today} />
      </p>
      {meanwhile.length > 0 && (
        <section class="note note-warn" role="alert" data-focus tabIndex={-1} aria-labelledby="imens">
          <h2 id="imens">Nogen har flyttet kortet i mellemtiden</h2>
          <LogList entries={meanwhile} />
          <p>Intet er overskrevet. Det, du skrev, står i formularen, hvis skridtet stadig kan tages.</p>
        </section>
      )}
      <ErrorSummary form={form} />
      {refusal && <p class="note note-warn">! {refusal}</p>}
      <div class="columns">
        <div>
          {(first ? [first, ...shown.steps.filter((step) => step !== first)] : []).map((step) => (
            <StepForm
              view={view}
              shown={shown}
              step={step}
              topics={topics}
              form={step === first ? form : { ...EMPTY_FORM, of: step }}
              open={step === first}
            />
          ))}
          {card.stage === 'spurgt' && card.answer === null && !shown.mayAnswer && (
            <p class="muted">
              Svaret noteres af {shown.caseworkerName ?? 'borgerens sagsbehandler'} eller teamet: den, der
              taler med borgeren.
            </p>
          )}
        </div>
        <div>
          <h2 class="first">Formidlingslog</h2>
          <LogList entries={log} />
          <p>
            <a href={paths.pair(order.id, person.citizenId)}>Hele sammenligningen</a>
            {person.sight === 'full' && (
              <>
                {' · '}
                <a href={paths.citizenCards(person.citizenId)}>Borgerens formidlinger</a>
              </>
            )}
          </p>
        </div>
      </div>
    </Layout>
  );
}
