import type { FollowUpKind, PlacementEnd } from '../../db/schema/placements.ts';
import type { OrderType, PraktikPurpose } from '../../workers/matching/types.ts';
import type { Period } from './period.tsx';

/** A check at 13 or 26 weeks. Dates are ISO local dates; null: not done, not asked. */
export interface Check {
  kind: Exclude<FollowUpKind, 'opfoelgning'>;
  dueOn: string;
  doneOn: string | null;
  stillThere: boolean | null;
  /** ordinary paid hours a week on that day */
  ordinaryHours: number | null;
}

/** A placement as the report counts it; one that was withdrawn never is. Dates are ISO local dates. */
export interface CountedPlacement {
  type: OrderType;
  purpose: PraktikPurpose | null;
  startsOn: string;
  endsOn: string | null;
  endedOn: string | null;
  ended: PlacementEnd | null;
  becameOrdinary: boolean | null;
  /** hours a week on the period's first day or its own, the later; null: not recorded */
  hoursBefore: number | null;
  /** hours a week on the period's last day, or today while it runs */
  hoursAfter: number | null;
  checks: readonly Check[];
}

/** The figures of the report; the names stand in addresses. */
export const PLACEMENT_FIGURES = [
  'begyndt',
  'i_gang',
  'flere_timer',
  'samme_timer',
  'faerre_timer',
  'ophoert',
  'ophoert_ordinaert',
  'ophoert_ikke_ordinaert',
  'ophoert_ikke_spurgt',
  'uden_ophoer',
  'uge_13',
  'uge_13_der',
  'uge_13_ordinaert',
  'uge_13_mangler',
  'uge_26',
  'uge_26_der',
  'uge_26_ordinaert',
  'uge_26_mangler',
] as const;
export type PlacementFigure = (typeof PLACEMENT_FIGURES)[number];

/** The last day that is counted: of a period that runs, today. */
export function countedTo({ to }: Period, today: string): string {
  return to < today ? to : today;
}

/** The figures that a placement is in. Nothing that lies ahead of today is counted. */
export function placementFigures(
  placement: CountedPlacement,
  period: Period,
  today: string,
): PlacementFigure[] {
  const { startsOn, endsOn, endedOn } = placement;
  const last = countedTo(period, today);
  const within = (date: string | null) => date !== null && period.from <= date && date <= last;
  const lastDay = endedOn ?? endsOn;
  const figures: PlacementFigure[] = [];
  if (within(startsOn)) figures.push('begyndt');
  if (startsOn <= last && (lastDay === null || lastDay >= last)) {
    figures.push('i_gang');
    const change = hoursChange(placement);
    if (change !== null)
      figures.push(change > 0 ? 'flere_timer' : change < 0 ? 'faerre_timer' : 'samme_timer');
  }
  if (within(endedOn)) figures.push('ophoert', afterEnd(placement.becameOrdinary));
  if (endedOn === null && within(endsOn) && endsOn !== null && endsOn < today) figures.push('uden_ophoer');
  for (const check of placement.checks) if (within(check.dueOn)) figures.push(...checkFigures(check));
  return [...new Set(figures)];
}

/** Hours a week more at the end of the period than at its beginning; null: the hours are not recorded. */
export function hoursChange({
  hoursBefore,
  hoursAfter,
}: Pick<CountedPlacement, 'hoursBefore' | 'hoursAfter'>): number | null {
  return hoursBefore === null || hoursAfter === null ? null : hoursAfter - hoursBefore;
}

function afterEnd(becameOrdinary: boolean | null): PlacementFigure {
  if (becameOrdinary === null) return 'ophoert_ikke_spurgt';
  return becameOrdinary ? 'ophoert_ordinaert' : 'ophoert_ikke_ordinaert';
}

function checkFigures({ kind, doneOn, stillThere, ordinaryHours }: Check): PlacementFigure[] {
  if (doneOn === null) return [`${kind}_mangler`];
  const figures: PlacementFigure[] = [kind];
  if (stillThere) figures.push(`${kind}_der`);
  if (ordinaryHours !== null && ordinaryHours > 0) figures.push(`${kind}_ordinaert`);
  return figures;
}

/** A type of order, and of a praktik its purpose with it; the names stand in addresses. */
export type Measure = OrderType | `virksomhedspraktik-${PraktikPurpose}`;

export function measureOf({ type, purpose }: Pick<CountedPlacement, 'type' | 'purpose'>): Measure {
  return type === 'virksomhedspraktik' && purpose !== null ? `virksomhedspraktik-${purpose}` : type;
}

/** By what the figures can be broken down; the names stand in addresses. */
export const PLACEMENT_GROUPINGS = ['ordning', 'maalgruppe'] as const;
export type PlacementGrouping = (typeof PLACEMENT_GROUPINGS)[number];

/**
 * Dagpengemodtagere, as a citizen's group is recorded (LAB § 6, nr. 1): the plan follows how many of them are in private
 * løntilskud. A citizen keeps the code that was recorded, also when a reform names the group anew.
 */
export const DAGPENGE = 'dagpenge';
