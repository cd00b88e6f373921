import { isFraming, isSmall, loose, root, stem } from './text.ts';

/** One word as it is compared. `parts` are the words a compound is made of (none when it is not one). */
export interface Word {
  id: number;
  text: string;
  stem: string;
  root: string;
  loose: string;
  /** how much the word says: rare words most, padding next to nothing */
  weight: number;
  parts: Word[];
  /** roots of words that may stand for it, 0–1 */
  near: ReadonlyMap<string, number> | undefined;
  /** a name or the lexicon has it, so it is hardly a slip of the pen */
  known: boolean;
  /** ends in a full stop, so it may be an abbreviation */
  dotted: boolean;
  /** one or two signs, or with a digit in it: "B", "C1", "26" are the same or they are not */
  isCode: boolean;
  /** made when first asked for, see gramsOf */
  grams: Uint16Array | null;
}

/** All words of all names by number, each looked at closely when it is first asked for. */
export interface Vocabulary {
  wordAt(id: number): Word;
  /** the roots it is found by: its own and those of its parts; none for a word that says next to nothing */
  keysAt(id: number): string[];
  /** a word no name uses, made for one query; ids below zero */
  strange(text: string, dotted: boolean): Word;
  /** a name has it, as it stands */
  knows(text: string): boolean;
  /** From now on words weigh by how many names have their root, in compounds too. */
  countBy(namesWith: (root: string) => number): void;
}

/** The words of names: `ids` by text in order of appearance, `uses` how often each occurs. */
export interface Wordlist {
  ids: ReadonlyMap<string, number>;
  uses: readonly number[];
}

interface Known {
  /** how many names there are */
  names: number;
  /** words beside those of the names */
  lexicon: readonly string[];
  abbreviations: ReadonlySet<string>;
  near: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const A_TURN = 100;
/** The weight of a word that no name is looked up by. */
export const SAYS_LITTLE = 0.12;

/** Words with weights by how many names use their root, and compounds taken apart. */
export function* buildVocabulary(
  list: Wordlist,
  { names, lexicon, abbreviations, near }: Known,
): Generator<void, Vocabulary> {
  const { uses, roots } = yield* usesByRoot(list);
  const known = new Set(list.ids.keys());
  for (const text of lexicon) known.add(text);
  const split = yield* createSplitter(known, abbreviations);
  const total = Math.max(1, names);
  const highest = Math.log(1 + total);
  const weigh = (text: string, itsRoot: string): number => {
    const weight = Math.log(1 + total / Math.max(1, counted?.(itsRoot) ?? uses.get(itsRoot) ?? 1)) / highest;
    if (isSmall(text)) return Math.min(weight, 0.03);
    return isFraming(text) ? Math.min(weight, SAYS_LITTLE) : Math.max(weight, 0.1);
  };
  let strangers = 0;
  let counted: ((root: string) => number) | null = null;
  const make = (id: number, text: string, isKnown: boolean): Word => ({
    id,
    text,
    stem: stem(text),
    root: root(text),
    loose: loose(text),
    weight: weigh(text, root(text)),
    parts: [],
    near: near.get(root(text)),
    known: isKnown,
    dotted: false,
    isCode: text.length <= 2 || /\d/.test(text),
    grams: null,
  });
  const texts = [...list.ids.keys()];
  const made: (Word | undefined)[] = texts.map(() => undefined);

  function wordAt(id: number): Word {
    const before = made[id];
    if (before) return before;
    const word = make(id, texts[id] ?? '', true);
    made[id] = word;
    word.parts = split(word.text).map(partOf);
    return word;
  }
  function keysAt(id: number): string[] {
    const text = texts[id] ?? '';
    const itsRoot = roots[id] ?? '';
    if (weigh(text, itsRoot) <= SAYS_LITTLE) return [];
    const parts = split(text);
    return parts.length === 0 ? [itsRoot] : [itsRoot, ...parts.map(root)];
  }
  function partOf(text: string): Word {
    const id = list.ids.get(text);
    return id === undefined ? make(nextStranger(), text, false) : wordAt(id);
  }
  function nextStranger(): number {
    strangers = strangers < 1_000_000 ? strangers + 1 : 1;
    return -strangers;
  }
  function strange(text: string, dotted: boolean): Word {
    const id = list.ids.get(text);
    if (id !== undefined) return dotted ? { ...wordAt(id), dotted } : wordAt(id);
    const word = make(nextStranger(), text, known.has(text));
    return { ...word, dotted, parts: split(text).map(partOf) };
  }
  function countBy(count: (root: string) => number): void {
    counted = count;
  }
  return { wordAt, keysAt, strange, knows: (text) => list.ids.has(text), countBy };
}

function* usesByRoot(list: Wordlist): Generator<void, { uses: Map<string, number>; roots: string[] }> {
  const uses = new Map<string, number>();
  const roots: string[] = [];
  for (const [text, id] of list.ids) {
    const key = root(text);
    roots.push(key);
    uses.set(key, (uses.get(key) ?? 0) + (list.uses[id] ?? 0));
    if (id % A_TURN === 0) yield;
  }
  return { uses, roots };
}

/** The runs of three letters of a word, blanks around it, as sorted numbers. */
export function gramsOf(word: Word): Uint16Array {
  if (word.grams) return word.grams;
  const padded = ` ${word.text.slice(0, 60)} `;
  const grams = new Set<number>();
  for (let at = 0; at + 3 <= padded.length; at++) {
    const [a, b, c] = [padded.charCodeAt(at), padded.charCodeAt(at + 1), padded.charCodeAt(at + 2)];
    grams.add(((a * 31 + b) * 31 + c) & 0xffff);
  }
  word.grams = Uint16Array.from(grams).sort();
  return word.grams;
}

// "autoris|ation", "uddan|nelse": what only makes a word of another is no word in a compound.
const ending =
  /^[bdfgklmnprst]?(?:ing|ning|ring|ling|else|ation|tion|sion|ition|ende|toer|atoer|oer|erske|skab|hed|ighed|lighed|lig|elig|isk|ering|isering|matik)(?:s|e|t|en|er|erne|et|ens|ernes)?$/;

function isEnding(text: string): boolean {
  return text.length <= 11 && ending.test(text);
}

const never = new Set(
  'med for til over under ud op ind af om ved sam mod hen gen fra hos mis van und mel ling ning ende'.split(
    ' ',
  ),
);

/**
 * Takes compounds apart: "lagermedarbejder" is lager + medarbejder when both are words, or when what is left
 * stands at the end (or beginning) of several other compounds. An abbreviation is no part of a compound.
 */
function* createSplitter(
  known: ReadonlySet<string>,
  abbreviations: ReadonlySet<string>,
): Generator<void, (text: string) => string[]> {
  const stemsKnown = new Set<string>();
  const rootsKnown = new Set<string>();
  let count = 0;
  for (const text of known) {
    if (++count % A_TURN === 0) yield;
    if (text.length < 3 || isSmall(text) || abbreviations.has(text)) continue;
    stemsKnown.add(text).add(stem(text));
    if (text.length >= 5) rootsKnown.add(root(text));
  }
  const mayBegin = beginningsOf(stemsKnown);
  const heads = yield* countRemainders(known, abbreviations, stemsKnown, mayBegin);
  const isHead = (text: string) => !isEnding(text) && (isKnownHead(text) || (mayHead(text) && !isTorn(text)));
  const isKnownHead = (text: string) =>
    stemsKnown.has(text) || stemsKnown.has(stem(text)) || (text.length >= 5 && rootsKnown.has(root(text)));
  const mayHead = (text: string) => (heads.get(stem(text)) ?? 0) >= 3;
  // "truckfører|kursus", not "truckfør|erkursus"; "rengørings|dame", not "rengøring|sdame".
  const isTorn = (text: string) => {
    const torn = /^(?:er|ings|s|e)(?=.{4})/.exec(text)?.[0];
    return torn !== undefined && isKnownHead(text.slice(torn.length));
  };
  const memo = new Map<string, string[]>();

  function split(text: string): string[] {
    if (text.includes('_')) return text.split('_').filter((word) => !isSmall(word));
    if (text.length < 7 || text.length > 40) return whole;
    const before = memo.get(text);
    if (before) return before;
    const halves = halve(text);
    const parts =
      halves === null
        ? whole
        : halves.flatMap((part) => {
            const smaller = split(part);
            return smaller.length > 0 ? smaller : [part];
          });
    if (memo.size > 50_000) memo.clear();
    memo.set(text, parts);
    return parts;
  }

  function halve(text: string): [string, string] | null {
    let best: [string, string] | null = null;
    let bestScore = 0;
    const begins = mayBegin(text);
    for (let at = 3; at <= text.length - 4; at++) {
      if (begins[at] === 0 && begins[at - 1] === 0) continue;
      const left = leftWord(text.slice(0, at), stemsKnown);
      if (left === null) continue;
      const right = text.slice(at);
      const isWord = stemsKnown.has(right);
      const score = Math.min(left.length, right.length) + (isWord ? 2 : 0);
      if (score <= bestScore || (left.length === 3 && !(right.length >= 5 && isWord)) || !isHead(right))
        continue;
      best = [left, right];
      bestScore = score;
    }
    return best;
  }
  return split;
}

const whole: string[] = [];

/**
 * Tells at which lengths a text may begin with one of the words: 0 is certain, 1 is to be looked up. Most are not, and
 * looking up every beginning of every word is what would take longest.
 */
function beginningsOf(words: ReadonlySet<string>): (text: string) => Uint8Array {
  const marks = new Uint8Array(1 << 20);
  const begins = new Uint8Array(64);
  for (const word of words) {
    let hash = 0;
    for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 16_777_619) + at;
    marks[(hash >>> 7) & 0xfffff] = 1;
  }
  return (text) => {
    let hash = 0;
    for (let at = 0; at < text.length && at < 63; at++) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619) + at;
      begins[at + 1] = marks[(hash >>> 7) & 0xfffff] as number;
    }
    return begins;
  };
}

// "rengørings|assistent", "have|brug", "arbejds|miljø": the s or e between the parts belongs to neither.
function leftWord(left: string, known: ReadonlySet<string>): string | null {
  if (never.has(left)) return null;
  if (known.has(left)) return left;
  const linked = left.endsWith('s') || left.endsWith('e');
  if (!linked || left.length < 4) return null;
  const shorter = left.slice(0, -1);
  return known.has(shorter) && !never.has(shorter) ? shorter : null;
}

function* countRemainders(
  known: ReadonlySet<string>,
  abbreviations: ReadonlySet<string>,
  words: ReadonlySet<string>,
  mayBegin: (text: string) => Uint8Array,
): Generator<void, Map<string, number>> {
  const heads = new Map<string, number>();
  let count = 0;
  for (const text of known) {
    if (++count % A_TURN === 0) yield;
    if (text.length < 8 || text.length > 40 || abbreviations.has(text)) continue;
    const begins = mayBegin(text);
    const seen: string[] = [];
    for (let at = 4; at <= text.length - 5; at++) {
      if (begins[at] === 0 && begins[at - 1] === 0) continue;
      const left = text.slice(0, at);
      if (never.has(left) || !(words.has(left) || (left.endsWith('s') && words.has(left.slice(0, -1)))))
        continue;
      const head = stem(text.slice(at));
      if (!seen.includes(head)) seen.push(head);
    }
    for (const head of seen) heads.set(head, (heads.get(head) ?? 0) + 1);
  }
  return heads;
}
