import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Text as searched: lower case with æøå kept, one spelling of composed letters (NFC). */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** å stands before æ and ø in Unicode and after them in the alphabet: folded text by the alphabet. */
export function compareDanish(a: string, b: string): number {
  if (!a.includes('å') && !b.includes('å')) return a < b ? -1 : a > b ? 1 : 0;
  const [one, other] = [a.replaceAll('å', 'ÿ'), b.replaceAll('å', 'ÿ')];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The same for the database. */
export function danishOrder(folded: SQLWrapper): SQL {
  return sql`replace(${folded}, 'å', 'ÿ')`;
}
