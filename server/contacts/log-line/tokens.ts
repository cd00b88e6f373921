import { fold } from '../../../workers/matching/text.ts';

/** word and number are read on; id is any long number, which means nothing but itself. */
type TokenKind = 'word' | 'number' | 'range' | 'date' | 'clock' | 'id' | 'mark';

export interface Token {
  kind: TokenKind;
  text: string;
  /** folded; once spelling is mended, the known word */
  key: string;
  start: number;
  end: number;
}

const BEFORE = '(?<![\\p{L}\\d])';
const HYPHEN = '[-\\u2010-\\u2015]';

/** Tried in this order at each place; every part is bounded, so that a line is read in linear time. */
const PATTERNS: [TokenKind, string][] = [
  ['clock', `${BEFORE}kl\\.? ?\\d{1,2}(?:[.:]\\d{2})?(?: ?${HYPHEN} ?\\d{1,2}(?:[.:]\\d{2})?)?(?!\\d)`],
  ['clock', `${BEFORE}\\d{1,2}:\\d{2}(?!\\d)`],
  ['date', `${BEFORE}\\d{4}-\\d{2}-\\d{2}(?!\\d)`],
  ['id', `${BEFORE}\\d{6} ?${HYPHEN} ?\\d{4}(?!\\d)`],
  ['date', `${BEFORE}\\d{1,2}[./-]\\d{1,2}[./-](?:20\\d{2}|\\d{2})(?!\\d|[.]\\d|${HYPHEN}[\\p{L}\\d])`],
  ['date', `${BEFORE}\\d{1,2}\\. ?\\d{1,2}\\. ?20\\d{2}(?!\\d)`],
  ['date', `${BEFORE}\\d{1,2}/\\d{1,2} (?:20)?2\\d(?! ?(?:t|timer|stk|mand|ansatte)|\\d)`],
  ['date', `${BEFORE}\\d{1,2} \\d{1,2} 20\\d{2}(?!\\d)`],
  ['id', `${BEFORE}\\d{2}[- ./]\\d{2}[- ./]\\d{2} ?${HYPHEN}? ?\\d{4}(?!\\d)`],
  ['id', `\\+?\\d{2}(?: \\d{2}){3,7}(?!\\d)`],
  ['id', `\\+?\\d{6,}`],
  ['id', `${BEFORE}\\d{2}\\.\\d{2}\\.\\d{2}(?:-[\\p{L}\\d]+){1,4}`],
  ['date', `${BEFORE}\\d{1,2}/\\d{1,2}(?![\\d/])`],
  ['date', `${BEFORE}\\d{1,2}\\.\\d{1,2}\\.?(?!\\d)`],
  ['word', `${BEFORE}\\d{1,4}(?:-\\d{1,4}){2,4}(?!\\d)`],
  ['range', `${BEFORE}\\d{1,3} ?${HYPHEN} ?\\d{1,3}(?![\\d])`],
  [
    'number',
    `\\d{1,5}(?:,\\d{1,2})?(?=(?:t|timer|tim|h|stk|mand|md|mdr|pers|dage|uger|ugers)(?![\\p{L}\\d]))`,
  ],
  ['word', `${BEFORE}\\d{1,4}-?\\p{L}[\\p{L}\\d]*`],
  ['number', `\\d{1,5}(?:,\\d{1,2})?`],
  ['word', `${BEFORE}(?:[aikp]/s|[mvu]/|t/uge|t/u|timer/uge)(?!\\p{L})`],
  ['word', `\\p{L}[\\p{L}\\p{M}\\d]*(?:['’-]\\p{L}[\\p{L}\\p{M}]*)*`],
  ['mark', `[^\\s\\p{L}\\d]`],
];

/** Danish compounds are long, but not longer. */
const LONGEST_WORD = 50;

const TOKEN = new RegExp(PATTERNS.map(([, pattern]) => `(${pattern})`).join('|'), 'giu');

/** The line's words, numbers and signs with their places, in order. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const which = match.slice(1).findIndex((group) => group !== undefined);
    const long = match[0].length > LONGEST_WORD;
    const kind = long ? 'id' : (PATTERNS[which]?.[0] ?? 'mark');
    const start = match.index;
    tokens.push({ kind, text: match[0], key: fold(match[0]), start, end: start + match[0].length });
  }
  return tokens;
}
