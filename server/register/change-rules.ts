import type { RegisterChange } from '../../db/schema/firm-work.ts';

/** A stretch of scope_period: [validFrom, validTo), bounds of the headcount. */
export interface ScopeStretch {
  validFrom: string;
  validTo: string | null;
  minCount: number | null;
  maxCount: number | null;
}

export interface FirmHistory {
  /** every stretch in the municipality as known now, oldest first */
  stretches: readonly ScopeStretch[];
  startDate: string | null;
  endDate: string | null;
}

/** From which local date to which, and above how many employees a firm is in scope. */
interface ChangeSpan {
  from: string;
  to: string;
  limit: number;
}

interface FoundChange {
  change: RegisterChange;
  changedOn: string;
}

/**
 * What became of one firm between the baseline and the last day: `before` and `after` are the stretches that hold those
 * days as they were known then; null: not active in the municipality. A firm that was not known to be here before is
 * flyttet_ind when it existed elsewhere at the baseline, else ny. Over and under the limit speak of what is certain:
 * an interval that straddles it changes nothing. Null: nothing to tell.
 */
export function changeOf(
  before: ScopeStretch | null,
  after: ScopeStretch | null,
  history: FirmHistory,
  { from, to, limit }: ChangeSpan,
): FoundChange | null {
  if (before === null && after === null) return null;
  if (before === null && after !== null) {
    const entered = runStart(history.stretches, after, () => true);
    const movedIn = entered > from && history.startDate !== null && history.startDate < entered;
    return { change: movedIn ? 'flyttet_ind' : 'ny', changedOn: entered };
  }
  if (before !== null && after === null) {
    const closed = history.endDate !== null && history.endDate <= to;
    const left = history.stretches.findLast((stretch) => stretch.validTo !== null && stretch.validTo <= to);
    const changedOn = closed ? history.endDate : (left?.validTo ?? null);
    return { change: closed ? 'lukket' : 'flyttet_ud', changedOn: changedOn ?? to };
  }
  if (before === null || after === null) return null;
  const isOver = (stretch: ScopeStretch) => stretch.minCount !== null && stretch.minCount > limit;
  const isUnder = (stretch: ScopeStretch) => stretch.maxCount !== null && stretch.maxCount <= limit;
  if (isOver(after) && !isOver(before))
    return { change: 'over_graensen', changedOn: runStart(history.stretches, after, isOver) };
  if (isUnder(after) && !isUnder(before) && before.minCount !== null)
    return { change: 'under_graensen', changedOn: runStart(history.stretches, after, isUnder) };
  return null;
}

/** The first day of the unbroken run of stretches up to `last` that all are so; it stays when figures come later. */
function runStart(
  stretches: readonly ScopeStretch[],
  last: ScopeStretch,
  isSo: (stretch: ScopeStretch) => boolean,
): string {
  let start = last.validFrom;
  for (const stretch of stretches.toReversed()) {
    if (stretch.validTo === start && isSo(stretch)) start = stretch.validFrom;
  }
  return start;
}
