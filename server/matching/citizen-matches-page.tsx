import { PutOnBoard } from '../formidling/put-on-board.tsx';
import type { ordersOfCitizen } from '../formidling/queries.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { ShownMatch, Suggestions } from './citizen-answers.ts';
import type { Confirmers } from './confirmers.ts';
import { MissingSection } from './missing-section.tsx';
import { ReasonList, RowFacts, ScoreTable } from './reasons.tsx';
import { StandingNote } from './standing-note.tsx';

interface CitizenMatchesProps extends Suggestions {
  view: View;
  citizen: { id: number; name: string; mayBeShared: boolean | null; isProtected: boolean };
  pageSize: number;
  confirmers: Confirmers;
  /** where the citizen stands on which order's board */
  boards: ReturnType<typeof ordersOfCitizen>;
}

export function CitizenMatchesPage(props: CitizenMatchesProps) {
  const { view, citizen, matches, ranked, page, pageSize, openings, standing, openOrders } = props;
  return (
    <Layout view={view} title={`Forslag til ${citizen.name}`} aside={<BackToCitizen id={citizen.id} />}>
      <p>
        Beregnet nu mod {showNumber(openOrders)} åbne ordrer. {showNumber(ranked)} vises, de bedste først.
        Pointene kan læses i <a href={paths.weights}>Sådan tælles der</a>.
      </p>
      <Visibility citizen={citizen} />
      <p class="phone-only">
        <a href="#mangler">Hvad mangler?</a>
      </p>
      <div class="columns">
        <div>
          {standing && <StandingNote standing={standing} />}
          <ol class="matches" start={(page - 1) * pageSize + 1}>
            {matches.map((match) => (
              <MatchCard {...props} match={match} />
            ))}
          </ol>
          {ranked > pageSize && <Paging url={view.url} page={page} pageSize={pageSize} total={ranked} />}
        </div>
        <div class="beside">
          <MissingSection citizenId={citizen.id} openings={openings} />
        </div>
      </div>
    </Layout>
  );
}

type MatchCardProps = Pick<CitizenMatchesProps, 'view' | 'citizen' | 'page' | 'confirmers' | 'boards'> & {
  match: ShownMatch;
};

function MatchCard({ view, citizen, page, match, confirmers, boards }: MatchCardProps) {
  const { rank, score, parts, matchOrder, explanation, firmName, deadline } = match;
  const { id, title, type } = matchOrder;
  return (
    <li class="match">
      <div class="match-head">
        <span class="match-rank">{rank}</span>
        <span class="match-name">
          <a href={paths.jobOrder(id)}>{title}</a>{' '}
          <span class="muted">
            {labels.orderType[type]} · {firmName}
            {deadline && ` · frist ${showDate(deadline)}`}
          </span>
        </span>
        <span class="match-score">
          <strong>{showNumber(score)}</strong> point
        </span>
      </div>
      <RowFacts explanation={explanation} title={title} />
      <div class="match-foot">
        <details class="why">
          <summary>
            Hvorfor<span class="sr-only"> {title}</span>
          </summary>
          <ReasonList explanation={explanation} title={title} confirmers={confirmers} />
          <ScoreTable score={score} parts={parts} />
        </details>
        <a class="match-link" href={paths.pair(id, citizen.id)}>
          Hele sammenligningen<span class="sr-only"> med {title}</span>
        </a>
        <a class="match-link" href={paths.matchReason(citizen.id, id)}>
          Begrundelse til borgeren<span class="sr-only"> om {title}</span>
        </a>
        <PutOnBoard
          view={view}
          orderId={id}
          citizenId={citizen.id}
          name={title}
          card={boards.get(id)}
          back="borger"
          page={page}
        />
      </div>
    </li>
  );
}

function Visibility({ citizen }: Pick<CitizenMatchesProps, 'citizen'>) {
  if (citizen.mayBeShared === false) {
    return (
      <p class="note note-bad">
        ✕ Borgeren har sagt nej til at blive delt med virksomheder. Derfor er der ingen forslag.
      </p>
    );
  }
  return (
    <>
      {citizen.isProtected && (
        <p class="note note-bad">
          ✕ Beskyttet adresse, eller ikke spurgt: kun du ser disse forslag, og borgeren står ikke på nogen
          konsulents liste.
        </p>
      )}
      {citizen.mayBeShared === null && (
        <p class="note note-warn">
          ? Borgeren er ikke spurgt endnu, om oplysninger må deles med virksomheder.
        </p>
      )}
    </>
  );
}

function BackToCitizen({ id }: { id: number }) {
  return (
    <a class="button" href={paths.citizen(id)}>
      Til borgeren
    </a>
  );
}
