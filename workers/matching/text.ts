import { stemmer } from '@orama/stemmers/danish';

const letters: Record<string, string> = { æ: 'ae', ø: 'oe', å: 'aa', ß: 'ss' };

/** Lower case, æøå as ae/oe/aa, other accents dropped: the form in which Danish words are compared. */
export function fold(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[æøåß]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}

/** Words and numbers of a text, folded. "C#" and "§" stay whole; all other signs separate. */
export function tokenise(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+#?|§/gu) ?? [];
}

/** The spelling of people who type o for ø and a for å: "korekort", "rengoring". */
export function loose(folded: string): string {
  return folded.replace(/oe/g, 'o').replace(/aa|ae/g, 'a');
}

const stems = new Map<string, string>();

/** Danish stem of one folded word. The stemmer knows æøå only, so they are put back before stemming. */
export function stem(token: string): string {
  const known = stems.get(token);
  if (known !== undefined) return known;
  const spelled = token.replace(/ae/g, 'æ').replace(/oe/g, 'ø').replace(/aa/g, 'å');
  const stemmed = token.length < 40 ? fold(stemmer(spelled)) : token;
  if (stems.size > 50_000) stems.clear();
  stems.set(token, stemmed);
  return stemmed;
}

// Words that say nothing about which skill is meant.
const padding = new Set(
  (
    'og i at er en et den det de for af til med som på pa paa om der har have haft skal kan kunne vil maa ' +
    'gerne god godt gode stor meget flere nogen noget lidt mindst minimum min ca cirka aar aars mdr maaneder ' +
    'erfaring erfaringer kendskab kendt viden fra indenfor inden arbejde arbejdet arbejder arbejdede job ' +
    'jobbet stilling vaere krav oenskes oensker soeges soeger kraeves fordel evt eventuelt bred lang kort ' +
    'tidligere gammel tid fuldtid uddannet faglaert interesse interesseret lyst praktisk basis grundlaeggende ' +
    'begynder niveau gyldigt gyldig virksomhed firma team opgave opgaver daglig dagligt travl travlt forskellige ' +
    'diverse tale taler skrive skriver forstaa forstaar sprog andre lignende samt ogsaa feks egen selv hos mit min sit the and with of experience in as work working'
  ).split(' '),
);

export function isPadding(token: string): boolean {
  return padding.has(token) || /^\d{1,4}$/.test(token);
}

const fillers = new Set('har et en og gyldig gyldigt gaeldende kursus bevis certifikat fra'.split(' '));

/** Words that may stand around a certificate's name without changing what is held: "gyldigt", "fra 2022". */
export function isFiller(token: string): boolean {
  return fillers.has(token) || /^(19|20)\d\d$/.test(token);
}

const negations = new Set('ikke ingen intet uden aldrig nej mangler manglende ej no not'.split(' '));

/** "ikke truck", "ingen erfaring": the text denies something, so it may not be read as having it. */
export function isNegated(tokens: readonly string[]): boolean {
  return tokens.some((token) => negations.has(token));
}

const beginnerWords = new Set('lidt begynder begynderniveau basis svagt a1 a2 elementaert'.split(' '));

/** "lidt tysk", "begynder i Excel": there, but little of it. */
export function isWeak(tokens: readonly string[]): boolean {
  return tokens.some((token) => beginnerWords.has(token));
}

const gramsOf = new Map<string, Set<string>>();

/** The runs of three characters of a text, blanks around it. */
export function trigrams(text: string): Set<string> {
  const known = gramsOf.get(text);
  if (known) return known;
  const padded = `  ${text} `;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3));
  if (gramsOf.size > 20_000) gramsOf.clear();
  gramsOf.set(text, grams);
  return grams;
}

/** Edit distance with swaps counted as one, given up (3) as soon as it passes two. */
export function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 9) + 1, (current[j - 1] ?? 9) + 1, (previous[j - 1] ?? 9) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 9) + 1);
      }
      current.push(best);
    }
    if (Math.min(...current) > 2) return 3;
    before = previous;
    previous = current;
  }
  return Math.min(previous[b.length] ?? 3, 3);
}
