import { stemmer } from '@orama/stemmers/danish';

/** Lower case, æøå as ae/oe/aa, other accents dropped: the form in which Danish words are compared. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (isAscii(lower)) return lower;
  const composed = lower.normalize('NFC');
  const danish = composed.replace(/æ/g, 'ae').replace(/ø/g, 'oe').replace(/å/g, 'aa').replace(/ß/g, 'ss');
  return isAscii(danish) ? danish : danish.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** Words and numbers of a text, folded. "C#" and "C++" and "§" stay whole; all other signs separate. */
export function tokenise(text: string): string[] {
  const folded = withoutApostrophes(fold(text)).replace(/(?<=[a-z0-9] )pa(?= [a-z0-9])/g, 'paa');
  return isAscii(folded) ? asciiWords(folded) : (folded.match(/[\p{L}\p{N}]+(?:#|\+\+)?|§/gu) ?? []);
}

// "SSA'er" is SSA, "McDonald's" McDonalds.
function withoutApostrophes(folded: string): string {
  if (!folded.includes("'") && !folded.includes('\u2019')) return folded;
  return folded.replace(/(?<=[\p{L}\p{N}])['\u2019](?:(s)|ere?|e[nt]s?|erne)(?![\p{L}\p{N}])/gu, '$1');
}

// What the expression above finds, in a tenth of the time: every name of the taxonomy goes through here.
function asciiWords(folded: string): string[] {
  const words: string[] = [];
  let from = -1;
  for (let at = 0; at <= folded.length; at++) {
    const code = folded.charCodeAt(at);
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      const signs = code === 35 ? 1 : code === 43 && folded.charCodeAt(at + 1) === 43 ? 2 : 0;
      words.push(folded.slice(from, at + signs));
      from = -1;
    }
  }
  return words;
}

const nothing: ReadonlySet<string> = new Set();

/** Words of a text that end in a full stop inside the text or at its end: "lagermedarb.", "kont. ass.". */
export function dotted(text: string): ReadonlySet<string> {
  if (!text.includes('.')) return nothing;
  const words = fold(text).match(/[\p{L}\p{N}]+\.?/gu) ?? [];
  return new Set(words.filter((word) => word.endsWith('.')).map((word) => word.slice(0, -1)));
}

/** The text as decisions about it are kept: its words, folded, one blank between them. */
export function textKey(text: string): string {
  return tokenise(text.slice(0, 2_000)).join(' ') || text.slice(0, 200).trim();
}

/** The spelling of people who type o for ø and a for å: "korekort", "rengoring". */
export function loose(folded: string): string {
  return mayHoldDanish(folded) ? folded.replace(/oe/g, 'o').replace(/aa|ae/g, 'a') : folded;
}

function spelled(folded: string): string {
  if (!mayHoldDanish(folded)) return folded;
  return folded.replace(/ae/g, 'æ').replace(/oe/g, 'ø').replace(/aa/g, 'å');
}

function mayHoldDanish(folded: string): boolean {
  return folded.includes('oe') || folded.includes('aa') || folded.includes('ae');
}

const stems = new Map<string, string>();

/** Danish stem of one folded word. The stemmer knows æøå only, so they are put back before stemming. */
export function stem(token: string): string {
  const known = stems.get(token);
  if (known !== undefined) return known;
  const stemmed = token.length < 40 ? fold(stemmer(spelled(token))) : token;
  if (stems.size > 50_000) stems.clear();
  stems.set(token, stemmed);
  return stemmed;
}

// "kontrollerer" and "kontrollering" end where "kontrol" does.
const endings = byLastLetter(
  (
    'eringerne eringens eringer eringen erings ationerne ationer ationen ations atoriske atorisk atører ' +
    'atøren atør ningerne ningen ninger nings ingerne ingens ingen inger elserne elsens elsen elser ering ' +
    'ation ative ativt ativ erede erende ernes eres erer eret ning else ings ører ende ing ere ør els ' +
    'erne enes ede ens ets ers er en et es e s'
  ).split(' '),
);

/** Longest first. */
function byLastLetter(all: readonly string[]): ReadonlyMap<string, string[]> {
  return Map.groupBy(
    all.toSorted((a, b) => b.length - a.length),
    (ending) => ending.at(-1) ?? '',
  );
}

// Their er or en is no ending: a "lager" is not a "lag".
const whole = new Set(
  'lager center mester koekken kaelder filter register kloster monster teater'.split(' '),
);

/** What a word shares with the words made from it: "overvåge", "overvågning"; "kontrollere", "kontrol". */
export function root(token: string): string {
  const known = roots.get(token);
  if (known !== undefined) return known;
  const found = findRoot(token);
  if (roots.size > 50_000) roots.clear();
  roots.set(token, found);
  return found;
}

const roots = new Map<string, string>();

function findRoot(token: string): string {
  if (token.length < 4 || token.length > 40 || whole.has(token)) return token;
  const word = spelled(token);
  let cut = word;
  const ending = endings.get(word.at(-1) ?? '')?.find((known) => word.endsWith(known));
  if (ending && word.length - ending.length >= 3) cut = word.slice(0, -ending.length);
  else if (ending && word.endsWith('e')) cut = word.slice(0, -1);
  if (cut.length < 3) return token;
  const doubled = cut.at(-1) === cut.at(-2) && /[bdfgklmnprst]$/.test(cut);
  return fold(doubled ? cut.slice(0, -1) : cut);
}

const framing = new Set(
  (
    'har have haft jeg er var du skal kan kunne vil maa gerne god godt gode stor meget flere nogen noget lidt mindst ' +
    'minimum min ca cirka aar aars mdr maaneder erfaring erfaringer erfaren kendskab kendt viden indenfor inden ' +
    'tidligere interesse interesseret lyst solid solidt rutine rutineret dygtig vant fortrolig arbejdet arbejdede ' +
    'vaeret job stilling jobbet soeges soeger oenskes oensker kraeves krav evt eventuelt fordel gyldig gyldigt evner ' +
    'bred lang mange experience basis grundlaeggende begynder niveau ekspert superbruger svagt svag daarligt daarlig basal basalt kun primaert feks inkl eks mv osv mm'
  ).split(' '),
);

/** Words around a skill that say how much or since when, never which: "god erfaring med". */
export function isFraming(token: string): boolean {
  return small.has(token) || framing.has(token) || /^(19|20)\d\d$/.test(token);
}

// Words that say nothing about which skill is meant.
const padding = new Set(
  (
    'og i at er en et den det de for af til med som paa om der var du har have haft skal kan kunne vil maa ' +
    'gerne god godt gode stor meget flere nogen noget lidt mindst minimum min ca cirka aar aars mdr maaneder ' +
    'erfaring erfaringer erfaren kendskab kendt viden fra indenfor inden arbejde arbejdet arbejder arbejdede job ' +
    'jobbet stilling vaere vaeret krav oenskes oensker soeges soeger kraeves fordel evt eventuelt bred lang kort ' +
    'lange korte tidligere gammel tid fuldtid uddannet faglaert interesse interesseret lyst praktisk basis ' +
    'grundlaeggende begynder begynderniveau niveau gyldigt gyldig virksomhed firma team opgave opgaver daglig ' +
    'dagligt travl travlt forskellige diverse tale taler skrive skriver forstaa forstaar sprog andre lignende ' +
    'samt ogsaa feks egen selv hos mit min sit jeg ved ud op mange solid solidt rutine rutineret dygtig vant ' +
    'fortrolig kompetencer kompetence faerdigheder evne evner ekspert superbruger svagt svag daarligt daarlig basal basalt kun primaert inkl eks the and with of experience in as work ' +
    'working'
  ).split(' '),
);

const small = new Set(
  'og i at er en et den det de for af til med som paa om der fra ved hos samt eller sig ad under the and with of in as to'.split(
    ' ',
  ),
);

/** Articles, prepositions, conjunctions: they never tell one name from another. */
export function isSmall(token: string): boolean {
  return small.has(token);
}

export function isPadding(token: string): boolean {
  return padding.has(token) || /^\d{1,4}$/.test(token);
}

/** Padding, but no number other than a year: "svejsecertifikat 136" is not any svejsecertifikat. */
export function isSpare(token: string): boolean {
  return isPadding(token) && (!/^\d+$/.test(token) || /^(19|20)\d\d$/.test(token));
}

const fillers = new Set(
  'har et en og er gyldig gyldigt gaeldende kursus bevis certifikat cert fra plus fordel krav'.split(' '),
);

/** Words that may stand around a certificate's name without changing what is held: "gyldigt", "fra 2022". */
export function isFiller(token: string): boolean {
  return fillers.has(token) || /^(19|20)\d\d$/.test(token);
}

const negations = new Set('ikke ingen intet uden aldrig nej mangler manglende ej no not'.split(' '));

export function isNegation(token: string): boolean {
  return negations.has(token);
}

/** "ikke truck", "ingen erfaring": the text denies something, so it may not be read as having it. */
export function isNegated(tokens: readonly string[]): boolean {
  return tokens.some((token) => negations.has(token));
}

const beginnerWords = new Set(
  'lidt begynder begynderniveau basis basal basalt svagt svag daarligt daarlig a1 a2 elementaert grundlaeggende smule'.split(
    ' ',
  ),
);

export function isBeginnerWord(token: string): boolean {
  return beginnerWords.has(token);
}

let rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];

/** Edit distance with swaps counted as one, given up (3) as soon as it passes two. */
export function editDistance(a: string, b: string): number {
  const [m, n] = [a.length, b.length];
  if (Math.abs(m - n) > 2) return 3;
  if (n + 1 > (rows[0] as Uint8Array).length) rows = rows.map(() => new Uint8Array(n + 64));
  let [before, previous, current] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= n; j++) previous[j] = Math.min(j, 9);
  for (let i = 1; i <= m; i++) {
    // Only the cells within two of the diagonal can still count.
    const from = Math.max(1, i - 2);
    const to = Math.min(n, i + 2);
    current[from - 1] = from === 1 ? Math.min(i, 9) : 9;
    let least = current[from - 1] as number;
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      const up = j <= i + 1 ? (previous[j] as number) + 1 : 9;
      let best = Math.min(up, (current[j - 1] as number) + 1, (previous[j - 1] as number) + (same ? 0 : 1));
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      ) {
        best = Math.min(best, (before[j - 2] as number) + 1);
      }
      current[j] = Math.min(best, 9);
      if (best < least) least = best;
    }
    if (least > 2) return 3;
    [before, previous, current] = [previous, current, before];
  }
  return Math.min(previous[n] as number, 3);
}
