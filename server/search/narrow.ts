import { fold } from '../../workers/matching/text.ts';

const MOST_WORDS = 6;
/** As many pieces as tell names apart. */
const MOST_PIECES = 8;
const SHORTEST_MISSPELT = 4;
/** What Fuse is given to rank, however many there are in the tables. */
const MOST = 60;
/** With so few that hold every word, misspelt ones are looked for as well. */
const FEW = 10;

/** Something to search among, in the order in which equals are wanted. */
export interface Names<T> {
  items: readonly T[];
  /** of each item, with ae, oe and aa for æ, ø and å: people type both */
  texts: readonly string[];
  /** by three-letter piece, the items that have it; made when something misspelt is first looked for */
  pieces: Map<string, number[]> | undefined;
}

export function namesOf<T>(items: readonly T[], nameOf: (item: T) => string): Names<T> {
  return { items, texts: items.map((item) => fold(nameOf(item))), pieces: undefined };
}

/** Some of very many that may be meant: those that begin with, hold or resemble what was typed. */
export function narrow<T>(names: Names<T>, typed: string): T[] {
  const words = fold(typed).trim().slice(0, 60).split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const found = firstOf(names.texts, words);
  if (found.size < FEW && typed.trim().length >= SHORTEST_MISSPELT)
    for (const at of resembling(names, words)) found.add(at);
  return [...found].map((at) => names.items[at]).filter((item) => item !== undefined);
}

/** The first that begin with what was typed, and then, when those are few, the first that hold it. */
function firstOf(texts: readonly string[], words: readonly string[]): Set<number> {
  const [first = '', ...others] = words;
  const beginning: number[] = [];
  const holding: number[] = [];
  for (let at = 0; at < texts.length && beginning.length < MOST; at++) {
    const text = texts[at] ?? '';
    if (!text.includes(first) || !others.every((word) => text.includes(word))) continue;
    if (text.startsWith(first)) beginning.push(at);
    if (holding.length < MOST) holding.push(at);
  }
  return new Set(beginning.length < MOST ? [...beginning, ...holding] : beginning);
}

/** Those that share a third or more of the typed pieces, the most alike first. */
function resembling<T>(names: Names<T>, words: readonly string[]): number[] {
  const typed = [...new Set(words.flatMap(piecesOf))];
  const every = Math.ceil(typed.length / MOST_PIECES);
  const chosen = typed.filter((_, at) => at % every === 0);
  names.pieces ??= indexPieces(names.texts);
  const shared = new Uint8Array(names.texts.length);
  for (const piece of chosen)
    for (const at of names.pieces.get(piece) ?? []) shared[at] = (shared[at] ?? 0) + 1;
  const fewest = Math.max(1, Math.ceil(chosen.length / 3));
  const byCount = Array.from({ length: chosen.length + 1 }, (): number[] => []);
  for (let at = 0; at < shared.length; at++) {
    const count = shared[at] ?? 0;
    if (count < fewest) continue;
    const alike = byCount[count];
    if (alike && alike.length < MOST) alike.push(at);
  }
  return byCount.reverse().flat().slice(0, MOST);
}

function indexPieces(texts: readonly string[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [at, text] of texts.entries())
    for (const piece of piecesOf(text)) {
      const holders = index.get(piece);
      if (!holders) index.set(piece, [at]);
      else if (holders.at(-1) !== at) holders.push(at);
    }
  return index;
}

function piecesOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3));
}
