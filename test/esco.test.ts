import { expect, test } from 'vitest';
import { EscoFileError, parseEsco, taxonomyOf } from '../workers/matching/esco.ts';
import { createResolver } from '../workers/matching/resolve.ts';
import { parseTaxonomy } from '../workers/matching/taxonomy.ts';

const shipped = parseTaxonomy([], '');
const header = 'conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status';
const rows = [
  'KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/1,skill/competence,x,"betjene kran, stor","føre kran\nkranføring|styre kran",released',
  'Occupation,http://data.europa.eu/esco/occupation/2,,,kranfører,,released',
];
const expected = [
  {
    id: 'http://data.europa.eu/esco/skill/1',
    kind: 'kompetence',
    label: 'betjene kran, stor',
    aliases: ['føre kran', 'kranføring', 'styre kran'],
    line: 2,
  },
  {
    id: 'http://data.europa.eu/esco/occupation/2',
    kind: 'erhverv',
    label: 'kranfører',
    aliases: [],
    line: 4,
  },
];

test('the official file is read: names by lines and by |, quoted cells, occupations apart', () => {
  expect(parseEsco([header, ...rows].join('\n'))).toEqual({ source: 'esco', rows: expected, ignored: [] });
});

test('BOM, tabs and columns in another order make no difference', () => {
  const text =
    '\uFEFFpreferredLabel\taltLabels\tconceptUri\tconceptType\n' +
    'kranfører\tkranmand|"kran"\thttp://esco/2\tOccupation\n' +
    'bage "brød"\t"bagning\nbage"\thttp://esco/3\tKnowledgeSkillCompetence\n';
  expect(parseEsco(text).rows).toEqual([
    { id: 'http://esco/2', kind: 'erhverv', label: 'kranfører', aliases: ['kranmand', '"kran"'], line: 2 },
    { id: 'http://esco/3', kind: 'kompetence', label: 'bage "brød"', aliases: ['bagning', 'bage'], line: 3 },
  ]);
});

test('Windows line endings, inside cells too', () => {
  const { rows: found } = parseEsco([header, ...rows].join('\r\n').replace('kran\nkran', 'kran\r\nkran'));
  expect(found.map(({ aliases }) => aliases)).toEqual([['føre kran', 'kranføring', 'styre kran'], []]);
});

test('STAR’s list of titles: one row a name, every title an occupation', () => {
  const text = 'Concept ID;Titel;Alias\n10;Kranfører;Kranmand\n10;Kranfører;Tårnkranfører\n11;Kok;\n';
  expect(parseEsco(text)).toEqual({
    source: 'star',
    rows: [
      { id: '10', kind: 'erhverv', label: 'Kranfører', aliases: ['Kranmand', 'Tårnkranfører'], line: 2 },
      { id: '11', kind: 'erhverv', label: 'Kok', aliases: [], line: 4 },
    ],
    ignored: [],
  });
});

test('rows that say too little are left out, with their line', () => {
  const text = `${header}\n${rows[0]}\nOccupation,,,,kok,,\nOccupation,http://x/9,,,,,\nOccupation,http://x/8,,,degner,,obsolete\n`;
  const { ignored, rows: found } = parseEsco(text);
  expect(found).toHaveLength(1);
  expect(ignored).toEqual([
    { line: 4, reason: 'conceptUri mangler.' },
    { line: 5, reason: 'preferredLabel mangler.' },
    { line: 6, reason: 'Begrebet er udgået.' },
  ]);
});

const refused: [string, string][] = [
  ['', 'Filen er tom.'],
  ['a,b\n1,2\n', 'conceptUri'],
  ['conceptUri,altLabels\n1,2\n', 'preferredLabel'],
  [`${header}\nOccupation,"http://x/1,,,kok,,\n`, 'linje'],
];

test.each(refused)('%j is refused with one line', (text, words) => {
  expect(() => parseEsco(text)).toThrow(EscoFileError);
  expect(() => parseEsco(text)).toThrow(words);
  expect(() => parseEsco(text)).not.toThrow(/\n/);
});

test('a taxonomy of the file alone resolves to its own labels', () => {
  const taxonomy = taxonomyOf(shipped, parseEsco([header, ...rows].join('\n')).rows);
  const resolver = createResolver(taxonomy);
  expect([...taxonomy.concepts.keys()]).toEqual(expected.map(({ id }) => id));
  expect(resolver.resolve('KRANFØRING', 'fri')).toMatchObject({
    status: 'accepted',
    label: 'betjene kran, stor',
  });
  expect(resolver.resolve('kranfoerer', 'fri')).toMatchObject({ status: 'accepted', label: 'kranfører' });
});
