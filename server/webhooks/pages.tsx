import { WEBHOOK_SUBJECTS } from '../../db/schema/webhooks.ts';
import { paths } from '../paths.ts';
import { AskFirst } from '../ui/ask-first.tsx';
import { showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { type DeliveryState, type deliveriesOf, type deliveryCounts, MOST_SHOWN } from './deliveries.ts';
import type { findWebhook, listWebhooks } from './subscriptions.ts';

type Counts = ReturnType<typeof deliveryCounts>;
type Webhook = NonNullable<ReturnType<typeof findWebhook>>;
type Delivery = ReturnType<typeof deliveriesOf>[number];

interface WebhooksProps {
  view: View;
  webhooks: ReturnType<typeof listWebhooks>;
  counts: Counts;
  allowed: readonly string[];
}

export function WebhooksPage({ view, webhooks, counts, allowed }: WebhooksProps) {
  const many = (id: number, state: DeliveryState) => counts.get(id)?.[state] ?? 0;
  return (
    <Layout view={view} title="Webhooks" aside={allowed.length > 0 && <NewWebhookLink />}>
      <p>
        Et andet program får besked, når noget ændres: hvad det er, og dets nummer, aldrig noget om mennesker.
        Resten henter det selv med en <a href={paths.apiTokens}>adgangsnøgle</a>.
      </p>
      {allowed.length === 0 && (
        <p class="note note-warn">
          Driften har ikke tilladt nogen modtagere. De skrives i indstillingen WEBHOOK_TARGETS.
        </p>
      )}
      <Table
        caption="Webhooks"
        url={view.url}
        rows={webhooks}
        empty="Ingen programmer får besked."
        columns={[
          { head: 'Program', cell: (row) => <a href={paths.webhook(row.id)}>{row.name}</a> },
          {
            head: 'Status',
            cell: (row) => <WebhookMark closed={row.closedAt !== null} failed={many(row.id, 'opgivet')} />,
          },
          { head: 'Adresse', cell: (row) => row.url },
          { head: 'Venter', number: true, cell: (row) => many(row.id, 'venter') },
          { head: 'Opgivet', number: true, cell: (row) => many(row.id, 'opgivet') },
          { head: 'Leveret', number: true, cell: (row) => many(row.id, 'leveret') },
        ]}
      />
    </Layout>
  );
}

function NewWebhookLink() {
  return (
    <a class="button button-primary" href={paths.newWebhook}>
      Ny webhook
    </a>
  );
}

function WebhookMark({ closed, failed }: { closed: boolean; failed: number }) {
  if (closed) return <span class="mark mark-bad">✕ Lukket</span>;
  if (failed > 0) return <span class="mark mark-warn">⚠ Noget er opgivet</span>;
  return <span class="mark mark-good">✓ Åben</span>;
}

export function NewWebhookPage({
  view,
  form,
  allowed,
}: {
  view: View;
  form: FormState;
  allowed: readonly string[];
}) {
  return (
    <Layout view={view} title="Ny webhook">
      <form class="narrow" method="post" action={paths.webhooks}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <TextField
          form={form}
          name="navn"
          label="Programmets navn"
          required
          maxLength={100}
          autocomplete="off"
        />
        <TextField
          form={form}
          name="adresse"
          label="Adresse"
          hint={`Skal begynde med ${allowed.join(' eller ') || 'en tilladt modtager'}.`}
          required
          maxLength={500}
        />
        <Choice
          form={form}
          name="emner"
          label="Besked om"
          many
          options={WEBHOOK_SUBJECTS.map((subject) => [subject, labels.webhookSubject[subject]])}
        />
        <p class="muted">
          Systemet danner en hemmelighed, som hver besked underskrives med, og viser den én gang.
        </p>
        <button type="submit" class="button button-primary">
          Opret webhook
        </button>
      </form>
    </Layout>
  );
}

/** The one time that the secret is shown. */
export function SecretPage({
  view,
  id,
  name,
  secret,
}: {
  view: View;
  id: number;
  name: string;
  secret: string;
}) {
  return (
    <Layout view={view} title={`Hemmelighed til ${name}`}>
      <p class="note note-done">
        Kopiér hemmeligheden nu, og læg den hos modtageren. Den kan ikke vises igen.
      </p>
      <p class="secret">
        <code>{secret}</code>
      </p>
      <p>
        <a href={paths.webhook(id)}>Til webhooken</a>
      </p>
    </Layout>
  );
}

interface WebhookProps {
  view: View;
  webhook: Webhook;
  deliveries: Delivery[];
  counts: Record<DeliveryState, number> | undefined;
  state: DeliveryState | undefined;
}

export function WebhookPage({ view, webhook, deliveries, counts, state }: WebhookProps) {
  const { id, name, url, subjects, createdAt, closedAt } = webhook;
  const failed = counts?.opgivet ?? 0;
  return (
    <Layout view={view} title={name} aside={<WebhookMark closed={closedAt !== null} failed={failed} />}>
      <dl class="facts panel narrow">
        <dt>Adresse</dt>
        <dd>{url}</dd>
        <dt>Besked om</dt>
        <dd>{subjects.map((subject) => labels.webhookSubject[subject]).join(', ')}</dd>
        <dt>{closedAt ? 'Lukket' : 'Oprettet'}</dt>
        <dd>{showInstant(closedAt ?? createdAt)}</dd>
      </dl>
      {closedAt === null && <Actions view={view} id={id} failed={failed} />}
      <h2>Beskeder</h2>
      <StateLinks id={id} state={state} counts={counts} />
      <Table
        caption="Beskeder"
        url={view.url}
        rows={deliveries}
        empty={state ? 'Ingen beskeder her.' : 'Der er ikke sendt noget endnu.'}
        columns={[
          {
            head: 'Hændelse',
            cell: ({ delivery }) => `${delivery.entity}.${delivery.action} ${delivery.entityKey}`,
          },
          { head: 'Sket', cell: ({ delivery }) => showInstant(delivery.occurredAt) },
          { head: 'Status', cell: (row) => <DeliveryMark row={row} /> },
          { head: 'Forsøg', number: true, cell: ({ delivery }) => delivery.attempts },
          { head: 'Sidste forsøg', cell: ({ delivery }) => showInstant(delivery.lastAttemptAt) },
          { head: 'Svar', cell: ({ delivery }) => <Answer delivery={delivery} /> },
          { head: 'Handling', cell: (row) => closedAt === null && <Again view={view} row={row} /> },
        ]}
      />
      {deliveries.length === MOST_SHOWN && <p class="muted">De nyeste {MOST_SHOWN} vises.</p>}
    </Layout>
  );
}

function Actions({ view, id, failed }: { view: View; id: number; failed: number }) {
  const actions: [string, string][] = [[paths.webhookTrial(id), 'Send en prøve']];
  const again = failed === 1 ? 'Send den opgivne igen' : `Send ${failed} opgivne igen`;
  if (failed > 0) actions.unshift([paths.webhookFailedAgain(id), again]);
  return (
    <div class="button-row">
      {actions.map(([action, text], at) => (
        <form method="post" action={action}>
          <FormToken view={view} />
          <button type="submit" class={at === 0 ? 'button button-primary' : 'button'}>
            {text}
          </button>
        </form>
      ))}
      <AskFirst
        view={view}
        action={paths.webhookSecret(id)}
        text="Ny hemmelighed"
        consequence="Fra næste besked skrives der under med den nye. Modtageren må kende den først, ellers afvises beskederne."
      />
      <AskFirst
        view={view}
        action={paths.webhookClosed(id)}
        text="Luk webhooken"
        consequence="Der sendes ikke mere, heller ikke det, der venter. En lukket webhook kan ikke åbnes igen."
      />
    </div>
  );
}

const STATES: [DeliveryState | undefined, string][] = [
  [undefined, 'Alle'],
  ['venter', 'Venter'],
  ['opgivet', 'Opgivet'],
  ['leveret', 'Leveret'],
];

function StateLinks({ id, state, counts }: Pick<WebhookProps, 'state' | 'counts'> & { id: number }) {
  return (
    <nav aria-label="Hvilke beskeder">
      <ul class="page-tabs">
        {STATES.map(([value, text]) => (
          <li>
            <a
              href={value ? `${paths.webhook(id)}?vis=${value}` : paths.webhook(id)}
              aria-current={value === state ? 'page' : undefined}
            >
              {text}
              {value && ` (${counts?.[value] ?? 0})`}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function DeliveryMark({ row: { delivery, state } }: { row: Delivery }) {
  if (state === 'leveret') return <span class="mark mark-good">✓ Leveret</span>;
  if (state === 'opgivet') return <span class="mark mark-bad">✕ Opgivet</span>;
  if (delivery.attempts === 0) return <span class="mark mark-info">Venter</span>;
  return <span class="mark mark-warn">⚠ Prøves igen {showInstant(delivery.dueAt)}</span>;
}

function Answer({ delivery }: { delivery: Delivery['delivery'] }) {
  const said = delivery.problem ? labels.webhookProblem[delivery.problem] : '';
  return <>{[delivery.lastStatus, said].filter(Boolean).join(' · ') || '–'}</>;
}

function Again({ view, row: { delivery, state } }: { view: View; row: Delivery }) {
  if (state === 'venter' && delivery.attempts === 0) return null;
  return (
    <form method="post" action={paths.webhookAgain(delivery.webhookId, delivery.id)}>
      <FormToken view={view} />
      <button type="submit" class="button button-small">
        Send igen<span class="sr-only"> {delivery.messageId}</span>
      </button>
    </form>
  );
}
