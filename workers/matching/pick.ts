import type { Name } from './names.ts';
import type { Resolution, TextKind } from './resolve.ts';
import type { Span } from './spans.ts';
import type { Concept } from './taxonomy.ts';
import type { ConceptKind, MatchMethod } from './types.ts';

/** Which concept, and how sure; what else a text says is no part of it. */
export type Found = Pick<Resolution, 'status' | 'method' | 'score' | 'conceptId' | 'label' | 'also'>;

export const ACCEPT = 0.95;
const SUGGEST = 0.6;

export const unknown: Found = {
  status: 'unknown',
  method: 'none',
  score: 0,
  conceptId: null,
  label: null,
  also: [],
};

export function graded(concept: Concept, method: MatchMethod, score: number): Found {
  const rounded = Math.round(score * 1000) / 1000;
  if (rounded < SUGGEST) return { ...unknown, score: rounded };
  const status = rounded >= ACCEPT ? 'accepted' : 'suggested';
  return { status, method, score: rounded, conceptId: concept.id, label: concept.label, also: [] };
}

export function atMostSuggested<Any extends Found>(found: Any): Any {
  if (found.status !== 'accepted') return found;
  return { ...found, status: 'suggested', score: Math.min(found.score, 0.94) };
}

/**
 * Of the names behind one key the one that is meant: of the kind that is asked for, a label before an alias; null
 * when two concepts are equally meant.
 */
export function pick(found: readonly Name[], kind: TextKind, allowed: (name: Name) => boolean): Name | null {
  if (found.length === 0) return null;
  const names = found.filter((name) => fits(name.concept.kind, kind) && allowed(name));
  const wanted = names.filter((name) => name.concept.kind === wantedKind(kind));
  const best = wanted.length > 0 ? wanted : names;
  const labels = best.filter((name) => name.isLabel);
  return onlyConcept(best) ?? onlyConcept(labels);
}

function onlyConcept(names: readonly Name[]): Name | null {
  const [first] = names;
  if (!first || names.some((name) => name.concept !== first.concept)) return null;
  return names.find((name) => name.isLabel) ?? first;
}

export function preferred(spans: Span[], kind: TextKind): Span[] {
  const rank = (span: Span) => (span.concept.kind === wantedKind(kind) ? 0 : 1);
  return [...spans].sort((a, b) => rank(a) - rank(b));
}

export function fits(concept: ConceptKind, kind: TextKind): boolean {
  if (kind === 'sprog') return concept === 'sprog';
  return kind !== 'koerekort' || concept === 'koerekort' || concept === 'certifikat';
}

/** The kind of concept that a text from this field most likely names; null when the field says nothing. */
export function wantedKind(kind: TextKind): ConceptKind | null {
  if (kind === 'fri') return null;
  if (kind === 'jobmaal' || kind === 'erfaring' || kind === 'titel') return 'erhverv';
  return kind === 'certifikat' || kind === 'koerekort' || kind === 'sprog' ? kind : 'kompetence';
}
