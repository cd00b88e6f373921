import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Text as searched: lower case with æøå kept, one spelling of composed letters (NFC). */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** å stands before æ and ø in Unicode and after them in the alphabet: folded text to be compared by the alphabet. */
export function danishKey(folded: string): string {
  return folded.includes('å') ? folded.replaceAll('å', 'ÿ') : folded;
}

export function compareDanish(a: string, b: string): number {
  const [one, other] = [danishKey(a), danishKey(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The same for the database. */
export function danishOrder(folded: SQLWrapper): SQL {
  return sql`replace(${folded}, 'å', 'ÿ')`;
}
