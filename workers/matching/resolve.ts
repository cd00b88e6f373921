import { danishLevelNamed } from './levels.ts';
import { licencesIn } from './licences.ts';
import { indexLikeness, mostAlike } from './likeness.ts';
import { asWritten, indexNames, isConfusable, isExactKind, type Name, stemKey } from './names.ts';
import type { Concept, ConceptKind, Taxonomy } from './taxonomy.ts';
import { isFiller, isNegated, isPadding, isWeak, loose, tokenise } from './text.ts';
import type { MatchMethod, RequirementKind, TermKind } from './types.ts';

/** What the resolver made of one free text. `score` is 0–1; a suggestion is never used for ranking. */
export interface Resolution {
  status: 'accepted' | 'suggested' | 'unknown';
  method: MatchMethod;
  score: number;
  conceptId: string | null;
  label: string | null;
  /** further concepts named in the same text ("lager og truckkørsel") */
  also: string[];
  /** the text says that there is only a little of it ("lidt tysk") */
  weak: boolean;
  /** the Danish level the text names (0 = A0 … 6 = C2), or null */
  danish: number | null;
}

export type TextKind = TermKind | RequirementKind | 'titel';

/** A concept found word for word inside a longer text: `from`–`to` are word numbers, `to` exclusive. */
export interface Span {
  concept: Concept;
  from: number;
  to: number;
}

export interface Resolver {
  resolve(text: string, kind: TextKind): Resolution;
  /** Longest names first, left to right, never overlapping. */
  spans(tokens: readonly string[], accepts: (concept: Concept) => boolean): Span[];
}

const ACCEPT = 0.95;
const SUGGEST = 0.6;
const LONGEST_NAME = 7;
type Found = Omit<Resolution, 'weak' | 'danish'>;
const unknown: Found = {
  status: 'unknown',
  method: 'none',
  score: 0,
  conceptId: null,
  label: null,
  also: [],
};

/** Links free text to concepts; each distinct text is worked out once. Exact before like, never a guess. */
export function createResolver(taxonomy: Taxonomy): Resolver {
  const names = indexNames(taxonomy);
  const likeness = indexLikeness(names);
  const seen = new Map<string, Resolution>();

  function resolve(text: string, kind: TextKind): Resolution {
    const key = `${kind}\0${text}`;
    const known = seen.get(key);
    if (known) return known;
    const weak = isWeak(tokenise(text.slice(0, 200)));
    const resolution = { ...work(text, kind), weak, danish: danishLevelNamed(text) };
    if (seen.size > 50_000) seen.clear();
    seen.set(key, resolution);
    return resolution;
  }

  function work(text: string, kind: TextKind): Found {
    const tokens = tokenise(text.slice(0, 2_000));
    if (tokens.length === 0) return unknown;
    const exact = exactly(text, tokens, kind);
    if (exact) return exact;
    if (kind === 'koerekort') return licence(text);
    if (isNegated(tokens)) return unknown;
    if (kind === 'certifikat') return bySpans(tokens, kind, (concept) => isExactKind(concept.kind), isFiller);
    if (kind === 'sprog') return bySpans(tokens, kind, (concept) => concept.kind === 'sprog');
    if (tokens.length > 40) return unknown;
    const byStems = pick(names.stems.get(stemKey(tokens)), kind, (name) => !confuses(name, tokens));
    if (byStems) return accepted(byStems, 'stem', 0.96);
    const spans = bySpans(tokens, kind, ({ kind: found }) => !isExactKind(found) || found === 'sprog');
    if (spans.status === 'accepted') return spans;
    const alike = byLikeness(tokens, kind);
    return alike.score >= spans.score ? alike : spans;
  }

  function exactly(text: string, tokens: string[], kind: TextKind): Found | null {
    const written = pick(names.written.get(asWritten(text)), kind);
    if (written) return accepted(written, written.isLabel ? 'exact' : 'alias', 1);
    const compact = tokens.join('');
    const folded = pick(names.compact.get(compact), kind);
    if (folded && compact.length >= 2) return accepted(folded, 'folded', 0.99);
    const loosely = compact.length >= 5 ? pick(names.loose.get(loose(compact)), kind) : null;
    return loosely ? accepted(loosely, 'folded', 0.97) : null;
  }

  function licence(text: string): Found {
    const [first, ...rest] = licencesIn(text, true).ids;
    const concept = taxonomy.concepts.get(first ?? '');
    if (!concept || isNegated(tokenise(text))) return unknown;
    return {
      status: 'accepted',
      method: 'folded',
      score: 0.99,
      conceptId: concept.id,
      label: concept.label,
      also: rest,
    };
  }

  // The text is accepted when nothing but padding is left around the names found in it.
  function bySpans(
    tokens: string[],
    kind: TextKind,
    accepts: (concept: Concept) => boolean,
    mayBeLeft: (token: string) => boolean = isPadding,
  ): Found {
    const found = spans(tokens, accepts);
    const [first] = preferred(found, kind);
    if (!first) return unknown;
    const inside = new Set(found.flatMap((span) => range(span.from, span.to)));
    const left = tokens.filter((token, at) => !inside.has(at) && !mayBeLeft(token));
    const others = found.filter((span) => span !== first).map((span) => span.concept.id);
    const enough = left.length === 0 || kind === 'titel' || kind === 'sprog';
    const explained = 1 - left.join('').length / tokens.join('').length;
    const score = enough ? ACCEPT : Math.min(0.94, explained);
    return graded(first.concept, 'alias', score, others);
  }

  function spans(tokens: readonly string[], accepts: (concept: Concept) => boolean): Span[] {
    const found: Span[] = [];
    const words = tokens.slice(0, 200);
    for (let from = 0; from < words.length; from++) {
      const span = longestAt(words, from, accepts);
      if (!span) continue;
      found.push(span);
      from = span.to - 1;
    }
    return found;
  }

  function longestAt(
    words: readonly string[],
    from: number,
    accepts: (concept: Concept) => boolean,
  ): Span | null {
    for (let to = Math.min(words.length, from + LONGEST_NAME); to > from; to--) {
      const compact = words.slice(from, to).join('');
      // Joined short words ("c" + "e") would make names out of nothing.
      if (compact.length < 4 && to - from > 1) continue;
      const name = names.compact.get(compact)?.find(({ concept }) => accepts(concept));
      if (name && !confuses(name, words)) return { concept: name.concept, from, to };
    }
    return null;
  }

  function byLikeness(tokens: string[], kind: TextKind): Found {
    const candidates = mostAlike(likeness, tokens, (name) => confuses(name, tokens));
    const [first, second] = candidates;
    if (!first) return unknown;
    const tied = candidates.filter(({ score }) => score === first.score);
    const best = tied.find(({ name }) => name.concept.kind === wantedKind(kind)) ?? first;
    const clear = second === undefined || second.score < ACCEPT || first.score - second.score >= 0.005;
    return graded(best.name.concept, 'trigram', clear ? best.score : Math.min(best.score, 0.94), []);
  }

  function confuses(name: Name, tokens: readonly string[]): boolean {
    return isConfusable(names, name.concept, tokens);
  }

  return { resolve, spans };
}

function graded(concept: Concept, method: MatchMethod, score: number, also: string[]): Found {
  const rounded = Math.round(score * 1000) / 1000;
  if (rounded < SUGGEST) return { ...unknown, score: rounded };
  const status = rounded >= ACCEPT ? 'accepted' : 'suggested';
  return { status, method, score: rounded, conceptId: concept.id, label: concept.label, also };
}

function accepted(name: Name, method: MatchMethod, score: number): Found {
  return graded(name.concept, method, score, []);
}

/** Of the concepts behind one key, the one of the kind that is asked for; none when it is not clear. */
function pick(
  found: Name[] | undefined,
  kind: TextKind,
  allowed: (name: Name) => boolean = () => true,
): Name | null {
  const names = (found ?? []).filter((name) => fits(name.concept.kind, kind) && allowed(name));
  const wanted = names.filter((name) => name.concept.kind === wantedKind(kind));
  const best = wanted.length > 0 ? wanted : names;
  const sameConcept = best.every((name) => name.concept === best[0]?.concept);
  return sameConcept ? (best.find((name) => name.isLabel) ?? best[0] ?? null) : null;
}

function preferred(spans: Span[], kind: TextKind): Span[] {
  const rank = (span: Span) => (span.concept.kind === wantedKind(kind) ? 0 : 1);
  return [...spans].sort((a, b) => rank(a) - rank(b));
}

function fits(concept: ConceptKind, kind: TextKind): boolean {
  if (kind === 'sprog') return concept === 'sprog';
  return kind !== 'koerekort' || concept === 'koerekort' || concept === 'certifikat';
}

function wantedKind(kind: TextKind): ConceptKind {
  if (kind === 'jobmaal' || kind === 'erfaring' || kind === 'titel') return 'erhverv';
  return kind === 'certifikat' || kind === 'koerekort' || kind === 'sprog' ? kind : 'kompetence';
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
