import { paths } from '../paths.ts';
import { showNumber } from '../ui/table.tsx';
import { PromiseClock } from './clock.tsx';
import type { promisesToKeep } from './queries.ts';

/** On Min dag: employers who were promised an answer and have had none. Nothing at all when all have. */
export function PromisesPanel({
  promises,
  now,
}: {
  promises: ReturnType<typeof promisesToKeep>;
  now: string;
}) {
  if (promises.total === 0) return null;
  return (
    <section class="panel">
      <h2>Løfter ved at briste</h2>
      <ul class="rows">
        {promises.rows.map(({ id, title, firm, due }) => (
          <li class="row-line">
            <span>
              <a href={paths.jobOrder(id)}>{title}</a> <span class="muted">{firm}</span>
              <br />
              <PromiseClock due={due} answeredAt={null} now={now} />
            </span>
            <a class="button button-small" href={paths.newEmployerAnswer(id)} aria-label={`Svar på ${title}`}>
              Svar
            </a>
          </li>
        ))}
      </ul>
      {promises.total > promises.rows.length && (
        <p>
          <a href={`${paths.jobOrders}?ansvarlig=mine&svar=mangler`}>Se alle {showNumber(promises.total)}</a>
        </p>
      )}
    </section>
  );
}
