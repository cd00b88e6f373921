/**
 * What the engine is told and what it answers. Plain data: no database, no clock, no I/O.
 * Nothing here carries CPR, name, sex, age, origin, health or address (mission.md, principle 3).
 */

export const ORDER_TYPES = [
  'ordinaer',
  'smaajob',
  'loentilskud_privat',
  'loentilskud_offentlig',
  'virksomhedspraktik',
  'nytteindsats',
  'fleksjob',
  'elevplads',
  'voksenlaerling',
  'fritidsjob',
] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export const WORKING_TIMES = ['dag', 'aften', 'nat', 'weekend'] as const;
export type WorkingTime = (typeof WORKING_TIMES)[number];

export const TRANSPORTS = ['bil', 'cykel', 'offentlig', 'gang'] as const;
export type Transport = (typeof TRANSPORTS)[number];

export const FUNCTIONAL_NEEDS = [
  'mentor',
  'oplaering',
  'faa_timer',
  'ingen_tunge_loeft',
  'fleksibel_arbejdstid',
  'rolige_omgivelser',
  'sprogstoette',
] as const;
export type FunctionalNeed = (typeof FUNCTIONAL_NEEDS)[number];

/** What a praktik is for (LAB § 57; plan 2018). */
export const PRAKTIK_PURPOSES = ['genoptraening', 'afklaring', 'opkvalificering', 'rekruttering'] as const;
export type PraktikPurpose = (typeof PRAKTIK_PURPOSES)[number];

export const CONCEPT_KINDS = [
  'erhverv',
  'kompetence',
  'certifikat',
  'koerekort',
  'sprog',
  'vilkaar',
] as const;
export type ConceptKind = (typeof CONCEPT_KINDS)[number];

/** Why no one may be sent to the firm at all. */
export const FIRM_BARS = ['blokade', 'konflikt', 'spaerret', 'ophoert'] as const;
export type FirmBar = (typeof FIRM_BARS)[number];

export const REQUIREMENT_KINDS = ['krav', 'oenske', 'certifikat', 'koerekort', 'sprog'] as const;
export type RequirementKind = (typeof REQUIREMENT_KINDS)[number];

export const TERM_KINDS = ['jobmaal', 'kompetence', 'erfaring', 'certifikat', 'koerekort', 'sprog'] as const;
export type TermKind = (typeof TERM_KINDS)[number];

/** One line of what the employer asks for, as typed. `kanLaeres`: may be learned on the job. */
export interface Requirement {
  kind: RequirementKind;
  text: string;
  kanLaeres: boolean;
}

/** One line of what the citizen brings, as the case worker typed it. */
export interface CitizenTerm {
  kind: TermKind;
  text: string;
  /** erfaring: number of years */
  years: number | null;
  /** erfaring: last year worked */
  lastYear: number | null;
  /** certifikat: ISO date after which it no longer counts */
  expiresOn: string | null;
}

/** ja / nej / mangler: what the dated target-group rule says of one citizen for each order type. */
export type RuleAnswer = 'ja' | 'nej' | 'mangler';

export interface MatchOrder {
  id: number;
  type: OrderType;
  title: string;
  requirements: Requirement[];
  hoursMin: number | null;
  hoursMax: number | null;
  workingTimes: WorkingTime[];
  /** true: every working time must be possible; false: one of them */
  allWorkingTimes: boolean;
  /** as typed: "B1", "PD2", "DU3 modul 5" */
  danishMin: string | null;
  danishOralMin: string | null;
  danishWrittenMin: string | null;
  /** what the employer can accommodate */
  offers: FunctionalNeed[];
  /** functional needs that cannot be met here: whoever has one is excluded */
  unavoidable: FunctionalNeed[];
  purpose: PraktikPurpose | null;
  /** agreed follow-up at the workplace; null: not asked */
  followUp: boolean | null;
  /** may lead to ordinary paid hours; null: not asked */
  leadsToJob: boolean | null;
  firmBar: FirmBar | null;
  postcode: string | null;
  startDate: string | null;
}

/** The `placedUntil` of a placement without an agreed end. */
export const NO_END = '9999-12-31';

export interface MatchCitizen {
  id: number;
  terms: CitizenTerm[];
  hoursMin: number | null;
  hoursMax: number | null;
  workingTimes: WorkingTime[];
  danish: string | null;
  danishOral: string | null;
  danishWritten: string | null;
  transports: Transport[];
  maxTravelMinutes: number | null;
  postcode: string | null;
  needs: FunctionalNeed[];
  /** what the citizen's next place is for */
  purpose: PraktikPurpose | null;
  canStart: string | null;
  /** null: not asked yet */
  mayBeShared: boolean | null;
  /** true also when protection data is missing (fail towards protection) */
  protectedAddress: boolean;
  hasEmployer: boolean | null;
  /**
   * ISO date, inclusive: the last day on which placements agreed already fill the citizen's week (småjobs apart);
   * NO_END where none of them has an end; null: none does
   */
  placedUntil: string | null;
  /** derived by the dated rule outside the engine; benefit and age never reach it */
  allowed: Partial<Record<OrderType, RuleAnswer>>;
}

/** In the order in which rules are asked; the first that is broken is the reason given. */
export const EXCLUSION_REASONS = [
  'virksomhed',
  'maa_ikke_deles',
  'sat_til_side',
  'maalgruppe',
  'har_arbejdsgiver',
  'i_forloeb',
  'koerekort',
  'certifikat',
  'danskniveau',
  'timer',
  'arbejdstid',
  'startdato',
  'rejsetid',
  'vilkaar',
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** How a requirement was connected to what the citizen brings. */
export type MatchMethod = 'exact' | 'alias' | 'folded' | 'stem' | 'trigram' | 'confirmed' | 'rule' | 'none';

/** How strongly an order asks for something that earns points. */
export const STRENGTHS = ['krav', 'oensker', 'kanLaeres', 'sprog'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** One reason on a row, in the words of the order beside the citizen's own. */
export interface Reason {
  /** the requirement's own text, or the field ("Dansk", "Timer", "Rejsetid") */
  requirement: string;
  /** the taxonomy's concept id, when one was found */
  concept: string | null;
  /** plain Danish: what was found, what is missing, what to ask */
  text: string;
  method: MatchMethod;
  points: number;
  /** of a requirement that earns points; null for the job itself, facts and questions */
  strength: Strength | null;
  /** the citizen's own words, and the taxonomy's name for what they were taken for; null where nothing was found */
  said: string | null;
  label: string | null;
  /** how alike the words were, 0 to 1; null where nothing was compared */
  score: number | null;
  /** in two or three words, for a row: "Jobmål A", "Erfaring 5 år", "Rejse 20 min" */
  short: string | null;
}

/** The parts of a score, in the order in which rows keep them. */
export const SCORE_PARTS = [
  'krav',
  'oensker',
  'kanLaeres',
  'jobmaal',
  'erfaring',
  'sprog',
  'rejse',
  /** plan 2018's considerations beside ressourcer: purpose, follow-up, mentor, job opening */
  'hensyn',
  /** everything earned by something related only: lower, and shown apart */
  'beslaegtet',
  /** negative: points lost because something is unknown or must be agreed */
  'ukendt',
] as const;
export type ScorePart = (typeof SCORE_PARTS)[number];

/** Integer points; their sum is the score. */
export type ScoreParts = Record<ScorePart, number>;

export interface RankedRow {
  citizenId: number;
  rank: number;
  score: number;
  parts: ScoreParts;
}

export interface Excluded {
  citizenId: number;
  reason: ExclusionReason;
  /** plain Danish, never the citizen's protected facts */
  detail: string;
}

export interface Explanation {
  fits: Reason[];
  lacks: Reason[];
  unknown: Reason[];
  related: Reason[];
}
