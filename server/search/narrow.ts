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
  /** made when something misspelt is first looked for */
  pieces: Pieces | undefined;
}

/** By three-letter piece, the items that have it: those of piece p are `holders` from starts[p] to starts[p + 1]. */
interface Pieces {
  starts: Uint32Array;
  holders: Uint32Array;
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
  const { starts, holders } = names.pieces;
  for (const piece of chosen)
    for (const at of holders.subarray(starts[piece], starts[piece + 1])) shared[at] = (shared[at] ?? 0) + 1;
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

/** Tens of thousands of names are a million pieces: counted first, then filled in, in tables of numbers. */
function indexPieces(texts: readonly string[]): Pieces {
  const starts = new Uint32Array(PIECES + 1);
  eachPiece(texts, (piece) => {
    starts[piece + 1] = (starts[piece + 1] ?? 0) + 1;
  });
  for (let piece = 0; piece < PIECES; piece++)
    starts[piece + 1] = (starts[piece + 1] ?? 0) + (starts[piece] ?? 0);
  const holders = new Uint32Array(starts[PIECES] ?? 0);
  const next = starts.slice();
  eachPiece(texts, (piece, at) => {
    const place = next[piece] ?? 0;
    holders[place] = at;
    next[piece] = place + 1;
  });
  return { starts, holders };
}

/** Every piece of every text, each once a text. */
function eachPiece(texts: readonly string[], visit: (piece: number, at: number) => void): void {
  const seen = new Uint32Array(PIECES);
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] ?? '';
    for (let from = 0; from < text.length - 2; from++) {
      const piece = pieceAt(text, from);
      if (seen[piece] === at + 1) continue;
      seen[piece] = at + 1;
      visit(piece, at);
    }
  }
}

function piecesOf(text: string): number[] {
  return Array.from({ length: Math.max(0, text.length - 2) }, (_, from) => pieceAt(text, from));
}

const LETTERS = 64;
const PIECES = LETTERS ** 3;

function pieceAt(text: string, from: number): number {
  return (letterAt(text, from) * LETTERS + letterAt(text, from + 1)) * LETTERS + letterAt(text, from + 2);
}

/** Folded Danish has some forty signs; those of other alphabets share what numbers are left. */
function letterAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 97 && code <= 122) return code - 97;
  if (code >= 48 && code <= 57) return code - 22;
  return 36 + (code % 28);
}
