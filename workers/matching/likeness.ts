import { align, prepareQuery } from './align.ts';
import { alikeByGrams, type GramIndex, gramsOf, indexGrams, sharesOf, topOf } from './grams.ts';
import type { Name, NameIndex } from './names.ts';
import { joinPhrases, learnSynonyms, mergeNear, type Synonyms } from './synonyms.ts';
import type { Taxonomy } from './taxonomy.ts';
import { dotted, isFraming, isSmall } from './text.ts';
import { buildVocabulary, type Vocabulary, type Word } from './words.ts';

/** Candidates by trigrams and by words, then both sides' words aligned. */
export interface LikenessIndex {
  names: Name[];
  words: Word[][];
  vocabulary: Vocabulary;
  grams: GramIndex;
  byRoot: Map<string, number[]>;
  synonyms: Synonyms;
  near: Synonyms['near'];
}

export function indexLikeness(
  { names }: NameIndex,
  { synonyms, lexicon }: Pick<Taxonomy, 'synonyms' | 'lexicon'>,
): LikenessIndex {
  const phrased = names.map(({ tokens }) => joinPhrases(tokens, synonyms.phrases));
  const abbreviations = new Set(names.flatMap(({ text }) => (text.includes('.') ? [...dotted(text)] : [])));
  const near = mergeNear(synonyms.near, learnSynonyms(namesByConcept(names)));
  const vocabulary = buildVocabulary(phrased, [...lexicon, ...synonyms.words], abbreviations, near);
  const words = phrased.map((tokens) => tokens.map((token) => vocabulary.strange(token, false)));
  const byRoot = new Map<string, number[]>();
  words.forEach((list, at) => {
    for (const key of new Set(list.flatMap(keysOf))) {
      const known = byRoot.get(key);
      if (known) known.push(at);
      else byRoot.set(key, [at]);
    }
  });
  const grams = indexGrams(names.map(({ tokens }) => tokens));
  return { names, words, vocabulary, grams, byRoot, synonyms, near };
}

function keysOf(word: Word): string[] {
  if (word.weight <= 0.12) return [];
  return [word.root, ...word.parts.map((part) => part.root)];
}

function namesByConcept(names: readonly Name[]): string[][][] {
  const lists = new Map<string, string[][]>();
  for (const { concept, tokens } of names) {
    const content = tokens.filter((token) => !isSmall(token));
    const known = lists.get(concept.id);
    if (known) known.push(content);
    else lists.set(concept.id, [content]);
  }
  return [...lists.values()].filter((list) => list.length > 1);
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

const BY_GRAMS = 32;
const BY_WORDS = 16;
const LONGEST = 24;
/** What a text gains that leaves words out of a name but adds none. */
const INSIDE = 0.06;

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
  const best = new Map<string, Candidate>();
  found.forEach((at, place) => {
    const name = index.names[at] as Name;
    const { both, worse, sure, inside } = align(query, index.words[at] as Word[]);
    const share = shares[place] as number;
    const rank = blend(both, share) + (inside && query.words.length > 1 ? INSIDE : 0);
    if (rank <= (best.get(name.concept.id)?.rank ?? 0.2)) return;
    // Half by the side that is explained worse: "samarbejde" is not "samarbejde med transportarbejdere".
    const words = (both + worse) / 2;
    const score = blend(words, Math.min(share, words + 0.1));
    best.set(name.concept.id, { name, rank, score, certainty: sure ? words : 0 });
  });
  return [...best.values()].sort(
    (a, b) => b.rank - a.rank || (a.name.concept.id < b.name.concept.id ? -1 : 1),
  );
}

// A word that every tenth name has brings nothing that the trigrams do not.
function topByWords(index: LikenessIndex, words: readonly Word[]): number[] {
  const { scores, touched } = index.grams;
  const tooMany = Math.max(30, index.names.length / 40);
  let reached = 0;
  for (const word of words) {
    if (word.weight <= 0.12) continue;
    for (const [key, strength] of expanded(index, word)) {
      const list = index.byRoot.get(key);
      if (!list || list.length > tooMany) continue;
      for (const at of list) {
        if (scores[at] === 0) touched[reached++] = at;
        scores[at] = (scores[at] as number) + word.weight * strength;
      }
    }
  }
  const lengths = (at: number) => Math.sqrt(2 + (index.words[at] as Word[]).length);
  const best = topOf(touched.subarray(0, reached), (at) => (scores[at] as number) / lengths(at), BY_WORDS);
  for (let i = 0; i < reached; i++) scores[touched[i] as number] = 0;
  return best;
}

function expanded(index: LikenessIndex, word: Word): Map<string, number> {
  const keys = new Map<string, number>();
  const roots = [word.root, ...word.parts.map((part) => part.root)];
  roots.forEach((key, at) => {
    const strength = at === 0 ? 1 : 0.6;
    keys.set(key, Math.max(keys.get(key) ?? 0, strength));
    for (const [other, near] of index.near.get(key) ?? []) {
      keys.set(other, Math.max(keys.get(other) ?? 0, strength * near));
    }
  });
  return keys;
}
