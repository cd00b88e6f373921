const DAY = '(?:0[1-9]|[12]\\d|3[01]|6[1-9]|[78]\\d|9[01])';
const MONTH = '(?:0[1-9]|1[0-2])';
const HYPHEN = '[-\\u2010-\\u2015\\u2212]';

/**
 * 130685-1234, 130685 1234, 1306851234; also with the date in pairs: 13.06.85-1234, 13 06 85 1234.
 * A number in pairs that begins earlier ("21 12 10 45 2620") is a telephone number and a postcode.
 */
const CPR_LIKE = new RegExp(
  `(?<!\\d)(?<!\\d )(?:${DAY}${MONTH}\\d\\d\\s?${HYPHEN}?\\s?|` +
    `${DAY}([./-])${MONTH}\\1\\d\\d${HYPHEN}|` +
    `${DAY} ${MONTH} \\d\\d(?: | ?${HYPHEN} ?))\\d{4}(?!\\d)`,
);

/**
 * Does the text hold something that could be a CPR number (also a fictitious one, day + 60)? The check digit is not
 * used: numbers given out since 2007 may lack it. Ten-digit P-numbers that look like a date are caught as well.
 */
export function containsCpr(text: string): boolean {
  return CPR_LIKE.test(text.normalize('NFKC'));
}

/** The text with something else where such a number stands. */
export function replaceCpr(text: string, by: string): string {
  return text.normalize('NFKC').replace(new RegExp(CPR_LIKE, 'g'), by);
}

/** What to say at the field. */
export const CPR_REFUSED = 'Teksten ligner et CPR-nummer. Skriv aldrig CPR-numre her: slet det, og gem igen.';
