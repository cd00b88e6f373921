import type { NearStep, StandingAnswer } from '../../workers/matching/engine.ts';
import type { ExclusionReason, MatchOrder } from '../../workers/matching/types.ts';
import type { stagesOfOrder } from '../formidling/queries.ts';
import { BarNote } from '../job-orders/bar-note.tsx';
import type { OrderDetails } from '../job-orders/queries.ts';
import { statusToday } from '../job-orders/rules.ts';
import { paths } from '../paths.ts';
import { can } from '../rights.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { CandidateCard, PersonName } from './candidate-card.tsx';
import type { Candidate, LastRun } from './candidates.ts';
import type { Confirmers } from './confirmers.ts';
import type { FewFacts } from './few-facts.ts';
import { HardRules } from './hard-rules.tsx';
import { NearPanel } from './near-list.tsx';
import { TakeBackForm, type TypedSetAside } from './set-aside-form.tsx';
import { StandingNote } from './standing-note.tsx';

interface ShortlistPageProps {
  view: View;
  details: OrderDetails;
  matchOrder: MatchOrder;
  candidates: Candidate[];
  confirmers: Confirmers;
  citizens: number;
  excludedCounts: Record<ExclusionReason, number>;
  few: { shown: FewFacts[]; total: number };
  questions: NearStep[][];
  /** why nobody is on the list; null when somebody is */
  standing: StandingAnswer | null;
  lastRun: LastRun | null;
  /** the row just set aside, for the message to undo */
  undo: number | null;
  typed: TypedSetAside | null;
  /** who stands where on the order's board */
  board: ReturnType<typeof stagesOfOrder>;
}

export function ShortlistPage(props: ShortlistPageProps) {
  const { view, details, candidates, citizens, excludedCounts, lastRun, undo } = props;
  const { order } = details;
  const sortedOut = Object.values(excludedCounts).reduce((sum, count) => sum + count, 0);
  return (
    <Layout
      view={view}
      title={`Forslag: ${order.title}`}
      aside={
        <>
          <a class="button button-primary" href={paths.board(order.id)}>
            Tavle
          </a>
          <BackToOrder id={order.id} />
        </>
      }
      undo={undo !== null && <UndoForm view={view} id={undo} />}
    >
      <p class="lead">
        {labels.orderType[order.type]} · {details.firmName}
      </p>
      <p>
        Forslag beregnet nu. {showNumber(citizens)} borgere er set igennem, og{' '}
        <a href={paths.excluded(order.id)}>{showNumber(sortedOut)} er sorteret fra</a>. Pointene kan læses i{' '}
        <a href={paths.weights}>Sådan tælles der</a>.{' '}
        <span class="muted">
          {lastRun ? (
            <>
              Seneste kørsel {showInstant(lastRun.finishedAt)}:{' '}
              <a href={paths.runOrder(lastRun.id, order.id)}>listen, som den stod</a>.
            </>
          ) : (
            'Natkørslen har ikke set ordren endnu.'
          )}
        </span>
      </p>
      <BarNote details={details} />
      {statusToday(order, view.today) !== 'under_behandling' && (
        <p class="note note-warn">
          ! Ordren er ikke åben ({labels.orderStatus[statusToday(order, view.today)]}). Listen er kun til
          orientering.
        </p>
      )}
      <p class="phone-only">
        <a href="#naesten">Næsten-match: spørg virksomheden</a> · <a href="#ufravigeligt">Ufravigeligt</a>
      </p>
      <div class="columns">
        <div>
          <Candidates {...props} />
          <FewFactsGroup few={props.few} />
        </div>
        <div class="beside">
          <NearPanel {...props} />
          <HardRules {...props} />
          {candidates.length > 0 && <Legend />}
        </div>
      </div>
    </Layout>
  );
}

function Candidates(props: ShortlistPageProps) {
  const { view, details, candidates, standing, confirmers, typed, board } = props;
  const { order, bar } = details;
  if (candidates.length === 0) {
    return (
      <>
        {standing && <StandingNote standing={standing} />}
        {bar === null && (
          <p class="empty">
            Ingen er på listen. Se <a href={paths.excluded(order.id)}>hvem der er sorteret fra, og hvorfor</a>
            .{' '}
            {view.actor && can(view.actor, 'change order', details) && (
              <a href={`${paths.newEmployerAnswer(order.id)}?svar=ingen_passer`}>
                Svar virksomheden, at ingen passer lige nu
              </a>
            )}
          </p>
        )}
      </>
    );
  }
  return (
    <>
      <h2 class="first">
        {candidates.length === 1 ? '1 kandidat' : `${candidates.length} kandidater, de bedste først`}
      </h2>
      <ol class="matches">
        {candidates.map((candidate) => (
          <CandidateCard
            {...{ view, order, candidate, confirmers, typed }}
            card={board.get(candidate.person?.citizenId ?? 0)}
          />
        ))}
      </ol>
    </>
  );
}

function FewFactsGroup({ few: { shown, total } }: Pick<ShortlistPageProps, 'few'>) {
  if (total === 0) return null;
  return (
    <section aria-labelledby="for-faa">
      <h2 id="for-faa">For få oplysninger</h2>
      <p>
        {showNumber(total)} bryder ingen regel, men har fortalt for lidt til at blive sammenlignet. De er
        hverken bedre eller dårligere end dem ovenfor.
      </p>
      {shown.length > 0 && (
        <ul class="rows">
          {shown.map(({ person, ask }) => (
            <li>
              <PersonName person={person} /> <span class="nowrap">? Spørg om:</span> {ask.join(', ')}
            </li>
          ))}
        </ul>
      )}
      {shown.length < total && (
        <p class="muted">
          {shown.length > 0 ? `${shown.length} vises, trukket ved lod i dag. ` : ''}Resten hører til hos
          kolleger eller vises en anden dag.
        </p>
      )}
    </section>
  );
}

/** Colours and signs never stand alone; this says once what the words mean. */
function Legend() {
  return (
    <details class="panel legend">
      <summary>Hvad betyder tegnene?</summary>
      <ul>
        <li>✓ Passer: borgerens egne ord eller svar dækker det, ordren beder om.</li>
        <li>✕ Mangler: det står ikke hos borgeren. Spørg; det kan være glemt.</li>
        <li>≈ Beslægtet: noget, der ligner. Det tæller mindre.</li>
        <li>? Spørg om: ukendt er ikke nej, men står efter det kendte.</li>
        <li>Krav 3/4: tre af de fire krav er dækket helt.</li>
      </ul>
    </details>
  );
}

function BackToOrder({ id }: { id: number }) {
  return (
    <a class="button" href={paths.jobOrder(id)}>
      Til ordren
    </a>
  );
}

function UndoForm({ view, id }: { view: View; id: number }) {
  return (
    <TakeBackForm view={view} id={id} back="forslag">
      Fortryd
    </TakeBackForm>
  );
}

/** An unowned order: whoever wants to see its candidates answers for it first. */
export function TakeFirstPage({ view, details }: { view: View; details: OrderDetails }) {
  return (
    <Layout
      view={view}
      title={`Forslag: ${details.order.title}`}
      aside={<BackToOrder id={details.order.id} />}
    >
      <p class="note note-warn">
        ! Ingen har ansvaret for ordren. Overtag den for at se forslag: så er der en, der følger op på dem.
      </p>
      <form method="post" action={paths.jobOrderOwner(details.order.id)}>
        <FormToken view={view} />
        <button type="submit" class="button button-primary">
          Overtag ansvaret
        </button>
      </form>
    </Layout>
  );
}
