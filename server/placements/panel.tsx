import { paths } from '../paths.ts';
import { showHour } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';
import { showNumber } from '../ui/table.tsx';
import { PlacedCitizen, PlacementMarks, PlacementStatusMark, showPeriod } from './marks.tsx';
import type { PlacementView } from './queries.ts';
import { SHOWN } from './reading.ts';

interface PanelProps {
  rows: readonly PlacementView[];
  /** where one more is made from here; null: not by this viewer */
  newHref: string | null;
  /** what is told of each beside its type: the citizen at a firm, the firm of a citizen */
  tells: 'borger' | 'virksomhed';
}

/** On a firm's, an order's or a citizen's page: who is placed, the newest first. */
export function PlacementsPanel({ rows, newHref, tells }: PanelProps) {
  return (
    <section aria-labelledby="forloeb">
      <h2 id="forloeb">Forløb</h2>
      {rows.length === 0 && <p class="muted">Ingen forløb.</p>}
      <ul class="rows">
        {rows.slice(0, SHOWN).map((row) => (
          <li>
            <a href={paths.placement(row.placement.id)}>
              {labels.orderType[row.placement.type]}: {row.placement.jobFunction}
            </a>{' '}
            <PlacementStatusMark status={row.status} /> <PlacementMarks row={row} />
            <br />
            {tells === 'borger' ? (
              <PlacedCitizen shown={row.shown} />
            ) : (
              <a href={paths.company(row.placement.pNumber)}>{row.firmName}</a>
            )}{' '}
            <span class="muted">
              {showPeriod(row)} · {showHour(row.weeklyHours)} timer om ugen
            </span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && <p class="muted">Og {showNumber(rows.length - SHOWN)} ældre.</p>}
      {newHref && (
        <p>
          <a class="button button-small" href={newHref}>
            Nyt forløb
          </a>
        </p>
      )}
    </section>
  );
}
