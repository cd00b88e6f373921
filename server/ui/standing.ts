import { createHash } from 'node:crypto';
import { type Fields, textOf } from './fields.ts';
import type { FormState } from './form.tsx';

type Values = FormState['values'];

/** The field of a form that tells what was kept when it was read, where the row has no version of its own. */
export const STANDING = 'stod';

export function standingKey(kept: Values): string {
  const text = JSON.stringify(Object.keys(kept).map((name) => [name, ...said(kept[name])]));
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Somebody has changed it since the form was read, and not to what is sent now: the same form sent twice is no conflict. */
export function isOvertaken(sent: Fields, kept: Values): boolean {
  const read = textOf(sent, STANDING);
  if (read === '' || read === standingKey(kept)) return false;
  return Object.keys(kept).some((name) => said(sent[name]).join('\n') !== said(kept[name]).join('\n'));
}

/** What a field says, as it is compared: a browser ends its lines with two characters, and the order of ticks says nothing. */
export function said(value: string | string[] | undefined): string[] {
  return [value ?? []]
    .flat()
    .map((each) => each.replaceAll('\r\n', '\n').trim())
    .filter((each) => each !== '')
    .sort();
}
