import { editDistance } from './text.ts';
import { gramsOf, type Vocabulary, type Word } from './words.ts';

/** How two sets of words explain each other. */
export interface Alignment {
  /** 0–1, both sides together: what they are compared by */
  both: number;
  /** 0–1, the side that is explained worse */
  worse: number;
  /** nothing rests on a guess about meaning */
  sure: boolean;
  /** every word of the query, small ones too, stands in the name */
  inside: boolean;
}

/** Words of the query with what was already worked out about them, by the other word's id. */
export interface Query {
  words: Word[];
  similar: Map<number, number>[];
  joined: { text: string; at: number }[];
}

export function prepareQuery(
  tokens: readonly string[],
  dotted: ReadonlySet<string>,
  vocabulary: Vocabulary,
): Query {
  const words = tokens.map((token) => vocabulary.strange(token, dotted.has(token)));
  return { words, similar: words.map(() => new Map()), joined: joinedPairs(tokens) };
}

function joinedPairs(tokens: readonly string[]): { text: string; at: number }[] {
  return tokens.slice(1).map((token, at) => ({ text: (tokens[at] ?? '') + token, at }));
}

const SURE = 0.93;
const UNSURE = 0.925;
/** The same word, inflected at most. */
const LITERAL = 0.97;
/** A word explained by a part of a compound, or a compound by words that are its parts. */
const PART = 0.97;

/**
 * Aligns the query's words with a name's, both ways: what the name leaves unexplained in the query and what the
 * query leaves unexplained in the name cost alike, by weight.
 */
export function align(query: Query, name: readonly Word[]): Alignment {
  const { words } = query;
  const mine = cleared(0, words.length);
  const theirs = cleared(1, name.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Word;
    const similar = query.similar[i] as Map<number, number>;
    for (let j = 0; j < name.length; j++) {
      const other = name[j] as Word;
      let score = similar.get(other.id);
      if (score === undefined) {
        score = similarity(word, other);
        similar.set(other.id, score);
      }
      if (score > (mine[i] as number)) mine[i] = score;
      if (score > (theirs[j] as number)) theirs[j] = score;
    }
  }
  joinCompounds(query, name, mine, theirs);
  if (hasParts(words) || hasParts(name)) {
    byParts(words, name, mine);
    byParts(name, words, theirs);
  }
  const a = summed(words, mine);
  const b = summed(name, theirs);
  if (a.total === 0 || b.total === 0) return { both: 0, worse: 0, sure: false, inside: false };
  return {
    both: (a.sum + b.sum) / (a.total + b.total),
    worse: Math.min(a.sum / a.total, b.sum / b.total),
    sure: a.sure && b.sure,
    inside: a.least >= LITERAL,
  };
}

// Kept between calls: one text is aligned with some sixty names.
const kept = [new Float32Array(64), new Float32Array(64)];

function cleared(which: 0 | 1, length: number): Float32Array {
  if ((kept[which] as Float32Array).length < length) kept[which] = new Float32Array(length * 2);
  return (kept[which] as Float32Array).fill(0, 0, length);
}

interface Summed {
  sum: number;
  total: number;
  sure: boolean;
  least: number;
}

function summed(words: readonly Word[], scores: Float32Array): Summed {
  let least = 1;
  let sum = 0;
  let total = 0;
  let sure = true;
  for (let at = 0; at < words.length; at++) {
    const { weight } = words[at] as Word;
    const score = scores[at] as number;
    sum += weight * score;
    total += weight;
    if (score < least) least = score;
    if (score < SURE && weight > 0.12) sure = false;
  }
  return { sum, total, sure, least };
}

/** "gaffel truck" beside "gaffeltruck", either way round. */
function joinCompounds(query: Query, name: readonly Word[], mine: Float32Array, theirs: Float32Array): void {
  const raise = (scores: Float32Array, at: number, score: number) => {
    scores[at] = Math.max(scores[at] ?? 0, score);
  };
  for (const { text, at } of query.joined) {
    for (let j = 0; j < name.length; j++) {
      const score = joinedLike(text, (name[j] as Word).text);
      if (score === 0) continue;
      raise(mine, at, score);
      raise(mine, at + 1, score);
      raise(theirs, j, score);
    }
  }
  for (let i = 0; i < query.words.length; i++) {
    const { text } = query.words[i] as Word;
    for (let j = 0; j + 1 < name.length; j++) {
      const [first, second] = [(name[j] as Word).text, (name[j + 1] as Word).text];
      if (text.charCodeAt(0) !== first.charCodeAt(0)) continue;
      if (Math.abs(text.length - first.length - second.length) > 2) continue;
      const score = joinedLike(text, first + second);
      if (score === 0) continue;
      raise(mine, i, score);
      raise(theirs, j, score);
      raise(theirs, j + 1, score);
    }
  }
}

function joinedLike(a: string, b: string): number {
  if (a === b) return 0.99;
  if (a.length < 7 || Math.abs(a.length - b.length) > 2) return 0;
  for (let at = 0; at < 3; at++) if (a.charCodeAt(at) !== b.charCodeAt(at)) return 0;
  const distance = editDistance(a, b);
  if (distance === 1) return 0.96;
  return distance === 2 && a.length >= 12 ? 0.94 : 0;
}

function hasParts(words: readonly Word[]): boolean {
  for (const { parts } of words) if (parts.length > 0) return true;
  return false;
}

/** Compounds: explained part by part, and words that stand inside the other side's compounds. */
function byParts(words: readonly Word[], others: readonly Word[], scores: Float32Array): void {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Word;
    if ((scores[at] ?? 0) >= SURE || word.weight <= 0.12) continue;
    if (word.parts.length === 0) {
      scores[at] = Math.max(scores[at] ?? 0, PART * best(word, others, true, false));
      continue;
    }
    let sum = 0;
    let total = 0;
    let least = 1;
    for (const part of word.parts) {
      const size = part.text.length * part.weight;
      const score = best(part, others, false, word.text.includes('_'));
      sum += size * score;
      total += size;
      least = Math.min(least, score);
    }
    // "sikkerhedsvagt" is not sure to be "sikkerhed", though "vagt" is near it.
    const score = (PART * sum) / total;
    scores[at] = Math.max(scores[at] ?? 0, least < SURE ? Math.min(score, UNSURE) : score);
  }
}

/** How well one word or part is explained by the others' words and their parts. */
function best(part: Word, others: readonly Word[], partsOnly: boolean, phrase: boolean): number {
  let found = 0;
  for (const other of others) {
    const isPhrase = phrase || other.text.includes('_');
    const alike = isPhrase ? similarity : plain;
    if (!partsOnly) found = Math.max(found, alike(part, other));
    for (const inner of other.parts) found = Math.max(found, alike(part, inner));
    if (found >= 0.98) break;
  }
  return found;
}

/** Same word, inflection, derivation or synonym: no guess from letters. */
function plain(a: Word, b: Word): number {
  if (a.text === b.text) return 1;
  // "trucker" and "truck" are two words, whatever the stemmer says; so may any two short ones be.
  if (a.stem === b.stem) return a.known && b.known && a.text.length <= 6 ? 0.92 : 0.98;
  if (a.root === b.root) return 0.94;
  return a.near?.get(b.root) ?? 0;
}

function similarity(a: Word, b: Word): number {
  if (a.dotted && !a.known) return a.text === b.text ? 1 : abbreviation(a, b);
  const same = plain(a, b);
  if (same >= 0.94) return same;
  if (a.isCode || b.isCode) return 0;
  if (a.loose === b.loose) return 0.97;
  const dice = resemblance(a, b);
  return Math.max(same, abbreviation(a, b), dice < 0.15 ? 0 : misspelled(a, b), dice < 0.4 ? 0 : dice * 0.85);
}

/** "lagermedarb.", "betj.", and an unknown word that is the beginning of a longer one. */
function abbreviation(a: Word, b: Word): number {
  const length = a.text.length;
  if (length < 3 || b.text.length <= length || a.known || !b.text.startsWith(a.text)) return 0;
  if (a.dotted) return length >= 5 ? 0.96 : 0.93;
  return length >= 4 ? 0.86 : 0.7;
}

/** Made of words that exist: "personaleledlese" is not. */
function isCompound({ parts }: Word): boolean {
  return parts.length > 0 && parts.every(({ known }) => known);
}

// Two words that both exist are two words, however alike; a short word is soon another word.
function misspelled(a: Word, b: Word): number {
  const shortest = Math.min(a.text.length, b.text.length);
  if (a.known || isCompound(a) || shortest < 4) return 0;
  const distance = editDistance(a.text, b.text);
  if (distance > 2) return 0;
  const inside = a.text.endsWith(b.text) || b.text.endsWith(a.text);
  if (inside && distance === 2) return 0.6;
  const first = a.text[0] === b.text[0];
  if (distance === 1) return first ? (shortest >= 6 ? 0.97 : 0.85) : shortest >= 8 ? 0.93 : 0.8;
  return shortest >= 10 && first ? 0.94 : shortest >= 7 ? 0.85 : 0.5;
}

/** The share of trigrams two words have in common, 0–1. */
function resemblance(a: Word, b: Word): number {
  const [x, y] = [gramsOf(a), gramsOf(b)];
  if (5 * Math.min(x.length, y.length) < x.length + y.length) return 0;
  let common = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const difference = (x[i] ?? 0) - (y[j] ?? 0);
    if (difference === 0) common++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return (2 * common) / (x.length + y.length);
}
