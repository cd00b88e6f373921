import type { Concept, ConceptKind, Taxonomy } from './taxonomy.ts';
import { isFiller, isFraming, isSmall, loose, stem, textKey, tokenise } from './text.ts';

export interface Name {
  concept: Concept;
  text: string;
  tokens: string[];
  isLabel: boolean;
}

/** Most keys lead to one name: an array for each would be most of what the index weighs. */
export type NamesByKey = Map<string, Name | Name[]>;

/** Every label and alias, and the ways to look them up. A key may lead to more than one concept. */
export interface NameIndex {
  names: Name[];
  /** folded, run together */
  compact: NamesByKey;
  /** where people who type o for ø would write it otherwise */
  loose: NamesByKey;
  /** by the set of stems; small words left out */
  stems: NamesByKey;
  /** by the set of stems of the words that carry meaning, where that is another set */
  bare: NamesByKey;
  /** every word as it stands in a name */
  words: Set<string>;
  /** what a concept may never be taken for, worked out when it is first asked for */
  barred: (concept: Concept) => Barred | null;
}

/** Most of a millisecond's worth of names. */
const A_TURN = 200;

/** Licences, certificates and languages are found exactly or not at all. */
export function isExactKind(kind: ConceptKind): boolean {
  return kind === 'certifikat' || kind === 'koerekort' || kind === 'sprog';
}

/** The names of a retired concept lead to the one that replaced it. */
export function* indexNames(taxonomy: Taxonomy): Generator<void, NameIndex> {
  const index: NameIndex = {
    names: [],
    compact: new Map(),
    loose: new Map(),
    stems: new Map(),
    bare: new Map(),
    words: new Set(),
    barred: barredIn(taxonomy),
  };
  let turn = A_TURN;
  for (const concept of taxonomy.concepts.values()) {
    const standing = standingFor(concept, taxonomy);
    for (const text of new Set([concept.label, ...concept.aliases])) {
      const isLabel = concept === standing && text === concept.label;
      addName(index, { concept: standing, text, tokens: tokenise(text), isLabel });
    }
    if (index.names.length < turn) continue;
    turn = index.names.length + A_TURN;
    yield;
  }
  return index;
}

/** The concept itself, or the one that replaced it when it was retired. */
function standingFor(concept: Concept, { concepts }: Taxonomy): Concept {
  let standing = concept;
  for (let steps = 0; steps < 20 && standing.replacedBy; steps++) {
    standing = concepts.get(standing.replacedBy) ?? { ...standing, replacedBy: null };
  }
  return standing;
}

function addName(index: NameIndex, name: Name): void {
  if (name.tokens.length === 0) return;
  const compact = compactOf(name.tokens);
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

/** The words run together. */
export function compactOf(tokens: readonly string[]): string {
  return tokens.length === 1 ? (tokens[0] as string) : tokens.join('');
}

export function asWritten(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** The set of stems of the words that are not left out, in a fixed order; empty when there are none. */
export function stemKey(tokens: readonly string[], leftOut: (token: string) => boolean): string {
  if (tokens.length === 1) return leftOut(tokens[0] as string) ? '' : stem(tokens[0] as string);
  const stems: string[] = [];
  for (const token of tokens) {
    if (leftOut(token)) continue;
    const one = stem(token);
    if (!stems.includes(one)) stems.push(one);
  }
  return stems.length === 1 ? (stems[0] as string) : stems.sort().join(' ');
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

function put(map: NamesByKey, key: string, name: Name): void {
  if (key === '') return;
  const known = map.get(key);
  if (known === undefined) map.set(key, name);
  else if (Array.isArray(known)) known.push(name);
  else map.set(key, [known, name]);
}

const none: readonly Name[] = [];

export function namesAt(map: NamesByKey, key: string): readonly Name[] {
  const found = map.get(key);
  if (found === undefined) return none;
  return Array.isArray(found) ? found : [found];
}

/** Tells of a text which concepts it must never be taken for. */
export function confusablesOf(index: NameIndex, tokens: readonly string[]): (concept: Concept) => boolean {
  let compact: string | undefined;
  let padded = '';
  return (concept) => {
    const barred = index.barred(concept);
    if (!barred) return false;
    if (compact === undefined) {
      compact = compactOf(tokens);
      padded = ` ${tokens.join(' ')} `;
    }
    return barred.whole.has(compact) || barred.inside.some((words) => padded.includes(words));
  };
}

/** `whole`: texts that are another concept's name; `inside`: words that rule the concept out wherever they stand. */
interface Barred {
  whole: Set<string>;
  inside: string[];
}

function barredIn(taxonomy: Taxonomy): NameIndex['barred'] {
  const known = new Map<string, Barred | null>();
  return ({ id }) => {
    let barred = known.get(id);
    if (barred === undefined) {
      const concept = taxonomy.concepts.get(id);
      barred = concept && concept.not.length > 0 ? barredFor(concept, taxonomy) : null;
      known.set(id, barred);
    }
    return barred;
  };
}

function barredFor(concept: Concept, taxonomy: Taxonomy): Barred {
  const barred: Barred = { whole: new Set(), inside: [] };
  for (const entry of concept.not) {
    const other = taxonomy.concepts.get(entry);
    for (const name of other ? [other.label, ...other.aliases] : [entry])
      barred.whole.add(compactOf(tokenise(name)));
    if (!other) barred.inside.push(` ${tokenise(entry).join(' ')} `);
  }
  return barred;
}

/** Texts with what people have decided about them, by the text's key. */
export function byTextKey<Id>(links: readonly { text: string; conceptId: Id }[]): Map<string, Id[]> {
  const found = new Map<string, Id[]>();
  for (const { text, conceptId } of links) {
    const key = textKey(text);
    const known = found.get(key);
    if (known) known.push(conceptId);
    else found.set(key, [conceptId]);
  }
  return found;
}
