import { containsSpokenCpr } from './spoken-cpr.ts';

const DAY = '(?:0[1-9]|[12]\\d|3[01]|6[1-9]|[78]\\d|9[01])';
const MONTH = '(?:0[1-9]|1[0-2])';
const HYPHEN = '[-\\u2010-\\u2015\\u2212]';
const GAP = '[-\\s./_\\u2010-\\u2015\\u2212]{0,3}';

/** "12.05.90 1237"; "24.11.26 9620" is a date and a postcode or an hour. No citizen of a jobcentre is a child. */
const BIRTH_YEAR = '(?:19\\d\\d|200\\d|201[0-4]|(?!1[5-9]|2\\d|3[0-5])\\d\\d)';

const FOUR = '\\d{4}(?!\\d)';

/** As such a number is written, whatever stands before it. */
const FORMS = [
  // After the word "cpr" any signs may part the pairs.
  `(?<=(?:cpr|personnummer|pers\\.?nr)[^\\d\\n]{0,20})${DAY}${GAP}${MONTH}${GAP}(?:19|20)?\\d\\d${GAP}\\d\\d${GAP}\\d\\d(?!\\d)`,
  // 130685-1234, 130685 1234, 1306851234
  `(?<!\\d)${DAY}${MONTH}\\d\\d\\s{0,2}(?:${HYPHEN}|[/._])?\\s{0,2}${FOUR}`,
  // 13061985-1234
  `(?<!\\d)${DAY}${MONTH}(?:19|20)\\d\\d\\s?${HYPHEN}\\s?${FOUR}`,
  // 13.06.85-1234
  `(?<!\\d)${DAY}(?<sign>[./-])${MONTH}\\k<sign>(?:19|20)?\\d\\d\\s?${HYPHEN}\\s?${FOUR}`,
  // 13.06.85 1234
  `(?<!\\d)${DAY}(?<dot>[./])${MONTH}\\k<dot>${BIRTH_YEAR}\\s${FOUR}`,
  // 13 06 85 1234; a number in pairs that begins earlier ("21 12 10 45 2620") is a telephone number and a postcode.
  `(?<!\\d ?)${DAY} ${MONTH} \\d\\d(?: | ?${HYPHEN} ?)${FOUR}`,
  // 13 06 85 12 34
  `(?<!\\d ?)${DAY} ${MONTH} \\d\\d ?${HYPHEN}? ?\\d\\d \\d\\d(?! ?[\\d/]|[.:]\\d| ?(?:t|timer|stk|mand)\\b)`,
];
const CPR_LIKE = new RegExp(FORMS.join('|'), 'i');

/** Ten places of figures, some of them typed as the letter O: "O1O19O-1234". */
const WITH_LETTER_O = new RegExp(
  `(?<![\\p{L}\\d])[\\dOo]{6}[\\s._/]{0,2}${HYPHEN}?\\s?[\\dOo]{4}(?![\\p{L}\\d])`,
  'gu',
);

/** One spelling of figures, and none of the signs that nobody sees. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(WITH_LETTER_O, (run) =>
      (run.match(/\d/g) ?? []).length >= 5 ? run.replace(/[Oo]/g, '0') : run,
    );

/**
 * Does the text hold something that could be a CPR number (also a fictitious one, day + 60), in figures or said in words?
 * The check digit is not used: numbers given out since 2007 may lack it. Ten-digit P-numbers that look like a date are
 * caught as well.
 */
export function containsCpr(text: string): boolean {
  const figures = plain(text);
  return CPR_LIKE.test(figures) || containsSpokenCpr(figures);
}

/** The text with something else where such a number stands; one that is said in words leaves nothing of the text. */
export function replaceCpr(text: string, by: string): string {
  const replaced = plain(text).replace(new RegExp(CPR_LIKE, 'gi'), by);
  return containsSpokenCpr(replaced) ? by : replaced;
}

/** What to say at the field. */
export const CPR_REFUSED = 'Teksten ligner et CPR-nummer. Skriv aldrig CPR-numre her: slet det, og gem igen.';
