import type { OrderType } from '../../workers/matching/types.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { CitizenMatch } from './live.ts';
import { inWords, ReasonBlocks, ScoreDetails } from './reasons.tsx';

/** An open order on a citizen's list, with what the engine does not need to know. */
export interface ShownMatch extends CitizenMatch {
  firmName: string;
  deadline: string | null;
}

interface CitizenMatchesProps {
  view: View;
  citizen: { id: number; name: string; mayBeShared: boolean | null; isProtected: boolean };
  matches: ShownMatch[];
  openOrders: number;
}

export function CitizenMatchesPage({ view, citizen, matches, openOrders }: CitizenMatchesProps) {
  return (
    <Layout view={view} title={`Forslag til ${citizen.name}`} aside={<BackToCitizen id={citizen.id} />}>
      <p>
        Beregnet nu mod {showNumber(openOrders)} åbne ordrer. {showNumber(matches.length)} vises, de bedste
        først.
      </p>
      <Visibility citizen={citizen} />
      {matches.length === 0 && citizen.mayBeShared !== false && (
        <p class="empty">
          Ingen åbne ordrer passer lige nu. Se på borgersiden, hvilke oplysninger der mangler: flere svar
          åbner flere døre.
        </p>
      )}
      <ol class="matches">
        {matches.map((match) => (
          <li class="match">
            <div class="match-head">
              <span class="match-rank">{match.rank}</span>
              <span class="match-name">
                <a href={paths.jobOrder(match.matchOrder.id)}>{match.matchOrder.title}</a>{' '}
                <span class="muted">
                  {labels.orderType[match.matchOrder.type as OrderType]} · {match.firmName}
                  {match.deadline && ` · frist ${showDate(match.deadline)}`}
                </span>
              </span>
              <span class="match-score">
                <strong>{showNumber(match.score)}</strong> point: {inWords(match.explanation)}
              </span>
            </div>
            <ReasonBlocks explanation={match.explanation} title={match.matchOrder.title} />
            <ScoreDetails score={match.score} parts={match.parts} />
          </li>
        ))}
      </ol>
    </Layout>
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
