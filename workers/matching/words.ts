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

export interface Vocabulary {
  /** a word no name uses, made for one query; ids below zero */
  strange(text: string, dotted: boolean): Word;
}

/** All words of all names, with weights by how many names use their root, and compounds taken apart. */
export function buildVocabulary(
  names: readonly (readonly string[])[],
  lexicon: Iterable<string>,
  abbreviations: ReadonlySet<string>,
  near: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Vocabulary {
  const uses = new Map<string, number>();
  const texts = new Set<string>();
  for (const tokens of names) {
    for (const token of tokens) {
      texts.add(token);
      uses.set(root(token), (uses.get(root(token)) ?? 0) + 1);
    }
  }
  const total = Math.max(1, names.length);
  const highest = Math.log(1 + total);
  const weigh = (text: string): number => {
    const weight = Math.log(1 + total / (uses.get(root(text)) ?? 1)) / highest;
    if (isSmall(text)) return Math.min(weight, 0.03);
    return isFraming(text) ? Math.min(weight, 0.12) : Math.max(weight, 0.1);
  };
  let strangers = 0;
  const make = (id: number, text: string, isKnown: boolean): Word => ({
    id,
    text,
    stem: stem(text),
    root: root(text),
    loose: loose(text),
    weight: weigh(text),
    parts: [],
    near: near.get(root(text)),
    known: isKnown,
    dotted: false,
    isCode: text.length <= 2 || /\d/.test(text),
    grams: null,
  });
  const byText = new Map<string, Word>();
  for (const text of texts) byText.set(text, make(byText.size, text, true));
  const known = new Set([...texts, ...lexicon]);
  const splitter = createSplitter(new Set([...known].filter((text) => !abbreviations.has(text))));
  for (const word of byText.values()) word.parts = splitter(word.text).map(partOf);

  function partOf(text: string): Word {
    return byText.get(text) ?? make(nextStranger(), text, false);
  }
  function nextStranger(): number {
    strangers = strangers < 1_000_000 ? strangers + 1 : 1;
    return -strangers;
  }
  function strange(text: string, dotted: boolean): Word {
    const used = byText.get(text);
    if (used) return dotted ? { ...used, dotted } : used;
    const word = make(nextStranger(), text, known.has(text));
    return { ...word, dotted, parts: splitter(text).map(partOf) };
  }
  return { strange };
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

const never = new Set(
  'med for til over under ud op ind af om ved sam mod hen gen fra hos mis van und mel ling ning ende'.split(
    ' ',
  ),
);

/**
 * Takes compounds apart: "lagermedarbejder" is lager + medarbejder when both are words, or when what is left
 * stands at the end (or beginning) of several other compounds.
 */
function createSplitter(known: ReadonlySet<string>): (text: string) => string[] {
  const stemsKnown = new Set<string>();
  const rootsKnown = new Set<string>();
  for (const text of known) {
    if (text.length < 3 || isSmall(text)) continue;
    stemsKnown.add(text).add(stem(text));
    if (text.length >= 5) rootsKnown.add(root(text));
  }
  const heads = countRemainders(known, (text) => stemsKnown.has(text));
  const isHead = (text: string) =>
    text.length >= 4 &&
    (stemsKnown.has(text) ||
      stemsKnown.has(stem(text)) ||
      (text.length >= 5 && rootsKnown.has(root(text))) ||
      (heads.get(stem(text)) ?? 0) >= 3);
  const memo = new Map<string, string[]>();

  function split(text: string): string[] {
    if (text.includes('_')) return text.split('_').filter((word) => !isSmall(word));
    if (text.length < 7 || text.length > 40) return [];
    const before = memo.get(text);
    if (before) return before;
    let best: string[] = [];
    let bestScore = 0;
    for (let at = 3; at <= text.length - 3; at++) {
      const right = text.slice(at);
      const left = leftWord(text.slice(0, at), stemsKnown);
      if (left === null || !isHead(right)) continue;
      if (left.length === 3 && !(right.length >= 5 && stemsKnown.has(right))) continue;
      const score = Math.min(left.length, right.length) + (stemsKnown.has(right) ? 2 : 0);
      if (score > bestScore) {
        best = [left, right];
        bestScore = score;
      }
    }
    const parts = best.flatMap((part) => {
      const smaller = split(part);
      return smaller.length > 0 ? smaller : [part];
    });
    if (memo.size > 50_000) memo.clear();
    memo.set(text, parts);
    return parts;
  }
  return split;
}

// "rengørings|assistent", "have|brug", "arbejds|miljø": the s or e between the parts belongs to neither.
function leftWord(left: string, known: ReadonlySet<string>): string | null {
  if (never.has(left)) return null;
  if (known.has(left)) return left;
  const shorter = left.slice(0, -1);
  const linked = left.endsWith('s') || left.endsWith('e');
  return linked && shorter.length >= 3 && known.has(shorter) && !never.has(shorter) ? shorter : null;
}

function countRemainders(known: ReadonlySet<string>, isWord: (text: string) => boolean): Map<string, number> {
  const heads = new Map<string, number>();
  for (const text of known) {
    if (text.length < 8 || text.length > 40) continue;
    const seen = new Set<string>();
    for (let at = 4; at <= text.length - 5; at++) {
      const left = text.slice(0, at);
      if (never.has(left) || !(isWord(left) || (left.endsWith('s') && isWord(left.slice(0, -1))))) continue;
      seen.add(stem(text.slice(at)));
    }
    for (const head of seen) heads.set(head, (heads.get(head) ?? 0) + 1);
  }
  return heads;
}
