import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { createEngine } from '../workers/matching/engine.ts';
import { createResolver } from '../workers/matching/resolve.ts';
import { extendTaxonomy, loadTaxonomy, parseTaxonomy } from '../workers/matching/taxonomy.ts';

const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
const engine = createEngine(folder);
const taxonomy = loadTaxonomy(folder);

test('names of one concept teach which words are near, and words that stand for each other are read from a file', () => {
  const head = 'id\tkind\tlabel\taliases';
  const rows =
    'a\tkompetence\tsnitte gulerødder\tskrælle gulerødder\nb\tkompetence\tsnitte løg\tskrælle løg\nc\tkompetence\tsnitte porrer';
  const taught = createResolver(parseTaxonomy([`${head}\n${rows}`], ''));
  expect(taught.matches('skrælle porrer', 'krav')[0]?.id).toBe('c');
  const words = 'styrke\tord\nsamme\tbarbere|fjerne skæg';
  const shave = 'a\tkompetence\tbarbere kunder\nb\tkompetence\tfjerne maling\nc\tkompetence\tklippe kunder';
  const told = createResolver(parseTaxonomy([`${head}\n${shave}`], '', words));
  expect(told.matches('fjerne skæg på kunder', 'krav')[0]?.id).toBe('a');
  expect(() => parseTaxonomy([`${head}\n${shave}`], '', 'styrke\tord\nmeget\ta|b')).toThrow(/Synonyms/);
});

test('a retired concept lives on, and its names lead to the one that replaced it', () => {
  const head = 'id\tkind\tlabel\taliases\treplaced_by';
  const old = parseTaxonomy(
    [`${head}\nold\terhverv\tStenograf\thurtigskriver\tnew\nnew\terhverv\tReferent\t\t`],
    '',
  );
  expect(createResolver(old).resolve('hurtigskriver', 'erfaring').conceptId).toBe('new');
  expect(old.concepts.get('old')).toMatchObject({ gives: ['old', 'new'], replacedBy: 'new' });
  expect(() => parseTaxonomy([`${head}\nold\terhverv\tStenograf\t\tnowhere`], '')).toThrow(/nowhere/);
});

test('imported concepts are added, those that are there get further names, and the version tells', () => {
  const extra = [
    { id: 'kok', kind: 'erhverv' as const, label: 'madkunstner', aliases: ['gryderytter'] },
    {
      id: 'http://esco/1',
      kind: 'kompetence' as const,
      label: 'jonglere med kegler',
      aliases: ['keglejonglering'],
    },
  ];
  const extended = extendTaxonomy(taxonomy, extra);
  const wider = createResolver(extended);
  expect(wider.resolve('gryderytter', 'erfaring')).toMatchObject({ conceptId: 'kok', label: 'Kok' });
  expect(wider.resolve('madkunstner', 'erfaring').conceptId).toBe('kok');
  expect(wider.resolve('jonglering med kegler', 'kompetence').conceptId).toBe('http://esco/1');
  expect(extended.version).not.toBe(taxonomy.version);
  expect(extendTaxonomy(taxonomy, extra).version).toBe(extended.version);
  expect(extendTaxonomy(taxonomy, [])).toBe(taxonomy);
  expect(taxonomy.concepts.has('http://esco/1')).toBe(false);
});

test('the taxonomy is whole: names find their concept, implied is never related, confusables never count', () => {
  expect(taxonomy.concepts.size).toBeGreaterThan(250);
  for (const concept of taxonomy.concepts.values()) {
    const kind =
      concept.kind === 'erhverv' ? 'erfaring' : concept.kind === 'vilkaar' ? 'kompetence' : concept.kind;
    for (const name of [concept.label, ...concept.aliases]) {
      expect([name, engine.resolve(name, kind).conceptId]).toEqual([name, concept.id]);
    }
    for (const near of concept.related) {
      expect(concept.gives).not.toContain(near);
      expect(concept.not).not.toContain(near);
    }
  }
  expect(taxonomy.concepts.get('koerekort-ce')?.gives).toEqual(
    expect.arrayContaining(['koerekort-c', 'koerekort-c1', 'koerekort-be', 'koerekort-b']),
  );
  expect(taxonomy.concepts.get('truck-b')?.gives).toContain('truck-a');
  expect(taxonomy.concepts.get('truck-a')?.gives).not.toContain('truck-b');
});

test('a broken taxonomy file is refused', () => {
  const head = 'id\tkind\tlabel\tsector\taliases\timplies\trelated\tbroader\tnot';
  expect(() => parseTaxonomy([`${head}\nx\tfejl\tX`], '')).toThrow(/bad row/);
  expect(() => parseTaxonomy([`${head}\nx\terhverv\tX\t\t\tnowhere`], '')).toThrow(/nowhere/);
  expect(() => parseTaxonomy([`${head}\nx\terhverv\tX\nx\terhverv\tY`], '')).toThrow(/twice/);
});
