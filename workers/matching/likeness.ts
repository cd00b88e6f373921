import { isExactKind, type Name, type NameIndex } from './names.ts';
import { editDistance, isPadding, stem, trigrams } from './text.ts';

/** Character-trigram BM25 over the names that may be matched by likeness, then soft word alignment. */
export interface LikenessIndex {
  names: Name[];
  postings: Map<string, number[]>;
  lengths: number[];
  averageLength: number;
}

export function indexLikeness({ names }: NameIndex): LikenessIndex {
  const index: LikenessIndex = { names: [], postings: new Map(), lengths: [], averageLength: 1 };
  for (const name of names) {
    if (isExactKind(name.concept.kind)) continue;
    const at = index.names.push(name) - 1;
    const grams = trigrams(name.tokens.join(' '));
    for (const gram of grams) {
      const list = index.postings.get(gram);
      if (list) list.push(at);
      else index.postings.set(gram, [at]);
    }
    index.lengths.push(grams.size);
  }
  index.averageLength =
    index.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, index.names.length);
  return index;
}

export interface Candidate {
  name: Name;
  score: number;
}

/** The concepts most like the words, best first, one row a concept; `score` 0–1 punishes unexplained words. */
export function mostAlike(
  index: LikenessIndex,
  tokens: readonly string[],
  barred: (name: Name) => boolean,
): Candidate[] {
  const words = tokens.filter((token) => !isPadding(token));
  if (words.length === 0 || words.length > 12) return [];
  const best = new Map<string, Candidate>();
  for (const at of topByTrigrams(index, words.join(' '), 40)) {
    const name = index.names[at];
    if (!name || barred(name)) continue;
    const score = alignment(words, name.tokens);
    if (score > (best.get(name.concept.id)?.score ?? 0)) best.set(name.concept.id, { name, score });
  }
  return [...best.values()].sort(
    (a, b) => b.score - a.score || (a.name.concept.id < b.name.concept.id ? -1 : 1),
  );
}

function topByTrigrams(index: LikenessIndex, text: string, count: number): number[] {
  const scores = new Map<number, number>();
  for (const gram of trigrams(text)) {
    const list = index.postings.get(gram);
    if (!list) continue;
    const rarity = Math.log(1 + (index.names.length - list.length + 0.5) / (list.length + 0.5));
    for (const at of list) {
      const length = (index.lengths[at] ?? 1) / index.averageLength;
      scores.set(at, (scores.get(at) ?? 0) + (rarity * 2.2) / (1 + 1.2 * (0.25 + 0.75 * length)));
    }
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return ranked.slice(0, count).map(([at]) => at);
}

function alignment(words: readonly string[], nameTokens: readonly string[]): number {
  const theirs = nameTokens.filter((token) => !isPadding(token));
  if (theirs.length === 0) return 0;
  const mine = explained(words, theirs);
  const other = explained(theirs, words);
  const score = (mine.points + other.points) / (mine.length + other.length);
  const [a, b] = [words.join(''), theirs.join('')];
  return Math.max(score, a.length >= 8 && b.length >= 8 ? typo(a, b) : 0);
}

function explained(words: readonly string[], by: readonly string[]): { points: number; length: number } {
  let points = 0;
  let length = 0;
  for (const word of words) {
    points += Math.max(...by.map((other) => similarity(word, other))) * word.length;
    length += word.length;
  }
  return { points, length };
}

function similarity(a: string, b: string): number {
  if (a === b) return 1;
  if (stem(a) === stem(b)) return 0.99;
  const misspelled = typo(a, b);
  if (misspelled > 0) return misspelled;
  const [mine, other] = [trigrams(a), trigrams(b)];
  let common = 0;
  for (const gram of mine) if (other.has(gram)) common++;
  const dice = (2 * common) / (mine.size + other.size);
  return dice < 0.5 ? 0 : dice * 0.8;
}

// One slip in a word of six letters or more, two in ten; the first letter is nearly never wrong.
function typo(a: string, b: string): number {
  const shortest = Math.min(a.length, b.length);
  if (shortest < 6 || a.length > 60 || b.length > 60 || a[0] !== b[0]) return 0;
  const distance = editDistance(a, b);
  if (distance <= 1) return 0.97;
  return distance === 2 && shortest >= 10 ? 0.96 : 0;
}
