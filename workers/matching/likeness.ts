import { align, prepareQuery } from './align.ts';
import { alikeByGrams, type GramIndex, gramsOf, indexGrams, sharesOf, topOf } from './grams.ts';
import type { Name, NameIndex } from './names.ts';
import { joinPhrases, learnSynonyms, mergeNear, type Synonyms } from './synonyms.ts';
import type { Taxonomy } from './taxonomy.ts';
import { dotted, isFraming, isSmall, root } from './text.ts';
import { buildVocabulary, SAYS_LITTLE, type Vocabulary, type Word, type Wordlist } from './words.ts';

/** Candidates by trigrams and by words, then both sides' words aligned. */
export interface LikenessIndex {
  names: Name[];
  /** the words of a name, phrases as one */
  wordsOf: (at: number) => readonly Word[];
  /** how many words each name has */
  lengths: Uint8Array;
  vocabulary: Vocabulary;
  grams: GramIndex;
  /** the names that have a root, by number */
  withRoot: (root: string) => Uint32Array;
  synonyms: Synonyms;
  near: Synonyms['near'];
}

const A_TURN = 200;

export function* indexLikeness(
  { names }: NameIndex,
  { synonyms, lexicon }: Pick<Taxonomy, 'synonyms' | 'lexicon'>,
): Generator<void, LikenessIndex> {
  const learnt = yield* learnSynonyms(namesByConcept(names));
  yield;
  const near = mergeNear(synonyms.near, learnt);
  yield;
  const listed = yield* listWords(names, synonyms);
  const vocabulary = yield* buildVocabulary(listed, {
    names: names.length,
    lexicon: [...lexicon, ...synonyms.words],
    abbreviations: abbreviationsIn(names),
    near,
  });
  const withRoot = yield* indexRoots(listed, vocabulary);
  vocabulary.countBy((root) => withRoot(root).length);
  const grams = yield* indexGrams(names.map(({ tokens }) => tokens));
  const { starts, words, lengths } = listed;
  const seen: (readonly Word[] | undefined)[] = [];
  const wordsOf = (at: number): readonly Word[] => {
    const known = seen[at];
    if (known) return known;
    const found = words.slice(starts[at], starts[at + 1]).map((id) => vocabulary.wordAt(id));
    seen[at] = found;
    return found;
  };
  return { names, wordsOf, lengths, vocabulary, grams, withRoot, synonyms, near };
}

/** The words of all names by number, one name's after the other's. */
interface Listed extends Wordlist {
  words: number[];
  /** where a name's words begin */
  starts: Uint32Array;
  lengths: Uint8Array;
}

function* listWords(names: readonly Name[], { phrases }: Synonyms): Generator<void, Listed> {
  const ids = new Map<string, number>();
  const uses: number[] = [];
  const words: number[] = [];
  const starts = new Uint32Array(names.length + 1);
  const lengths = new Uint8Array(names.length);
  for (const [at, { tokens }] of names.entries()) {
    const joined = joinPhrases(tokens, phrases);
    for (const text of joined) {
      const id = ids.get(text) ?? ids.size;
      ids.set(text, id);
      uses[id] = (uses[id] ?? 0) + 1;
      words.push(id);
    }
    starts[at + 1] = words.length;
    lengths[at] = Math.min(255, joined.length);
    if (at % A_TURN === 0) yield;
  }
  return { ids, uses, words, starts, lengths };
}

function abbreviationsIn(names: readonly Name[]): Set<string> {
  const found = new Set<string>();
  for (const { text } of names) if (text.includes('.')) for (const word of dotted(text)) found.add(word);
  return found;
}

/** Each root with the numbers of the names that have it, their compounds' parts among them. */
function* indexRoots(
  { ids, words, starts, lengths }: Listed,
  vocabulary: Vocabulary,
): Generator<void, LikenessIndex['withRoot']> {
  const roots = new Map<string, number>();
  const keys: number[][] = [];
  for (const id of ids.values()) {
    const own: number[] = [];
    for (const text of vocabulary.keysAt(id)) {
      const root = roots.get(text) ?? roots.size;
      roots.set(text, root);
      if (!own.includes(root)) own.push(root);
    }
    keys.push(own);
    if (id % A_TURN === 0) yield;
  }
  const pairs: number[] = [];
  const counts = new Uint32Array(roots.size + 1);
  const last = new Int32Array(roots.size).fill(-1);
  for (let name = 0; name < lengths.length; name++) {
    for (let at = starts[name] as number; at < (starts[name + 1] as number); at++) {
      for (const root of keys[words[at] as number] ?? []) {
        if (last[root] === name) continue;
        last[root] = name;
        pairs.push(root, name);
        counts[root + 1] = (counts[root + 1] as number) + 1;
      }
    }
    if (name % (10 * A_TURN) === 0) yield;
  }
  for (let root = 0; root < roots.size; root++)
    counts[root + 1] = (counts[root + 1] as number) + (counts[root] as number);
  const next = counts.slice();
  const found = new Uint32Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2) {
    const root = pairs[at] as number;
    const place = next[root] as number;
    found[place] = pairs[at + 1] as number;
    next[root] = place + 1;
  }
  return (text) => {
    const root = roots.get(text);
    return root === undefined ? nobody : found.subarray(counts[root], counts[root + 1]);
  };
}

const nobody = new Uint32Array();

function namesByConcept(names: readonly Name[]): string[][][] {
  const lists = new Map<string, string[][]>();
  for (const { concept, tokens } of names) {
    const known = lists.get(concept.id);
    if (known) known.push(tokens);
    else lists.set(concept.id, [tokens]);
  }
  return [...lists.values()];
}

export interface Candidate {
  name: Name;
  /** what they are sorted by */
  rank: number;
  /** 0–1: how far the words explain each other, and how much the whole texts look alike */
  score: number;
  /** 0–1: the first of these alone, and 0 where it rests on a guess about what a word means */
  certainty: number;
}

const BY_GRAMS = 40;
const BY_WORDS = 16;
const LONGEST = 24;
/** What a text gains that leaves words out of a name but adds none. */
const INSIDE = 0.12;
/** An "industrisvejser" is a svejser before it is an "industrislagter". */
const HEAD = 0.06;
/** Of two names as much alike the one that a concept is known by. */
const LABEL = 0.03;
/** Less alike than this is not worth showing to anybody. */
const LEAST = 0.1;

function blend(words: number, letters: number): number {
  return words * 0.55 + letters * 0.45;
}

/** The concepts most like the words, best first, one row a concept. */
export function mostAlike(
  index: LikenessIndex,
  tokens: readonly string[],
  short: ReadonlySet<string>,
  allowed: (name: Name) => boolean,
): Candidate[] {
  const meaningful = tokens.filter((token) => !isFraming(token));
  const kept = (meaningful.length > 0 ? tokens : tokens.filter((token) => !isSmall(token))).slice(0, LONGEST);
  if (kept.length === 0) return [];
  const query = prepareQuery(joinPhrases(kept, index.synonyms.phrases), short, index.vocabulary);
  const grams = gramsOf(meaningful.length > 0 ? meaningful.slice(0, LONGEST) : kept);
  const found = [
    ...new Set([...alikeByGrams(index.grams, grams, BY_GRAMS), ...topByWords(index, query.words)]),
  ].filter((at) => allowed(index.names[at] as Name));
  const shares = sharesOf(index.grams, grams, found);
  const heads = headsOf(query.words);
  const best = new Map<string, Candidate>();
  found.forEach((at, place) => {
    const name = index.names[at] as Name;
    const { both, worse, sure, inside } = align(query, index.wordsOf(at));
    const share = shares[place] as number;
    let rank = blend(both, share) + (name.isLabel ? LABEL : 0);
    if (kept.length > 1 && (inside || isInside(kept, name.tokens))) rank += INSIDE;
    if (name.tokens.length === 1 && heads.has(name.tokens[0] as string)) rank += HEAD;
    if (rank <= (best.get(name.concept.id)?.rank ?? LEAST)) return;
    // Half by the side that is explained worse: "samarbejde" is not "samarbejde med transportarbejdere".
    const words = (both + worse) / 2;
    const score = blend(words, Math.min(share, words + 0.1));
    best.set(name.concept.id, { name, rank, score, certainty: sure ? words : 0 });
  });
  return [...best.values()].sort(
    (a, b) => b.rank - a.rank || (a.name.concept.id < b.name.concept.id ? -1 : 1),
  );
}

/** Word for word, also where a phrase of the name has been made one word. */
function isInside(tokens: readonly string[], name: readonly string[]): boolean {
  return tokens.length < name.length && tokens.every((token) => name.includes(token));
}

function headsOf(words: readonly Word[]): Set<string> {
  return new Set(words.flatMap(({ known, parts }) => (known ? [] : (parts.at(-1)?.text ?? []))));
}

// A word that every tenth name has brings nothing that the trigrams do not.
function topByWords(index: LikenessIndex, words: readonly Word[]): number[] {
  const { scores, touched } = index.grams;
  const tooMany = Math.max(30, index.names.length / 40);
  let reached = 0;
  for (const word of words) {
    if (word.weight <= SAYS_LITTLE) continue;
    for (const [key, strength] of expanded(index, word)) {
      const list = index.withRoot(key);
      if (list.length > tooMany) continue;
      for (const at of list) {
        if (scores[at] === 0) touched[reached++] = at;
        scores[at] = (scores[at] as number) + word.weight * strength;
      }
    }
  }
  const best = topOf(
    touched.subarray(0, reached),
    (at) => (scores[at] as number) / Math.sqrt(2 + (index.lengths[at] as number)),
    BY_WORDS,
  );
  for (let i = 0; i < reached; i++) scores[touched[i] as number] = 0;
  return best;
}

/** What may have been meant when two letters changed places or one was struck twice. */
function slipsOf(text: string): string[] {
  if (text.length < 5 || text.length > 20) return [];
  const slips: string[] = [];
  for (let at = 0; at + 1 < text.length; at++) {
    if (text[at] === text[at + 1]) slips.push(text.slice(0, at) + text.slice(at + 1));
    else slips.push(`${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`);
  }
  return slips;
}

function expanded(index: LikenessIndex, word: Word): Map<string, number> {
  const keys = new Map<string, number>();
  if (!word.known && word.parts.length === 0) {
    for (const text of slipsOf(word.text)) if (index.vocabulary.knows(text)) keys.set(root(text), 0.9);
  }
  const roots = [word.root, ...word.parts.map((part) => part.root)];
  roots.forEach((key, at) => {
    const strength = at === 0 ? 1 : at === word.parts.length ? 0.9 : 0.6;
    keys.set(key, Math.max(keys.get(key) ?? 0, strength));
    for (const [other, near] of index.near.get(key) ?? []) {
      keys.set(other, Math.max(keys.get(other) ?? 0, strength * near));
    }
  });
  return keys;
}
