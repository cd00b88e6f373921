import type { TargetGroup } from '../../db/schema/citizens.ts';
import type { OrderType } from '../../workers/matching/types.ts';

/** What must hold for a person of a group that may have the type. */
export type Condition =
  /** whole years, both ends included; only the year of birth is known */
  | { kind: 'alder'; from?: number; to?: number; sentence: string }
  /** months on benefit; `waivers`: no qualifying education, over 50, or sole provider (LAB § 69) */
  | { kind: 'ydelse'; months: number; waivers: boolean; sentence: string }
  /** the skilled must have been on benefit so long; the unskilled from the first day */
  | { kind: 'ydelse_faglaert'; months: number; sentence: string }
  | { kind: 'uden_arbejdsgiver'; sentence: string };

/** Who may have an order of this type, in force from one day to another. Dates are inclusive. */
export interface TargetGroupRule {
  type: OrderType;
  validFrom: string;
  validTo: string | null;
  sentence: string;
  groups: readonly TargetGroup[] | 'alle';
  conditions?: readonly (Condition & { groups?: readonly TargetGroup[] })[];
  /** what is said of the groups that are not named: the law bars them, or the source is silent */
  others?: { answer: 'nej' | 'mangler'; sentence: string };
  source: string;
  confidence: 'high' | 'medium' | 'low';
}

const SELVFORSOERGENDE = [
  'selvforsoergende_jobparat',
  'selvforsoergende_aktivitetsparat',
  'selvforsoergende',
] as const;

/** LAB § 6, nr. 1-3, 5 and 12: six months on benefit before løntilskud, private and public. */
const PRIOR_BENEFIT_ALWAYS = [
  'dagpenge',
  'kontanthjaelp_jobparat',
  'kontanthjaelp_aktivitetsparat',
  'uddannelse_aktivitetsparat',
  ...SELVFORSOERGENDE,
] as const;
/** LAB § 6, nr. 6-8: only before private løntilskud. */
const PRIOR_BENEFIT_PRIVATE = ['sygedagpenge', 'jobafklaring', 'ressourceforloeb'] as const;

const LOENTILSKUD_GROUPS = [
  ...PRIOR_BENEFIT_ALWAYS,
  ...PRIOR_BENEFIT_PRIVATE,
  'revalidering',
  'foertidspension',
] as const;
const LOENTILSKUD_OTHERS = {
  answer: 'nej',
  sentence: 'Løntilskud gives ikke til uddannelsesparate, fleksjobvisiterede og unge under 18 år.',
} as const;
const WITHOUT_EMPLOYER = {
  kind: 'uden_arbejdsgiver',
  groups: ['sygedagpenge', 'jobafklaring'],
  sentence: 'Sygedagpenge og jobafklaring: kun for den, der ikke har en arbejdsgiver.',
} as const;
const SIX_MONTHS = {
  kind: 'ydelse',
  months: 6,
  waivers: true,
  sentence:
    'Mindst 6 måneder på ydelse, medmindre borgeren er uden kompetencegivende uddannelse, over 50 år eller enlig forsørger.',
} as const;

/** Dated, with source and confidence (domain.md 1b-1f): each must be checked in retsinformation.dk before use. */
export const TARGET_GROUP_RULES: readonly TargetGroupRule[] = [
  {
    type: 'ordinaer',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Et ordinært job er åbent for alle.',
    groups: 'alle',
    source: 'ingen regel begrænser det',
    confidence: 'high',
  },
  {
    type: 'smaajob',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Et småjob er et ordinært job med få timer og åbent for alle.',
    groups: 'alle',
    source: 'Albertslunds beskæftigelsespolitik; ingen lovdefinition fundet',
    confidence: 'high',
  },
  {
    type: 'elevplads',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'En elevplads er åben for alle.',
    groups: 'alle',
    source: 'ingen regel fundet, der begrænser det',
    confidence: 'medium',
  },
  {
    type: 'loentilskud_privat',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Målgruppen kan få privat løntilskud.',
    groups: LOENTILSKUD_GROUPS,
    conditions: [
      WITHOUT_EMPLOYER,
      { ...SIX_MONTHS, groups: [...PRIOR_BENEFIT_ALWAYS, ...PRIOR_BENEFIT_PRIVATE] },
    ],
    others: LOENTILSKUD_OTHERS,
    source: 'LAB §§ 66 og 69',
    confidence: 'high',
  },
  {
    type: 'loentilskud_offentlig',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Målgruppen kan få offentligt løntilskud.',
    groups: LOENTILSKUD_GROUPS,
    conditions: [WITHOUT_EMPLOYER, { ...SIX_MONTHS, groups: PRIOR_BENEFIT_ALWAYS }],
    others: LOENTILSKUD_OTHERS,
    source: 'LAB §§ 66 og 69',
    confidence: 'high',
  },
  {
    type: 'virksomhedspraktik',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Alle målgrupper kan få virksomhedspraktik, når et ordinært job er svært at opnå.',
    groups: 'alle',
    source: 'LAB § 57',
    confidence: 'high',
  },
  {
    type: 'nytteindsats',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Kontanthjælpsmodtagere kan få nytteindsats.',
    groups: [
      'kontanthjaelp_jobparat',
      'kontanthjaelp_aktivitetsparat',
      'uddannelsesparat',
      'uddannelse_aktivitetsparat',
    ],
    others: {
      answer: 'mangler',
      sentence: 'Det er ikke afklaret, om målgruppen kan få nytteindsats: spørg juristen.',
    },
    source: 'LAB kap. 13; målgrupperne er ikke bekræftet i en kilde',
    confidence: 'low',
  },
  {
    type: 'fleksjob',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Borgeren er visiteret til fleksjob.',
    groups: ['fleksjobvisiteret'],
    others: { answer: 'nej', sentence: 'Fleksjob er kun for borgere, der er visiteret til fleksjob.' },
    source: 'LAB kap. 20',
    confidence: 'high',
  },
  {
    type: 'voksenlaerling',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Borgeren kan blive voksenlærling.',
    groups: 'alle',
    conditions: [
      { kind: 'alder', from: 25, sentence: 'En voksenlærling skal være fyldt 25 år ved start.' },
      {
        kind: 'ydelse_faglaert',
        months: 6,
        sentence: 'Ufaglærte kan begynde fra første dag; faglærte først efter 6 måneder på ydelse.',
      },
    ],
    source: 'star.dk, voksenlærlingeordningen',
    confidence: 'high',
  },
  {
    type: 'fritidsjob',
    validFrom: '2020-01-01',
    validTo: null,
    sentence: 'Fritidsjob er for unge fra 13 år til og med 17 år.',
    groups: 'alle',
    conditions: [
      { kind: 'alder', from: 13, to: 17, sentence: 'Fritidsjob er for unge fra 13 år til og med 17 år.' },
    ],
    source: 'borger.dk og bm.dk om unges arbejde',
    confidence: 'medium',
  },
];
