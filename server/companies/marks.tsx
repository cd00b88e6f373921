import type { FirmBar } from '../../workers/matching/types.ts';
import { labels } from '../ui/labels.ts';
import { showNumber } from '../ui/table.tsx';
import type { FirmRow, Reach } from './firm-rows.ts';
import { type Bounds, boundsOf, type HeadcountFact } from './rules.ts';

const REACH_SIGNS: Record<Reach, [look: string, sign: string]> = {
  besoegt: ['mark-good', '✓✓'],
  kontaktet: ['mark-good', '✓'],
  forsoegt: ['mark-warn', '↻'],
  ikke_kontaktet: ['', '○'],
};

/** Colour is never alone: a sign and words say the same. */
export function ReachMark({ reach }: { reach: Reach }) {
  const [look, sign] = REACH_SIGNS[reach];
  return (
    <span class={`mark ${look}`}>
      <span aria-hidden="true">{sign} </span>
      {labels.reach[reach]}
    </span>
  );
}

/** Why the place of work gets nobody; nothing where nothing stands in the way. */
export function BarMark({ bar }: { bar: FirmBar | null }) {
  if (bar === null) return null;
  return (
    <span class="mark mark-bad">
      <span aria-hidden="true">✕ </span>
      {labels.firmBar[bar]}
    </span>
  );
}

/** 7 · 2–4 · 1.000 eller flere · – */
export function showBounds({ minCount, maxCount }: Bounds): string {
  if (minCount === null) return '–';
  if (maxCount === null) return `${showNumber(minCount)} eller flere`;
  return minCount === maxCount ? showNumber(minCount) : `${showNumber(minCount)}–${showNumber(maxCount)}`;
}

export function showFact(fact: HeadcountFact): string {
  return showBounds(boundsOf(fact));
}

/** A firm's number of employees in a list, with a mark where it decides nothing. */
export function Employees({ row, limit }: { row: FirmRow; limit: number }) {
  if (!row.inMunicipality) return <span class="muted nowrap">uden for</span>;
  const { minCount, maxCount } = row;
  if (minCount === null) return <span class="muted">uoplyst</span>;
  const undecided = minCount <= limit && (maxCount === null || maxCount > limit);
  return undecided ? <span class="mark mark-warn">? {showBounds(row)}</span> : showBounds(row);
}
