import { FORMIDLING_STAGES } from '../../db/schema/formidling.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { OrderCards } from './order-cards.ts';

/** On the order's page: how far its candidates are, and for those who may know them the log's latest. */
export function OrderCardsPanel({ orderId, found }: { orderId: number; found: OrderCards }) {
  const { counts, positions, taken, latest } = found;
  return (
    <section class="panel" aria-labelledby="formidling">
      <h2 id="formidling">Formidling</h2>
      <p>
        {taken} af {positions} {positions === 1 ? 'plads' : 'pladser'} besat.{' '}
        {latest && <a href={paths.board(orderId)}>Åbn tavlen</a>}
      </p>
      <dl class="facts">
        {FORMIDLING_STAGES.map((stage) => (
          <>
            <dt>{labels.formidlingStage[stage]}</dt>
            <dd>{counts.get(stage) ?? 0}</dd>
          </>
        ))}
      </dl>
      {latest && latest.length > 0 && (
        <>
          <h3>Seneste i formidlingsloggen</h3>
          <ol class="timeline">
            {latest.map(({ entry, who }) => (
              <li>
                <time dateTime={entry.at}>{showInstant(entry.at)}</time> · {entry.byName ?? 'Systemet'}
                <br />
                <strong>{labels.formidlingEvent[entry.event]}</strong> {who}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
