import type { ExclusionReason, MatchOrder } from '../../workers/matching/types.ts';
import { BarNote } from '../job-orders/bar-note.tsx';
import type { OrderDetails } from '../job-orders/queries.ts';
import { statusToday } from '../job-orders/rules.ts';
import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { showHours } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { Candidate, Person } from './candidates.ts';
import { EXCLUSIONS, inWords, ReasonBlocks, ScoreDetails } from './reasons.tsx';
import { CameBack, SetAsideForm, TakeBackForm, type TypedSetAside } from './set-aside-form.tsx';

interface ShortlistPageProps {
  view: View;
  details: OrderDetails;
  matchOrder: MatchOrder;
  candidates: Candidate[];
  citizens: number;
  excludedCounts: Record<ExclusionReason, number>;
  lastRunAt: string | null;
  /** the row just set aside, for the message to undo */
  undo: number | null;
  typed: TypedSetAside | null;
}

export function ShortlistPage(props: ShortlistPageProps) {
  const { view, details, candidates, citizens, excludedCounts, lastRunAt, undo } = props;
  const { order } = details;
  const sortedOut = Object.values(excludedCounts).reduce((sum, count) => sum + count, 0);
  const left = citizens - sortedOut;
  return (
    <Layout
      view={view}
      title={`Forslag: ${order.title}`}
      aside={<BackToOrder id={order.id} />}
      undo={undo !== null && <UndoForm view={view} id={undo} />}
    >
      <p class="lead">
        {labels.orderType[order.type]} · {details.firmName}
      </p>
      <p>
        Forslag beregnet nu.{' '}
        {lastRunAt ? `Seneste natkørsel ${showInstant(lastRunAt)}.` : 'Natkørslen har ikke kørt endnu.'}{' '}
        {showNumber(citizens)} borgere er set igennem: {showNumber(left)} er tilbage, og{' '}
        <a href={paths.excluded(order.id)}>{showNumber(sortedOut)} er sorteret fra</a>.
      </p>
      <BarNote details={details} />
      {statusToday(order, view.today) !== 'under_behandling' && (
        <p class="note note-warn">
          ! Ordren er ikke åben ({labels.orderStatus[statusToday(order, view.today)]}). Listen er kun til
          orientering.
        </p>
      )}
      <HardRules {...props} />
      <h2>
        {candidates.length < left ? `De ${candidates.length} bedste` : `${candidates.length} kandidater`}
      </h2>
      {candidates.length === 0 && details.bar === null && (
        <p class="empty">
          Ingen er tilbage, når de ufravigelige krav er holdt. Se{' '}
          <a href={paths.excluded(order.id)}>hvem der er sorteret fra, og hvorfor</a>, og tal med virksomheden
          om det krav, der stopper flest.
        </p>
      )}
      <ol class="matches">
        {candidates.map((candidate) => (
          <CandidateCard {...props} candidate={candidate} />
        ))}
      </ol>
    </Layout>
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

function CandidateCard({ view, details, typed, candidate }: ShortlistPageProps & { candidate: Candidate }) {
  const { order } = details;
  const { rank, score, person, parts, explanation } = candidate;
  if (!person || !parts || !explanation) {
    return (
      <li class="match match-hidden">
        <div class="match-head">
          <span class="match-rank">{rank}</span>
          <span class="match-name">Borger hos en kollega</span>
          <span class="match-score">{showNumber(score)} point</span>
        </div>
      </li>
    );
  }
  return (
    <li class="match">
      <div class="match-head">
        <span class="match-rank">{rank}</span>
        <PersonName person={person} />
        <span class="match-score">
          <strong>{showNumber(score)}</strong> point: {inWords(explanation)}
        </span>
      </div>
      <CameBack setAside={candidate.cameBack} />
      <ReasonBlocks explanation={explanation} title={order.title} />
      <div class="match-foot">
        <ScoreDetails score={score} parts={parts} />
        <SetAsideForm view={view} orderId={order.id} person={person} typed={typed} />
      </div>
    </li>
  );
}

export function PersonName({ person }: { person: Person }) {
  const name = person.name ?? 'Uden navn';
  return (
    <span class="match-name">
      {person.sight === 'full' ? (
        <a href={paths.citizen(person.citizenId)}>{name}</a>
      ) : (
        <strong>{name}</strong>
      )}
      <span class="muted"> {person.key}</span>{' '}
      {person.mustBeAsked && <span class="mark mark-warn">? Skal spørges</span>}{' '}
      {person.isProtected && <span class="mark mark-bad">Beskyttet: kun du ser rækken</span>}
    </span>
  );
}

/** What no candidate may break, and how many citizens each rule keeps out. */
function HardRules({ details: { order }, matchOrder, excludedCounts }: ShortlistPageProps) {
  const demands = hardDemands(matchOrder);
  const reasons = (Object.keys(EXCLUSIONS) as ExclusionReason[]).filter(
    (reason) => demands[reason] || excludedCounts[reason] > 0,
  );
  return (
    <section aria-labelledby="ufravigeligt">
      <h2 id="ufravigeligt">Det, ingen på listen bryder</h2>
      <ul class="rows">
        {reasons.map((reason) => (
          <li class="row-line">
            <span>
              <strong>{EXCLUSIONS[reason].label}</strong>
              {demands[reason] ? `: ${demands[reason]}` : ''}
            </span>
            {excludedCounts[reason] > 0 ? (
              <a class="nowrap" href={`${paths.excluded(order.id)}?grund=${reason}`}>
                {showNumber(excludedCounts[reason])} sorteret fra
              </a>
            ) : (
              <span class="muted nowrap">ingen sorteret fra</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function hardDemands(order: MatchOrder): Partial<Record<ExclusionReason, string>> {
  const texts = (kind: 'koerekort' | 'certifikat') =>
    order.requirements
      .filter((requirement) => requirement.kind === kind && !requirement.kanLaeres)
      .map((requirement) => requirement.text)
      .join(', ');
  const danish = [
    order.danishMin && `mindst ${order.danishMin}`,
    order.danishOralMin && `mundtligt mindst ${order.danishOralMin}`,
    order.danishWrittenMin && `skriftligt mindst ${order.danishWrittenMin}`,
  ].filter(Boolean);
  const times = order.workingTimes.map((time) => labels.workingTime[time].toLowerCase());
  const hours = showHours(order.hoursMin, order.hoursMax);
  return {
    koerekort: texts('koerekort'),
    certifikat: texts('certifikat'),
    danskniveau: danish.join(', '),
    timer: hours ? `${hours} om ugen` : '',
    arbejdstid: times.join(order.allWorkingTimes ? ' og ' : ' eller '),
    startdato: order.startDate ? `senest ${showDate(order.startDate)}` : '',
    maalgruppe: labels.orderType[order.type].toLowerCase(),
    vilkaar: order.unavoidable.map((need) => labels.condition[need].toLowerCase()).join(', '),
    virksomhed: order.firmBar ? labels.firmBar[order.firmBar].toLowerCase() : '',
  };
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
