import type { PlacementEnd } from '../../db/schema/placements.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { isJob } from '../placements/rules.ts';

/** The seven criteria of virksomhedsprisen; the names stand in addresses. */
export const AWARD_CRITERIA = [
  'skole',
  'unge',
  'laereplads',
  'dansk_erfaring',
  'nye_job',
  'borgere',
  'netvaerk',
] as const;
export type AwardCriterion = (typeof AWARD_CRITERIA)[number];

/** How many pieces of evidence a criterion takes: two or more new jobs, one of everything else. */
const NEEDED: Readonly<Record<AwardCriterion, number>> = {
  skole: 1,
  unge: 1,
  laereplads: 1,
  dansk_erfaring: 1,
  nye_job: 2,
  borgere: 1,
  netvaerk: 1,
};

/** One thing a firm has done in the year, with where it is written down. */
export interface Evidence {
  criterion: AwardCriterion;
  /** ISO local date */
  on: string;
  what: string;
  /** places, jobs or agreements that it counts for */
  count: number;
  source: { kind: 'aftale' | 'ordre' | 'forloeb'; id: number };
}

export interface FirmEvidence {
  cvr: number;
  name: string;
  evidence: readonly Evidence[];
}

export function countOf(evidence: readonly Evidence[], criterion: AwardCriterion): number {
  return evidence.reduce((sum, piece) => sum + (piece.criterion === criterion ? piece.count : 0), 0);
}

export function isMet(evidence: readonly Evidence[], criterion: AwardCriterion): boolean {
  return countOf(evidence, criterion) >= NEEDED[criterion];
}

export function metBy({ evidence }: FirmEvidence): AwardCriterion[] {
  return AWARD_CRITERIA.filter((criterion) => isMet(evidence, criterion));
}

/** Most criteria met first, then most evidence, then by name. */
export function rankFirms<Firm extends FirmEvidence>(firms: readonly Firm[]): Firm[] {
  const places = ({ evidence }: FirmEvidence) => evidence.reduce((sum, { count }) => sum + count, 0);
  return firms.toSorted(
    (a, b) =>
      metBy(b).length - metBy(a).length || places(b) - places(a) || a.name.localeCompare(b.name, 'da'),
  );
}

/** A placement begun or ended in the year, as the criteria see it. */
export interface AwardPlacement {
  type: OrderType;
  /** begun in the year */
  began: boolean;
  /** ended in the year, going on in ordinary paid hours; null: it did not end in the year */
  becameOrdinary: boolean | null;
  ended: PlacementEnd | null;
  /** came of an order for an elevplads received in the year, which is counted itself */
  countedAsOrder: boolean;
  /** younger than the municipality's limit on the first day, without an education or with a need to be met */
  challengedYouth: boolean;
  lacksDanish: boolean;
  lacksExperience: boolean;
}

const TRIED: readonly OrderType[] = ['virksomhedspraktik', 'loentilskud_privat', 'loentilskud_offentlig'];

/** The criteria that a placement is evidence for. A virksomhedspraktik is never a job or a læreplads. */
export function criteriaOf(placement: AwardPlacement): AwardCriterion[] {
  const { type, began } = placement;
  // Ordinary hours somewhere else are another firm's.
  const keptHere = placement.becameOrdinary === true && placement.ended !== 'ordinaert_job_andetsteds';
  const hired = (began && isJob(type)) || keptHere;
  const found: AwardCriterion[] = [];
  if (hired && placement.challengedYouth) found.push('unge');
  if (began && type === 'elevplads' && !placement.countedAsOrder) found.push('laereplads');
  if (began && TRIED.includes(type) && (placement.lacksDanish || placement.lacksExperience))
    found.push('dansk_erfaring');
  if ((began && (type === 'smaajob' || type === 'ordinaer')) || (keptHere && !isJob(type)))
    found.push('nye_job');
  if (hired) found.push('borgere');
  return found;
}
