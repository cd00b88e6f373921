import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { loadTaxonomy } from '../workers/matching/taxonomy.ts';
import { countNames, readVersions } from '../workers/matching/taxonomy-versions.ts';
import { CONCEPT_KINDS } from '../workers/matching/types.ts';

const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
const taxonomy = loadTaxonomy(folder);

test('the taxonomy covers what a town lives of', () => {
  const { concepts, aliases } = countNames(taxonomy);
  expect(concepts).toBeGreaterThanOrEqual(900);
  expect(aliases).toBeGreaterThanOrEqual(5000);
  for (const kind of CONCEPT_KINDS) {
    expect([...taxonomy.concepts.values()].some((concept) => concept.kind === kind)).toBe(true);
  }
});

test('the newest version is the one that is there, and no id has ever been taken away', () => {
  const { versions, ids } = readVersions(folder);
  expect(versions.at(-1)?.version, 'run npm run taxonomy -- --note "…"').toBe(taxonomy.version);
  expect(versions.map(({ number }) => number)).toEqual(versions.map((_, at) => at + 1));
  expect(ids.filter(({ id }) => !taxonomy.concepts.has(id))).toEqual([]);
  expect([...taxonomy.concepts.keys()].filter((id) => !ids.some((one) => one.id === id))).toEqual([]);
});

test('what implies, what is related and what must never match do not contradict each other', () => {
  for (const { id, gives, related, not, replacedBy } of taxonomy.concepts.values()) {
    expect(
      related.filter((other) => gives.includes(other) || not.includes(other)),
      id,
    ).toEqual([]);
    expect(
      gives.filter((other) => not.includes(other)),
      id,
    ).toEqual([]);
    if (replacedBy) expect(taxonomy.concepts.has(replacedBy), id).toBe(true);
  }
});

test.each([
  ['truck-b', 'truck-a'],
  ['koerekort-ce', 'koerekort-c'],
  ['ssa', 'ssh'],
])('%s gives %s, and not the other way round', (higher, lower) => {
  expect(taxonomy.concepts.get(higher)?.gives).toContain(lower);
  expect(taxonomy.concepts.get(lower)?.gives).not.toContain(higher);
});
