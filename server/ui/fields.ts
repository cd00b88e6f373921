import { Type } from 'typebox';

/** A form or a query as typed: what is wrong must come back to its field, not as an error page. */
export const FieldsSchema = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Array(Type.String())]),
);
export type Fields = Readonly<Record<string, string | string[] | undefined>>;

/** The first value of a field, trimmed; '' when it is not there. */
export function textOf(fields: Fields, name: string): string {
  return ([fields[name] ?? ''].flat()[0] ?? '').trim();
}

/** 0 for anything that no id can be. */
export function idOf(text: string): number {
  return /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : 0;
}

/** `side` in the query; anything odd is the first page. */
export function pageOf(fields: Fields): number {
  const text = textOf(fields, 'side');
  return /^[1-9][0-9]{0,5}$/.test(text) ? Number(text) : 1;
}

/** One of the values the program knows, or undefined. */
export function oneOf<T extends string>(values: readonly T[], text: string): T | undefined {
  return values.find((value) => value === text);
}
