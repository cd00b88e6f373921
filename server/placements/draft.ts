import { ORDER_TYPES, PRAKTIK_PURPOSES, type PraktikPurpose } from '../../db/schema/job-orders.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { ShiftGroup } from '../job-orders/shifts.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type CheckedHours, checkHours } from './shifts.ts';

/** What a person decides about a new placement. Codes are plain strings until checkPlacement has seen them. */
export interface PlacementDraft {
  citizenId: number;
  pNumber: number;
  /** null: came about without an order */
  jobOrderId: number | null;
  formidlingId: number | null;
  type: string;
  purpose: string | null;
  jobFunction: string;
  goal: string | null;
  startsOn: string;
  /** the last day, inclusive; null: no end is agreed */
  endsOn: string | null;
  /** null: nothing typed, then days and times say it; NaN: typed, and no number */
  weeklyHours: number | null;
  /** days and times as typed; none: not known */
  shifts: readonly ShiftGroup[];
  mentorName: string | null;
  contactPersonId: number | null;
  employerSignedOn: string | null;
  representativeName: string | null;
  representativeSignedOn: string | null;
  /** ISO dates on which somebody will follow up */
  followUps: readonly string[];
  /** was the citizen last employed by this company? null: nobody has said */
  lastEmployerHere: boolean | null;
  /** why one goes on although a rule says no or lacks an answer */
  overrideReason: string | null;
  /** the same form sent twice gives the same placement; null: sent by a program that has its own key */
  formKey: string | null;
}

/** A draft that checkPlacement found nothing wrong with. */
export interface CheckedPlacement extends Omit<PlacementDraft, 'weeklyHours' | 'shifts'>, CheckedHours {
  type: OrderType;
  purpose: PraktikPurpose | null;
}

/** Lengths as the database keeps them; the number of follow-ups is what a person can oversee. */
export const PLACEMENT_LIMITS = {
  jobFunction: 100,
  goal: 500,
  name: 200,
  reason: 1000,
  note: 2000,
  followUps: 8,
} as const;

/**
 * The draft as it may be stored, or an error in Danish per field that breaks a rule. `today` is the local date: what is
 * signed is signed by then.
 */
export function checkPlacement(
  draft: PlacementDraft,
  today: string,
): { placement: CheckedPlacement; errors: [] } | { placement?: undefined; errors: FieldError[] } {
  const type = ORDER_TYPES.find((value) => value === draft.type);
  const purpose = PRAKTIK_PURPOSES.find((value) => value === draft.purpose) ?? null;
  const { hours, errors: hoursErrors } = checkHours(draft);
  const errors = [
    ...(type ? [] : [{ field: 'type', reason: 'Vælg en type.' }]),
    ...purposeErrors(draft, purpose),
    ...functionErrors(draft),
    ...periodErrors(draft),
    ...hoursErrors,
    ...signatureErrors(draft, today),
    ...followUpErrors(draft),
    ...textErrors(draft),
  ];
  if (!type || !hours || errors.length > 0) return { errors };
  return { placement: { ...draft, type, purpose, ...hours }, errors: [] };
}

function purposeErrors(draft: PlacementDraft, purpose: PraktikPurpose | null): FieldError[] {
  if (draft.purpose === null) return [];
  if (draft.type !== 'virksomhedspraktik')
    return [{ field: 'purpose', reason: 'Formål vælges kun for virksomhedspraktik.' }];
  return purpose ? [] : [{ field: 'purpose', reason: 'Vælg et formål.' }];
}

function functionErrors({ jobFunction }: PlacementDraft): FieldError[] {
  if (jobFunction === '') return [{ field: 'jobFunction', reason: 'Skriv, hvad borgeren skal lave.' }];
  return freeTextErrors('jobFunction', jobFunction, PLACEMENT_LIMITS.jobFunction);
}

function periodErrors({ startsOn, endsOn }: PlacementDraft): FieldError[] {
  if (!isIsoDate(startsOn)) return [{ field: 'startsOn', reason: 'Skriv den første dag.' }];
  if (endsOn === null) return [];
  if (!isIsoDate(endsOn)) return [{ field: 'endsOn', reason: 'Den sidste dag findes ikke.' }];
  return endsOn < startsOn
    ? [{ field: 'endsOn', reason: 'Den sidste dag kan ikke ligge før den første.' }]
    : [];
}

/** Ordinary paid hours a week, as they are found afterwards. */
export function ordinaryHoursErrors(hours: number | null): FieldError[] {
  if (hours === null || (hours >= 0 && hours <= 60)) return [];
  return [{ field: 'ordinaryHours', reason: 'Ordinære timer om ugen er et tal fra 0 til 60, fx 7,5.' }];
}

function signatureErrors(draft: PlacementDraft, today: string): FieldError[] {
  const errors = (['employerSignedOn', 'representativeSignedOn'] as const).flatMap((field) =>
    signedOnErrors(field, draft[field], today),
  );
  if (draft.representativeSignedOn !== null && draft.representativeName === null)
    errors.push({ field: 'representativeName', reason: 'Skriv, hvem der har skrevet under.' });
  return errors;
}

/** The day of a signature: a day that exists and has been. */
export function signedOnErrors(field: string, date: string | null, today: string): FieldError[] {
  if (date === null) return [];
  if (!isIsoDate(date)) return [{ field, reason: 'Datoen for underskriften findes ikke.' }];
  return date > today ? [{ field, reason: 'En underskrift kan ikke ligge i fremtiden.' }] : [];
}

function followUpErrors({ followUps, startsOn, endsOn }: PlacementDraft): FieldError[] {
  const field = 'followUps';
  if (followUps.length > PLACEMENT_LIMITS.followUps)
    return [{ field, reason: `Højst ${PLACEMENT_LIMITS.followUps} opfølgninger ad gangen.` }];
  if (followUps.some((date) => !isIsoDate(date)))
    return [{ field, reason: 'En af datoerne for opfølgning findes ikke.' }];
  const outside = followUps.some((date) => date < startsOn || (endsOn !== null && date > endsOn));
  return outside ? [{ field, reason: 'Opfølgning skal ligge mellem den første og den sidste dag.' }] : [];
}

function textErrors(draft: PlacementDraft): FieldError[] {
  return [
    ...freeTextErrors('goal', draft.goal, PLACEMENT_LIMITS.goal),
    ...freeTextErrors('mentorName', draft.mentorName, PLACEMENT_LIMITS.name),
    ...freeTextErrors('representativeName', draft.representativeName, PLACEMENT_LIMITS.name),
    ...freeTextErrors('overrideReason', draft.overrideReason, PLACEMENT_LIMITS.reason),
  ];
}
