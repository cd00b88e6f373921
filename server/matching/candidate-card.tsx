import type { FormidlingStage } from '../../db/schema/formidling.ts';
import { PutOnBoard } from '../formidling/put-on-board.tsx';
import { paths } from '../paths.ts';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { Candidate, Person } from './candidates.ts';
import type { Confirmers } from './confirmers.ts';
import { ReasonList, RowFacts, ScoreTable } from './reasons.tsx';
import { CameBack, SetAsideForm, type TypedSetAside } from './set-aside-form.tsx';

interface CandidateCardProps {
  view: View;
  order: { id: number; title: string };
  candidate: Candidate;
  confirmers: Confirmers;
  typed: TypedSetAside | null;
  /** where the citizen stands on the order's board; undefined: not there */
  card: { id: number; stage: FormidlingStage } | undefined;
}

/** One row of a shortlist: at a glance who, how many points and for what; folded, word by word why. */
export function CandidateCard({ view, order, candidate, confirmers, typed, card }: CandidateCardProps) {
  const { rank, score, person, parts, explanation } = candidate;
  if (!person || !parts || !explanation) {
    return <ColleaguesCandidate rank={rank} score={score} />;
  }
  return (
    <li class="match">
      <CandidateHead rank={rank} score={score} person={person} />
      <CameBack setAside={candidate.cameBack} />
      <RowFacts explanation={explanation} title={order.title} />
      <div class="match-foot">
        <details class="why">
          <summary>
            Hvorfor<span class="sr-only"> {person.name ?? person.key} står her</span>
          </summary>
          <ReasonList explanation={explanation} title={order.title} confirmers={confirmers} />
          <ScoreTable score={score} parts={parts} />
        </details>
        <a class="match-link" href={paths.pair(order.id, person.citizenId)}>
          Hele sammenligningen<span class="sr-only"> med {person.name ?? person.key}</span>
        </a>
        <PutOnBoard
          {...{ view, card }}
          orderId={order.id}
          citizenId={person.citizenId}
          name={person.name ?? person.key}
          back="forslag"
        />
        <SetAsideForm view={view} orderId={order.id} person={person} typed={typed} />
      </div>
    </li>
  );
}

/** A row whose person the viewer may not know: the place on the list and nothing else. */
export function ColleaguesCandidate({ rank, score }: Pick<Candidate, 'rank' | 'score'>) {
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

export function CandidateHead({
  rank,
  score,
  person,
}: Pick<Candidate, 'rank' | 'score'> & { person: Person }) {
  return (
    <div class="match-head">
      <span class="match-rank">{rank}</span>
      <PersonName person={person} />
      <span class="match-score">
        <strong>{showNumber(score)}</strong> point
      </span>
    </div>
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
