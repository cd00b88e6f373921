import { fold, tokenise } from './text.ts';

const classes = new Set('am a1 a2 a b b96 be c1 c1e c ce d1 d1e d de'.split(' '));
const trailerClasses = new Set(['b', 'c1', 'c', 'd1', 'd']);
const licenceWords = new Set(
  'koerekort korekort koerekortet koerekortskategori kort kategori kat klasse'.split(' '),
);
/** What a class is called by those who do not know its letter. */
const vehicles = new Map([
  ['bil', 'b'],
  ['personbil', 'b'],
  ['mc', 'a'],
  ['motorcykel', 'a'],
  ['lastbil', 'c'],
  ['bus', 'd'],
]);
const joiners = new Set('og eller samt plus evt'.split(' '));
const fillers = new Set(
  'har ja gyldigt gyldig dansk type til mindst minimum almindeligt almindelig alm stort bil personbil lastbil bus trailer haenger motorcykel mc'.split(
    ' ',
  ),
);

/** Licence classes in a text as concept ids. `anyOf`: the text says "eller" (or B/C), one is enough. */
export interface LicencesFound {
  ids: string[];
  anyOf: boolean;
  /** words of the text that were read as part of a licence */
  used: Set<number>;
}

/**
 * "kørekort C/E", "kategori B og C", "C-kort". In a licence field (`field`) the bare class is enough, but then
 * every other word must be a known filler: "B", "C+E (lastbil)", never a guess.
 */
export function licencesIn(text: string, field: boolean): LicencesFound {
  const tokens = joinTrailers(tokenise(text.slice(0, 500)));
  const found: LicencesFound = { ids: [], anyOf: saysOr(text), used: new Set() };
  tokens.forEach((token, at) => {
    if (!classes.has(token.word) || !(field || hasContext(tokens, at))) return;
    found.ids.push(`koerekort-${token.word}`);
    for (const place of token.places) found.used.add(place);
  });
  if (found.ids.length > 0) {
    tokens.forEach((token) => {
      if (licenceWords.has(token.word) || joiners.has(token.word))
        for (const at of token.places) found.used.add(at);
    });
  }
  const leftOver = tokens.some(
    (token) =>
      !classes.has(token.word) &&
      !licenceWords.has(token.word) &&
      !joiners.has(token.word) &&
      !fillers.has(token.word),
  );
  return field && leftOver ? { ids: [], anyOf: false, used: new Set() } : found;
}

/** "lastbil", "kørekort til bil": the class that is most likely meant, to be asked about. "har bil" is no licence. */
export function licenceSuggested(text: string): string | null {
  const tokens = tokenise(text.slice(0, 500));
  const others = tokens.filter((token) => !vehicles.has(token) && !licenceWords.has(token));
  const named = tokens.flatMap((token) => vehicles.get(token) ?? []);
  const isPlain = others.every((token) => token !== 'har' && (fillers.has(token) || joiners.has(token)));
  return named[0] && isPlain ? `koerekort-${named[0]}` : null;
}

interface Word {
  word: string;
  places: number[];
}

// "C/E" and "C+E" come as two words: the E belongs to the class before it.
function joinTrailers(tokens: string[]): Word[] {
  const words: Word[] = [];
  tokens.forEach((token, at) => {
    const before = words.at(-1);
    if (token === 'e' && before && trailerClasses.has(before.word)) {
      before.word += 'e';
      before.places.push(at);
    } else words.push({ word: token, places: [at] });
  });
  return words;
}

function hasContext(words: Word[], at: number): boolean {
  const next = words[at + 1]?.word ?? '';
  if (next === 'kort' || next === 'koerekort' || next === 'korekort') return true;
  for (let back = at - 1; back >= 0; back--) {
    const word = words[back]?.word ?? '';
    if (licenceWords.has(word)) return true;
    if (!classes.has(word) && !joiners.has(word) && !fillers.has(word)) return false;
  }
  return false;
}

/** "B eller C", "B/C" (but not "C/E", which is one class). */
export function saysOr(text: string): boolean {
  const folded = fold(text.slice(0, 500));
  return /\b(eller|or)\b/.test(folded) || /\b[abcd]1?\s*\/\s*[abcd]1?\b/.test(folded);
}
