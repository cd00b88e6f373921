import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { showNumber } from '../ui/table.tsx';
import type { DuePlacements } from './due.ts';
import { DueMark } from './follow-up-panel.tsx';
import { PlacedCitizen } from './marks.tsx';

/** On Min dag: what one's own placements ask for. */
export function PlacementDuePanel({ due, today }: { due: DuePlacements; today: string }) {
  return (
    <section class="panel">
      <h2>Forløb</h2>
      {due.rows.length === 0 && <p class="muted">Intet at følge op på den næste uge.</p>}
      <ul class="rows">
        {due.rows.map((row) => (
          <li class="row-line">
            <span>
              <PlacedCitizen shown={row.shown} /> hos{' '}
              <a href={paths.company(row.placement.pNumber)}>{row.firmName}</a>
              <br />
              {labels.placementDue[row.why]}{' '}
              <span class="muted">{labels.orderType[row.placement.type].toLowerCase()}</span>{' '}
              <DueMark date={row.date} today={today} />
            </span>
            <a
              class="button button-small"
              href={paths.placement(row.placement.id)}
              aria-label={`Se forløbet hos ${row.firmName}`}
            >
              Se
            </a>
          </li>
        ))}
      </ul>
      {due.total > due.rows.length && (
        <p>
          <a href={paths.placements}>{showNumber(due.total - due.rows.length)} til blandt dine forløb</a>
        </p>
      )}
    </section>
  );
}
