import { maskCpr } from '../citizens/rules.ts';
import { hasControls, hasLostLetters, tidyText } from '../text.ts';
import { isCalendarDate } from '../ui/dates.ts';
import { MOST_HOURS, readHours } from '../ui/hours.ts';
import { type FieldProblem, type Fields, MAX_CELL } from './records.ts';

export type FieldReader = ReturnType<typeof readFields>;

/**
 * Reads typed values from a row and gathers what is wrong in `problems`, with reasons in Danish that never repeat the
 * value (it may be a CPR number in the wrong column). Each reader gives undefined when the row has no such field, which
 * an import leaves alone, and null when the field is blank, which an import clears.
 */
export function readFields(fields: Fields) {
  const problems: FieldProblem[] = [];
  let masked = 0;

  function reject(field: string, reason: string): null {
    problems.push({ field, reason });
    return null;
  }

  /** Text in NFC without blanks around it; a number becomes its digits. */
  function text(field: string, { max = MAX_CELL }: { max?: number } = {}): string | null | undefined {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (value === undefined || value === null) return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (typeof value !== 'string') return reject(field, 'skal være tekst');
    return clean(field, value, max);
  }

  /** Text that people wrote: a CPR number in it is masked before it goes anywhere, also into the staging file. */
  function freeText(field: string, limits: { max?: number } = {}): string | null | undefined {
    const value = text(field, limits);
    return value && masking(value);
  }

  function requiredFreeText(field: string, limits: { max?: number } = {}): string {
    return masking(requiredText(field, limits));
  }

  function masking(value: string): string {
    const shown = maskCpr(value);
    if (shown !== value) masked++;
    return shown;
  }

  function clean(field: string, value: string, max: number): string | null {
    if (value.length > MAX_CELL) return reject(field, 'cellen er større end 1 MB');
    const reason = brokenText(value);
    if (reason) return reject(field, reason);
    const trimmed = tidyText(value);
    if (trimmed.length > max && [...trimmed].length > max) return reject(field, `må højst være ${max} tegn`);
    return trimmed || null;
  }

  function requiredText(field: string, limits: { max?: number } = {}): string {
    const before = problems.length;
    const value = text(field, limits);
    if (!value && problems.length === before) reject(field, 'mangler');
    return value ?? '';
  }

  function date(field: string): string | null | undefined {
    const value = text(field);
    return value && !isCalendarDate(value) ? reject(field, dateReason(value)) : value;
  }

  function integer(field: string, { min, max }: { min: number; max: number }): number | null | undefined {
    const value = text(field);
    if (value === null || value === undefined) return value;
    const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    return reject(
      field,
      `skal være et helt tal mellem ${min.toLocaleString('da')} og ${max.toLocaleString('da')}`,
    );
  }

  /** Hours a week, as people write them: 37, 7,5 or 7.5. */
  function hours(field: string): number | null | undefined {
    const value = text(field);
    if (value === null || value === undefined) return value;
    return readHours(value) ?? reject(field, `skal være et timetal mellem 0 og ${MOST_HOURS}, fx 7,5`);
  }

  function digits(field: string, length: number): string | null | undefined {
    const value = text(field);
    return value && !(value.length === length && /^\d+$/.test(value))
      ? reject(field, `skal være ${length} cifre`)
      : value;
  }

  function requiredDigits(field: string, length: number): string {
    const before = problems.length;
    const value = digits(field, length);
    if (!value && problems.length === before) reject(field, 'mangler');
    return value ?? '';
  }

  function yesNo(field: string): boolean | null | undefined {
    const value = fields[field];
    if (typeof value === 'boolean') return value;
    const word = code(field, ['ja', 'nej']);
    return word ? word === 'ja' : word;
  }

  function code<Value extends string>(field: string, values: readonly Value[]): Value | null | undefined {
    const value = text(field);
    return value
      ? (findCode(value, values) ?? reject(field, oneOfReason(values)))
      : (value as null | undefined);
  }

  function requiredCode<Value extends string>(field: string, values: readonly Value[]): Value {
    const before = problems.length;
    const value = code(field, values);
    if (!value && problems.length === before) reject(field, `mangler: ${oneOfReason(values)}`);
    return value ?? (values[0] as Value);
  }

  /** A `|`-separated cell or a JSON array; blank items are dropped. */
  function list(field: string): string[] | undefined {
    const items = rawList(field);
    return items?.flatMap((item) => {
      if (typeof item === 'number' && Number.isFinite(item)) return [String(item)];
      if (typeof item !== 'string') return reject(field, 'skal være en liste af tekster') ?? [];
      return clean(field, item, MAX_CELL) ?? [];
    });
  }

  function freeList(field: string): string[] | undefined {
    return list(field)?.map(masking);
  }

  /** The items as they stand, for lists that may hold objects. */
  function rawList(field: string): unknown[] | undefined {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (value === undefined) return undefined;
    if (value === null) return [];
    if (Array.isArray(value)) return value;
    return text(field)?.split('|') ?? [];
  }

  function codes<Value extends string>(field: string, values: readonly Value[]): Value[] | undefined {
    const found = list(field)?.flatMap(
      (item) => findCode(item, values) ?? reject(field, oneOfReason(values)) ?? [],
    );
    return found && [...new Set(found)];
  }

  return {
    problems,
    reject,
    /** texts in which a CPR number was masked */
    masked: () => masked,
    text,
    freeText,
    requiredFreeText,
    masking,
    requiredText,
    date,
    integer,
    hours,
    digits,
    requiredDigits,
    yesNo,
    code,
    requiredCode,
    list,
    freeList,
    rawList,
    codes,
  };
}

/** Why a text cannot be stored as it is, or undefined. */
export function brokenText(value: string): string | undefined {
  if (hasLostLetters(value)) return 'indeholder ødelagte bogstaver: filen har mistet sit tegnsæt';
  return hasControls(value) ? 'indeholder styretegn, som ikke er tekst' : undefined;
}

export function dateReason(value: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(value)
    ? 'datoen findes ikke i kalenderen'
    : 'skal være en dato som ÅÅÅÅ-MM-DD';
}

function findCode<Value extends string>(text: string, values: readonly Value[]): Value | undefined {
  const lower = text.toLowerCase();
  return values.find((value) => value.toLowerCase() === lower);
}

function oneOfReason(values: readonly string[]): string {
  return `skal være en af: ${values.join(', ')}`;
}
