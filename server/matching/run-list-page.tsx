import type { OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { CandidateHead, ColleaguesCandidate } from './candidate-card.tsx';
import { ReasonList, RowFacts, ScoreTable } from './reasons.tsx';
import type { NightList, NightRow } from './run-list.ts';
import type { MatchRun } from './run-queries.ts';

interface NightListPageProps {
  view: View;
  run: MatchRun;
  details: OrderDetails;
  list: NightList;
}

/** An order's list as it stood when a run was done: nothing on it follows what has happened since. */
export function NightListPage({ view, run, details: { order, firmName }, list }: NightListPageProps) {
  const back = (
    <a class="button" href={paths.shortlist(order.id)}>
      Listen nu
    </a>
  );
  return (
    <Layout view={view} title={`Nattens liste: ${order.title}`} aside={back}>
      <p class="lead">{firmName}</p>
      <p>
        Som den stod ved kørsel {run.id}, {showInstant(run.finishedAt ?? run.plannedAt)}.{' '}
        {showNumber(list.rows.length)} på listen, {showNumber(list.excluded)} sorteret fra. Senere rettelser
        er ikke med.
      </p>
      {!list.explained && (
        <p class="note note-warn">
          ! Begrundelserne kan ikke læses: øjebliksbilledet er slettet, eller en anden regnemotor har lavet
          det. Pointene står, som de var.
        </p>
      )}
      {list.rows.length === 0 && <p class="empty">Listen var tom.</p>}
      <ol class="matches">
        {list.rows.map((row) => (
          <Row row={row} title={order.title} />
        ))}
      </ol>
    </Layout>
  );
}

function Row({ row: { rank, score, person, parts, explanation }, title }: { row: NightRow; title: string }) {
  if (!person || !parts) {
    return <ColleaguesCandidate rank={rank} score={score} />;
  }
  return (
    <li class="match">
      <CandidateHead rank={rank} score={score} person={person} />
      {explanation && <RowFacts explanation={explanation} title={title} />}
      <div class="match-foot">
        <details class="why">
          <summary>
            Hvorfor<span class="sr-only"> {person.name ?? person.key} stod her</span>
          </summary>
          {explanation && <ReasonList explanation={explanation} title={title} confirmers={() => undefined} />}
          <ScoreTable score={score} parts={parts} />
        </details>
      </div>
    </li>
  );
}
