import type { Merbeskaeftigelse } from '../capacity/figures.ts';
import { CapacityPanel } from '../capacity/panel.tsx';
import type { Capacity } from '../capacity/queries.ts';
import { FirmNotesPanel } from '../colleagues/note-rows.tsx';
import type { NoteWithSteps } from '../colleagues/notes.ts';
import type { Afterwards } from '../contacts/afterwards.ts';
import { AfterwardsPanel, UndoUsualStep } from '../contacts/afterwards-panel.tsx';
import type { openStepsAt } from '../contacts/next-steps.ts';
import type { ColleagueContact } from '../contacts/peace.ts';
import { PeaceNote } from '../contacts/peace-note.tsx';
import type { OrderTemplate } from '../job-orders/templates.ts';
import { OrderTemplates } from '../job-orders/templates-list.tsx';
import { FirmLeadsPanel } from '../leads/panels.tsx';
import type { Lead } from '../leads/queries.ts';
import { paths } from '../paths.ts';
import { PersonsPanel } from '../persons/person-rows.tsx';
import { PlacementsPanel } from '../placements/panel.tsx';
import type { PlacementView } from '../placements/queries.ts';
import { RecordsPanel } from '../records/panel.tsx';
import { segmentOf } from '../records/rules.ts';
import { localDate, showDate } from '../ui/dates.ts';
import type { FormState } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { PhoneLink } from '../ui/reach-links.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { BarPanel } from './bar-panel.tsx';
import type { Assignment } from './care.ts';
import { showAddress } from './firm-columns.tsx';
import { FirmTabs } from './firm-frame.tsx';
import { FirmNotes } from './firm-notes.tsx';
import type { Standing } from './firm-rows.ts';
import type { FirmHead } from './head.ts';
import { HeadcountPanel } from './headcount-panel.tsx';
import { UndoOwnValue } from './inline-fact.tsx';
import { BarMark, ReachMark } from './marks.tsx';
import { standingValue } from './own-values.ts';
import type { openOrdersAt, ordersToCopy, PUnitDetail } from './queries.ts';
import { Steps } from './steps.tsx';
import type { timelineOf } from './timeline.ts';
import { Timeline } from './timeline-view.tsx';
import { WhoPanel } from './who-panel.tsx';

export interface FirmRights {
  log: boolean;
  settle: boolean;
  order: boolean;
  seeOrders: boolean;
  place: boolean;
  bar: boolean;
  keep: boolean;
  follow: boolean;
}

export interface FirmPageProps {
  view: View;
  firm: PUnitDetail;
  head: FirmHead;
  standing: Standing;
  assignments: readonly Assignment[];
  notes: readonly NoteWithSteps[];
  steps: ReturnType<typeof openStepsAt>;
  orders: ReturnType<typeof openOrdersAt>;
  placements: readonly PlacementView[];
  timeline: ReturnType<typeof timelineOf>;
  timelinePage: number;
  colleagues: readonly ColleagueContact[];
  rights: FirmRights;
  form: FormState;
  barForm: FormState;
  /** a firm is in scope with more employees than this */
  limit: number;
  quarterName: string;
  /** a merge made a moment ago, to take back at once */
  undoMerge: { id: number } | null;
  /** one's own change of a fact a moment ago */
  undoOwn: { id: number } | null;
  /** what the contact that was logged a moment ago leads to */
  after: Afterwards | null;
  templates: readonly OrderTemplate[];
  capacity: Capacity;
  merbeskaeftigelse: Merbeskaeftigelse | undefined;
  leads: readonly Lead[];
  earlierOrders: ReturnType<typeof ordersToCopy>;
}

/** Who, what was said, what is promised, what is open: to be read in a car park in twenty seconds. */
export function FirmPage(props: FirmPageProps) {
  const { view, firm, standing, rights, quarterName, head } = props;
  const phone = standingValue(firm.ownValues, 'telefon')?.value ?? firm.phone ?? firm.company.phone;
  const segment = segmentOf(firm.records, view.today);
  return (
    <Layout
      view={view}
      title={firm.name}
      aside={<Actions firm={firm} rights={rights} />}
      undo={
        <>
          <UndoMerge view={view} merge={props.undoMerge} />
          <UndoOwnValue view={view} edit={props.undoOwn} />
          {props.after && <UndoUsualStep view={view} after={props.after} />}
        </>
      }
    >
      {props.after && (
        <AfterwardsPanel
          view={view}
          pNumber={firm.pNumber}
          after={props.after}
          mayOrder={rights.order && firm.bar === null}
          mayKeep={rights.keep}
        />
      )}
      <p class="lead">
        {showAddress(firm)}
        {firm.branchText && ` · ${firm.branchText}`}
        {phone && ' · '}
        {phone && <PhoneLink phone={phone} />}
      </p>
      <p>
        {firm.bar && firm.bar !== 'ophoert' && (
          <>
            <BarMark bar={firm.bar} />{' '}
          </>
        )}
        <ReachMark reach={standing.reach} /> <span class="muted">i {quarterName}</span>{' '}
        {segment !== 'oevrig' && <span class="mark mark-info">{labels.segment[segment]}</span>}{' '}
        {!standing.inMunicipality && <span class="mark mark-info">Uden for kommunens opgørelse</span>}{' '}
        {firm.registerName !== firm.name && <span class="muted">CVR: {firm.registerName}</span>}
      </p>
      <FirmNotes firm={firm} today={view.today} />
      <FirmTabs firm={head} tab="overview" />
      <PeaceNote contacts={props.colleagues} today={view.today} />
      <div class="columns">
        <div>
          <Steps view={view} steps={props.steps} rights={rights} />
          <Orders orders={props.orders} rights={rights} />
          {rights.order && firm.bar === null && (
            <>
              <OrderTemplates view={view} pNumber={firm.pNumber} templates={props.templates} />
              <EarlierOrders pNumber={firm.pNumber} orders={props.earlierOrders} />
            </>
          )}
          {rights.seeOrders && (
            <PlacementsPanel
              rows={props.placements}
              newHref={rights.place ? `${paths.newPlacement}?virksomhed=${firm.pNumber}` : null}
              tells="borger"
            />
          )}
          <h2 id="historik">Historik</h2>
          <Timeline view={view} timeline={props.timeline} page={props.timelinePage} rights={rights} />
        </div>
        <div>
          {rights.seeOrders && (
            <FirmLeadsPanel view={view} pNumber={firm.pNumber} leads={props.leads} mayWrite={rights.order} />
          )}
          <PersonsPanel pNumber={firm.pNumber} persons={firm.persons} mayEdit={rights.log} />
          <RecordsPanel view={view} pNumber={firm.pNumber} records={firm.records} mayEdit={rights.keep} />
          <WhoPanel {...props} />
          <FirmNotesPanel pNumber={firm.pNumber} notes={props.notes} mayWrite={rights.follow} />
          <HeadcountPanel {...props} />
          {rights.seeOrders && (
            <CapacityPanel
              pNumber={firm.pNumber}
              capacity={props.capacity}
              merbeskaeftigelse={props.merbeskaeftigelse}
              mayWrite={rights.order}
            />
          )}
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
        <a class="button button-primary" data-key="l" href={paths.newContact(firm.pNumber)}>
          Log kontakt
        </a>
      )}
      <a class="button" data-key="b" href={paths.visitBrief(firm.pNumber)}>
        Besøgsark
      </a>
      {rights.order && firm.bar === null && (
        <a class="button" href={`${paths.newJobOrder}?virksomhed=${firm.pNumber}`}>
          Ny jobordre
        </a>
      )}
    </>
  );
}

function UndoMerge({ view, merge }: { view: View; merge: FirmPageProps['undoMerge'] }) {
  if (merge === null) return null;
  return (
    <form method="post" action={paths.mergeUndone(merge.id)}>
      <FormToken view={view} />
      <button type="submit" class="button button-small">
        Fortryd sammenlægningen
      </button>
    </form>
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

/** What they wanted before is often what they want again: everything but the dates is kept. */
function EarlierOrders({ pNumber, orders }: { pNumber: number; orders: FirmPageProps['earlierOrders'] }) {
  if (orders.length === 0) return null;
  return (
    <details class="more">
      <summary>Kopiér en tidligere jobordre</summary>
      <ul class="rows">
        {orders.map((order) => (
          <li class="row-line">
            <span>
              {order.title}{' '}
              <span class="muted">
                {labels.orderType[order.type]} · {showDate(localDate(new Date(order.createdAt)))}
              </span>
            </span>
            <a
              class="button button-small"
              href={`${paths.newJobOrder}?virksomhed=${pNumber}&kopi=${order.id}`}
              aria-label={`Kopiér ${order.title}`}
            >
              Kopiér
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Siblings({ firm }: Pick<FirmPageProps, 'firm'>) {
  if (firm.siblings.length === 0) return null;
  return (
    <section class="panel">
      <h2>Andre arbejdssteder</h2>
      <SiblingList siblings={firm.siblings.slice(0, SHOWN_SIBLINGS)} />
      {firm.siblings.length > SHOWN_SIBLINGS && (
        <details class="more">
          <summary>Vis {showNumber(firm.siblings.length - SHOWN_SIBLINGS)} til</summary>
          <SiblingList siblings={firm.siblings.slice(SHOWN_SIBLINGS)} />
        </details>
      )}
    </section>
  );
}

const SHOWN_SIBLINGS = 5;

function SiblingList({ siblings }: { siblings: FirmPageProps['firm']['siblings'] }) {
  return (
    <ul class="rows">
      {siblings.map((sibling) => (
        <li>
          <a href={paths.company(sibling.pNumber)}>{sibling.name}</a>{' '}
          <span class="muted">
            {sibling.city}
            {sibling.endDate && ' · ophørt'}
          </span>
        </li>
      ))}
    </ul>
  );
}
