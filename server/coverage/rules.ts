import type { ContactDirection, ContactKind, ContactOutcome, ContactRole } from '../../db/schema/contacts.ts';

/** What counts, from when to when: a figure names the version it was made with (design.md "Domain decisions"). */
export interface CoverageRule {
  version: string;
  validFrom: string;
  /** exclusive; null: until further notice */
  validTo: string | null;
  /** a firm is in scope with more employees than this */
  moreThanEmployees: number;
  /** a contact counts with one of these outcomes, unless it was made in a role that does not count */
  outcomes: readonly ContactOutcome[];
  exceptMadeAs: ContactRole;
  /** a contact that counts is a visit when it is also of these kinds and directions */
  visitKinds: readonly ContactKind[];
  visitDirections: readonly ContactDirection[];
  /** the rule as people read it, shown with every figure */
  sentence: string;
}

export const COVERAGE_RULES: readonly [CoverageRule, ...CoverageRule[]] = [
  {
    version: 'v1',
    validFrom: '2000-01-01',
    validTo: null,
    moreThanEmployees: 2,
    outcomes: ['opnaaet', 'ikke_interesseret', 'senere'],
    exceptMadeAs: 'sagsbehandler',
    visitKinds: ['besoeg'],
    visitDirections: ['ud'],
    sentence:
      'Med er arbejdssteder (P-enheder) i kommunen med flere end to ansatte på periodens sidste dag. En kontakt tæller, ' +
      'når en virksomhedskonsulent har talt med virksomheden i perioden (opnået, ikke interesseret eller senere), ' +
      'uanset form og hvem der henvendte sig. Et besøg tæller, når det er vores besøg hos dem med samme udfald. ' +
      'Forgæves opkald og lagte beskeder tæller ikke.',
  },
];

/** The rule that holds on a date; the oldest one holds for all days before it. */
export function ruleOn(date: string, rules: typeof COVERAGE_RULES = COVERAGE_RULES): CoverageRule {
  return (
    rules.findLast((rule) => rule.validFrom <= date && (rule.validTo === null || date < rule.validTo)) ??
    rules[0]
  );
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
