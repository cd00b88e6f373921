import type { ExtraConcept, Taxonomy } from './taxonomy.ts';
import { tokenise } from './text.ts';
import type { ConceptKind } from './types.ts';

/**
 * Imported concepts as extendTaxonomy is to take them. One whose label is a shipped concept's name becomes further names
 * of that one, not its rival. A name that a shipped concept has already is dropped: the shipped files say what it means.
 * Nothing imported gives a certificate or licence a name, since whoever has the name holds it.
 */
export function* joinTwins(
  taxonomy: Taxonomy,
  imported: readonly ExtraConcept[],
): Generator<void, ExtraConcept[]> {
  if (imported.length === 0) return [];
  const shipped = yield* shippedNames(taxonomy);
  const free = (name: string) => !shipped.has(keyOf(name));
  const joined: ExtraConcept[] = [];
  for (const [at, concept] of imported.entries()) {
    if (at % A_TURN === 0) yield;
    const twin = twinOf(concept, shipped.get(keyOf(concept.label)) ?? []);
    const aliases = concept.aliases.filter(free);
    if (!twin) joined.push({ ...concept, aliases });
    else if (!isHard(twin.kind)) joined.push({ ...twin, aliases });
  }
  return joined;
}

const A_TURN = 100;

interface Twin {
  id: string;
  kind: ConceptKind;
  label: string;
}

/** The one of the same kind; else the first. */
function twinOf({ kind }: ExtraConcept, named: readonly Twin[]): Twin | undefined {
  return named.find((one) => one.kind === kind) ?? named[0];
}

function isHard(kind: ConceptKind): boolean {
  return kind === 'certifikat' || kind === 'koerekort';
}

/** Concepts by name, those whose label it is before those that are only also called so. */
function* shippedNames({ concepts }: Taxonomy): Generator<void, Map<string, Twin[]>> {
  const byName = new Map<string, Twin[]>();
  const put = (name: string, { id, kind, label }: Twin) => {
    const key = keyOf(name);
    const known = byName.get(key);
    if (!known) byName.set(key, [{ id, kind, label }]);
    else if (known.every((other) => other.id !== id)) known.push({ id, kind, label });
  };
  const standing = [...concepts.values()].filter(({ replacedBy }) => replacedBy === null);
  for (const concept of standing) put(concept.label, concept);
  for (const [at, concept] of standing.entries()) {
    if (at % A_TURN === 0) yield;
    for (const alias of concept.aliases) put(alias, concept);
  }
  return byName;
}

function keyOf(name: string): string {
  return tokenise(name).join('');
}
