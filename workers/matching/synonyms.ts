import { isSmall, root, tokenise } from './text.ts';

/**
 * Which words stand for each other, 0–1 by root. `phrases` holds the ones of several words, first word first:
 * "føre tilsyn med" becomes the one word "foere_tilsyn_med" before words are compared.
 */
export interface Synonyms {
  near: Map<string, Map<string, number>>;
  phrases: Map<string, string[][]>;
  /** every single word in it */
  words: Set<string>;
}

const A_TURN = 20;
const STRENGTH: Record<string, number> = { samme: 0.92, nær: 0.78 };

/** From rows with the columns `styrke` (samme | nær) and `ord` (separated by |). Throws on an unknown strength. */
export function readSynonyms(rows: Record<string, string>[]): Synonyms {
  const synonyms: Synonyms = { near: new Map(), phrases: new Map(), words: new Set() };
  for (const row of rows) {
    const strength = STRENGTH[row.styrke ?? ''];
    if (!strength || !row.ord) throw new Error(`Synonyms: bad row ${JSON.stringify(row)}`);
    const members = row.ord.split('|').map((text) => memberOf(synonyms, text));
    for (const a of members) for (const b of members) if (a !== b) link(synonyms.near, a, b, strength);
  }
  return synonyms;
}

function memberOf({ phrases, words: all }: Synonyms, text: string): string {
  const words = tokenise(text);
  for (const word of words) all.add(word);
  const [first] = words;
  if (words.length < 2 || !first) return root(first ?? '');
  const known = phrases.get(first) ?? [];
  if (!known.some((other) => other.join(' ') === words.join(' '))) known.push(words);
  phrases.set(
    first,
    known.sort((a, b) => b.length - a.length),
  );
  return words.join('_');
}

/** Notes that two roots are near; the strongest word about them stands. */
export function link(near: Synonyms['near'], a: string, b: string, strength: number): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const known = near.get(from);
    if (!known) near.set(from, new Map([[to, strength]]));
    else if ((known.get(to) ?? 0) < strength) known.set(to, strength);
  }
}

/** Both together; the stronger word about a pair stands. */
export function mergeNear(one: Synonyms['near'], other: Synonyms['near']): Synonyms['near'] {
  const merged: Synonyms['near'] = new Map([...one].map(([word, to]) => [word, new Map(to)]));
  for (const [word, to] of other) for (const [near, strength] of to) link(merged, word, near, strength);
  return merged;
}

/** The words with known phrases made one word each. */
export function joinPhrases(tokens: readonly string[], phrases: Synonyms['phrases']): readonly string[] {
  if (!tokens.some((token) => phrases.has(token))) return tokens;
  const joined: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    const phrase = phrases
      .get(token)
      ?.find((words) => words.every((word, offset) => tokens[at + offset] === word));
    joined.push(phrase ? phrase.join('_') : token);
    if (phrase) at += phrase.length - 1;
  }
  return joined;
}

/**
 * What the names themselves teach: two names of one concept that differ in one word each ("anvende truck",
 * "betjene truck") make these words near, the more concepts say so the nearer. Each concept is its names' words, the
 * label first.
 */
export function* learnSynonyms(
  concepts: Iterable<readonly (readonly string[])[]>,
): Generator<void, Synonyms['near']> {
  const counts = new Map<string, number>();
  let seen = 0;
  for (const names of concepts) {
    if (++seen % A_TURN === 0) yield;
    const [label, ...aliases] = names.slice(0, 30);
    const mine = rootsOf(label ?? []);
    if (mine.length < 2 || mine.length > 9) continue;
    const said = new Set<string>();
    for (const alias of aliases) {
      const pair = differingWords(mine, alias);
      if (pair) said.add(pair);
    }
    for (const pair of said) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const near: Synonyms['near'] = new Map();
  for (const [pair, count] of counts) {
    const [a = '', b = ''] = pair.split(' ');
    link(near, a, b, count >= 4 ? 0.85 : count >= 2 ? 0.75 : 0.6);
  }
  return near;
}

function rootsOf(tokens: readonly string[]): string[] {
  return tokens.filter((token) => !isSmall(token)).map(root);
}

function differingWords(mine: readonly string[], alias: readonly string[]): string | null {
  const other = rootsOf(alias);
  if (Math.abs(mine.length - other.length) > 1) return null;
  const left = mine.filter((word) => !other.includes(word));
  const [a] = left;
  if (left.length !== 1 || !a) return null;
  const right = other.filter((word) => !mine.includes(word));
  const [b] = right;
  if (right.length !== 1 || !b) return null;
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
