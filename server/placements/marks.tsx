import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { ShownCitizen } from './access.ts';
import type { PlacementView } from './queries.ts';
import type { PlacementStatus } from './rules.ts';

const SIGNS: Readonly<Record<PlacementStatus, readonly [string, string]>> = {
  afventer_underskrift: ['mark-warn', '✎'],
  afventer_godkendelse: ['mark-warn', '…'],
  klar: ['mark-info', '○'],
  i_gang: ['mark-good', '●'],
  udloeber_snart: ['mark-warn', '⚠'],
  afsluttet: ['', '✓'],
  annulleret: ['', '✕'],
};

export function PlacementStatusMark({ status }: { status: PlacementStatus }) {
  const [look, sign] = SIGNS[status];
  return (
    <span class={`mark ${look}`}>
      <span aria-hidden="true">{sign} </span>
      {labels.placementStatus[status]}
    </span>
  );
}

/** What somebody should look at, beside the status. */
export function PlacementMarks({
  row,
}: {
  row: Pick<PlacementView, 'afterTheFact' | 'begunTooSoon' | 'lacksEnd'>;
}) {
  return (
    <>
      {row.begunTooSoon && (
        <span class="mark mark-bad" title={labels.placementAttention.begyndt_uden}>
          ✕ Er begyndt
        </span>
      )}{' '}
      {row.lacksEnd && <span class="mark mark-warn">? Hvad kom der ud af det?</span>}{' '}
      {row.afterTheFact && <span class="mark">{labels.placementAttention.efterregistreret}</span>}
    </>
  );
}

/** Name and link as far as the viewer may know them. */
export function PlacedCitizen({ shown }: { shown: ShownCitizen | null }) {
  if (!shown) return <span class="muted">En borger</span>;
  if (shown.sight === 'first-name') return shown.name;
  return <a href={paths.citizen(shown.citizenId)}>{shown.name}</a>;
}

/** 01.03.2026–31.03.2026; fra 01.03.2026 */
export function showPeriod({ placement, lastDay }: Pick<PlacementView, 'placement' | 'lastDay'>): string {
  if (lastDay === null) return `fra ${showDate(placement.startsOn)}`;
  return `${showDate(placement.startsOn)}–${showDate(lastDay)}`;
}
