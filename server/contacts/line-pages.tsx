import { BarMark } from '../companies/marks.tsx';
import type { Firm } from '../job-orders/order-firms.ts';
import { paths } from '../paths.ts';
import { showDate, showDistance } from '../ui/dates.ts';
import { type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { LineField } from './line-field.tsx';
import { capital, orderDraftLink } from './line-form.ts';
import { describeOrder } from './log-line/describe.ts';
import type { LoggedLine } from './log-line/parse.ts';

/** What was read of the line: each thing leads to its field below, where it can be changed. */
export function ReadOfLine({ view, pNumber, parsed }: { view: View; pNumber: number; parsed: LoggedLine }) {
  const chips = chipsOf(parsed, view.today);
  return (
    <section class="note" aria-labelledby="laest">
      <h2 class="first" id="laest" tabIndex={-1} data-focus>
        Læst i linjen
      </h2>
      <p class="muted">Se det efter, ret nedenfor, og gem.</p>
      {chips.length === 0 ? (
        <p>Linjen siger ikke noget, der passer til et felt. Den står i noten.</p>
      ) : (
        <ul class="chips log-chips">
          {chips.map(([field, text]) => (
            <li>
              <a class="mark mark-info" href={`#felt-${field}`}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
      {parsed.new_headcount !== null && (
        <p>
          {showNumber(parsed.new_headcount)} ansatte:{' '}
          <a href={paths.company(pNumber)} target="_blank" rel="noopener">
            ret antallet på virksomhedens side (ny fane)
          </a>
        </p>
      )}
      <DraftOrders view={view} pNumber={pNumber} orders={parsed.orders} />
    </section>
  );
}

function chipsOf(parsed: LoggedLine, today: string): [field: string, text: string][] {
  const { kind, direction, outcome, contact_date, next_step, next_step_date, topics } = parsed;
  const day = (date: string) => `${showDate(date)} (${showDistance(date, today)})`;
  const step = next_step ? capital(next_step) : 'Næste skridt';
  const chips: [string, string | null][] = [
    ['art', kind && labels.kind[kind]],
    ['udfald', outcome && labels.outcome[outcome]],
    ['retning', direction && labels.direction[direction]],
    ['dato', contact_date && day(contact_date)],
    ['naeste_dato', next_step_date && `${step} ${day(next_step_date)}`],
    ['naeste_om', next_step && !next_step_date ? `${step}: vælg hvornår` : null],
    ['note', topics.length > 0 ? topics.map((topic) => labels.topic[topic]).join(', ') : null],
  ];
  return chips.flatMap(([field, text]): [string, string][] => (text ? [[field, text]] : []));
}

function DraftOrders({
  view,
  pNumber,
  orders,
}: {
  view: View;
  pNumber: number;
  orders: LoggedLine['orders'];
}) {
  if (orders.length === 0 || !view.actor?.roles.includes('konsulent')) return null;
  return (
    <>
      <h3>Jobordrer at oprette</h3>
      <ul class="rows">
        {orders.map((order) => (
          <li>
            <a href={orderDraftLink(pNumber, order)} target="_blank" rel="noopener">
              {capital(describeOrder(order))} (ny fane)
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

interface ChooseProps {
  view: View;
  form: FormState;
  /** what was searched for: the firm of the line, until the user types another */
  text: string;
  firms: Firm[];
}

/** From Min dag: the line is read, and the user says whose it is. */
export function ChooseLineFirmPage({ view, form, text, firms }: ChooseProps) {
  const line = form.values.linje;
  const isRead = typeof line === 'string' && line !== '' && form.errors.length === 0;
  return (
    <Layout view={view} title={isRead ? 'Hvilken virksomhed?' : 'Log en linje'}>
      {!isRead && <LineField view={view} form={form} action={paths.logLine} />}
      {isRead && (
        <>
          <p class="note">{line}</p>
          <FirmsToChoose view={view} line={line} text={text} firms={firms} />
          <form class="filters" method="post" action={paths.logLine}>
            <FormToken view={view} />
            <input type="hidden" name="linje" value={line} />
            <TextField
              form={{ values: { q: text }, errors: [] }}
              name="q"
              label="Navn, P-nummer eller CVR-nummer"
              type="search"
              maxLength={100}
            />
            <button type="submit" class="button button-secondary">
              Søg
            </button>
          </form>
        </>
      )}
    </Layout>
  );
}

function FirmsToChoose({
  view,
  line,
  text,
  firms,
}: {
  view: View;
  line: string;
  text: string;
  firms: Firm[];
}) {
  if (firms.length === 0) {
    return (
      <p class="empty">
        {text === ''
          ? 'Linjen nævner ingen virksomhed. Søg den frem.'
          : `Ingen aktive arbejdssteder passer til »${text}«. Søg med et andet ord.`}
      </p>
    );
  }
  return (
    <ul class="rows">
      {firms.map((firm) => (
        <li class="row-line">
          <span>
            {firm.name} <BarMark bar={firm.bar} />
            <br />
            <span class="muted">
              {[[firm.street, firm.postcode, firm.city].filter(Boolean).join(' '), `P ${firm.pNumber}`]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          <form method="post" action={paths.contactLine(firm.pNumber)}>
            <FormToken view={view} />
            <input type="hidden" name="linje" value={line} />
            <button type="submit" class="button button-primary" aria-label={`Vælg ${firm.name}`}>
              Vælg
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
