import { formKeyOf } from '../contacts/form.ts';
import { cleanText } from '../contacts/rules.ts';
import { readShiftFields, shiftFieldName } from '../job-orders/shift-form.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, idOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { readHours } from '../ui/hours.ts';
import type { PlacementDraft } from './draft.ts';
import { suggestedFollowUps } from './rules.ts';
import type { Pointer } from './who.ts';

/** The names of the draft, and of what is changed later, in the forms. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  citizenId: 'borgernoegle',
  formidlingId: 'borgernoegle',
  pNumber: 'virksomhed',
  jobOrderId: 'ordre',
  type: 'type',
  purpose: 'formaal',
  jobFunction: 'funktion',
  goal: 'maal',
  startsOn: 'start',
  endsOn: 'slut',
  weeklyHours: 'timer',
  mentorName: 'mentor',
  contactPersonId: 'kontaktperson',
  employerSignedOn: 'arbejdsgiver_underskrev',
  representativeName: 'repraesentant',
  representativeSignedOn: 'repraesentant_underskrev',
  followUps: 'opfoelgning_1',
  overrideReason: 'fravigelse',
  reason: 'begrundelse',
  fromDate: 'fra',
  endedOn: 'sidste_dag',
  ended: 'grund',
  becameOrdinary: 'ordinaer',
  ordinaryHours: 'ordinaere_timer',
  dueOn: 'dato',
  doneOn: 'klaret',
  note: 'note',
  approval: 'godkendelse',
};

export const FOLLOW_UP_FIELDS = ['opfoelgning_1', 'opfoelgning_2', 'opfoelgning_3', 'opfoelgning_4'] as const;

/** What was typed with what is wrong with it, at the form's own names. */
export function failedForm(fields: Fields, errors: readonly FieldError[]): FormState {
  const named = errors.map(({ field, reason }) => ({
    field: FIELD_NAMES[field] ?? shiftFieldName(field) ?? field,
    reason,
  }));
  return { values: fields, errors: named };
}

/** Whom the form is about, as its hidden fields and its key field say. */
export function readPointer(fields: Fields): Pointer {
  return {
    citizenId: idOf(textOf(fields, 'borger')),
    citizenKey: textOf(fields, 'borgernoegle'),
    formidlingId: idOf(textOf(fields, 'formidling')),
  };
}

/** The form as typed, about a citizen who has been found; what is no number or date is refused by checkPlacement. */
export function readPlacementForm(fields: Fields, citizenId: number): PlacementDraft {
  const text = (name: string) => cleanText(textOf(fields, name));
  return {
    citizenId,
    pNumber: idOf(textOf(fields, 'virksomhed')),
    jobOrderId: idOf(textOf(fields, 'ordre')) || null,
    formidlingId: idOf(textOf(fields, 'formidling')) || null,
    type: textOf(fields, 'type'),
    purpose: textOf(fields, 'formaal') || null,
    jobFunction: text('funktion') ?? '',
    goal: text('maal'),
    startsOn: textOf(fields, 'start'),
    endsOn: textOf(fields, 'slut') || null,
    weeklyHours: hoursIn(fields, 'timer'),
    shifts: readShiftFields(fields),
    mentorName: text('mentor'),
    contactPersonId: idOf(textOf(fields, 'kontaktperson')) || null,
    ...readSignatures(fields),
    followUps: FOLLOW_UP_FIELDS.map((name) => textOf(fields, name)).filter(Boolean),
    lastEmployerHere: yesNoIn(fields, 'seneste_arbejdsgiver'),
    overrideReason: text('fravigelse'),
    formKey: formKeyOf(fields),
  };
}

/** A firm where nobody represents the employees signs alone (domain.md 1c: one-person firms). */
export const NO_REPRESENTATIVE = 'Ingen medarbejderrepræsentant';

export function readSignatures(fields: Fields) {
  const employerSignedOn = textOf(fields, 'arbejdsgiver_underskrev') || null;
  if (textOf(fields, 'ingen_repraesentant') === 'ja')
    return {
      employerSignedOn,
      representativeName: NO_REPRESENTATIVE,
      representativeSignedOn: employerSignedOn,
    };
  return {
    employerSignedOn,
    representativeName: cleanText(textOf(fields, 'repraesentant')),
    representativeSignedOn: textOf(fields, 'repraesentant_underskrev') || null,
  };
}

/** null: nothing typed; NaN: typed, and no number. */
export function hoursIn(fields: Fields, name: string): number | null {
  const typed = textOf(fields, name);
  return typed === '' ? null : (readHours(typed) ?? Number.NaN);
}

export function yesNoIn(fields: Fields, name: string): boolean | null {
  return { ja: true, nej: false }[textOf(fields, name)] ?? null;
}

/** The same with dates for follow-up, when nobody has typed one and the period is known. */
export function withSuggestions(fields: Fields): Fields {
  const start = textOf(fields, 'start');
  const end = textOf(fields, 'slut') || null;
  const blank = FOLLOW_UP_FIELDS.every((name) => textOf(fields, name) === '');
  if (!blank || !isIsoDate(start) || (end !== null && (!isIsoDate(end) || end < start))) return fields;
  const dates = suggestedFollowUps(start, end);
  return {
    ...fields,
    ...Object.fromEntries(FOLLOW_UP_FIELDS.map((name, at) => [name, dates[at] ?? ''])),
  };
}
