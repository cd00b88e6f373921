import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { showNumber } from '../ui/table.tsx';
import { changeInWords, isLearned } from './missing-text.ts';
import type { ShownOpening } from './what-is-missing.ts';

/** So many of each sort are read at once; the rest are folded. */
const SHORT = 5;

/** Hvad mangler? Which one course, test or licence opens how many orders; apart, what the citizen decides. */
export function MissingSection({ openings }: { openings: ShownOpening[] }) {
  const courses = openings.filter(({ change }) => isLearned(change) && change.kind !== 'kompetence');
  const skills = openings.filter(({ change }) => change.kind === 'kompetence');
  const choices = openings.filter(({ change }) => !isLearned(change));
  return (
    <section class="panel" aria-labelledby="mangler">
      <h2 id="mangler">Hvad mangler?</h2>
      {openings.length === 0 ? (
        <p class="muted">Ingen enkelt ting ville åbne flere ordrer lige nu.</p>
      ) : (
        <p class="muted">Én ting ad gangen. Tallene kan ikke lægges sammen.</p>
      )}
      <Openings heading="Det kan læres" verb="åbner" openings={courses} />
      <Openings heading="En kompetence mere: det eneste krav, der mangler" verb="i" openings={skills} />
      <Openings heading="Det bestemmer borgeren" verb="åbner" openings={choices} />
    </section>
  );
}

interface OpeningsProps {
  heading: string;
  verb: string;
  openings: ShownOpening[];
}

function Openings({ heading, verb, openings }: OpeningsProps) {
  if (openings.length === 0) return null;
  const rest = openings.slice(SHORT);
  return (
    <>
      <h3>{heading}</h3>
      <List verb={verb} openings={openings.slice(0, SHORT)} />
      {rest.length > 0 && (
        <details class="more">
          <summary>{rest.length} mere</summary>
          <List verb={verb} openings={rest} />
        </details>
      )}
    </>
  );
}

function List({ verb, openings }: Omit<OpeningsProps, 'heading'>) {
  return (
    <ul class="rows">
      {openings.map(({ change, count, orders }) => (
        <li>
          <details class="opening">
            <summary>
              {changeInWords(change)}{' '}
              <strong class="nowrap">
                {verb} {ordersInWords(count)}
              </strong>
            </summary>
            <ul>
              {orders.map((order) => (
                <li>
                  <a href={paths.jobOrder(order.id)}>{order.title}</a>{' '}
                  <span class="muted">
                    {labels.orderType[order.type]} · {order.firmName}
                  </span>
                </li>
              ))}
              {count > orders.length && <li class="muted">og {ordersInWords(count - orders.length)} mere</li>}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}

function ordersInWords(count: number): string {
  return count === 1 ? '1 ordre' : `${showNumber(count)} ordrer`;
}
