import type { RecordKind } from '../../db/schema/firm-records.ts';
import { cleanText } from '../contacts/rules.ts';
import { TICK } from '../persons/person-check.ts';
import type { FieldError } from '../problems.ts';
import { addDays } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { RECORD_SPECS } from './kinds.ts';
import type { FirmRecord } from './queries.ts';
import type { RecordDraft } from './rules.ts';
import { fieldOf, type RecordFieldName } from './spec.ts';

/** The draft's names and the form's. */
export const FORM_NAMES: Readonly<Record<RecordFieldName, string>> = {
  form: 'slags',
  fromDate: 'fra',
  untilDate: 'til',
  count: 'antal',
  partner: 'part',
  lines: 'linjer',
  contactPersonId: 'person',
  followUpDate: 'opfoelgning',
  note: 'note',
};

export function readRecordForm(fields: Fields): RecordDraft {
  const column = (name: string) => [fields[name] ?? []].flat();
  const counts = column('linje_antal');
  const dates = column('linje_dato');
  return {
    form: textOf(fields, FORM_NAMES.form),
    fromDate: textOf(fields, FORM_NAMES.fromDate),
    untilDate: textOf(fields, FORM_NAMES.untilDate),
    count: textOf(fields, FORM_NAMES.count),
    partner: cleanText(textOf(fields, FORM_NAMES.partner)),
    note: cleanText(textOf(fields, FORM_NAMES.note)),
    contactPersonId: textOf(fields, FORM_NAMES.contactPersonId),
    followUpDate: textOf(fields, FORM_NAMES.followUpDate),
    lines: column('linje_type').map((type, at) => ({
      type: type.trim(),
      count: (counts[at] ?? '').trim(),
      neededFrom: (dates[at] ?? '').trim(),
    })),
  };
}

const OTHER_NAMES: Readonly<Record<string, string>> = { reason: 'begrundelse', noPersonInformation: TICK };

export function failedRecordForm(fields: Fields, errors: readonly FieldError[]): FormState {
  const nameOf = (field: string) => FORM_NAMES[field as RecordFieldName] ?? OTHER_NAMES[field] ?? field;
  return { values: fields, errors: errors.map(({ field, reason }) => ({ field: nameOf(field), reason })) };
}

/** What the kind proposes from today. */
export function blankRecordForm(kind: RecordKind, today: string): FormState {
  const values: Record<string, string> = {};
  for (const { name, proposedInDays } of RECORD_SPECS[kind].fields) {
    if (proposedInDays !== undefined) values[FORM_NAMES[name]] = addDays(today, proposedInDays);
  }
  return { values, errors: [] };
}

export function formOfRecord(record: FirmRecord): FormState {
  const lastDay = fieldOf(RECORD_SPECS[record.kind], 'untilDate')?.lastDay ?? false;
  const values = {
    slags: record.form ?? '',
    fra: record.fromDate,
    til: record.untilDate === null ? '' : addDays(record.untilDate, lastDay ? -1 : 0),
    antal: record.count === null ? '' : String(record.count),
    part: record.partner ?? '',
    note: record.note ?? '',
    person: record.contactPersonId === null ? '' : String(record.contactPersonId),
    opfoelgning: record.followUpDate ?? '',
    linje_type: record.lines.map(({ type }) => type),
    linje_antal: record.lines.map(({ count }) => String(count)),
    linje_dato: record.lines.map(({ neededFrom }) => neededFrom ?? ''),
  };
  return { values, errors: [] };
}
