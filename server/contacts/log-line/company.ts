import { fold } from '../../../workers/matching/text.ts';
import { NUMBER_WORDS } from '../../ui/number-words.ts';
import { findKnownFirm } from './known-firms.ts';
import { FIRST_NAMES, LEGAL_FORMS, NO_FIRM, TRADE_WORDS } from './names.ts';
import { isTitle } from './posts.ts';
import { wordOf } from './spelling.ts';
import { findSpokenCompany } from './spoken-company.ts';
import type { Token } from './tokens.ts';
import { isOrdinary } from './words.ts';

/** The firm as written: tokens from (inclusive) to (exclusive). */
export interface Company {
  name: string;
  from: number;
  to: number;
}

/** Words right before a name that say whose it is, strongest first. */
const POINTERS = [
  'hos',
  'fra',
  'til',
  'med',
  'at',
  'firma',
  'besoegte',
  'besoegt',
  'besoeg',
  'telefon',
  'called',
];

/**
 * The firm that a line is about: one of the user's own when it is named; else the best run of capitalised words, whatever
 * the words mean; else, in a line without capitals, the unknown words after "hos", "til", "fra" or at the beginning.
 */
export function findCompany(
  text: string,
  tokens: readonly Token[],
  firms: readonly string[],
): Company | null {
  const known = findKnownFirm(text, tokens, firms);
  if (known) return known;
  const cased = tokens.some(({ text }) => /\p{Ll}/u.test(text));
  const runs = cased ? capitalRuns(tokens) : [];
  const best = runs.toSorted((a, b) => weigh(tokens, b) - weigh(tokens, a) || a.from - b.from)[0];
  const span = best ?? findSpokenCompany(tokens);
  return span && { ...span, name: nameOf(text, tokens, span) };
}

export interface Span {
  from: number;
  to: number;
}

function nameOf(text: string, tokens: readonly Token[], { from, to }: Span): string {
  return text.slice(tokens[from]?.start, tokens[to - 1]?.end);
}

function capitalRuns(tokens: readonly Token[]): Span[] {
  const runs: Span[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (!opensName(tokens, at)) continue;
    const run = { from: at, to: endOfName(tokens, at) };
    at = run.to - 1;
    const named = withoutPerson(tokens, run);
    if (named && !isOnlyWords(tokens, named)) runs.push(named);
  }
  return runs;
}

const isCapital = (token: Token | undefined) =>
  token !== undefined &&
  token.kind === 'word' &&
  (/^\p{Lu}/u.test(token.text) || /^\d.*\p{L}/u.test(token.text) || /^\d+(-\d+)+$/.test(token.text));
const isLegal = (token: Token | undefined) => token !== undefined && LEGAL_FORMS.has(token.key);

/** Kinds of contact that firms are named after, too: "Ring Byg", "Møde Mad ApS", "Mail & More". */
const DOUBTFUL = new Set(['ring', 'moede', 'mail', 'sms', 'brev', 'kontakt', 'svar', 'seddel', 'dialog']);
const CONTACT_TOLD = new Set(
  'telefon opkald ringede ringet besoeg besoegte besoegt moede mail sms talte snakkede kontaktet opringning called onlinemoede'.split(
    ' ',
  ),
);
/** Never the first word of a name. */
const NEVER = new Set(
  `telefon besoeg besoegte besoegt besoeger ringede ringet ringer talte snakkede snak aftalt opkald opringning called onlinemoede telefonmoede
  mailede smsede sendt send skrev foelg opfoelgning husk voicemail telefonsvarer besked lagt indtalt ryk fra hos jeg vi de han hun skal har er
  mobil planlagt aflyst koerte smuttede moedtes moedes moedte kiggede skriv kontaktet kontakte vil naaede meeting emailed had no
  jobmesse netvaerksaften morgenmoede gaahjemmoede arrangement firma`.split(/\s+/),
);

/** "Receptionisten på Haderup Hotel": who was spoken to. */
const ROLE =
  /.{2}(?:isten|oeren|manden|chefen|lederen|ejeren|medarbejderen|sekretaeren|assistenten|konsulenten)$/;
const EVENTS = /^(?:netvaerksaften|morgenmoede|gaahjemmoede|arrangement|jobmesse)$/;

function opensName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || !isCapital(token)) return opensWithNumber(tokens, at);
  const word = wordOf(token.key);
  const next = tokens[at + 1];
  if (!startsSentence(tokens, at))
    return !(NEVER.has(word) && !isCapital(next) && next?.text !== '&') && !isWrittenOut(token);
  if (next && next.start === token.end + 1 && next.text === '&') return true;
  // A town; the verb is seldom written so at the beginning.
  if (token.key === 'ringe') return isCapital(next);
  if (NEVER.has(word) || (isWrittenOut(token) && !DOUBTFUL.has(word))) return false;
  if (DOUBTFUL.has(word)) return isCapital(next) && !isEverydayWord(next) && toldElsewhere(tokens, at);
  const ordinary =
    isOrdinary(token.key) ||
    word !== token.key ||
    ROLE.test(token.key) ||
    NUMBER_WORDS.has(token.key) ||
    NO_FIRM.has(token.key) ||
    isTitle(token.key);
  return !ordinary || goesOn(tokens, at);
}

/** "3F Hallen", "7-Eleven" are words; "1 A Smede" begins with a bare number. */
function opensWithNumber(tokens: readonly Token[], at: number): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]];
  return token?.kind === 'number' && isLegal(tokens[at + 2]) && isCapital(next);
}

/** Abbreviations in capitals that name a thing, not a firm. */
const isWrittenOut = (token: Token) =>
  /^(?:CPR|CVR|EAN|SMS|VP|LTS|HR|TLF|EUD|OK|P|PNR|BSG|OBS|J|DD|IBAN|KTO|REG)$/.test(token.text);
const isEverydayWord = (token: Token | undefined) => token !== undefined && isOrdinary(token.key);

/** An everyday word at the beginning is part of a name when a name follows at once: "Fredag Vin", "Elev 3 ApS". */
function goesOn(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  const following = next?.kind === 'number' || next?.kind === 'date' ? tokens[at + 2] : next;
  if (!next || next.kind === 'mark' || !following) return false;
  if (isLegal(following)) return true;
  if (!isCapital(following) || isWrittenOut(following)) return false;
  return !NEVER.has(wordOf(following.key)) && !FIRST_NAMES.has(following.key);
}

const toldElsewhere = (tokens: readonly Token[], at: number) =>
  tokens.some((token, index) => index > at + 1 && CONTACT_TOLD.has(wordOf(token.key)));

function startsSentence(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (!before) return true;
  return before.kind === 'mark' && !'&+\'"“”»(/'.includes(before.text) && !isAbbreviation(tokens[at - 2]);
}

const isAbbreviation = (token: Token | undefined) =>
  token !== undefined &&
  (/^\p{Lu}$/u.test(token.text) ||
    /^(?:fa|brdr|sdr|ndr|gl|sct|m|v|dr|ing|tlf|bsg|vedr|ang|besoeg|st|fru|hr|nr|d)$/.test(token.key));

/** Where a name that begins here ends: over small joining words, numbers and the legal form. */
function endOfName(tokens: readonly Token[], from: number): number {
  let to = from + 1;
  for (;;) {
    const [next, after] = [tokens[to], tokens[to + 1]];
    if (!next) return to;
    if (isLegal(next) || (next.kind === 'date' && isLegal(after)) || isHourInName(next)) to += 1;
    else if (next.key === 'v/' && isCapital(after) && to > from) {
      // "Peter v/ Glas og Facade": the firm stands after its man.
      if (isPerson(tokens, { from, to }) && !FIRST_NAMES.has(after?.key ?? '')) return to;
      to += 2;
      while (isCapital(tokens[to])) to += 1;
      return to;
    } else if (isCapital(next) && !isWrittenOut(next)) to += 1;
    else if (next.kind === 'number' && (isCapital(after) || isLegal(after) || closes(tokens, to, from)))
      to += 1;
    else if (/^(?:&|\+)$/.test(next.text) && isCapital(after)) to += 2;
    else if (next.text === '.' && isAbbreviation(tokens[to - 1]) && isCapital(after)) to += 2;
    else if (/^(?:og|i|paa|af|til|for|den|det)$/.test(next.key) && joinsNames(tokens, to, from)) to += 2;
    else return to;
  }
}

/** "Restaurant Kl. 12" */
const isHourInName = ({ kind, text }: Token) => kind === 'clock' && text.startsWith('K');

/** "Café 10, de vil": the number ends the name when nothing counted can follow it. */
function closes(tokens: readonly Token[], at: number, from: number): boolean {
  const after = tokens[at + 1];
  if (at > from + 1) return false;
  // "Rema 1000 på 43 64 12 34": nobody counts so many of anything but staff.
  if (
    Number(tokens[at]?.text) >= 100 &&
    !/^(?:ansatte|medarbejdere|mand|personer|kr)$/.test(wordOf(after?.key ?? ''))
  )
    return true;
  return (
    !after ||
    (after.kind === 'mark' && after.text !== '%' && after.text !== '+') ||
    /^(?:de|vil|er|har|ringede|tlf|om|ang|vedr)$/.test(after.key)
  );
}

function joinsNames(tokens: readonly Token[], at: number, from: number): boolean {
  const [join, after] = [tokens[at]?.key, tokens[at + 1]];
  if (!isCapital(after) || !after || isWrittenOut(after)) return false;
  if (join === 'og' && FIRST_NAMES.has(after.key)) return false;
  return (
    !(join !== 'og' && isPerson(tokens, { from, to: at })) &&
    !(join === 'paa' && isPerson(tokens, { from, to: at }))
  );
}

/** "Kirsten", "Bo Nielsen" are people; "Erik Bay Transport", "Bo Hansen ApS" are firms. */
function isPerson(tokens: readonly Token[], { from, to }: Span): boolean {
  const words = tokens.slice(from, to).map(({ key }) => key);
  if (/^(?:hr|fru|frk)$/.test(words[0] ?? ''))
    return !words.some((word) => TRADE_WORDS.has(word) || LEGAL_FORMS.has(word));
  if (
    !FIRST_NAMES.has(words[0] ?? '') ||
    words.some((word) => TRADE_WORDS.has(word) || LEGAL_FORMS.has(word))
  )
    return false;
  return (
    words.length === 1 ||
    (words.length <= 3 && /^\p{Lu}/u.test(tokens[to - 1]?.text ?? '') && words.length <= 2) ||
    /sen$/.test(words.at(-1) ?? '')
  );
}

function withoutPerson(tokens: readonly Token[], span: Span): Span | null {
  return isPerson(tokens, span) ? null : span;
}

const CALENDAR =
  /^(?:(?:man|tirs|ons|tors|fre|loer|soen)dag|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)$/;

/** Not a name: "Friday", "Borger", "Teams". */
function isOnlyWords(tokens: readonly Token[], { from, to }: Span): boolean {
  const words = tokens.slice(from, to);
  if (/(?:vej|gade|alle|straede|boulevard)$/.test(words[0]?.key ?? '') && words[1]?.kind === 'number')
    return true;
  if (words.length > 1) return false;
  if (tokens[from - 1]?.key === 'i') return true;
  const [only] = words;
  if (!only) return true;
  const word = wordOf(only.key);
  return (
    CALENDAR.test(word) ||
    word === 'onlinemoede' ||
    NEVER.has(word) ||
    (isOrdinary(only.key) && !pointed(tokens, from)) ||
    NO_FIRM.has(only.key)
  );
}

const pointed = (tokens: readonly Token[], at: number) => POINTERS.includes(pointerBefore(tokens, at));

function pointerBefore(tokens: readonly Token[], at: number): string {
  const before = tokens[at - 1]?.text === '.' ? tokens[at - 2] : tokens[at - 1];
  return before ? wordOf(before.key) : '';
}

function weigh(tokens: readonly Token[], { from, to }: Span): number {
  const pointer = pointerBefore(tokens, from);
  const length = to - from;
  let weight = length > 1 ? 2 : 0;
  if (tokens.slice(from, to).some((token) => isLegal(token))) weight += 4;
  if (POINTERS.includes(pointer)) weight += pointer === 'til' || pointer === 'med' ? 3 : 4;
  else if (/^(?:v\/|paa|ringede|ringet|kontaktet|mailede|for|with)$/.test(pointer)) weight += 3;
  // "Grete (Farsø Fodtøj)"
  if (length === 1 && tokens[to]?.text === '(' && isCapital(tokens[to + 1])) weight -= 4;
  // "netværksmøde hos Erhverv Ikast, talte med …": where, not who
  if (EVENTS.test(wordOf(tokens[from - 2]?.key ?? ''))) weight -= 3;
  if (from === 0) weight += 2;
  if (startsSentence(tokens, from) && from > 0) weight += 1;
  if (tokens[from] && fold(tokens[from].text) === tokens[from].text) weight -= 1;
  return weight;
}
