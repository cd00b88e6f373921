import type { Requirement } from '../../workers/matching/types.ts';
import { BarMark } from '../companies/marks.tsx';
import { AnswersPanel } from '../employer-answers/answers-panel.tsx';
import type { GivenAnswer } from '../employer-answers/queries.ts';
import type { OrderCards } from '../formidling/order-cards.ts';
import { OrderCardsPanel } from '../formidling/order-panel.tsx';
import { paths } from '../paths.ts';
import { PlacementsPanel } from '../placements/panel.tsx';
import type { PlacementView } from '../placements/queries.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select, TextArea } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { BarNote } from './bar-note.tsx';
import { StatusMark } from './list-page.tsx';
import { Facts } from './order-facts.tsx';
import type { OrderDetails } from './queries.ts';
import { LIMITS, renewedDeadline, statusRefusal, statusToday } from './rules.ts';

export interface OrderRights {
  change: boolean;
  take: boolean;
  shortlist: boolean;
}

interface OrderPageProps {
  view: View;
  details: OrderDetails;
  rights: OrderRights;
  form: FormState;
  answers: readonly GivenAnswer[];
  /** this instant */
  now: string;
  cards: OrderCards;
  placements: readonly PlacementView[];
}

export function OrderPage({ view, details, rights, form, answers, now, cards, placements }: OrderPageProps) {
  const { order } = details;
  return (
    <Layout view={view} title={order.title} aside={<Actions details={details} rights={rights} />}>
      <p class="lead">
        {labels.orderType[order.type]} · {details.firmName} <BarMark bar={details.bar} /> ·{' '}
        <StatusMark order={order} today={view.today} />
      </p>
      <Warnings view={view} details={details} rights={rights} />
      <div class="columns">
        <div>
          <h2>Beskrivelse</h2>
          {order.description.split(/\n+/).map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          <h2>Krav og ønsker</h2>
          <Requirements details={details} />
          <h2>Virksomheden kan tilbyde</h2>
          {order.offers.length > 0 ? (
            <ul>
              {order.offers.map((offer) => (
                <li>{labels.need[offer]}</li>
              ))}
            </ul>
          ) : (
            <p class="muted">Intet særligt er aftalt.</p>
          )}
          {order.unavoidable.length > 0 && (
            <>
              <h2>Kan ikke undgås</h2>
              <p class="muted">
                Vilkår i arbejdet. Den, der har brug for det modsatte, bliver ikke foreslået.
              </p>
              <ul>
                {order.unavoidable.map((need) => (
                  <li>{labels.condition[need]}</li>
                ))}
              </ul>
            </>
          )}
          {order.internalComment && (
            <>
              <h2>Intern kommentar</h2>
              <p class="note typed">{order.internalComment}</p>
            </>
          )}
        </div>
        <div>
          <Facts view={view} details={details} />
          <AnswersPanel order={order} answers={answers} mayAnswer={rights.change} now={now} />
          <OrderCardsPanel orderId={order.id} found={cards} />
          {rights.change && <StatusForm view={view} details={details} form={form} />}
          <PlacementsPanel
            rows={placements}
            newHref={rights.change ? `${paths.newPlacement}?ordre=${order.id}` : null}
            tells="borger"
          />
          <h2>Status gennem tiden</h2>
          <ol class="timeline">
            {details.history.map((entry) => (
              <li>
                <time dateTime={entry.changedAt}>{showInstant(entry.changedAt)}</time> ·{' '}
                {entry.byName ?? 'Systemet'}
                <br />
                <strong>{labels.orderStatus[entry.status]}</strong>
                <br />
                {entry.comment}
              </li>
            ))}
          </ol>
        </div>
      </div>
    </Layout>
  );
}

function Actions({ details: { order }, rights }: { details: OrderDetails; rights: OrderRights }) {
  const copy = `${paths.newJobOrder}?virksomhed=${order.pNumber}&kopi=${order.id}`;
  return (
    <>
      {rights.shortlist && (
        <a class="button button-primary" href={paths.shortlist(order.id)}>
          Se forslag
        </a>
      )}
      {rights.change && (
        <a class="button" href={paths.editJobOrder(order.id)}>
          Ret
        </a>
      )}
      {rights.change && order.pNumber !== null && (
        <a class="button" href={copy}>
          Kopiér til ny
        </a>
      )}
      {rights.change && order.pNumber !== null && (
        <a class="button" href={paths.saveTemplate(order.id)}>
          Gem som skabelon
        </a>
      )}
    </>
  );
}

function Warnings({ view, details, rights }: Pick<OrderPageProps, 'view' | 'details' | 'rights'>) {
  const { order, ownerName } = details;
  const status = statusToday(order, view.today);
  return (
    <>
      <BarNote details={details} />
      {status === 'frist_udloebet' && (
        <p class="note note-bad">
          ✕ Fristen {showDate(order.deadline)} er udløbet. Ordren indgår ikke i nattens match.
        </p>
      )}
      {isFilled(details) && status === 'under_behandling' && <Filled view={view} {...{ details, rights }} />}
      {ownerName === null && (
        <p class="note note-warn">
          ! Ingen har ansvaret for ordren. Forslag til den kan først ses, når en konsulent har overtaget den.
        </p>
      )}
      <div class="button-row">
        {rights.change && (status === 'under_behandling' || status === 'frist_udloebet') && (
          <form method="post" action={paths.jobOrderRenewal(order.id)}>
            <FormToken view={view} />
            <input type="hidden" name="fra" value={order.deadline ?? ''} />
            <button type="submit" class="button">
              Forlæng fristen til {showDate(renewedDeadline(order.deadline, view.today))}
            </button>
          </form>
        )}
        {rights.take && (
          <form method="post" action={paths.jobOrderOwner(order.id)}>
            <FormToken view={view} />
            <button type="submit" class="button">
              Overtag ansvaret
            </button>
          </form>
        )}
      </div>
    </>
  );
}

function isFilled({ taken, order }: OrderDetails): boolean {
  return taken >= order.positions;
}

/** Nobody is proposed for a place that is taken: one click, and the order says so. */
function Filled({
  view,
  details: { order, taken },
  rights,
}: Pick<OrderPageProps, 'view' | 'details' | 'rights'>) {
  const said = taken === 1 ? 'Pladsen er besat.' : `Alle ${taken} pladser er besat.`;
  return (
    <div class="note">
      <p>✓ {said} Er behovet dækket?</p>
      {rights.change && (
        <form method="post" action={paths.jobOrderStatus(order.id)}>
          <FormToken view={view} />
          <input type="hidden" name="version" value={String(order.version)} />
          <input type="hidden" name="status" value="behov_daekket" />
          <input type="hidden" name="kommentar" value={said} />
          <button type="submit" class="button">
            Afslut ordren: behov dækket
          </button>
        </form>
      )}
    </div>
  );
}

function Requirements({ details: { requirements } }: { details: OrderDetails }) {
  if (requirements.length === 0) {
    return <p class="muted">Ingen. Jo mere der står her, jo bedre forslag.</p>;
  }
  return (
    <ul class="rows">
      {requirements.map((requirement) => (
        <li>
          <StrengthMark requirement={requirement} /> {requirement.text}
        </li>
      ))}
    </ul>
  );
}

/** krav / ønske / kan læres på jobbet, per requirement. */
export function StrengthMark({ requirement: { kind, kanLaeres } }: { requirement: Requirement }) {
  if (kanLaeres) return <span class="mark mark-good">Kan læres</span>;
  if (kind === 'oenske' || kind === 'sprog')
    return <span class="mark">{kind === 'sprog' ? 'Ønsket sprog' : 'Ønske'}</span>;
  const name = kind === 'krav' ? 'Krav' : `Krav: ${labels.requirement[kind].toLowerCase()}`;
  return <span class="mark mark-info">{name}</span>;
}

function StatusForm({ view, details, form }: { view: View; details: OrderDetails; form: FormState }) {
  const { order } = details;
  const options = choices(labels.orderStatus).filter(
    ([status]) => statusRefusal(status, order, view.today) === null,
  );
  return (
    <details class="panel" open={form.errors.length > 0}>
      <summary>Skift status</summary>
      <form method="post" action={paths.jobOrderStatus(order.id)}>
        <FormToken view={view} />
        <input type="hidden" name="version" value={String(order.version)} />
        <ErrorSummary form={form} />
        <Select form={form} name="status" label="Ny status" options={options} empty="Vælg" required />
        <TextArea
          form={form}
          name="kommentar"
          label="Hvorfor?"
          hint="Skal skrives ved hver ændring (§ 137). Ingen CPR-numre."
          rows={3}
          maxLength={LIMITS.comment}
          required
        />
        <button type="submit" class="button">
          Skift status
        </button>
      </form>
    </details>
  );
}
