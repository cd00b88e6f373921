import {
  asWritten,
  compactOf,
  isExactKind,
  isOtherWord,
  type Name,
  type NameIndex,
  namesAt,
  stemKey,
} from './names.ts';
import { type Found, graded, pick } from './pick.ts';
import type { TextKind } from './resolve.ts';
import type { Concept } from './taxonomy.ts';
import { isFraming, isSmall, loose } from './text.ts';

/** One text on its way through the resolver. */
export interface Reading {
  tokens: string[];
  kind: TextKind;
  dotted: ReadonlySet<string>;
  allowed: (name: Name) => boolean;
}

/** As it is written, folded, or spelled without the Danish letters. */
export function exactly(names: NameIndex, text: string, { tokens, kind, allowed }: Reading): Found | null {
  const compact = compactOf(tokens);
  const folded = namesAt(names.compact, compact);
  const typed = asWritten(text);
  const written = pick(
    folded.filter((name) => asWritten(name.text) === typed),
    kind,
    allowed,
  );
  if (written) return graded(written.concept, written.isLabel ? 'exact' : 'alias', 1);
  const same = compact.length >= 2 ? pick(folded, kind, allowed) : null;
  if (same) return graded(same.concept, 'folded', 0.99);
  if (compact.length < 5) return null;
  const key = loose(compact);
  const others = [...namesAt(names.loose, key), ...namesAt(names.compact, key)];
  const loosely = pick(others, kind, allowed);
  return loosely ? graded(loosely.concept, 'folded', 0.97) : null;
}

/** By the set of stems, and without the words that only say how much or since when. */
export function stemmed(
  names: NameIndex,
  { tokens, kind, dotted: short, ...reading }: Reading,
): Found | null {
  if (tokens.some((token) => short.has(token))) return null;
  const allowed = (name: Name) => reading.allowed(name) && !isOtherWord(names, name, tokens);
  const full = pick(namesAt(names.stems, stemKey(tokens, isSmall)), kind, allowed);
  if (full && (kind === 'fri' || isOrdinary(full.concept))) return graded(full.concept, 'stem', 0.96);
  const key = stemKey(tokens, isFraming);
  const same = namesAt(names.stems, key).filter(({ concept }) => !isExactKind(concept.kind));
  const bare = pick([...namesAt(names.bare, key), ...same], kind, allowed);
  if (!bare) return null;
  // "mennesker" alone is not yet "arbejde med mennesker".
  const isCut = tokens.length === 1 && !same.includes(bare);
  return graded(bare.concept, 'stem', isCut ? 0.94 : 0.96);
}

export function isOrdinary({ kind }: Concept): boolean {
  return !isExactKind(kind) || kind === 'sprog';
}
