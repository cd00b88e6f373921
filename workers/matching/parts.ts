import { isPadding, tokenise } from './text.ts';
import type { Vocabulary } from './words.ts';

const joints = /\s*(?:[,;&+\n]|\/|\b(?:og|samt|eller|plus)\b)\s*/;

/**
 * The things a text lists: "lager, kasse og rengøring". A shared ending is given to each:
 * "lager- og kasseerfaring" lists lagererfaring and kasseerfaring.
 */
export function partsOf(text: string, vocabulary: Vocabulary): string[] {
  const parts = text
    .slice(0, 500)
    .split(joints)
    .filter((part) => part.trim() !== '');
  return parts.map((part, at) => {
    // "truckkort A og B": what stands before the first class belongs to the second too.
    if (at > 0 && /^(?:[a-z]\d?|\d{1,3})$/.test(part.trim())) {
      const before = parts.slice(0, at).findLast((other) => /\p{L}{3,} \S{1,3}$/u.test(other.trim()));
      if (before) return before.trim().replace(/\S+$/, part.trim());
    }
    if (!/[\p{L}]-$/u.test(part)) return part;
    const ending = endingOf(parts.slice(at + 1).find((other) => !other.endsWith('-')) ?? '', vocabulary);
    return ending ? part.slice(0, -1) + ending : part;
  });
}

const OBJECTS = /([\p{L}\p{N}]+)\s+(?:af|for|til|i|paa|hos|fra)\s+[^,;/]*?\b(?:og|eller)\b/gu;

/** "befordring af ældre og handicappede" is one thing done for two, "erfaring fra lager og butik" is two. */
export function isOneThing(folded: string): boolean {
  return [...folded.slice(0, 500).matchAll(OBJECTS)].some(([, head = '']) => !isPadding(head));
}

function endingOf(part: string, vocabulary: Vocabulary): string | null {
  const [first] = tokenise(part);
  return vocabulary.strange(first ?? '', false).parts.at(-1)?.text ?? null;
}
