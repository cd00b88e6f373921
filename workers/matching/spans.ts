import { confusablesOf, type NameIndex, namesAt } from './names.ts';
import type { Concept } from './taxonomy.ts';

/** A concept found word for word inside a longer text: `from`–`to` are word numbers, `to` exclusive. */
export interface Span {
  concept: Concept;
  from: number;
  to: number;
}

export type SpanFinder = (tokens: readonly string[], accepts: (concept: Concept) => boolean) => Span[];

const isSomebody = /(?<!lag|cent)(?:er|oer|ist|ent|ant|smed|kok|log|nom|graf|jerske|erske|inde|rice)$/;
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
    const several = severalOf(words[from] ?? '', allowed);
    return several && { concept: several, from, to: from + 1 };
  }

  /** "2 tømrere", "kokke": the trade in the plural, never its place ("kontorer"). */
  function severalOf(word: string, allowed: (concept: Concept) => boolean): Concept | null {
    if (word.length < 5 || names.words.has(word)) return null;
    for (const ending of ['erne', 'ne', 'ke', 'er', 'e', 'r']) {
      if (!word.endsWith(ending)) continue;
      const one = word.slice(0, -ending.length);
      if (!isSomebody.test(one)) continue;
      const name = namesAt(names.compact, one).find(
        ({ concept }) => concept.kind === 'erhverv' && allowed(concept),
      );
      if (name) return name.concept;
    }
    return null;
  }

  return spans;
}
