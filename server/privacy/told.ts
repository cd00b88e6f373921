import { showDate, showInstant } from '../ui/dates.ts';

const YES_NO =
  /^(may|may_be_shared|protected_address|single_provider|has_employer|became_ordinary|still_there)$/;

/** A value in words: dates and instants as they are read here, codes by their names, yes and no. */
export function told(column: string, value: unknown, words: Readonly<Record<string, string>> = {}): string {
  if (value === null || value === undefined) return '';
  if (YES_NO.test(column)) return value === 1 ? 'Ja' : 'Nej';
  const text = String(value);
  const list = listIn(text);
  if (list) return list.map((one) => words[one] ?? one).join(', ');
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return showInstant(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return showDate(text);
  return words[text] ?? text;
}

/** A list as its column keeps it; a text that somebody typed in brackets is a text. */
function listIn(text: string): string[] | null {
  if (!text.startsWith('["')) return null;
  try {
    return JSON.parse(text) as string[];
  } catch {
    return null;
  }
}
