import { setImmediate } from 'node:timers/promises';
import Fuse, { type IFuseOptions } from 'fuse.js';
import type { Engine } from '../../workers/matching/engine.ts';
import { fold, textKey } from '../../workers/matching/text.ts';
import type { ConceptKind } from '../../workers/matching/types.ts';

export interface ConceptHit {
  id: string;
  kind: ConceptKind;
  label: string;
  /** the alias that was found; null: the label itself, or next to it */
  alias: string | null;
}

interface PickerName extends ConceptHit {
  /** as Fuse compares it: folded Danish, since Fuse takes ø for o and å for a, but not oe and aa */
  folded: string;
}

type Concepts = Engine['concepts'];

/** Fuse looks at every name: as many at a time as take a few milliseconds. */
const NAMES_A_SLICE = 800;
const OPTIONS: IFuseOptions<PickerName> = {
  keys: ['folded'],
  includeScore: true,
  ignoreLocation: true,
  threshold: 0.3,
  useTokenSearch: true,
};

const known = new WeakMap<Concepts, Fuse<PickerName>[]>();

/**
 * The concepts whose names look most like what was typed, best first, one row a concept. For a person to choose from:
 * nothing is ever linked by it.
 */
export async function searchConcepts(concepts: Concepts, typed: string, limit = 12): Promise<ConceptHit[]> {
  const query = fold(typed).replace(/\s+/g, ' ').trim().slice(0, 60);
  if (query.length < 2) return [];
  const found: { name: PickerName; score: number }[] = [];
  for (const slice of await slicesOf(concepts)) {
    for (const { item, score = 1 } of slice.search(query, { limit: 3 * limit })) {
      found.push({ name: item, score: item.folded === query ? -1 : score });
    }
    await setImmediate();
  }
  const best = new Map<string, ConceptHit>();
  for (const { name } of found.sort(
    (a, b) => a.score - b.score || a.name.folded.length - b.name.folded.length,
  )) {
    const { folded: _folded, ...hit } = name;
    if (!best.has(hit.id)) best.set(hit.id, hit);
    if (best.size === limit) break;
  }
  return [...best.values()];
}

async function slicesOf(concepts: Concepts): Promise<Fuse<PickerName>[]> {
  const made = known.get(concepts);
  if (made) return made;
  const slices: Fuse<PickerName>[] = [];
  let names: PickerName[] = [];
  const finish = async () => {
    slices.push(new Fuse(names, OPTIONS));
    names = [];
    await setImmediate();
  };
  for (const { id, kind, label, aliases } of concepts.values()) {
    const key = textKey(label);
    names.push({ id, kind, label, alias: null, folded: fold(label) });
    for (const alias of aliases) {
      names.push({ id, kind, label, alias: textKey(alias) === key ? null : alias, folded: fold(alias) });
    }
    if (names.length >= NAMES_A_SLICE) await finish();
  }
  await finish();
  known.set(concepts, slices);
  return slices;
}
