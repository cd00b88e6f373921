/** The ways in which people spoil a term when they type it. Written without a look at how the resolver mends them. */

/** A number from 0 up to 1, the same row for the same seed (mulberry32). */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** undefined: this text cannot be spoiled in this way. `isJob`: it is the title of a job. */
type Noise = (text: string, random: Random, isJob: boolean) => string | undefined;

export const NOISES: Record<string, Noise> = {
  'swapped letters': (text, random) => inLongWord(text, random, swapLetters),
  'missing or doubled letter': (text, random) => inLongWord(text, random, missOrDouble),
  inflection: (text, random) => inLongWord(text, random, inflect),
  'compound split': splitCompound,
  'compound joined': joinWords,
  'word order': reverseWords,
  'dropped word': dropWord,
  padding: pad,
  abbreviation: abbreviate,
  'oe, aa, ae': plainLetters,
  mixed,
};

function inLongWord(
  text: string,
  random: Random,
  change: (word: string, random: Random) => string,
): string | undefined {
  const words = text.split(' ');
  const places = words.flatMap((word, place) => (/^[\p{L}-]{5,}$/u.test(word) ? place : []));
  if (places.length === 0) return undefined;
  const place = pick(places, random);
  return words.map((word, at) => (at === place ? change(word, random) : word)).join(' ');
}

function swapLetters(word: string, random: Random): string {
  const places = [...word.slice(1, -1)].flatMap((letter, at) => (letter === word[at + 2] ? [] : at + 1));
  const at = pick(places, random);
  return `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
}

function missOrDouble(word: string, random: Random): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  return random() < 0.5
    ? word.slice(0, at) + word.slice(at + 1)
    : word.slice(0, at) + word[at] + word.slice(at);
}

/** Plural or definite form, by the ending; no dictionary. */
const ENDINGS: [RegExp, string[]][] = [
  [/(er|or)$/, ['en', 'e']],
  [/ør$/, ['en', 'er']],
  [/(ing|ion|ist|ent|ant)$/, ['en', 'er']],
  [/e$/, ['t', 'r', 'n']],
  [/(hed|skab|kort|bevis|arbejd)$/, ['er', 'et']],
];

function inflect(word: string, random: Random): string {
  const found = ENDINGS.find(([ending]) => ending.test(word));
  return word + pick(found?.[1] ?? ['en', 'er', 'et'], random);
}

const HEADS =
  'medhjælper|medarbejder|assistent|chauffør|rengøring|operatør|montør|tekniker|konsulent|arbejder|arbejde|mekaniker|håndtering|behandling|vejledning|styring|maskine|maskiner|leder|fører|sælger|lærer|lægger|passer|service|anlæg|kontrol|teknik|butik|pleje|hjælp|omsorg|planlægning|svejsning|systemer|system|montage|kørsel';

/** "rengørings assistent": the commonest slip in Danish. */
function splitCompound(text: string): string | undefined {
  const split = text.replace(new RegExp(`(?<=\\p{L}{4})(?=(?:${HEADS})(?!\\p{L}))`, 'u'), ' ');
  return split === text ? undefined : split;
}

function joinWords(text: string, random: Random): string | undefined {
  const gaps = [...text.matchAll(/(?<=\p{L}{4}) (?=\p{L}{4})/gu)].map((match) => match.index);
  if (gaps.length === 0) return undefined;
  const at = pick(gaps, random);
  return text.slice(0, at) + text.slice(at + 1);
}

/** "chauffør på containerbil" becomes "containerbil chauffør"; what has no such word in it is turned about. */
function reverseWords(text: string): string | undefined {
  const words = text.split(' ');
  if (words.length < 2 || /[-(]/.test(text)) return undefined;
  const middle = words.findIndex((word) => /^(af|på|til|i|med|for|hos|ved)$/.test(word));
  return middle > 0
    ? [...words.slice(middle + 1), ...words.slice(0, middle)].join(' ')
    : words.reverse().join(' ');
}

/** A small word, or one of three or more but never the last, which says what the thing is. */
function dropWord(text: string, random: Random): string | undefined {
  const words = text.split(' ');
  if (words.length < 3) return undefined;
  const small = words.flatMap((word, at) =>
    /^(og|af|på|til|i|med|for|hos|ved|en|et|den|det)$/.test(word) ? at : [],
  );
  const place = pick(small.length > 0 ? small : words.slice(0, -1).map((_, at) => at), random);
  return words.filter((_, at) => at !== place).join(' ');
}

const PADDINGS = [
  'erfaring med …',
  'god til …',
  'kendskab til …',
  'har arbejdet med …',
  '… i 5 år',
  'vant til …',
  'flere års erfaring med …',
  '… (privat og kommune)',
];

const JOB_PADDINGS = ['har arbejdet som …', '… i 5 år', 'erfaring som …', 'tidligere …', '… (vikar)'];

function pad(text: string, random: Random, isJob: boolean): string {
  const lower = /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  return pick(isJob ? JOB_PADDINGS : PADDINGS, random).replace('…', lower);
}

const SHORT: [RegExp, string][] = [
  [/medhjælper/i, 'medhj.'],
  [/medarbejder/i, 'medarb.'],
  [/assistent/i, 'ass.'],
  [/chauffør/i, 'chf.'],
  [/konsulent/i, 'kons.'],
  [/tekniker/i, 'tekn.'],
  [/arbejder?(?!\p{L})/iu, 'arb.'],
  [/produktion/i, 'prod.'],
  [/administrati(?:on|v)/i, 'adm.'],
  [/sekretær/i, 'sekr.'],
  [/afdeling/i, 'afd.'],
];

function abbreviate(text: string): string | undefined {
  const found = SHORT.find(([long]) => long.test(text));
  if (found) return text.replace(found[0], found[1]);
  const long = text.split(' ').find((word) => /^\p{L}{11,}$/u.test(word));
  return long && text.replace(long, `${long.slice(0, 7)}.`);
}

function plainLetters(text: string): string | undefined {
  const plain = text.replace(/[æøåÆØÅ]/g, (letter) => PLAIN[letter.toLowerCase()] ?? letter);
  return plain === text ? undefined : plain;
}

const PLAIN: Record<string, string> = { æ: 'ae', ø: 'oe', å: 'aa' };

function mixed(text: string, random: Random, isJob: boolean): string | undefined {
  const two = [
    ['swapped letters', 'padding'],
    ['oe, aa, ae', 'inflection'],
    ['compound split', 'missing or doubled letter'],
    ['word order', 'padding'],
  ];
  const [first = '', second = ''] = pick(two, random);
  const once = NOISES[first]?.(text, random, isJob);
  return once && NOISES[second]?.(once, random, isJob);
}
