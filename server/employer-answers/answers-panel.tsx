import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { PromiseClock } from './clock.tsx';
import type { GivenAnswer } from './queries.ts';

interface AnswersProps {
  order: { id: number; firstAnswerDue: string | null };
  answers: readonly GivenAnswer[];
  mayAnswer: boolean;
  now: string;
}

/** On the order's page: the clock, and what the employer has been told. */
export function AnswersPanel({ order, answers, mayAnswer, now }: AnswersProps) {
  if (order.firstAnswerDue === null && answers.length === 0 && !mayAnswer) return null;
  const first = answers.at(-1)?.answeredAt ?? null;
  return (
    <section class="panel" id="svar">
      <h2>Svar til virksomheden</h2>
      {order.firstAnswerDue !== null && (
        <p>
          <PromiseClock due={order.firstAnswerDue} answeredAt={first} now={now} />
        </p>
      )}
      {answers.length === 0 && order.firstAnswerDue === null && (
        <p class="muted">Intet svar er skrevet endnu.</p>
      )}
      <ul class="rows">
        {answers.map((given) => (
          <li>
            <strong>{labels.employerAnswer[given.answer]}</strong>{' '}
            <span class="muted">
              {showInstant(given.answeredAt)} · {given.byName}
            </span>
            {given.text && (
              <>
                <br />
                <a href={paths.employerAnswer(order.id, given.id)}>Se teksten</a>
              </>
            )}
          </li>
        ))}
      </ul>
      {mayAnswer && (
        <a class="button" href={paths.newEmployerAnswer(order.id)}>
          Svar virksomheden
        </a>
      )}
    </section>
  );
}
