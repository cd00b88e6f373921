import { fold, isBeginnerWord, isNegation, isPadding, tokenise } from './text.ts';

/** What a text says about a skill besides which skill it is. */
export interface Statement {
  /** the words that say which skill: what is denied and what is said of time left out */
  core: string;
  /** everything in it is denied */
  negated: boolean;
  weak: boolean;
  /** "5 års erfaring", "fra 2015 til 2019": whole years */
  years: number | null;
  /** "siden 2018" */
  since: number | null;
  /** "2015-2019": the last year worked */
  lastYear: number | null;
  /** "mange års erfaring": long, but nobody says how long */
  long: boolean;
  /** ISO date after which it no longer counts, when the text says so */
  expiresOn: string | null;
  /** the text says that it has run out */
  expired: boolean;
}

const months = 'januar februar marts april maj juni juli august september oktober november december'.split(
  ' ',
);
const numbers = 'et to tre fire fem seks syv otte ni ti elleve tolv'.split(' ');

// "lagererfaring", "it-kundskaber", "lager- og kasseerfaring": experience of something, not a skill of its own.
const FRAMED = /(?<=[a-z]{2})(-)?s?-?(erfaring|kundskaber|kendskab|faerdigheder)(?=en\b|er\b|\b)/g;

// "kok (vikar)", "lager, løs vikar", "vikar som kok", "praktik i køkken": how somebody is employed is not what they do.
const hired =
  '(?:loes |fast )?(?:(?:loes|tilkalde?|barsels|ferie|sommer)?vikar|(?:ferie|weekend)?afloeser|(?:barsels)?vikariat|' +
  '(?:studie|sommer|sommerferie|fritids|bi|weekend|fleks|skaane)job|deltid|fuldtid|time(?:loennet|ansat)|fastansat|' +
  'tidsbegraenset|midlertidig|praktik|loentilskud|privat|kommune|kommunalt?|frivilligt?|ulaert|ufaglaert)';
const HIRED = new RegExp(
  `\\(\\s*${hired}(?:(?: og |\\s*[/,]\\s*| )${hired})*\\s*\\)|(?:,| [-–])\\s*${hired}\\s*$|` +
    '^(?:loes |fast )?(?:tilkalde|barsels|ferie|sommer)?(?:vikar|afloeser) (?:som|for)\\b|' +
    '^(?:virksomheds)?(?:praktik|loentilskud|nytteindsats|fleksjob|skaanejob|arbejdsproevning) (?:som|i|paa|hos|ved|med)\\b|' +
    '\\b(?:i (?:mit |sit )?(?:hjemland(?:et)?|udlandet)|for \\S+ aar siden|som ung|om sommeren)\\b',
  'g',
);
const EMPLOYER = /(?<=\p{L})\s+(hos|i|paa?|på|fra|ved)\s+(\p{Lu}[^,;()]*)$/u;

/** "kok hos Meyers", "tjener i Syrien": a name says where, not what; `isKnown`: words that may say what. */
export function withoutPlace(text: string, isKnown: (token: string) => boolean): string {
  const found = EMPLOYER.exec(text);
  if (!found || (found[1] !== 'hos' && tokenise(found[2] ?? '').some(isKnown))) return text;
  const years = /\s(?:i|fra)\s.*\d.*$/.exec(found[2] ?? '')?.[0] ?? '';
  return text.slice(0, found.index) + years;
}

/**
 * Reads negation, level, years and expiry out of a text; what is left is the skill's own words, folded.
 * `mayExpire`: it is of a certificate, so that "fra 2020 til 2025" tells when it runs out and no years of work.
 */
export function readStatement(text: string, mayExpire = false): Statement {
  const statement: Statement = {
    core: fold(text.slice(0, 2_000)).replace(FRAMED, '$1 $2').replace(HIRED, ' '),
    negated: false,
    weak: false,
    years: null,
    since: null,
    lastYear: null,
    long: false,
    expiresOn: null,
    expired: false,
  };
  if (/\d|udloe?b|foraeld|aar|erfaring/.test(statement.core)) {
    readExpiry(statement, mayExpire);
    readTime(statement);
  }
  const tokens = tokenise(statement.core);
  statement.weak = tokens.some(isBeginnerWord);
  if (tokens.some(isNegation)) readDenial(statement, mayExpire);
  return statement;
}

const DAY = /(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?((?:19|20)\d\d)/;
const ISO = /((?:19|20)\d\d)-(\d\d)-(\d\d)/;
const MONTH = /(\d{1,2})[./-]((?:19|20)\d\d)/;
const NAMED = /\b([a-z]{3,9})\.? ((?:19|20)\d\d)/;
const WHEN = `(?:${ISO.source}|${DAY.source}|${MONTH.source}|${NAMED.source}|((?:19|20)\\d\\d))`;
const GONE = new RegExp(
  `\\b(?:er |blev )?(?:udloe?be[tr]|udloe?bet|foraeldet|ikke laengere gyldigt?)(?: i| pr\\.?| den| d\\.?)?(?: ${WHEN})?`,
);
const UNTIL = new RegExp(
  `\\b(?:(?:er )?gyldigt? |gaelder |gaeldende |udloe?ber )?(?:frem )?(?:til|t\\.o\\.m\\.?|udloe?ber|udloe?b|exp\\.?)(?: og med| den| d\\.| i| ultimo)?:? ${WHEN}`,
);

function readExpiry(statement: Statement, mayExpire: boolean): void {
  const isSpell = !mayExpire && /\b(?:fra|siden) (?:19|20)\d\d/.test(statement.core);
  const until = isSpell ? null : UNTIL.exec(statement.core);
  if (until) {
    statement.expiresOn = dateOf(until.slice(1));
    statement.core = without(statement.core, until);
    return;
  }
  const gone = GONE.exec(statement.core);
  if (!gone || /udloe?ber/.test(gone[0])) return;
  statement.expired = true;
  statement.expiresOn = dateOf(gone.slice(1));
  statement.core = without(statement.core, gone);
}

// The groups of WHEN in order: ISO year, month, day; day, month, year; month, year; month's name, year; year.
function dateOf(groups: (string | undefined)[]): string | null {
  const [y1, m1, d1, d2, m2, y2, m3, y3, name, y4, y5] = groups;
  if (y1) return isoDay(y1, m1, d1);
  if (y2) return isoDay(y2, m2, d2);
  if (y3) return isoDay(y3, m3, undefined);
  if (y4) {
    const month = months.findIndex((known) => known.startsWith((name ?? '').slice(0, 3)));
    return isoDay(y4, month < 0 ? '12' : String(month + 1), undefined);
  }
  return y5 ? `${y5}-12-31` : null;
}

/** Without a day the month's last one; null when there is no such day. */
function isoDay(year: string, month: string | undefined, day: string | undefined): string | null {
  const at = Number(month ?? 12);
  if (at < 1 || at > 12) return null;
  const last = new Date(Date.UTC(Number(year), at, 0)).getUTCDate();
  const chosen = day === undefined ? last : Number(day);
  if (chosen < 1 || chosen > last) return null;
  return `${year}-${String(at).padStart(2, '0')}-${String(chosen).padStart(2, '0')}`;
}

const number = `(\\d{1,2}(?:[.,]\\d)?|${numbers.join('|')}|et halvt)`;
const YEARS = new RegExp(
  `(?:mindst |minimum |min\\.? |over |ca\\.? |cirka |mere end )?\\b${number}(?:\\s?[-–]\\s?\\d{1,2})?\\s?\\+? ?aars?\\b(?! gammel| og derover)(?: erfaring| anciennitet| praksis)?(?: som| med| inden ?for| i| af| fra)?`,
);
const MONTHS =
  /\b(\d{1,2}) ?(?:maaneders?|mdr\.?s?|(uger?))(?![a-z])(?: erfaring)?(?: som| med| inden ?for| i| fra|\.?$)?/;
const LONG =
  /\b(?:mange aars?|aarelang|flere aars?|lang)(?: og bred)? (?:erfaring|praksis|rutine)(?: som| med| inden ?for| i| fra)?/;
const SINCE = /\bsiden(?: aar)? ((?:19|20)\d\d)\b/;
const SPAN = /\b(?:fra |i )?((?:19|20)\d\d)\s?(?:[-–]|til)\s?((?:19|20)\d\d)\b/;

function readTime(statement: Statement): void {
  const span = SPAN.exec(statement.core);
  if (span) {
    const [from, to] = [Number(span[1]), Number(span[2])];
    if (to >= from) {
      statement.years = Math.max(1, to - from);
      statement.lastYear = to;
      statement.core = without(statement.core, span);
    }
  }
  const since = SINCE.exec(statement.core);
  if (since) {
    statement.since = Number(since[1]);
    statement.core = without(statement.core, since);
  }
  const years = YEARS.exec(statement.core);
  if (years) {
    statement.years = countOf(years[1] ?? '');
    statement.core = without(statement.core, years);
  } else {
    const some = MONTHS.exec(statement.core);
    if (
      some &&
      (/erfaring|som|med|inden/.test(some[0]) || some.index + some[0].length === statement.core.length)
    ) {
      statement.years = Math.round(Number(some[1]) / (some[2] ? 5.2 : 1.2)) / 10;
      statement.core = without(statement.core, some);
    }
  }
  const long = LONG.exec(statement.core);
  if (!long) return;
  statement.long = true;
  statement.core = without(statement.core, long);
}

function countOf(text: string): number {
  const word = numbers.indexOf(text);
  if (word >= 0) return word + 1;
  return /halvt/.test(text) ? 0.5 : Number(text.replace(',', '.'));
}

function without(text: string, match: RegExpExecArray): string {
  const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
  return rest.replace(/\(\s*\)/g, ' ').trim();
}

// "har ikke truck, men kran": only the clause that denies is left out. "ikke kun lager" denies nothing.
function readDenial(statement: Statement, ofPaper: boolean): void {
  const clauses = statement.core.split(/[;,\n]|\bmen\b|\bdog\b|\.\s/);
  const said = clauses.filter((clause) => clause.trim() !== '' && !denies(clause));
  const denied = clauses.filter((clause) => clause.trim() !== '' && denies(clause));
  statement.negated = said.length === 0 || (ofPaper && denied.some(namesNothing));
  if (said.length > 0 && said.length < clauses.length) statement.core = said.join(', ');
}

// "hygiejnebevis, mangler bevis": it is the certificate itself that is denied.
function namesNothing(clause: string): boolean {
  const rest = tokenise(clause).filter((token) => !isNegation(token) && !isPadding(token));
  return rest.every((token) =>
    /^(?:certifikat|bevis|kort|papir|dokumentation|fornye|laengere|mere|endnu)/.test(token),
  );
}

function denies(clause: string): boolean {
  const tokens = tokenise(clause);
  return tokens.some((token, at) => {
    if (!isNegation(token)) return false;
    const next = tokens[at + 1] ?? '';
    if (token === 'ikke' && ['kun', 'bare', 'blot', 'mindst'].includes(next)) return false;
    return !(
      token === 'uden' && ['problemer', 'besvaer', 'opsyn', 'hjaelp', 'vanskeligheder'].includes(next)
    );
  });
}

/** "noget med mennesker": a direction, not a concept. "noget erfaring med lager" is one. */
export function isVague(core: string): boolean {
  return /^(?:gerne |bare |vil |kun )*noget (?!erfaring|kendskab|viden|rutine)/.test(core);
}

/** How the concepts of one text belong together: "B/C" and "A eller B" want one of them, all else both. */
export function joinedBy(text: string, count: number): 'og' | 'eller' | null {
  if (count < 2) return null;
  const short = text.slice(0, 500);
  return /\b(eller|or|alternativt)\b/i.test(short) || /[\p{L}\p{N}]\s?\/\s?[\p{L}\p{N}]/u.test(short)
    ? 'eller'
    : 'og';
}
