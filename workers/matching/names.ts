import type { Concept, ConceptKind, Taxonomy } from './taxonomy.ts';
import { isPadding, loose, stem, tokenise } from './text.ts';

export interface Name {
  concept: Concept;
  text: string;
  tokens: string[];
  isLabel: boolean;
}

/** Every label and alias, and the ways to look them up. A key may lead to more than one concept. */
export interface NameIndex {
  names: Name[];
  written: Map<string, Name[]>;
  compact: Map<string, Name[]>;
  loose: Map<string, Name[]>;
  stems: Map<string, Name[]>;
  barred: Map<string, Barred>;
}

/** Licences, certificates and languages are found exactly or not at all. */
export function isExactKind(kind: ConceptKind): boolean {
  return kind === 'certifikat' || kind === 'koerekort' || kind === 'sprog';
}

export function indexNames(taxonomy: Taxonomy): NameIndex {
  const index: NameIndex = {
    names: [],
    written: new Map(),
    compact: new Map(),
    loose: new Map(),
    stems: new Map(),
    barred: new Map(),
  };
  for (const concept of taxonomy.concepts.values()) {
    if (concept.not.length > 0) index.barred.set(concept.id, barredFor(concept, taxonomy));
    for (const text of new Set([concept.label, ...concept.aliases])) {
      const name = { concept, text, tokens: tokenise(text), isLabel: text === concept.label };
      index.names.push(name);
      put(index.written, asWritten(text), name);
      put(index.compact, name.tokens.join(''), name);
      put(index.loose, loose(name.tokens.join('')), name);
      if (!isExactKind(concept.kind)) put(index.stems, stemKey(name.tokens), name);
    }
  }
  return index;
}

export function asWritten(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** The set of stems of the words that carry meaning, in a fixed order; empty when there are none. */
export function stemKey(tokens: readonly string[]): string {
  const stems = new Set(tokens.filter((token) => !isPadding(token)).map(stem));
  return [...stems].sort().join(' ');
}

function put(map: Map<string, Name[]>, key: string, name: Name): void {
  if (key === '') return;
  const known = map.get(key);
  if (known) known.push(name);
  else map.set(key, [name]);
}

/** True when the text holds something that this concept must never be taken for. */
export function isConfusable(index: NameIndex, concept: Concept, tokens: readonly string[]): boolean {
  const barred = index.barred.get(concept.id);
  if (!barred) return false;
  const padded = ` ${tokens.join(' ')} `;
  return barred.whole.has(tokens.join('')) || barred.inside.some((words) => padded.includes(words));
}

/** `whole`: texts that are another concept's name; `inside`: words that rule the concept out wherever they stand. */
interface Barred {
  whole: Set<string>;
  inside: string[];
}

function barredFor(concept: Concept, taxonomy: Taxonomy): Barred {
  const barred: Barred = { whole: new Set(), inside: [] };
  for (const entry of concept.not) {
    const other = taxonomy.concepts.get(entry);
    for (const name of other ? [other.label, ...other.aliases] : [entry])
      barred.whole.add(tokenise(name).join(''));
    if (!other) barred.inside.push(` ${tokenise(entry).join(' ')} `);
  }
  return barred;
}
