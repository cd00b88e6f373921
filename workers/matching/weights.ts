import { createHash } from 'node:crypto';
import { parseTsv } from './taxonomy.ts';
import { ORDER_TYPES, type OrderType, STRENGTHS, type Strength } from './types.ts';

/** Everything that earns or costs points, by its name in weights.tsv. */
export const WEIGHT_PARTS = [
  'krav',
  'oensker',
  'kan_laeres',
  'sprog',
  'jobmaal_a',
  'jobmaal_b',
  'jobmaal_c',
  'jobmaal_d',
  'erfaring_har',
  'erfaring_aar',
  'erfaring_nylig',
  'erfaring_tidligere',
  'rejse_15',
  'rejse_30',
  'rejse_45',
  'rejse_60',
  'formaal',
  'opfoelgning',
  'mentor',
  'jobaabning',
  'beslaegtet_procent',
  'ukendt',
  'behov',
] as const;
export type WeightPart = (typeof WEIGHT_PARTS)[number];

/** Integer points of one order type on one date. */
export type TypeWeights = Record<WeightPart, number>;

/** One line of weights.tsv: `type` is an order type or `*` for all the others. */
export interface WeightLine {
  validFrom: string;
  type: OrderType | '*';
  part: WeightPart;
  points: number;
}

export interface Weights {
  /** changes whenever the file changes */
  version: string;
  lines: WeightLine[];
}

/** Reads weights.tsv. Throws on a line that names no part, type or whole number. */
export function parseWeights(text: string): Weights {
  const lines = parseTsv(text).map((cells): WeightLine => {
    const type = [...ORDER_TYPES, '*' as const].find((known) => known === cells.type);
    const part = WEIGHT_PARTS.find((known) => known === cells.part);
    const points = Number(cells.points);
    if (!type || !part || !Number.isInteger(points) || !/^\d{4}-\d{2}-\d{2}$/.test(cells.valid_from ?? '')) {
      throw new Error(`Weights: bad line ${JSON.stringify(cells)}`);
    }
    return { validFrom: cells.valid_from ?? '', type, part, points };
  });
  return { version: createHash('sha256').update(text).digest('hex').slice(0, 12), lines };
}

/** The weights in force for an order type on a date: of each part the newest line, the type's own before `*`. */
export function weightsOn({ lines }: Weights, type: OrderType, date: string): TypeWeights {
  const inForce = lines.filter((line) => line.validFrom <= date);
  const entries = WEIGHT_PARTS.map((part) => [part, newest(inForce, type, part)?.points ?? 0]);
  return Object.fromEntries(entries) as TypeWeights;
}

function newest(lines: WeightLine[], type: OrderType, part: WeightPart): WeightLine | undefined {
  const own = lines.filter((line) => line.part === part && line.type === type);
  const general = lines.filter((line) => line.part === part && line.type === '*');
  return (own.length > 0 ? own : general).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
}

export type SharedPart = Strength;
export const SHARED_PARTS: readonly SharedPart[] = STRENGTHS;

/**
 * Points of a requirement that has `share` (0–1) of its part, in full and when only something related was found.
 * Requirements share a fixed sum, so that orders with many and with few can be compared on a citizen's page.
 */
export function requirementPoints(
  weights: TypeWeights,
  part: SharedPart,
  share: number,
): { full: number; related: number } {
  const total = weights[part === 'kanLaeres' ? 'kan_laeres' : part];
  const full = Math.floor(total * share + 1e-9);
  return { full, related: relatedOf(weights, full) };
}

function relatedOf(weights: TypeWeights, full: number): number {
  return Math.floor((full * weights.beslaegtet_procent) / 100);
}

const GOAL_PLACES = 4;
export const MOST_YEARS = 10;
/** `recent`: used within 2 years, `earlier`: within 5, `old`: before that, `unknown`: not said */
const RECENCIES = ['recent', 'earlier', 'old', 'unknown'] as const;
export const GOAL_CODES = GOAL_PLACES * 2;
export const EXPERIENCE_CODES = (MOST_YEARS + 1) * RECENCIES.length * 2;

/** A job goal as a small number: place A is 0, the fourth and later count alike; odd: only related. */
export function goalCode(place: number, related: boolean): number {
  return Math.min(place, GOAL_PLACES - 1) * 2 + (related ? 1 : 0);
}

/** Experience as a small number: whole years (blank: two), how recent, odd: only related. */
export function experienceCode(
  { years, lastYear }: { years: number | null; lastYear: number | null },
  thisYear: number,
  related: boolean,
): number {
  const whole = years === null ? 2 : Math.min(MOST_YEARS, Math.max(0, Math.floor(years)));
  const recency = lastYear === null ? 3 : thisYear - lastYear <= 2 ? 0 : thisYear - lastYear <= 5 ? 1 : 2;
  return (whole * RECENCIES.length + recency) * 2 + (related ? 1 : 0);
}

/** Which of two goals for the same concept counts, whatever the weights: the thing itself, then the one put first. */
export function goalStrength(code: number): number {
  return (isRelatedCode(code) ? 0 : GOAL_CODES) - (code >> 1);
}

/** Which of two experiences with the same concept counts: the thing itself, then years and how recent. */
export function experienceStrength(code: number): number {
  const place = code >> 1;
  const lately = [4, 2, 0, 2][place % RECENCIES.length] ?? 0;
  return (isRelatedCode(code) ? 0 : EXPERIENCE_CODES) + Math.floor(place / RECENCIES.length) * 2 + lately;
}

export function isRelatedCode(code: number): boolean {
  return (code & 1) === 1;
}

export function goalPoints(weights: TypeWeights, code: number): number {
  const parts = ['jobmaal_a', 'jobmaal_b', 'jobmaal_c', 'jobmaal_d'] as const;
  const full = weights[parts[code >> 1] ?? 'jobmaal_d'];
  return isRelatedCode(code) ? relatedOf(weights, full) : full;
}

export function experiencePoints(weights: TypeWeights, code: number): number {
  const recency = RECENCIES[(code >> 1) % RECENCIES.length];
  const years = Math.floor((code >> 1) / RECENCIES.length);
  const lately =
    recency === 'recent' ? weights.erfaring_nylig : recency === 'old' ? 0 : weights.erfaring_tidligere;
  const full = weights.erfaring_har + weights.erfaring_aar * years + lately;
  return isRelatedCode(code) ? relatedOf(weights, full) : full;
}

/** Short travel; `minutes` below zero is unknown. */
export function travelPoints(weights: TypeWeights, minutes: number): number {
  if (minutes < 0 || minutes > 60) return 0;
  if (minutes <= 15) return weights.rejse_15;
  if (minutes <= 30) return weights.rejse_30;
  return minutes <= 45 ? weights.rejse_45 : weights.rejse_60;
}
