import type { NearStep } from '../../workers/matching/engine.ts';
import type { MatchOrder } from '../../workers/matching/types.ts';
import { paths } from '../paths.ts';
import { showNumber } from '../ui/table.tsx';
import { conditionOf, shownSteps, subjectOf } from './near-text.ts';

interface NearListProps {
  matchOrder: MatchOrder;
  questions: NearStep[][];
}

/** So many stand on the shortlist; the page of its own has them all. */
const SHORT = 6;

/** Beside a shortlist: what to ask the firm next time, and how many a yes would bring. */
export function NearPanel({ matchOrder, questions }: NearListProps) {
  return (
    <section class="panel" aria-labelledby="naesten">
      <h2 id="naesten">Næsten-match: spørg virksomheden</h2>
      {questions.length === 0 ? (
        <p class="muted">Ingen enkelt ændring ville give flere kandidater.</p>
      ) : (
        <>
          <NearList matchOrder={matchOrder} questions={questions.slice(0, SHORT)} />
          <p>
            <a href={paths.nearMatches(matchOrder.id)}>Se hvem, og skriv spørgsmålene ud</a>
          </p>
        </>
      )}
    </section>
  );
}

function NearList({ matchOrder, questions }: NearListProps) {
  return (
    <ul class="rows near-list">
      {questions.flatMap((question) => {
        const [first] = question;
        if (!first) return [];
        return (
          <li>
            <strong>{subjectOf(first)}</strong>
            <Steps matchOrder={matchOrder} question={question} />
          </li>
        );
      })}
    </ul>
  );
}

/** "Hvis B1 i stedet for B2 er nok: +9", smallest change first. */
export function Steps({ matchOrder, question }: { matchOrder: MatchOrder; question: readonly NearStep[] }) {
  return (
    <ul class="near-steps">
      {shownSteps(question).map((step) => (
        <li class="row-line">
          <span>Hvis {conditionOf(matchOrder, step)}</span>
          <strong class="nowrap">+{showNumber(step.citizens.length)}</strong>
        </li>
      ))}
    </ul>
  );
}
