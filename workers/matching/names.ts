import type { Concept, ConceptKind, Taxonomy } from './taxonomy.ts';
import { isFiller, isFraming, isSmall, loose, stem, textKey, tokenise } from './text.ts';

export interface Name {
  concept: Concept;
  text: string;
  tokens: string[];
  isLabel: boolean;
}

/** Every label and alias, and the ways to look them up. A key may lead to more than one concept. */
export interface NameIndex {
  names: Name[];
  /** folded, run together */
  compact: Map<string, Name[]>;
  /** where people who type o for ø would write it otherwise */
  loose: Map<string, Name[]>;
  /** by the set of stems; small words left out */
  stems: Map<string, Name[]>;
  /** by the set of stems of the words that carry meaning, where that is another set */
  bare: Map<string, Name[]>;
  barred: Map<string, Barred>;
  /** every word as it stands in a name */
  words: Set<string>;
}

/** Licences, certificates and languages are found exactly or not at all. */
export function isExactKind(kind: ConceptKind): boolean {
  return kind === 'certifikat' || kind === 'koerekort' || kind === 'sprog';
}

/** The names of a retired concept lead to the one that replaced it. */
export function indexNames(taxonomy: Taxonomy): NameIndex {
  const index: NameIndex = {
    names: [],
    compact: new Map(),
    loose: new Map(),
    stems: new Map(),
    bare: new Map(),
    barred: new Map(),
    words: new Set(),
  };
  for (const concept of taxonomy.concepts.values()) {
    if (concept.not.length > 0) index.barred.set(concept.id, barredFor(concept, taxonomy));
    const standing = standingFor(concept, taxonomy);
    for (const text of new Set([concept.label, ...concept.aliases])) {
      const name = {
        concept: standing,
        text,
        tokens: tokenise(text),
        isLabel: concept === standing && text === concept.label,
      };
      if (name.tokens.length > 0) addName(index, name);
    }
  }
  return index;
}

/** The concept itself, or the one that replaced it when it was retired. */
export function standingFor(concept: Concept, { concepts }: Taxonomy): Concept {
  let standing = concept;
  for (let steps = 0; steps < 20 && standing.replacedBy; steps++) {
    standing = concepts.get(standing.replacedBy) ?? { ...standing, replacedBy: null };
  }
  return standing;
}

function addName(index: NameIndex, name: Name): void {
  const compact = name.tokens.join('');
  index.names.push(name);
  for (const token of name.tokens) index.words.add(token);
  put(index.compact, compact, name);
  const loosely = loose(compact);
  if (loosely !== compact) put(index.loose, loosely, name);
  const stems = stemKey(name.tokens, isSmall);
  put(index.stems, stems, name);
  if (!name.tokens.some(isFraming) || isExactKind(name.concept.kind)) return;
  const bare = stemKey(name.tokens, isFraming);
  if (bare !== stems) put(index.bare, bare, name);
}

export function asWritten(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** The set of stems of the words that are not left out, in a fixed order; empty when there are none. */
export function stemKey(tokens: readonly string[], leftOut: (token: string) => boolean): string {
  if (tokens.length === 1) return leftOut(tokens[0] as string) ? '' : stem(tokens[0] as string);
  const stems = new Set<string>();
  for (const token of tokens) if (!leftOut(token)) stems.add(stem(token));
  return [...stems].sort().join(' ');
}

/** As stemKey for a certificate: "gyldigt" and "fra 2022" go, single letters and numbers stay. */
export function strictKey(tokens: readonly string[]): string {
  return stemKey(tokens, (token) => isSmall(token) || isFiller(token));
}

/**
 * "trucker" has the stem of "truck", but a truck is not a lorry driver: a short word that stands in other names as
 * it is written is that word.
 */
export function isOtherWord(index: NameIndex, name: Name, tokens: readonly string[]): boolean {
  return tokens.some(
    (token) =>
      token.length <= 6 && index.words.has(token) && !name.tokens.includes(token) && !isFraming(token),
  );
}

function put(map: Map<string, Name[]>, key: string, name: Name): void {
  if (key === '') return;
  const known = map.get(key);
  if (known) known.push(name);
  else map.set(key, [name]);
}

/** Tells of a text which concepts it must never be taken for. */
export function confusablesOf(index: NameIndex, tokens: readonly string[]): (concept: Concept) => boolean {
  const compact = tokens.join('');
  const padded = ` ${tokens.join(' ')} `;
  return ({ id }) => {
    const barred = index.barred.get(id);
    if (!barred) return false;
    return barred.whole.has(compact) || barred.inside.some((words) => padded.includes(words));
  };
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

/** Texts with what people have decided about them, by the text's key. */
export function byTextKey(links: readonly { text: string; conceptId: string }[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { text, conceptId } of links) {
    const key = textKey(text);
    const known = found.get(key);
    if (known) known.push(conceptId);
    else found.set(key, [conceptId]);
  }
  return found;
}
