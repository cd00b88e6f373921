import { INFORMED_WAYS, type InformedWay } from '../../db/schema/contact-persons.ts';
import { cleanText, cprErrors, freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';

/** What a person says about a contact person, as it came in. '' where nothing was typed. */
export interface PersonDraft {
  name: string | null;
  role: string | null;
  phone: string;
  email: string;
  leftOn: string;
  informedOn: string;
  informedWay: string;
}

/** As it may be stored; informedOn and informedWay go together. ISO local dates. */
export interface PersonFacts {
  name: string;
  role: string | null;
  phone: string | null;
  email: string | null;
  leftOn: string | null;
  informedOn: string | null;
  informedWay: InformedWay | null;
}

export const PERSON_LIMITS = { name: 200, role: 200, phone: 20, email: 200 };

export function readPersonForm(fields: Fields): PersonDraft {
  return {
    name: cleanText(textOf(fields, 'navn')),
    role: cleanText(textOf(fields, 'rolle')),
    phone: textOf(fields, 'telefon'),
    email: textOf(fields, 'mail'),
    leftOn: textOf(fields, 'forladt'),
    informedOn: textOf(fields, 'oplyst'),
    informedWay: textOf(fields, 'oplyst_hvordan'),
  };
}

/** The person as they may be stored, or an error in Danish per field of the form. */
export function checkPerson(
  draft: PersonDraft,
  today: string,
): { person: PersonFacts; errors: [] } | { person?: undefined; errors: FieldError[] } {
  const { name, role } = draft;
  const informedWay = oneOf(INFORMED_WAYS, draft.informedWay) ?? null;
  const errors = [
    ...(name === null ? [{ field: 'navn', reason: 'Skriv personens navn.' }] : []),
    ...freeTextErrors('navn', name, PERSON_LIMITS.name),
    ...freeTextErrors('rolle', role, PERSON_LIMITS.role),
    ...phoneErrors('telefon', draft.phone),
    ...emailErrors('mail', draft.email),
    ...pastDateErrors('forladt', draft.leftOn, today),
    ...informedErrors(draft, informedWay, today),
  ];
  if (name === null || errors.length > 0) return { errors };
  const person = {
    name,
    role,
    phone: draft.phone || null,
    email: draft.email || null,
    leftOn: draft.leftOn || null,
    informedOn: draft.informedOn || null,
    informedWay,
  };
  return { person, errors: [] };
}

export function phoneErrors(field: string, phone: string): FieldError[] {
  const cpr = cprErrors(field, phone);
  if (!phone || cpr.length > 0 || /^\+?[\d ]{8,20}$/.test(phone)) return cpr;
  return [{ field, reason: 'Skriv telefonnummeret med mindst otte cifre, fx 12 34 56 78.' }];
}

export function emailErrors(field: string, email: string): FieldError[] {
  if (!email || (email.length <= PERSON_LIMITS.email && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)))
    return cprErrors(field, email);
  return [{ field, reason: 'Skriv mailadressen, fx navn@firma.dk.' }];
}

function informedErrors(draft: PersonDraft, way: InformedWay | null, today: string): FieldError[] {
  if (draft.informedOn && way === null)
    return [{ field: 'oplyst_hvordan', reason: 'Vælg, hvordan personen er oplyst.' }];
  if (!draft.informedOn && way !== null)
    return [{ field: 'oplyst', reason: 'Skriv den dato, personen blev oplyst.' }];
  return pastDateErrors('oplyst', draft.informedOn, today);
}

function pastDateErrors(field: string, date: string, today: string): FieldError[] {
  if (!date) return [];
  if (!isIsoDate(date)) return [{ field, reason: 'Datoen findes ikke. Skriv den som 2026-12-31.' }];
  return date > today ? [{ field, reason: 'Datoen kan ikke ligge i fremtiden.' }] : [];
}
