import { randomUUID } from 'node:crypto';
import { TICK } from '../persons/person-check.ts';
import type { FieldError } from '../problems.ts';
import { addDays } from '../ui/dates.ts';
import { type Fields, idOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import type { findContact } from './queries.ts';
import { type ContactDraft, cleanText } from './rules.ts';
import { joinWords, splitWords } from './talk-words.ts';

/** The draft's names and the form's; the form speaks import-format.md. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  contactDate: 'dato',
  kind: 'art',
  direction: 'retning',
  outcome: 'udfald',
  topic: 'tema',
  offer: 'tilbud',
  contactPerson: 'kontaktperson',
  note: 'note',
  nextStep: 'naeste_skridt',
  nextStepDate: 'naeste_dato',
  reason: 'begrundelse',
  pNumber: 'p_nummer',
  noPersonInformation: TICK,
};

/** Days until the next step, as one tap; a date that is typed wins. */
export const NEXT_STEP_DAYS: [string, string][] = [
  ['', 'Ingen'],
  ['1', 'I morgen'],
  ['7', 'Om en uge'],
  ['14', 'Om 14 dage'],
  ['30', 'Om en måned'],
  ['90', 'Om tre måneder'],
];

export function readContactForm(fields: Fields, today: string): ContactDraft {
  const words = (name: string) => cleanText(joinWords([fields[name] ?? []].flat()));
  const blankIsNull = (name: string) => cleanText(textOf(fields, name));
  return {
    contactDate: textOf(fields, 'dato'),
    kind: textOf(fields, 'art'),
    direction: textOf(fields, 'retning'),
    outcome: textOf(fields, 'udfald'),
    topic: words('tema'),
    offer: words('tilbud'),
    contactPerson: blankIsNull('kontaktperson'),
    note: blankIsNull('note'),
    nextStep: blankIsNull('naeste_skridt'),
    nextStepDate: textOf(fields, 'naeste_dato') || inDays(textOf(fields, 'naeste_om'), today),
  };
}

/** Nobody answers on a Saturday or Sunday: the Monday after. */
function inDays(days: string, today: string): string | null {
  if (!NEXT_STEP_DAYS.some(([value]) => value === days) || days === '') return null;
  const date = addDays(today, Number(days));
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}

/** The key that came with the form, so that it counts once however often it is sent. */
export function formKeyOf(fields: Fields): string {
  const key = textOf(fields, 'formularnoegle');
  return /^[0-9a-f-]{36}$/.test(key) ? key : randomUUID();
}

/** The promises that this contact keeps. */
export function keptSteps(fields: Fields): number[] {
  return [fields.klarer ?? []].flat().map(idOf);
}

export function failedForm(fields: Fields, errors: readonly FieldError[]): FormState {
  const named = errors.map(({ field, reason }) => ({ field: FIELD_NAMES[field] ?? field, reason }));
  return { values: fields, errors: named };
}

export function blankForm(today: string, fields: Fields): FormState {
  const values = {
    dato: today,
    art: textOf(fields, 'art') || 'telefon',
    retning: 'ud',
    udfald: 'opnaaet',
    naeste_om: '',
    kampagne: textOf(fields, 'kampagne'),
  };
  return { values, errors: [] };
}

export function formOf(contact: NonNullable<ReturnType<typeof findContact>>): FormState {
  const values = {
    p_nummer: String(contact.pNumber),
    dato: contact.contactDate,
    art: contact.kind,
    retning: contact.direction,
    udfald: contact.outcome,
    tema: splitWords(contact.topic),
    tilbud: splitWords(contact.offer),
    kontaktperson: contact.contactPerson ?? '',
    note: contact.note ?? '',
    naeste_skridt: contact.nextStep ?? '',
    naeste_dato: contact.nextStepDate ?? '',
  };
  return { values, errors: [] };
}
