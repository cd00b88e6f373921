import { tokenise } from './text.ts';
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
    if (!/[\p{L}]-$/u.test(part)) return part;
    const ending = endingOf(parts.slice(at + 1).find((other) => !other.endsWith('-')) ?? '', vocabulary);
    return ending ? part.slice(0, -1) + ending : part;
  });
}

function endingOf(part: string, vocabulary: Vocabulary): string | null {
  const [first] = tokenise(part);
  return vocabulary.strange(first ?? '', false).parts.at(-1)?.text ?? null;
}
