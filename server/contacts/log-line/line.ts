import { fold } from '../../../workers/matching/text.ts';
import { NUMBER_WORDS, ONE_WORDS, TENS } from '../../ui/number-words.ts';
import { type Company, findCompany } from './company.ts';
import { wordOf } from './spelling.ts';
import { type Token, tokenise } from './tokens.ts';
import { isOrdinary, JOINED } from './words.ts';

/**
 * A line as the grammar reads it: one string of known words in small letters, a blank on either side of each.
 * Stand-ins: ¤ the firm, @ a clock time, # a long number, § (as long as its text) a date once dates.ts has read it.
 * Numbers are digits, however they were written; "en" and "et" stay, since they are mostly articles.
 */
export interface Line {
  flat: string;
  company: Company | null;
  /** word of the flat line → as it was written */
  written: ReadonlyMap<string, string>;
}

export function readLine(text: string, firms: readonly string[]): Line {
  const tokens = joinWords(tokenise(text));
  const company = findCompany(text, tokens, firms);
  const parts: string[] = [];
  const written = new Map<string, string>();
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (company && at >= company.from && at < company.to) {
      if (at === company.from) parts.push('¤');
      continue;
    }
    const sum = onesAndTens(tokens, at);
    if (sum !== null) {
      parts.push(String(sum));
      at += 2;
      continue;
    }
    const part = flatOf(token, tokens[at - 1], tokens[at + 1]);
    if (token.kind === 'word' && !written.has(part)) written.set(part, token.text);
    parts.push(part);
  }
  const flat = ` ${parts.filter(Boolean).join(' ')} `;
  return {
    flat: flat
      // Hours are per week anyway.
      .replaceAll(/ (timer|t) (?:om|pr|per|i) uge(?= )/g, ' $1')
      .replaceAll(/ (?:timer|timetal|timeantal) : (\d{1,2}(?:-\d{1,2})?)(?= )/g, ' $1 timer')
      .replaceAll(/ (?:klokken|kl) (?:halv |kvart (?:i|over) )?\d{1,2}(?: 30)?(?= )/g, ' @')
      .replaceAll(/ ligenu(?= )/g, ' lige nu')
      .replaceAll(/ ord (?=vilkaar|ansaettelse|stilling|stillinger|job )/g, ' ordinaer '),
    company,
    written,
  };
}

/** A job as it was written, "tømrer" of "toemrer", also when it begins a longer word: "tømrer" of "tømrerlærling". */
export function asWritten(word: string, { written }: Line): string {
  const whole = written.get(word);
  if (whole !== undefined) return whole;
  const longer = [...written].find(([key]) => key.startsWith(word))?.[1] ?? '';
  for (let end = 1; end <= longer.length; end++) {
    if (fold(longer.slice(0, end)) === word) return longer.slice(0, end);
  }
  return word;
}

/** "løn tilskud", "små job" */
function joinWords(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const before = joined.at(-1);
    if (before && before.kind === 'word' && token.kind === 'word' && token.start === before.end + 1) {
      const key = before.key + token.key;
      if (JOINED.has(key)) {
        joined[joined.length - 1] = { ...before, text: `${before.text} ${token.text}`, key, end: token.end };
        continue;
      }
    }
    joined.push(token);
  }
  return joined;
}

/** "fem og tyve" */
function onesAndTens(tokens: readonly Token[], at: number): number | null {
  const [one, og, ten] = [tokens[at]?.key ?? '', tokens[at + 1]?.key, tokens[at + 2]?.key ?? ''];
  const [ones, tens] = [ONE_WORDS[one], TENS[ten]];
  return og === 'og' && ones && tens ? ones + tens : null;
}

/** Their full stop ends no sentence. */
const ABBREVIATED = new Set(
  `telefon besoeg nr d den fa ang vedr kl ds md opfoelgning opkvalificering laerling brdr personer medarbejdere maks max min ca pt evt
  inkl mandag tirsdag onsdag torsdag fredag man tor soen lts vp tlf bsg rk ryk jan feb mar apr aug sep sept okt nov dec maaneder dage uge p j
  jf m mdl fm em vsh vh cvr cpr sagsnr stk mgl modt mht ord obs hr fru dir afd bl maskinf pr sdr ndr gl sct`.split(
    /\s+/,
  ),
);

/** "spoke to Maria" is not about two of them. */
const ENGLISH_VERBS = new Set(
  'spoke talked talk spoken sent wrote write want wants wanted went going like ask asked need needs back us me him her them'.split(
    ' ',
  ),
);

function flatOf(token: Token, before: Token | undefined, after: Token | undefined): string {
  if (token.kind === 'clock') return '@';
  if (token.kind === 'id') return '#';
  if (token.kind === 'date' || token.kind === 'range')
    return token.text.replace(/\s*[-\u2010-\u2015]\s*/g, '-').replace(/\s+/g, '/');
  if (token.kind === 'number') return token.text.replace(',', '_');
  if (token.kind === 'mark') return markOf(token, before, after);
  // "á 30 timer"; "a" is I in dialect.
  if (token.key === 'a' && (after?.kind === 'number' || after?.kind === 'range')) return 'a';
  if (token.key === 'to' && ENGLISH_VERBS.has(before?.key ?? '')) return 'til';
  const number = NUMBER_WORDS.get(token.key);
  if (number !== undefined && !/^(?:en|et|een|eet|one|null)$/.test(token.key)) return String(number);
  if (/^(?:een|eet|one|én|ét)$/.test(token.key)) return '1';
  return wordOf(token.key);
}

function markOf({ text }: Token, before: Token | undefined, after: Token | undefined): string {
  // "Holm Glas. Tlf. Ejeren er syg."
  const begins = after !== undefined && /^\p{Lu}(?!\p{Lu})/u.test(after.text) && isOrdinary(after.key);
  if (
    text === '.' &&
    before &&
    after &&
    !begins &&
    !/^(?:besoeg|moede|telefon)$/.test(before.key) &&
    (ABBREVIATED.has(before.key) || ABBREVIATED.has(wordOf(before.key)))
  )
    return '';
  if (text === '.' && before?.kind === 'number' && after) return '.';
  if ('.!?;\n'.includes(text)) return text === ';' ? ';' : '.';
  if ('–—−'.includes(text)) return '-';
  return '()[],:+=&/-'.includes(text) ? text.replace('[', '(').replace(']', ')') : '';
}
