import { paths } from '../paths.ts';
import { showDate, showDistance } from '../ui/dates.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { Afterwards } from './afterwards.ts';
import { capital, leadDraftLink, orderDraftLink } from './line-form.ts';
import { describeOrder } from './log-line/describe.ts';

interface AfterwardsProps {
  view: View;
  pNumber: number;
  after: Afterwards;
  mayOrder: boolean;
  mayKeep: boolean;
}

/** "Hvad nu?": one tap each, and nothing happens to whoever goes on. */
export function AfterwardsPanel({ view, pNumber, after, mayOrder, mayKeep }: AfterwardsProps) {
  const orders = mayOrder ? after.orders : [];
  const pause = mayKeep && after.pause;
  if (after.steps.length === 0 && orders.length === 0 && !pause) return null;
  return (
    <section class="note" aria-labelledby="hvad-nu">
      <h2 class="first" id="hvad-nu">
        Hvad nu?
      </h2>
      <ul class="chips take-chips">
        {after.steps.map(({ text, date }) => (
          <li>
            <form method="post" action={paths.usualStep(after.contactId)}>
              <FormToken view={view} />
              <button type="submit" class="button button-small" name="skridt" value={text}>
                <span aria-hidden="true">+ </span>
                {text} <span class="muted">{`${showDate(date)}, ${showDistance(date, view.today)}`}</span>
              </button>
            </form>
          </li>
        ))}
        {orders.map((order) => (
          <li>
            <a class="button button-small" href={orderDraftLink(pNumber, order)}>
              Opret jobordre: {capital(describeOrder(order))}
            </a>{' '}
            <a href={leadDraftLink(pNumber, order, after.contactId)}>Gem som mulighed</a>
          </li>
        ))}
        {pause && (
          <li>
            <a class="button button-small" href={paths.newRecord(pNumber, 'ikke_nu')}>
              Sæt på pause til en dato
            </a>
          </li>
        )}
        {after.steps.length > 0 && (
          <li>
            <a href={paths.contactCorrection(after.contactId)}>Vælg selv</a>
          </li>
        )}
      </ul>
    </section>
  );
}

/** Beside "Næste skridt er sat": the way back. */
export function UndoUsualStep({ view, after }: { view: View; after: Afterwards }) {
  if (!after.taken) return null;
  return (
    <form method="post" action={paths.usualStepUndone(after.contactId)}>
      <FormToken view={view} />
      <button type="submit" class="button button-small">
        Fortryd
      </button>
    </form>
  );
}
