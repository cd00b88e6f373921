import {
  CONTACT_DIRECTIONS,
  CONTACT_KINDS,
  CONTACT_OUTCOMES,
  type ContactDirection,
  type ContactKind,
  type ContactOutcome,
  type ContactRole,
} from '../../db/schema/contacts.ts';
import type { Role } from '../../db/schema/users.ts';
import { CPR_REFUSED, containsCpr } from '../citizens/cpr-guard.ts';
import type { FieldError } from '../problems.ts';
import { tidyText } from '../text.ts';
import { addDays, isIsoDate, localDate } from '../ui/dates.ts';

/** What a person says about a contact, as it came in: nothing is trusted yet. */
export interface ContactDraft {
  contactDate: string;
  kind: string;
  direction: string;
  outcome: string;
  topic: string | null;
  offer: string | null;
  contactPerson: string | null;
  note: string | null;
  nextStep: string | null;
  nextStepDate: string | null;
}

export interface CheckedContact extends ContactDraft {
  kind: ContactKind;
  direction: ContactDirection;
  outcome: ContactOutcome;
}

export const TEXT_LIMITS = {
  topic: 200,
  offer: 200,
  contactPerson: 200,
  note: 5000,
  nextStep: 500,
  reason: 500,
};

/** A contact recorded more than this many days after it took place is marked as late. */
const LATE_AFTER_DAYS = 7;

/** The draft as it may be stored, or an error in Danish per field that breaks a rule. Dates are local dates. */
export function checkContact(
  draft: ContactDraft,
  today: string,
): { contact: CheckedContact; errors: [] } | { contact?: undefined; errors: FieldError[] } {
  const kind = CONTACT_KINDS.find((value) => value === draft.kind);
  const direction = CONTACT_DIRECTIONS.find((value) => value === draft.direction);
  const outcome = CONTACT_OUTCOMES.find((value) => value === draft.outcome);
  const errors = [
    ...(kind ? [] : [{ field: 'kind', reason: 'Vælg, hvordan I havde kontakt.' }]),
    ...(direction ? [] : [{ field: 'direction', reason: 'Vælg, hvem der tog kontakt.' }]),
    ...(outcome ? [] : [{ field: 'outcome', reason: 'Vælg, hvad der kom ud af det.' }]),
    ...dateErrors(draft, today),
    ...textErrors(draft),
  ];
  if (!kind || !direction || !outcome || errors.length > 0) return { errors };
  return { contact: { ...draft, kind, direction, outcome }, errors: [] };
}

function dateErrors({ contactDate, nextStep, nextStepDate }: ContactDraft, today: string): FieldError[] {
  if (!isIsoDate(contactDate))
    return [{ field: 'contactDate', reason: 'Skriv den dato, kontakten fandt sted.' }];
  if (contactDate > today) return [{ field: 'contactDate', reason: 'Kontakten kan ikke ligge i fremtiden.' }];
  if (nextStep && !nextStepDate) return [{ field: 'nextStepDate', reason: 'Vælg en dato for næste skridt.' }];
  if (!nextStepDate) return [];
  if (!isIsoDate(nextStepDate))
    return [{ field: 'nextStepDate', reason: 'Datoen for næste skridt findes ikke.' }];
  if (nextStepDate < contactDate) {
    return [{ field: 'nextStepDate', reason: 'Næste skridt kan ikke ligge før kontakten.' }];
  }
  return [];
}

function textErrors(draft: ContactDraft): FieldError[] {
  const fields = ['topic', 'offer', 'contactPerson', 'note', 'nextStep'] as const;
  return fields.flatMap((field) => freeTextErrors(field, draft[field], TEXT_LIMITS[field]));
}

/** Free text about a firm: not too long, and never a CPR number (databeskyttelsesloven § 11). */
export function freeTextErrors(field: string, text: string | null, limit: number): FieldError[] {
  if (text === null) return [];
  if (text.length > limit)
    return [{ field, reason: `Teksten må højst være ${limit} tegn; den er ${text.length}.` }];
  return cprErrors(field, text);
}

/** What is typed anywhere but in the CPR's own column holds none (databeskyttelsesloven § 11). */
export function cprErrors(field: string, text: string): FieldError[] {
  return containsCpr(text) ? [{ field, reason: CPR_REFUSED }] : [];
}

/** Typed text as it is stored; blank is null. */
export function cleanText(text: string | null | undefined): string | null {
  return tidyText(text ?? '') || null;
}

/** In which role somebody made a contact; one who is both is a konsulent towards firms. */
export function madeAs(roles: readonly Role[]): ContactRole {
  return roles.includes('konsulent') ? 'konsulent' : 'sagsbehandler';
}

/** Contact date and entry date differ by so much that people should know. Imported history has no entry date. */
export function isLateEntry(entry: {
  contactDate: string;
  recordedAt: string;
  importId: number | null;
}): boolean {
  if (entry.importId !== null) return false;
  return localDate(new Date(entry.recordedAt)) > addDays(entry.contactDate, LATE_AFTER_DAYS);
}
