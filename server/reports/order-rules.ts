import type { OrderStatus } from '../../db/schema/job-orders.ts';
import { localDate } from '../ui/dates.ts';

/** An order as the report counts it. Dates are local dates. */
export interface CountedOrder {
  id: number;
  positions: number;
  receivedOn: string;
  /** § 137 status at the end of the period, or today while it runs */
  statusAtEnd: OrderStatus;
  /** the day it got that status */
  statusSince: string;
  /** the first day on which a citizen was shared with the employer, up to today */
  firstSharedOn: string | null;
  promise: Promised | null;
}

/** Løfteuret: the first answer to the employer was in time, was not, or is not due yet. */
export type Promised = 'holdt' | 'brudt' | 'venter';

/** null: no clock ran. Instants in UTC; without an answer it is broken from the day after it was due. */
export function promiseOf(
  { due, answeredAt }: { due: string | null; answeredAt: string | null },
  today: string,
): Promised | null {
  if (due === null) return null;
  if (answeredAt !== null) return answeredAt <= due ? 'holdt' : 'brudt';
  return localDate(new Date(due)) < today ? 'brudt' : 'venter';
}

/** The figures of the report; the names stand in addresses. */
export const ORDER_FIGURES = [
  'modtaget',
  'modtaget_aabne',
  'modtaget_daekket',
  'modtaget_inaktiveret',
  'modtaget_udloebet',
  'modtaget_formidlet',
  'modtaget_uden_formidling',
  'loefte_holdt',
  'loefte_brudt',
  'loefte_venter',
  'lukket_daekket',
  'lukket_inaktiveret',
  'lukket_udloebet',
] as const;
export type OrderFigure = (typeof ORDER_FIGURES)[number];

const STATUS_WORDS: Readonly<Record<OrderStatus, 'aabne' | 'daekket' | 'inaktiveret' | 'udloebet'>> = {
  under_behandling: 'aabne',
  behov_daekket: 'daekket',
  inaktiveret: 'inaktiveret',
  frist_udloebet: 'udloebet',
};

/**
 * The figures an order is in: received in the period and how it stands at its end, and closed in the period, whenever
 * it was received. One that was reopened before the end is not closed. STAR's measure counts what is received.
 */
export function figuresOf(order: CountedOrder, { from, to }: { from: string; to: string }): OrderFigure[] {
  const word = STATUS_WORDS[order.statusAtEnd];
  const within = (date: string) => from <= date && date <= to;
  const figures: OrderFigure[] = [];
  if (within(order.receivedOn)) {
    figures.push('modtaget', `modtaget_${word}`);
    figures.push(order.firstSharedOn === null ? 'modtaget_uden_formidling' : 'modtaget_formidlet');
    if (order.promise !== null) figures.push(`loefte_${order.promise}`);
  }
  if (word !== 'aabne' && within(order.statusSince)) figures.push(`lukket_${word}`);
  return figures;
}

/** By what the figures can be broken down; the names stand in addresses. */
export const ORDER_GROUPINGS = ['type', 'branche', 'omraade', 'konsulent'] as const;
export type OrderGrouping = (typeof ORDER_GROUPINGS)[number];

/** DB07's sections by the first two digits of the branch code: [first, last, name]. */
const SECTIONS: readonly [number, number, string][] = [
  [1, 3, 'Landbrug, skovbrug og fiskeri'],
  [5, 9, 'Råstofindvinding'],
  [10, 33, 'Fremstillingsvirksomhed'],
  [35, 35, 'El-, gas- og fjernvarmeforsyning'],
  [36, 39, 'Vandforsyning og affaldshåndtering'],
  [41, 43, 'Bygge og anlæg'],
  [45, 47, 'Handel'],
  [49, 53, 'Transport og godshåndtering'],
  [55, 56, 'Hoteller og restauranter'],
  [58, 63, 'Information og kommunikation'],
  [64, 66, 'Finansiering og forsikring'],
  [68, 68, 'Fast ejendom'],
  [69, 75, 'Liberale, videnskabelige og tekniske tjenester'],
  [77, 82, 'Administrative tjenester og hjælpetjenester'],
  [84, 84, 'Offentlig forvaltning'],
  [85, 85, 'Undervisning'],
  [86, 88, 'Sundhed og socialvæsen'],
  [90, 93, 'Kultur, forlystelser og sport'],
  [94, 96, 'Andre serviceydelser'],
  [97, 99, 'Private husholdninger og internationale organisationer'],
];

export const NO_SECTION = 'Uden branche';

/** The section of a branch code of six digits; codes outside the list have none. */
export function sectionOf(branchCode: string | null): string {
  const division = Number(branchCode?.padStart(6, '0').slice(0, 2));
  return SECTIONS.find(([first, last]) => first <= division && division <= last)?.[2] ?? NO_SECTION;
}

export type Counts = Record<OrderFigure, { orders: number; positions: number }>;

export function noCounts(): Counts {
  return Object.fromEntries(ORDER_FIGURES.map((figure) => [figure, { orders: 0, positions: 0 }])) as Counts;
}

/** Adds an order to every figure it is in. */
export function countOrder(counts: Counts, order: CountedOrder & { figures: readonly OrderFigure[] }): void {
  for (const figure of order.figures) {
    counts[figure].orders += 1;
    counts[figure].positions += order.positions;
  }
}
