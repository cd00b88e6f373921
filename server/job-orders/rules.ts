import {
  FUNCTIONAL_NEEDS,
  ORDER_STATUSES,
  ORDER_TYPES,
  type OrderStatus,
  PRAKTIK_PURPOSES,
  REQUIREMENT_KINDS,
  WORKING_TIMES,
} from '../../db/schema/job-orders.ts';
import { parseDanishLevel } from '../../workers/matching/engine.ts';
import type {
  FirmBar,
  FunctionalNeed,
  OrderType,
  Requirement,
  WorkingTime,
} from '../../workers/matching/types.ts';
import { CPR_REFUSED, containsCpr } from '../citizens/cpr-guard.ts';
import type { FieldError } from '../problems.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import { checkShifts, type ShiftGroup } from './shifts.ts';

/** What a person decides about an order. Codes are plain strings until checkOrder has seen them. */
export interface OrderDraft {
  type: string;
  purpose: string | null;
  title: string;
  description: string;
  positions: number | null;
  hoursMin: number | null;
  hoursMax: number | null;
  workingTimes: string[];
  allWorkingTimes: boolean;
  shifts: ShiftGroup[];
  danishMin: string | null;
  danishOralMin: string | null;
  danishWrittenMin: string | null;
  offers: string[];
  /** functional needs that cannot be met: a condition of the work */
  unavoidable: string[];
  /** null: not asked */
  followUp: boolean | null;
  leadsToJob: boolean | null;
  postcode: string | null;
  startDate: string | null;
  deadline: string | null;
  internalComment: string | null;
  requirements: Requirement[];
}

/** A draft that checkOrder found nothing wrong with. */
export interface CheckedOrder extends OrderDraft {
  type: OrderType;
  purpose: (typeof PRAKTIK_PURPOSES)[number] | null;
  positions: number;
  workingTimes: WorkingTime[];
  offers: FunctionalNeed[];
  unavoidable: FunctionalNeed[];
}

/** STAR's lengths for title, description and internal comment; the rest is what a person can oversee. */
export const LIMITS = {
  title: 100,
  description: 5000,
  internalComment: 2000,
  comment: 2000,
  requirement: 300,
  requirements: 60,
  positions: 500,
  hours: 60,
} as const;

/**
 * Every rule that an order must keep, as field errors in Danish; none means that the draft is a CheckedOrder.
 * `oldDeadline` is the one already saved: it may have passed, a new one may not.
 */
export function checkOrder(draft: OrderDraft, today: string, oldDeadline: string | null): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (field: string, reason: string) => errors.push({ field, reason });

  if (!isOneOf(ORDER_TYPES, draft.type)) refuse('type', 'Vælg en type.');
  if (draft.purpose !== null && draft.type !== 'virksomhedspraktik')
    refuse('purpose', 'Formål vælges kun for virksomhedspraktik.');
  else if (draft.purpose !== null && !isOneOf(PRAKTIK_PURPOSES, draft.purpose))
    refuse('purpose', 'Vælg et formål.');
  if (draft.title === '') refuse('title', 'Skriv en titel.');
  if (draft.description === '') refuse('description', 'Skriv en beskrivelse.');
  if (draft.positions === null || !isWithin(draft.positions, 1, LIMITS.positions))
    refuse('positions', `Antal skal være et helt tal fra 1 til ${LIMITS.positions}.`);
  for (const field of ['hoursMin', 'hoursMax'] as const) {
    const hours = draft[field];
    if (hours !== null && !(hours >= 0 && hours <= LIMITS.hours))
      refuse(field, `Timer om ugen skal være et tal fra 0 til ${LIMITS.hours}, fx 7,5.`);
  }
  if (draft.hoursMin !== null && draft.hoursMax !== null && draft.hoursMin > draft.hoursMax)
    refuse('hoursMax', 'Timer til skal være mindst lige så mange som timer fra.');
  if (draft.workingTimes.some((time) => !isOneOf(WORKING_TIMES, time)))
    refuse('workingTimes', 'Vælg blandt de viste arbejdstider.');
  else if (draft.allWorkingTimes && draft.workingTimes.length === 0)
    refuse('workingTimes', 'Vælg de arbejdstider, som alle skal være mulige.');
  if (draft.offers.some((offer) => !isOneOf(FUNCTIONAL_NEEDS, offer)))
    refuse('offers', 'Vælg blandt de viste muligheder.');
  if (draft.unavoidable.some((need) => !isOneOf(FUNCTIONAL_NEEDS, need)))
    refuse('unavoidable', 'Vælg blandt de viste muligheder.');
  else if (draft.unavoidable.some((need) => draft.offers.includes(need)))
    refuse('unavoidable', 'Det samme kan ikke både tilbydes og være noget, der ikke kan undgås.');
  if (draft.postcode !== null && !/^[0-9]{4}$/.test(draft.postcode))
    refuse('postcode', 'Postnummer er fire cifre.');
  for (const field of ['startDate', 'deadline'] as const) {
    const date = draft[field];
    if (date !== null && !isIsoDate(date)) refuse(field, 'Datoen findes ikke. Skriv den som 2026-12-31.');
  }
  if (draft.deadline !== null && draft.deadline < today && draft.deadline !== oldDeadline)
    refuse('deadline', 'Fristen er allerede passeret. Vælg i dag eller senere.');
  return [
    ...errors,
    ...checkShifts(draft.shifts),
    ...checkDanish(draft),
    ...checkTexts(draft),
    ...checkRequirements(draft),
  ];
}

export function isChecked(_draft: OrderDraft, errors: FieldError[]): _draft is CheckedOrder {
  return errors.length === 0;
}

/** A position that somebody has cannot be taken away. */
export function checkTaken(positions: number, taken: number): FieldError[] {
  if (positions >= taken) return [];
  const reason = `${taken === 1 ? '1 plads er besat' : `${taken} pladser er besat`}: antallet kan ikke være mindre.`;
  return [{ field: 'positions', reason }];
}

function checkDanish(draft: OrderDraft): FieldError[] {
  return (['danishMin', 'danishOralMin', 'danishWrittenMin'] as const).flatMap((field) => {
    const typed = draft[field];
    if (typed === null || parseDanishLevel(typed) !== null) return [];
    return [{ field, reason: 'Niveauet er ikke forstået. Skriv fx A2, B1, PD2 eller DU3 modul 5.' }];
  });
}

function checkTexts(draft: OrderDraft): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['title', 'description', 'internalComment'] as const) {
    errors.push(...checkText(field, draft[field] ?? '', LIMITS[field]));
  }
  for (const field of ['danishMin', 'danishOralMin', 'danishWrittenMin'] as const) {
    if (containsCpr(draft[field] ?? '')) errors.push({ field, reason: CPR_REFUSED });
  }
  return errors;
}

function checkRequirements({ requirements }: OrderDraft): FieldError[] {
  const tooMany = requirements.length > LIMITS.requirements;
  return [
    ...(tooMany ? [{ field: 'requirements', reason: `Højst ${LIMITS.requirements} krav og ønsker.` }] : []),
    ...requirements.flatMap(({ kind, text }, index) => {
      const field = `requirements.${index}`;
      if (!isOneOf(REQUIREMENT_KINDS, kind)) return [{ field, reason: 'Ukendt slags krav.' }];
      if (text === '') return [{ field, reason: 'Et krav kan ikke være tomt.' }];
      return checkText(field, text, LIMITS.requirement);
    }),
  ];
}

/** Free text: its length in characters as SQLite counts them, and nothing that could be a CPR number. */
export function checkText(field: string, text: string, max: number): FieldError[] {
  const length = [...text].length;
  if (length > max) return [{ field, reason: `Højst ${max} tegn; teksten er på ${length}.` }];
  return containsCpr(text) ? [{ field, reason: CPR_REFUSED }] : [];
}

function isOneOf(values: readonly string[], value: string): boolean {
  return values.includes(value);
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

export const RENEWAL_DAYS = 30;
/** From so many days before the deadline a list warns. */
export const WARNING_DAYS = 7;

/** Thirty days from today or from the deadline, whichever is later. */
export function renewedDeadline(deadline: string | null, today: string): string {
  return addDays(deadline !== null && deadline > today ? deadline : today, RENEWAL_DAYS);
}

/** An order is open to the end of its deadline, also when the night run has not closed it yet. */
export function statusToday(order: { status: OrderStatus; deadline: string | null }, today: string) {
  const passed = order.deadline !== null && order.deadline < today;
  return order.status === 'under_behandling' && passed ? 'frist_udloebet' : order.status;
}

export function deadlineIsNear(deadline: string | null, today: string): boolean {
  return deadline !== null && deadline <= addDays(today, WARNING_DAYS);
}

/** Why an order cannot be given this status by a person, or null. */
export function statusRefusal(
  wanted: string,
  order: { status: OrderStatus; deadline: string | null },
  today: string,
): string | null {
  if (!isOneOf(ORDER_STATUSES, wanted)) return 'Vælg en status.';
  const passed = order.deadline !== null && order.deadline < today;
  if (wanted === 'under_behandling' && passed) return 'Fristen er udløbet: forlæng den i stedet.';
  if (wanted === 'frist_udloebet' && !passed) return 'Fristen er ikke udløbet endnu.';
  if (wanted === statusToday(order, today)) return 'Ordren har allerede den status.';
  return null;
}

/** Field errors of a change of status: § 137 wants a comment on every one. */
export function checkStatusChange(
  { status, comment }: { status: string; comment: string },
  order: { status: OrderStatus; deadline: string | null },
  today: string,
): FieldError[] {
  const refusal = statusRefusal(status, order, today);
  return [
    ...(refusal ? [{ field: 'status', reason: refusal }] : []),
    ...(comment === '' ? [{ field: 'comment', reason: 'Skriv, hvorfor status skifter.' }] : []),
    ...checkText('comment', comment, LIMITS.comment),
  ];
}

/** Why a place of work gets no new orders, in Danish, or null. */
export function barRefusal(bar: FirmBar | null): string | null {
  return bar && BAR_REFUSALS[bar];
}

const BAR_REFUSALS: Readonly<Record<FirmBar, string>> = {
  ophoert: 'Virksomheden er ophørt og kan ikke få nye ordrer.',
  blokade: 'Virksomheden er i blokade og kan ikke få nye ordrer, før blokaden er ophævet.',
  konflikt: 'Virksomheden er i konflikt og kan ikke få nye ordrer, før konflikten er ophørt.',
  spaerret: 'Virksomheden er spærret og kan ikke få nye ordrer, før spærringen er ophævet.',
};
