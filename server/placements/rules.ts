import type { placement } from '../../db/schema/placements.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { addDays } from '../ui/dates.ts';

/** What a placement of a type must have before its first day. */
export interface Demands {
  /** a written statement by the employer and the employee representative (BEK § 65 stk. 6) */
  signatures: boolean;
  /** a colleague's approval: four eyes on public money, and nobody approves their own */
  approval: boolean;
}

/** What the municipality's settings demand of a type. */
export function demandsOf(
  type: OrderType,
  { signedTypes, approvedTypes }: { signedTypes: readonly OrderType[]; approvedTypes: readonly OrderType[] },
): Demands {
  return { signatures: signedTypes.includes(type), approval: approvedTypes.includes(type) };
}

/** In the order of a placement's life. */
export const PLACEMENT_STATUSES = [
  'afventer_underskrift',
  'afventer_godkendelse',
  'klar',
  'i_gang',
  'udloeber_snart',
  'afsluttet',
  'annulleret',
] as const;
export type PlacementStatus = (typeof PLACEMENT_STATUSES)[number];

export function isActive(status: PlacementStatus): boolean {
  return status !== 'afsluttet' && status !== 'annulleret';
}

export type StatusFacts = Pick<
  typeof placement.$inferSelect,
  | 'startsOn'
  | 'endsOn'
  | 'endedOn'
  | 'withdrawnAt'
  | 'employerSignedOn'
  | 'representativeSignedOn'
  | 'approvedOn'
>;

/** A day as a status sees it: today's local date, and how many days ahead an end is told of. */
export interface StatusDay {
  today: string;
  warningDays: number;
}

/**
 * The one status of a placement on the local date `today`; nobody types it. What has not been signed or approved stays
 * so also after its first day: that it has begun is told beside it (isBegunTooSoon).
 */
export function statusOf(
  facts: StatusFacts,
  demands: Demands,
  { today, warningDays }: StatusDay,
): PlacementStatus {
  if (facts.withdrawnAt !== null) return 'annulleret';
  const lastDay = lastDayOf(facts);
  if (lastDay !== null && lastDay < today) return 'afsluttet';
  if (demands.signatures && !isSigned(facts)) return 'afventer_underskrift';
  if (demands.approval && facts.approvedOn === null) return 'afventer_godkendelse';
  if (facts.startsOn > today) return 'klar';
  return lastDay !== null && lastDay <= addDays(today, warningDays) ? 'udloeber_snart' : 'i_gang';
}

/** The last day, inclusive: the one in fact, else the agreed one; null where no end is agreed. */
export function lastDayOf({ endedOn, endsOn }: Pick<StatusFacts, 'endedOn' | 'endsOn'>): string | null {
  return endedOn ?? endsOn;
}

export function isSigned({
  employerSignedOn,
  representativeSignedOn,
}: Pick<StatusFacts, 'employerSignedOn' | 'representativeSignedOn'>): boolean {
  return employerSignedOn !== null && representativeSignedOn !== null;
}

/** Begun without what must be there before the first day. */
export function isBegunTooSoon(status: PlacementStatus, { startsOn }: StatusFacts, today: string): boolean {
  return (status === 'afventer_underskrift' || status === 'afventer_godkendelse') && startsOn <= today;
}

/** The agreed last day has passed, and nobody has said what came of it. */
export function lacksEnd(facts: StatusFacts, today: string): boolean {
  return (
    facts.withdrawnAt === null && facts.endedOn === null && facts.endsOn !== null && facts.endsOn < today
  );
}

/**
 * Recorded after the day on which it began. Both by the instant's UTC date, so that the list's filter says the same: who
 * writes it down between midnight and two at night does so on the day itself.
 */
export function isAfterTheFact({ startsOn, createdAt }: { startsOn: string; createdAt: string }): boolean {
  return startsOn < createdAt.slice(0, 10);
}

/**
 * Types in which the citizen is the firm's own employee, for as long as both want: checks are counted from the start. Our
 * own word for telling a hire from a tilbud in lists and reports; what the law says of a type stands in its dated rules.
 */
const JOBS: readonly OrderType[] = [
  'ordinaer',
  'smaajob',
  'fleksjob',
  'elevplads',
  'voksenlaerling',
  'fritidsjob',
];

export function isJob(type: OrderType): boolean {
  return JOBS.includes(type);
}

/** Our own choice, no limit of the law: a quarter and half a year, when STAR's figures ask what came of it. */
const CHECK_WEEKS = { uge_13: 13, uge_26: 26 } as const;

/**
 * When to ask what came of a placement, as ISO local dates. A job is counted from its first day: is the citizen still
 * there, and with how many hours? A scheme is counted from its last day, as STAR counts employment three months after;
 * while no end is agreed there is nothing to count from.
 */
export function checkDates(
  type: OrderType,
  facts: Pick<StatusFacts, 'startsOn' | 'endsOn' | 'endedOn'>,
): { kind: 'uge_13' | 'uge_26'; dueOn: string }[] {
  const from = isJob(type) ? facts.startsOn : lastDayOf(facts);
  if (from === null) return [];
  return (['uge_13', 'uge_26'] as const).map((kind) => ({
    kind,
    dueOn: addDays(from, CHECK_WEEKS[kind] * 7),
  }));
}

/** Three dates to choose from: two weeks in, midway, two weeks before the end; never outside the placement. */
export function suggestedFollowUps(startsOn: string, endsOn: string | null): string[] {
  if (endsOn === null) return [14, 56].map((days) => weekdayOf(addDays(startsOn, days)));
  const days = Math.round((Date.parse(endsOn) - Date.parse(startsOn)) / 86_400_000);
  const wanted = [14, Math.round(days / 2), days - 14].filter((day) => day > 0 && day < days);
  return [...new Set(wanted)].sort((a, b) => a - b).map((day) => weekdayOf(addDays(startsOn, day)));
}

/** Nobody follows up on a Saturday or Sunday: the Friday before. */
function weekdayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, weekday === 6 ? -1 : weekday === 0 ? -2 : 0);
}

/** May this user approve, or what is in the way; null: nothing is to be approved. */
export function approvalFor(
  facts: StatusFacts & { createdBy: number },
  demands: Demands,
  userId: number,
): 'yes' | 'own' | 'unsigned' | null {
  if (!demands.approval || facts.approvedOn !== null || facts.withdrawnAt !== null) return null;
  if (facts.createdBy === userId) return 'own';
  return demands.signatures && !isSigned(facts) ? 'unsigned' : 'yes';
}
