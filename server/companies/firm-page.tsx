import type { openStepsAt } from '../contacts/queries.ts';
import { paths } from '../paths.ts';
import { showDate, showDistance } from '../ui/dates.ts';
import type { FormState } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { BarPanel } from './bar-panel.tsx';
import { showAddress } from './firm-columns.tsx';
import type { FirmRow } from './firm-rows.ts';
import { HeadcountPanel } from './headcount-panel.tsx';
import { BarMark, ReachMark } from './marks.tsx';
import type { openOrdersAt, PUnitDetail } from './queries.ts';
import { isInForce } from './rules.ts';
import type { timelineOf } from './timeline.ts';
import { Timeline } from './timeline-view.tsx';

export interface FirmRights {
  log: boolean;
  settle: boolean;
  order: boolean;
  seeOrders: boolean;
  bar: boolean;
}

export interface FirmPageProps {
  view: View;
  firm: PUnitDetail;
  row: FirmRow;
  steps: ReturnType<typeof openStepsAt>;
  orders: ReturnType<typeof openOrdersAt>;
  timeline: ReturnType<typeof timelineOf>;
  rights: FirmRights;
  form: FormState;
  barForm: FormState;
  /** a firm is in scope with more employees than this */
  limit: number;
  quarterName: string;
}

/** Who, what was said, what is promised, what is open: to be read in a car park in twenty seconds. */
export function FirmPage(props: FirmPageProps) {
  const { view, firm, row, rights, quarterName } = props;
  const phone = firm.phone ?? firm.company.phone;
  return (
    <Layout view={view} title={firm.name} aside={<Actions firm={firm} rights={rights} />}>
      <p class="lead">
        {showAddress(firm)}
        {firm.branchText && ` · ${firm.branchText}`}
        {phone && ' · '}
        {phone && <a href={`tel:${phone}`}>{phone}</a>}
      </p>
      <p>
        {firm.bar && firm.bar !== 'ophoert' && (
          <>
            <BarMark bar={firm.bar} />{' '}
          </>
        )}
        <ReachMark reach={row.reach} /> <span class="muted">i {quarterName}</span>{' '}
        {!row.inMunicipality && <span class="mark mark-info">Uden for kommunens opgørelse</span>}
      </p>
      <Warnings firm={firm} today={view.today} />
      <div class="columns">
        <div>
          <Steps view={view} steps={props.steps} rights={rights} />
          <Orders orders={props.orders} rights={rights} />
          <h2>Historik</h2>
          <Timeline view={view} timeline={props.timeline} rights={rights} />
        </div>
        <div>
          <Facts view={view} firm={firm} rights={rights} />
          <HeadcountPanel {...props} />
          <BarPanel view={view} firm={firm} mayBar={rights.bar} form={props.barForm} />
          <Siblings firm={firm} />
        </div>
      </div>
    </Layout>
  );
}

function Actions({ firm, rights }: Pick<FirmPageProps, 'firm' | 'rights'>) {
  return (
    <>
      {rights.log && (
        <a class="button button-primary" href={paths.newContact(firm.pNumber)}>
          Log kontakt
        </a>
      )}
      {rights.order && firm.bar === null && (
        <a class="button" href={`${paths.newJobOrder}?virksomhed=${firm.pNumber}`}>
          Ny jobordre
        </a>
      )}
    </>
  );
}

function Warnings({ firm, today }: Pick<FirmPageProps, 'firm'> & { today: string }) {
  return (
    <>
      {firm.endDate && <p class="note note-bad">✕ Ophørt {showDate(firm.endDate)}.</p>}
      {firm.bars
        .filter((bar) => isInForce(bar, today))
        .map((bar) => (
          <p class="note note-bad">
            ✕ {labels.firmBar[bar.kind]} fra {showDate(bar.fromDate)}: nye ordrer kan ikke oprettes, og åbne
            ordrer får ingen forslag. <a href="#spaerring">Se spærringen</a>
            <br />
            {bar.reason}
          </p>
        ))}
      {(firm.reklamebeskyttet || firm.company.reklamebeskyttet) && (
        <p class="note note-warn">
          ⚠ Reklamebeskyttet (CVR-lovens § 19): oplysningerne må ikke bruges til henvendelser uden hjemmel
          eller samtykke.
        </p>
      )}
    </>
  );
}

function Steps({ view, steps, rights }: Pick<FirmPageProps, 'view' | 'steps' | 'rights'>) {
  if (steps.length === 0) return null;
  return (
    <>
      <h2>Næste skridt</h2>
      <ul class="rows">
        {steps.map((step) => (
          <li class="row-line">
            <span>
              {step.nextStep ?? 'Følg op'} <StepDate date={step.nextStepDate} today={view.today} />{' '}
              <span class="muted">{step.byName}</span>
            </span>
            {rights.log && (
              <form method="post" action={paths.nextStepDone(step.id)}>
                <FormToken view={view} />
                <button type="submit" class="button button-small">
                  ✓ Klaret
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function StepDate({ date, today }: { date: string | null; today: string }) {
  if (date === null) return null;
  const [look, sign] =
    date < today ? ['mark-bad', '⚠'] : date === today ? ['mark-warn', '●'] : ['mark-info', '○'];
  return (
    <span class={`mark ${look}`}>
      {sign} {showDistance(date, today)}
    </span>
  );
}

function Orders({ orders, rights }: Pick<FirmPageProps, 'orders' | 'rights'>) {
  if (orders.length === 0) return null;
  return (
    <>
      <h2>Åbne jobordrer</h2>
      <ul class="rows">
        {orders.map((order) => (
          <li>
            {rights.seeOrders ? <a href={paths.jobOrder(order.id)}>{order.title}</a> : order.title}{' '}
            <span class="muted">
              {labels.orderType[order.type]} · {showNumber(order.positions)}{' '}
              {order.positions === 1 ? 'plads' : 'pladser'}
              {order.deadline && ` · frist ${showDate(order.deadline)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Facts({ view, firm, rights }: Pick<FirmPageProps, 'view' | 'firm' | 'rights'>) {
  const phone = firm.phone ?? firm.company.phone;
  const email = firm.email ?? firm.company.email;
  return (
    <section class="panel">
      <h2>Hvem</h2>
      <dl class="facts">
        <dt>P-nummer</dt>
        <dd>{firm.pNumber}</dd>
        <dt>CVR</dt>
        <dd>
          <a href={`${paths.companies}?q=${firm.cvr}`}>{firm.cvr}</a> {firm.company.name}
        </dd>
        <dt>Telefon</dt>
        <dd>{phone ? <a href={`tel:${phone}`}>{phone}</a> : '–'}</dd>
        <dt>Mail</dt>
        <dd>{email ? <a href={`mailto:${email}`}>{email}</a> : '–'}</dd>
        <dt>Ansvarlig</dt>
        <dd>{firm.ownerName ?? 'Ingen'}</dd>
      </dl>
      {rights.settle && <OwnerForm view={view} firm={firm} />}
    </section>
  );
}

function OwnerForm({ view, firm }: Pick<FirmPageProps, 'view' | 'firm'>) {
  const mine = firm.ownerUserId === view.actor?.userId;
  return (
    <form method="post" action={paths.companyOwner(firm.pNumber)}>
      <FormToken view={view} />
      <input type="hidden" name="ansvarlig" value={mine ? 'ingen' : 'mig'} />
      <button type="submit" class="button button-small">
        {mine ? 'Slip ansvaret' : 'Bliv ansvarlig'}
      </button>
    </form>
  );
}

function Siblings({ firm }: Pick<FirmPageProps, 'firm'>) {
  if (firm.siblings.length === 0) return null;
  return (
    <section class="panel">
      <h2>Andre arbejdssteder</h2>
      <ul class="rows">
        {firm.siblings.map((sibling) => (
          <li>
            <a href={paths.company(sibling.pNumber)}>{sibling.name}</a>{' '}
            <span class="muted">
              {sibling.city}
              {sibling.endDate && ' · ophørt'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
