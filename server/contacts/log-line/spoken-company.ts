import { NUMBER_WORDS, ORDINAL_WORDS } from '../../ui/number-words.ts';
import type { Span } from './company.ts';
import { FIRST_NAMES, LEGAL_FORMS, NO_FIRM, TRADE_WORDS } from './names.ts';
import { typeOf } from './posts.ts';
import { wordOf } from './spelling.ts';
import type { Token } from './tokens.ts';
import { isOrdinary } from './words.ts';

const BEFORE_NAME = new Set(
  'til hos ved med fra forbi firma besoegte besoegt ringet ringede called telefon besoeg opkald ude paa kontaktet mobil opringning m v/ ang vedr ring besoeger proevede'.split(
    ' ',
  ),
);

/** "til" and "med" may point at a person or a job as well. */
const SURE = new Set(['hos', 'firma', 'besoegte', 'besoegt']);

/**
 * The firm in a line without capitals, dictated or typed in haste: unknown words after a word that points at a firm, or
 * that begin the line and are followed by a sign or a verb. A legal form settles what is before it.
 */
export function findSpokenCompany(tokens: readonly Token[]): Span | null {
  return (
    nameAfter(tokens, SURE) ??
    nameAfter(tokens, BEFORE_NAME) ??
    nameAtBeginning(tokens) ??
    nameBeforeVerb(tokens) ??
    nameAtEnd(tokens)
  );
}

/** "kontaktet af bjergby kloak", "få fat i bjergby kloak" */
const isContactedBy = (tokens: readonly Token[], at: number) =>
  (tokens[at]?.key === 'i' && tokens[at - 1]?.key === 'fat') ||
  (tokens[at]?.key === 'af' &&
    /^(?:kontaktet|ringet|ringede|besoegt)$/.test(wordOf(tokens[at - 1]?.key ?? '')));

function nameAfter(tokens: readonly Token[], pointers: ReadonlySet<string>): Span | null {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token || !(pointers.has(wordOf(token.key)) || isContactedBy(tokens, at))) continue;
    const span = nameFrom(tokens, tokens[at + 1]?.text === '.' ? at + 2 : at + 1);
    if (span) return span;
  }
  return null;
}

function nameFrom(tokens: readonly Token[], from: number): Span | null {
  if (BEFORE_NAME.has(wordOf(tokens[from]?.key ?? ''))) return null;
  if (FIRST_NAMES.has(tokens[from]?.key ?? '') && !isNamePart(tokens[from + 1])) return null;
  const legal = legalFormAfter(tokens, from);
  const to = legal ?? endOfUnknown(tokens, from);
  if (to <= from) return null;
  const words = tokens.slice(from, to);
  if (legal === null && !words.some(isNamePart)) return null;
  if (isPersonAlone(words.map(({ key }) => key))) return null;
  return { from, to };
}

const isPersonAlone = (words: readonly string[]) =>
  FIRST_NAMES.has(words[0] ?? '') &&
  (words.length === 1 || (words.length === 2 && /sen$/.test(words[1] ?? '')));

/** Unknown to the grammar, so that it can only be a name. */
function isNamePart(token: Token | undefined): boolean {
  if (token?.kind !== 'word') return false;
  const { key } = token;
  const known = isOrdinary(key) || wordOf(key) !== key || NO_FIRM.has(key);
  return (
    !known &&
    typeOf(key) === null &&
    !NUMBER_WORDS.has(key) &&
    !ORDINAL_WORDS.has(key) &&
    key.length > 1 &&
    !isTimeWord(key) &&
    !/.{4}(?:eren|erne|manden|oeren|isten)$/.test(key)
  );
}

/** "løgstrup lager": a word of the trade closes a name that has begun. */
const isTradeWord = ({ key }: Token) =>
  TRADE_WORDS.has(key) && !/^(?:have|tag|is|mad|net|glas|data|service|vask|rengoering|butikken)$/.test(key);

const isTimeWord = (key: string) =>
  /^(?:man|tor|soen|dag|aften|formiddag|eftermiddag|middag|uge\d*)$/.test(key);

/** "aps huset i ry", "hansen og søn v skråstreg bo hansen", "kvickly i brande" */
function endOfUnknown(tokens: readonly Token[], from: number): number {
  let to = from;
  if (LEGAL_FORMS.has(tokens[to]?.key ?? '')) to += 1;
  if (NUMBER_WORDS.has(tokens[to]?.key ?? '') && isNamePart(tokens[to + 1]) && isNamePart(tokens[to + 2]))
    to += 1;
  for (;;) {
    const [next, after, third] = [tokens[to], tokens[to + 1], tokens[to + 2]];
    if (!next || to - from > 8) return to;
    if (isNamePart(next) || (to > from && isTradeWord(next))) to += 1;
    else if (to === from) return to;
    else if (/^[aikp]$/.test(next.key) && after?.key === 'skraastreg' && third?.key === 's') return to + 3;
    else if (next.key === 'v' && after?.key === 'skraastreg') to = endOfOwner(tokens, to + 2);
    else if (/^(?:og|&|i|paa)$/.test(next.key) && isNamePart(after) && !FIRST_NAMES.has(after?.key ?? ''))
      to += 2;
    else if (/^(?:&|og)$/.test(next.key) && after?.key === 'co') to += 2;
    else return to;
  }
}

function endOfOwner(tokens: readonly Token[], from: number): number {
  let to = from;
  while (to < from + 3 && isNamePart(tokens[to])) to += 1;
  return to;
}

/** One past "aps" or "a skråstreg s" within five words, when no verb or sign comes between. */
function legalFormAfter(tokens: readonly Token[], from: number): number | null {
  for (let at = from + 1; at <= from + 4; at++) {
    const token = tokens[at];
    if (!token || token.kind === 'mark') return null;
    if (LEGAL_FORMS.has(token.key)) return at + 1;
    if (/^[aikp]$/.test(token.key) && tokens[at + 1]?.key === 'skraastreg') return at + 3;
    if (/^(?:de|jeg|vi|han|hun|der|vil|har|er|mangler|hos|til|fra|med)$/.test(wordOf(token.key))) return null;
  }
  return null;
}

const REPORTS =
  /^(?:ringede|ringet|vil|soeger|mangler|oensker|har|er|siger|spurgte|svarede|skal|beder|kom|tog|opsiger|fyrer|afskediger|aflyst|tager|ringer|telefon|besoeg|ring|proev|foelg|mail|sms|brev|moede|onlinemoede|kontakt|svar|ikke|ringes|voksenlaerling|loentilskud|virksomhedspraktik|praktikant|smaajob|fleksjob|fleksjobber|elev|laerling)$/;

const QUANTITY = /^(?:mindst|hoejst|maks|max|ca|op)$/;
const ROLES = /^(?:ejeren|chefen|direktoeren|lederen|mester|mesteren|formanden|indehaveren)$/;

function nameAtBeginning(tokens: readonly Token[]): Span | null {
  // "super brugsen give: …"
  const colon = tokens.findIndex(({ text }) => text === ':');
  const isHeading =
    colon > 0 &&
    colon <= 5 &&
    tokens.slice(0, colon).every(({ kind, key }) => kind === 'word' && !REPORTS.test(wordOf(key)));
  if (isHeading && isNamePart(tokens[0])) return { from: 0, to: colon };
  const span = nameFrom(tokens, 0);
  if (!span) return null;
  const after = tokens[span.to];
  if (!after) return null;
  const told = tokens.slice(span.to).some(({ key }) => REPORTS.test(wordOf(key)));
  const medium = /^(?:i|paa|pr)$/.test(after.key) && wordOf(tokens[span.to + 1]?.key ?? '');
  if (medium === 'telefon' || medium === 'mail') return span;
  const isName = span.to >= 2 && tokens.slice(0, span.to).every(({ text }) => !/\d/.test(text));
  if (isName && isNamePart(tokens[1])) return span;
  if (isName && (after.kind === 'number' || QUANTITY.test(after.key) || NUMBER_WORDS.has(after.key)))
    return span;
  // "kaffen er klar"
  if (span.to === 1 && /.{3}(?:en|et)$/.test(tokens[0]?.key ?? '') && wordOf(after.key) === 'er') return null;
  return told && (/^[:,/.–-]$/.test(after.text) || REPORTS.test(wordOf(after.key)) || ROLES.test(after.key))
    ? span
    : null;
}

const CALENDAR_WORD = /^(?:(?:man|tirs|ons|tors|fre|loer|soen)dag|imorgen|morgen|idag|dag)$/;

/** "møde kl. 9 mandag hadsund hegn & port": two unknown words or more, after a time, at the end of the line. */
function nameAtEnd(tokens: readonly Token[]): Span | null {
  const from = tokens.findLastIndex((token) => !isNamePart(token) && !/^(?:&|og)$/.test(token.key)) + 1;
  const before = tokens[from - 1];
  if (!before || tokens.length - from < 2 || !isNamePart(tokens[from])) return null;
  const isTime = before.kind === 'clock' || before.kind === 'date' || CALENDAR_WORD.test(wordOf(before.key));
  return isTime && endOfUnknown(tokens, from) === tokens.length ? { from, to: tokens.length } : null;
}

/** "… at haderup hotel ringede": two unknown words or more right before a verb that tells of them. */
function nameBeforeVerb(tokens: readonly Token[]): Span | null {
  for (let from = 0; from < tokens.length; from++) {
    if (!isNamePart(tokens[from])) continue;
    const to = endOfUnknown(tokens, from);
    if (
      to - from >= 2 &&
      REPORTS.test(wordOf(tokens[to]?.key ?? '')) &&
      !FIRST_NAMES.has(tokens[from]?.key ?? '')
    )
      return { from, to };
    from = Math.max(from, to - 1);
  }
  return null;
}
