import { containsCpr, replaceCpr } from './cpr-guard.ts';

/** A CPR number is never shown; the right to see it comes with its own page and log. */
export const MASKED_CPR = '••••••-••••';

/** borger_id as shown: a case system that uses CPR numbers as keys must not put them on the screen. */
export function shownKey(citizenKey: string): string {
  return containsCpr(citizenKey) ? MASKED_CPR : citizenKey;
}

/** Free text as shown where nobody knows whose it is. */
export function maskCpr(text: string): string {
  return containsCpr(text) ? replaceCpr(text, MASKED_CPR) : text;
}
