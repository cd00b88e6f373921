import { cleanText } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { type Fields, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import type { StepDraft } from './rules.ts';

/** The names of a step's draft in the forms. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  step: 'trin',
  comment: 'kommentar',
  answerBy: 'svarfrist',
  answer: 'svar',
  topics: 'emner',
  interviewOn: 'samtale',
  ended: 'grund',
};

export function readStep(fields: Fields): StepDraft {
  return {
    step: textOf(fields, 'trin'),
    comment: cleanText(textOf(fields, 'kommentar')),
    answerBy: textOf(fields, 'svarfrist'),
    answer: textOf(fields, 'svar'),
    topics: [fields.emner ?? []].flat(),
    interviewOn: textOf(fields, 'samtale'),
    ended: textOf(fields, 'grund'),
  };
}

/** What was typed with what is wrong with it, at the form's own names. */
export function failedStep(fields: Fields, errors: readonly FieldError[]): FormState {
  const named = errors.map(({ field, reason }) => ({ field: FIELD_NAMES[field] ?? field, reason }));
  return { values: fields, errors: named };
}

/** `7.3`: card 7 as it was in version 3. */
export function readPicks(fields: Fields): { id: number; version: number }[] {
  return [fields.kort ?? []].flat().flatMap((pick) => {
    const [, id, version] = /^([1-9]\d{0,9})\.([1-9]\d{0,5})$/.exec(pick) ?? [];
    return id && version ? [{ id: Number(id), version: Number(version) }] : [];
  });
}
