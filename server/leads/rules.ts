import { LEAD_ENDS } from '../../db/schema/order-work.ts';
import { ORDER_TYPES, type OrderType } from '../../workers/matching/types.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import { LIMITS } from '../job-orders/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';

/** What a firm may need, as typed: only the title and the day to follow up must be there. */
export interface LeadDraft {
  title: string;
  note: string | null;
  type: string | null;
  positions: number | null;
  weeklyHours: number | null;
  likelyFrom: string | null;
  followUpOn: string;
}

export interface CheckedLead extends LeadDraft {
  type: OrderType | null;
}

export const LEAD_NOTE_LIMIT = 2000;

/** The reasons a person gives; an order ends a lead by itself. */
export const GIVEN_ENDS = LEAD_ENDS.filter((end) => end !== 'blev_til_ordre');
export type GivenEnd = Exclude<(typeof LEAD_ENDS)[number], 'blev_til_ordre'>;

/** Field errors in Danish. `oldFollowUp` is the day already saved: it may have passed, a new one may not. */
export function checkLead(draft: LeadDraft, today: string, oldFollowUp: string | null): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (field: string, reason: string) => errors.push({ field, reason });
  if (draft.title === '') refuse('title', 'Skriv, hvad de måske mangler.');
  if (draft.type !== null && !ORDER_TYPES.some((type) => type === draft.type))
    refuse('type', 'Vælg en type, eller lad den stå åben.');
  const { positions, weeklyHours } = draft;
  if (positions !== null && !(Number.isInteger(positions) && positions >= 1 && positions <= LIMITS.positions))
    refuse('positions', `Antal skal være et helt tal fra 1 til ${LIMITS.positions}.`);
  if (weeklyHours !== null && !(weeklyHours >= 0 && weeklyHours <= LIMITS.hours))
    refuse('weeklyHours', `Timer om ugen skal være et tal fra 0 til ${LIMITS.hours}, fx 7,5.`);
  if (draft.likelyFrom !== null && !isIsoDate(draft.likelyFrom))
    refuse('likelyFrom', 'Datoen findes ikke. Skriv den som 2026-12-31.');
  if (!isIsoDate(draft.followUpOn)) refuse('followUpOn', 'Skriv den dag, der skal følges op.');
  else if (draft.followUpOn < today && draft.followUpOn !== oldFollowUp)
    refuse('followUpOn', 'Dagen er gået. Vælg i dag eller senere.');
  return [
    ...errors,
    ...freeTextErrors('title', draft.title, LIMITS.title),
    ...freeTextErrors('note', draft.note, LEAD_NOTE_LIMIT),
  ];
}
