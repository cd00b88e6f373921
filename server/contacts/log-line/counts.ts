/** How many, and how many hours a week, the words of one part of a list say. */

export const isUnit = (word: string | undefined) =>
  /^(?:timer|t|t\/uge|t\/u|timer\/uge|h|dage|uger|uge|maaneder|kl|%|aar|procent)$/.test(word ?? '');
export const asCount = (word: string | undefined): number | null =>
  word === 'en' || word === 'et' || word === 'a' || word === 'an'
    ? 1
    : /^\d{1,3}$/.test(word ?? '') && Number(word) > 0
      ? Number(word)
      : null;

/** "2 nye praktikanter", "et par tjenere", "en ekstra mand", "praktik 2 personer" */
export function countBefore(words: readonly string[], at: number): number | null {
  for (let back = at - 1; back >= Math.max(0, at - 3); back--) {
    const word = words[back] ?? '';
    if (word === 'par') return 2;
    const count = asCount(word);
    if (count !== null) return isUnit(words[back + 1]) ? null : count;
    if (/^(?:i|paa|som)$/.test(word) && back === at - 1) continue;
    if (/^(?:til|i|paa|fra|med|om|for|af|er|har)$/.test(word)) return null;
  }
  return null;
}

/** "mangler 2", "vil have en", "tre nej fire til rengøring": the last number that counts no hours. */
export function looseCount(words: readonly string[]): number | null {
  for (let at = words.length - 1; at >= 0; at--) {
    const count = asCount(words[at]);
    if (
      count === null ||
      isUnit(words[at + 1]) ||
      /^(?:kl|uge|om|fra|max|mindst|hoejst|helst)$/.test(words[at - 1] ?? '')
    )
      continue;
    const next = words[at + 1];
    if (
      next === undefined ||
      isUnit(words[at + 2]) ||
      /^(?:til|i|paa|som|mere|ekstra|nej|fra|med)$/.test(next)
    )
      return count;
  }
  return null;
}

/** Hours a week: "10-15 timer", "op til 5 t", full time as 37. */
export function hoursOf(words: readonly string[]): { min: number | null; max: number | null } {
  const text = ` ${words.join(' ')} `;
  const full =
    / (?:fuldtid|fuld timer|fulltime|full-time|fuldtidsstilling|fuldtidsjob|full timer|fuld tid|full tid|fultid) /.test(
      text,
    );
  const match =
    / (?:(op til|max|maks|hoejst|maximalt|maksimalt|under|mindst|min|minimum|over) )?(?:ca )?(\d{1,2}(?:_\d)?)(?:-(\d{1,2})| (?:til|a|eller) (\d{1,2}))? (?:timer|t|t\/uge|t\/u|timer\/uge|h) /.exec(
      text,
    );
  if (!match) return full ? { min: 37, max: 37 } : { min: null, max: null };
  const low = Number(match[2]?.replace('_', '.'));
  const high = (match[3] ?? match[4]) ? Number(match[3] ?? match[4]) : low;
  if (low > 60 || high > 60 || high < low) return { min: null, max: null };
  if (/^(?:op til|max|maks|hoejst|maximalt|maksimalt|under)$/.test(match[1] ?? ''))
    return { min: null, max: high };
  if (match[1]) return { min: low, max: null };
  return { min: low, max: high };
}
