import { byTextKey } from './names.ts';
import { MATCHES, type Resolution, type Resolver } from './resolve.ts';
import type { Taxonomy } from './taxonomy.ts';
import { textKey } from './text.ts';

export interface Decided {
  confirmed: readonly { text: string; conceptId: string }[];
  /** conceptId null: the text names no concept at all */
  rejected: readonly { text: string; conceptId: string | null }[];
}

/**
 * The resolver with what people have decided about texts on top of it. Nothing is indexed again, and what the resolver
 * has worked out of other texts stays known. A confirmed text means its concept in every field; one that was rejected is
 * unknown, and never asked about again. A decision about a concept that is no longer there is as none.
 */
export function withDecisions(resolver: Resolver, taxonomy: Taxonomy, decisions: Decided): Resolver {
  const confirmed = byTextKey(decisions.confirmed);
  const rejected = byTextKey(decisions.rejected);
  if (confirmed.size + rejected.size === 0) return resolver;
  const seen = new Map<string, Partial<Resolution> | null>();

  function decidedOn(text: string): Partial<Resolution> | null {
    const known = seen.get(text);
    if (known !== undefined) return known;
    if (seen.size > 200_000) seen.clear();
    const decided = decide(textKey(text));
    seen.set(text, decided);
    return decided;
  }

  function decide(key: string): Partial<Resolution> | null {
    const concept = taxonomy.concepts.get(confirmed.get(key)?.at(-1) ?? '');
    if (concept) {
      const { id, label } = concept;
      return {
        status: 'accepted',
        method: 'confirmed',
        score: 1,
        conceptId: id,
        label,
        also: [],
        joined: null,
      };
    }
    return rejected.has(key) ? UNKNOWN : null;
  }

  return {
    ...resolver,
    resolve(text, kind) {
      const found = resolver.resolve(text, kind);
      const decided = decidedOn(text);
      return decided ? { ...found, ...decided } : found;
    },
    matches(text, kind) {
      const found = resolver.matches(text, kind);
      const decided = decidedOn(text);
      if (!decided) return found;
      const { conceptId, label } = decided;
      if (conceptId && label) {
        const others = found.filter(({ id }) => id !== conceptId);
        return [{ id: conceptId, label, score: 1 }, ...others].slice(0, MATCHES);
      }
      const wrong = rejected.get(textKey(text)) ?? [];
      return wrong.includes(null) ? [] : found.filter(({ id }) => !wrong.includes(id));
    },
  };
}

const UNKNOWN: Partial<Resolution> = {
  status: 'unknown',
  method: 'none',
  score: 0,
  conceptId: null,
  label: null,
  also: [],
  joined: null,
};
