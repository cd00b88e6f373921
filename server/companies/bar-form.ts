import { BAR_KINDS, type BarKind } from '../../db/schema/companies.ts';
import { cleanText, freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';

/** What a person says about a bar, as it came in; `untilDate` '' is until further notice. */
export interface BarDraft {
  kind: string;
  reason: string | null;
  fromDate: string;
  untilDate: string;
}

export const BAR_REASON_LIMIT = 500;

/** The bar as it may be stored, or an error in Danish per field. */
export function checkBar(
  draft: BarDraft,
  today: string,
):
  | { bar: { kind: BarKind; reason: string; fromDate: string; untilDate: string | null }; errors: [] }
  | { bar?: undefined; errors: FieldError[] } {
  const { reason, fromDate } = draft;
  const untilDate = draft.untilDate || null;
  const kind = BAR_KINDS.find((value) => value === draft.kind);
  const errors = checkBarReason(reason, 'Skriv, hvorfor virksomheden spærres.');
  if (!kind) errors.push({ field: 'kind', reason: 'Vælg, hvad det er.' });
  if (!isIsoDate(fromDate)) errors.push({ field: 'fromDate', reason: 'Skriv den dato, det gælder fra.' });
  if (untilDate !== null && !isIsoDate(untilDate))
    errors.push({ field: 'untilDate', reason: 'Datoen findes ikke. Skriv den som 2026-12-31.' });
  else if (untilDate !== null && (untilDate <= today || untilDate <= fromDate))
    errors.push({ field: 'untilDate', reason: 'Vælg en dato, der kommer senere end i dag og end starten.' });
  if (!kind || reason === null || errors.length > 0) return { errors };
  return { bar: { kind, reason, fromDate, untilDate }, errors: [] };
}

/** Setting and lifting both want a reason: `missing` is what to say without one. */
export function checkBarReason(reason: string | null, missing: string): FieldError[] {
  return reason === null
    ? [{ field: 'reason', reason: missing }]
    : freeTextErrors('reason', reason, BAR_REASON_LIMIT);
}

/** The draft's names and the form's. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  kind: 'spaerring',
  reason: 'begrundelse',
  fromDate: 'fra',
  untilDate: 'ophoerer',
};

export function readBarForm(fields: Fields): BarDraft {
  return {
    kind: textOf(fields, 'spaerring'),
    reason: cleanText(textOf(fields, 'begrundelse')),
    fromDate: textOf(fields, 'fra'),
    untilDate: textOf(fields, 'ophoerer'),
  };
}

export function toBarErrors(errors: readonly FieldError[]): FieldError[] {
  return errors.map(({ field, reason }) => ({ field: FIELD_NAMES[field] ?? field, reason }));
}
