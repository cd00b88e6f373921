import {
  CONTACT_DIRECTIONS,
  CONTACT_KINDS,
  CONTACT_OUTCOMES,
  type ContactDirection,
  type ContactKind,
  type ContactOutcome,
} from '../../db/schema/contacts.ts';

/** One line that counts as kontakt, and maybe as besøg. */
export interface RuleLine {
  kind: ContactKind;
  direction: ContactDirection;
  outcome: ContactOutcome;
  isVisit: boolean;
}

/** What counts: a figure names the version it was made with (design.md "Domain decisions"). */
export interface CoverageRule {
  id: number;
  /** v1, v2 …: the id as people say it */
  version: string;
  /** in force for every period that ends on or after this day, until a later version */
  validFrom: string;
  /** a firm is in scope with more employees than this */
  moreThanEmployees: number;
  /** whether contacts made as sagsbehandler count as well */
  countsSagsbehandler: boolean;
  /** what has no line does not count */
  lines: readonly RuleLine[];
}

/** The kinds, directions and outcomes of lines that are exactly all combinations of them; undefined when they are not. */
export function asProduct(lines: readonly RuleLine[]) {
  const has = (pick: (line: RuleLine) => string) => (value: string) =>
    lines.some((line) => pick(line) === value);
  const kinds = CONTACT_KINDS.filter(has((line) => line.kind));
  const directions = CONTACT_DIRECTIONS.filter(has((line) => line.direction));
  const outcomes = CONTACT_OUTCOMES.filter(has((line) => line.outcome));
  if (lines.length !== kinds.length * directions.length * outcomes.length) return undefined;
  return { kinds, directions, outcomes };
}

/** Shares 0–1, unrounded; null when there is nothing to reach. */
export interface Band {
  min: number | null;
  max: number | null;
}

export interface BandCounts {
  inScope: number;
  /** of inScope */
  reached: number;
  undecided: number;
  /** of undecided */
  undecidedReached: number;
}

/**
 * The lowest and the highest share the undecided firms leave possible. Lowest: only those we did not reach belong in
 * scope. Highest: only those we did reach. With nobody undecided both are the plain share.
 */
export function bandOf({ inScope, reached, undecided, undecidedReached }: BandCounts): Band {
  return {
    min: share(reached, inScope + undecided - undecidedReached),
    max: share(reached + undecidedReached, inScope + undecidedReached),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Every figure of the coverage has a list; its name in the address is Danish, because staff read it. */
export const FIGURE_SLUGS = {
  inScope: 'i-maal',
  undecided: 'uafklarede',
  contacted: 'kontaktede',
  visited: 'besoegte',
  notContacted: 'ikke-kontaktede',
  undecidedContacted: 'uafklarede-kontaktede',
  undecidedVisited: 'uafklarede-besoegte',
  unreported: 'uoplyste',
} as const;
export type Figure = keyof typeof FIGURE_SLUGS;
export const FIGURES = Object.keys(FIGURE_SLUGS) as [Figure, ...Figure[]];

/** The numbers behind every figure of one answer: a figure is the length of its list. */
export type CoverageLists = Record<Figure, number[]>;

/** 0: nobody has reached them in the period; 1: contacted; 2: visited, and so contacted as well. */
export type Reached = 0 | 1 | 2;

/** A place of work in the municipality on a period's last day. Bounds both null: no figure at all. */
export interface FirmState {
  pNumber: number;
  minCount: number | null;
  maxCount: number | null;
  reach: Reached;
}

/** What is counted: a place of work, or a company by its largest place and with the figures of all. */
export interface CountedUnit extends FirmState {
  /** undefined: the place itself is counted */
  company?: CountedCompany;
}

interface CountedCompany {
  cvr: number;
  /** its places of work, the largest first */
  pNumbers: readonly number[];
}

/** What a list names a unit by: its P-number, or the CVR number of a company. */
export function numberOf({ pNumber, company }: CountedUnit): number {
  return company ? company.cvr : pNumber;
}

/** Its places of work, the largest first. */
export function placesOf({ pNumber, company }: CountedUnit): readonly number[] {
  return company ? company.pNumbers : [pNumber];
}

export interface CountingLimits {
  /** a firm is in scope with more employees than this */
  limit: number;
  /** where firms without any figure belong */
  unreported: 'ude' | 'inde' | 'uafklaret';
}

/** On which side of the limit the bounds lie; undecided when they straddle it. */
export function scopeOf(
  { minCount, maxCount }: Pick<CountedUnit, 'minCount' | 'maxCount'>,
  limit: number,
): 'inScope' | 'undecided' | 'unreported' | 'under' {
  if (minCount === null) return 'unreported';
  if (minCount > limit) return 'inScope';
  return maxCount === null || maxCount > limit ? 'undecided' : 'under';
}

/** The figures that a unit is in the list of. */
export function figuresOf(unit: CountedUnit, { limit, unreported }: CountingLimits): Figure[] {
  const scope = scopeOf(unit, limit);
  if (scope === 'under') return [];
  const silent: Figure[] = scope === 'unreported' ? ['unreported'] : [];
  if (scope === 'unreported' && unreported === 'ude') return silent;
  const isIn = scope === 'inScope' || (scope === 'unreported' && unreported === 'inde');
  if (!isIn) {
    return [
      ...silent,
      'undecided',
      ...(unit.reach > 0 ? (['undecidedContacted'] as const) : []),
      ...(unit.reach === 2 ? (['undecidedVisited'] as const) : []),
    ];
  }
  if (unit.reach === 0) return [...silent, 'inScope', 'notContacted'];
  return [...silent, 'inScope', 'contacted', ...(unit.reach === 2 ? (['visited'] as const) : [])];
}

export function listsOf(units: Iterable<CountedUnit>, limits: CountingLimits): CoverageLists {
  const lists = Object.fromEntries(FIGURES.map((figure) => [figure, [] as number[]])) as CoverageLists;
  for (const unit of units) for (const figure of figuresOf(unit, limits)) lists[figure].push(numberOf(unit));
  return lists;
}

export function lengthsOf(lists: CoverageLists): Record<Figure, number> {
  return Object.fromEntries(FIGURES.map((figure) => [figure, lists[figure].length])) as Record<
    Figure,
    number
  >;
}
