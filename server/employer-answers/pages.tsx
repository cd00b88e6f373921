import { EMPLOYER_ANSWERS } from '../../db/schema/order-work.ts';
import type { OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { PersonTick } from '../persons/person-tick.tsx';
import { showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { ANSWER_TEXT_LIMIT, type GivenAnswer } from './queries.ts';
import { mailLink } from './words.ts';

const KINDS = ['mail', 'telefon', 'besoeg', 'moede', 'onlinemoede', 'sms', 'brev'] as const;
const OUTCOMES = ['opnaaet', 'besked_lagt'] as const;

interface NewAnswerProps {
  view: View;
  details: OrderDetails;
  form: FormState;
  formKey: string;
}

/** What is said comes first: choosing it fills the text in, without JavaScript too. */
export function NewAnswerPage({ view, details, form, formKey }: NewAnswerProps) {
  const { order, firmName } = details;
  const chosen = form.values.svar;
  return (
    <Layout view={view} title="Svar til virksomheden" aside={<ToOrder id={order.id} />}>
      <p class="lead">
        {order.title} · {firmName}
      </p>
      <ul class="group-links" aria-label="Hvad skal siges">
        {EMPLOYER_ANSWERS.map((answer) => (
          <li>
            <a
              href={`${paths.newEmployerAnswer(order.id)}?svar=${answer}`}
              aria-current={answer === chosen ? 'true' : undefined}
            >
              {labels.employerAnswer[answer]}
            </a>
          </li>
        ))}
      </ul>
      <form method="post" action={paths.newEmployerAnswer(order.id)} class="narrow">
        <FormToken view={view} />
        <input type="hidden" name="formularnoegle" value={formKey} />
        <input type="hidden" name="svar" value={[chosen ?? ''].flat()[0]} />
        <ErrorSummary form={form} />
        <TextArea
          form={form}
          name="tekst"
          label="Teksten"
          hint="Et udkast, du kan rette. Ingen navne på borgere og ingen CPR-numre."
          rows={12}
          maxLength={ANSWER_TEXT_LIMIT}
          required={false}
        />
        <PersonTick form={form} />
        <Select
          form={form}
          name="art"
          label="Hvordan svarer du?"
          options={KINDS.map((kind) => [kind, labels.kind[kind]])}
        />
        <Choice
          form={form}
          name="udfald"
          label="Fik du fat i dem?"
          hint="Svaret bliver også logget som en kontakt."
          options={OUTCOMES.map((outcome) => [outcome, labels.outcome[outcome]])}
        />
        <TextField form={form} name="person" label="Talte med" required={false} maxLength={200} />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Gem svaret
          </button>
          <a href={paths.jobOrder(order.id)}>Fortryd</a>
        </div>
      </form>
    </Layout>
  );
}

interface GivenAnswerProps {
  view: View;
  details: OrderDetails;
  given: GivenAnswer;
}

/** The text alone: to print, to copy, or to open in the mail program. */
export function GivenAnswerPage({ view, details: { order, firmName }, given }: GivenAnswerProps) {
  return (
    <Layout
      view={view}
      title={`Svar: ${labels.employerAnswer[given.answer].toLowerCase()}`}
      aside={
        <>
          {given.text && (
            <a class="button button-primary" href={mailLink(order.title, given.text)}>
              Åbn som mail
            </a>
          )}
          <ToOrder id={order.id} />
        </>
      }
    >
      <div class="letter">
        <dl class="facts">
          <dt>Til</dt>
          <dd>{firmName}</dd>
          <dt>Ordre</dt>
          <dd>
            {order.title} ({order.orderKey})
          </dd>
          <dt>Svaret</dt>
          <dd>
            {showInstant(given.answeredAt)}, {given.byName}
          </dd>
        </dl>
        <p class="note no-print">Marker teksten for at kopiere den, eller skriv siden ud.</p>
        <p class="typed">{given.text ?? 'Svaret har ingen tekst.'}</p>
      </div>
    </Layout>
  );
}

function ToOrder({ id }: { id: number }) {
  return (
    <a class="button" href={`${paths.jobOrder(id)}#svar`}>
      Til ordren
    </a>
  );
}
