import { confusablesOf, type NameIndex, namesAt } from './names.ts';
import type { Concept } from './taxonomy.ts';

/** A concept found word for word inside a longer text: `from`–`to` are word numbers, `to` exclusive. */
export interface Span {
  concept: Concept;
  from: number;
  to: number;
}

export type SpanFinder = (tokens: readonly string[], accepts: (concept: Concept) => boolean) => Span[];

const LONGEST_NAME = 7;
const LONGEST_TEXT = 200;

/** Longest names first, left to right, never overlapping. */
export function createSpanFinder(names: NameIndex): SpanFinder {
  function spans(tokens: readonly string[], accepts: (concept: Concept) => boolean): Span[] {
    const found: Span[] = [];
    const words = tokens.slice(0, LONGEST_TEXT);
    const confuses = confusablesOf(names, words);
    const allowed = (concept: Concept) => accepts(concept) && !confuses(concept);
    for (let from = 0; from < words.length; from++) {
      const span = longestAt(words, from, allowed);
      if (!span) continue;
      found.push(span);
      from = span.to - 1;
    }
    return found;
  }

  function longestAt(
    words: readonly string[],
    from: number,
    allowed: (concept: Concept) => boolean,
  ): Span | null {
    for (let to = Math.min(words.length, from + LONGEST_NAME); to > from; to--) {
      const compact = words.slice(from, to).join('');
      // Joined short words ("c" + "e") would make names out of nothing.
      if (compact.length < 4 && to - from > 1) continue;
      const name = namesAt(names.compact, compact).find(({ concept }) => allowed(concept));
      if (name) return { concept: name.concept, from, to };
    }
    return null;
  }

  return spans;
}
