import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { createEngine } from '../workers/matching/engine.ts';
import { danishLevelNamed, parseDanishLevel } from '../workers/matching/levels.ts';
import { loadTaxonomy, parseTaxonomy } from '../workers/matching/taxonomy.ts';
import { editDistance, fold, tokenise } from '../workers/matching/text.ts';
import { decametres, fastestMinutes, minutesBy, zoneOf } from '../workers/matching/travel.ts';
import type { MatchCitizen, MatchOrder, RequirementKind, TermKind } from '../workers/matching/types.ts';

const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
const engine = createEngine(folder);
const taxonomy = loadTaxonomy(folder);

const understood: [TermKind | RequirementKind | 'titel', string, string, string][] = [
  ['kompetence', 'Lagermedarbejder', 'lagermedarbejder', 'exact'],
  ['kompetence', 'lagermand', 'lagermedarbejder', 'alias'],
  ['kompetence', 'lager-mand', 'lagermedarbejder', 'folded'],
  ['kompetence', 'RENGOERINGSASSISTENT', 'rengoeringsassistent', 'folded'],
  ['kompetence', 'rengoringsassistent', 'rengoeringsassistent', 'folded'],
  ['kompetence', 'erfaring med lagerarbejde', 'lagermedarbejder', 'stem'],
  ['kompetence', '3 års erfaring som kok', 'kok', 'stem'],
  ['kompetence', 'køkkenmedhjælpere', 'koekkenmedhjaelper', 'stem'],
  ['kompetence', 'rengøringsasistent', 'rengoeringsassistent', 'trigram'],
  ['erfaring', 'lagermedarbjeder', 'lagermedarbejder', 'trigram'],
  ['krav', 'C#', 'csharp', 'alias'],
  ['krav', 'Java', 'java', 'exact'],
  ['krav', 'JavaScript', 'javascript', 'exact'],
  ['titel', 'Frisk lagermedarbejder til aftenhold i Glostrup', 'lagermedarbejder', 'alias'],
  ['jobmaal', 'truck driver', 'lastbilchauffoer', 'alias'],
  ['certifikat', 'Truckcert.', 'truck-b', 'folded'],
  ['certifikat', 'gyldigt hygiejnebevis fra 2024', 'hygiejnebevis', 'stem'],
  ['certifikat', 'kran A', 'taarnkran', 'alias'],
  ['koerekort', 'B', 'koerekort-b', 'folded'],
  ['koerekort', 'C', 'koerekort-c', 'folded'],
  ['koerekort', 'D1', 'koerekort-d1', 'folded'],
  ['koerekort', 'kørekort kategori C', 'koerekort-c', 'alias'],
  ['koerekort', 'C+E', 'koerekort-ce', 'alias'],
  ['sprog', 'engelsk flydende', 'sprog-engelsk', 'alias'],
  ['sprog', 'farsi', 'sprog-farsi', 'alias'],
];

test.each(understood)('%s »%s« is %s', (kind, text, conceptId, method) => {
  expect(engine.resolve(text, kind)).toMatchObject({ status: 'accepted', conceptId, method });
});

// [text, kind, what it must never be taken for]
const confusables: [string, TermKind, string][] = [
  ['lastbil', 'certifikat', 'truck-b'],
  ['lastbil', 'kompetence', 'truck-b'],
  ['truck driver', 'kompetence', 'truck-b'],
  ['truckmekaniker', 'kompetence', 'truckfoerer'],
  ['Java', 'kompetence', 'javascript'],
  ['JavaScript', 'kompetence', 'java'],
  ['rengøringshygiejne', 'certifikat', 'hygiejnebevis'],
  ['hygiejnebevis', 'certifikat', 'rengoeringshygiejne'],
  ['vagter', 'kompetence', 'vagt'],
  ['aftenvagter', 'kompetence', 'vagt'],
  ['vagt', 'kompetence', 'arbejdstid'],
  ['personlig assistance', 'kompetence', 'paedagogisk-assistent'],
  ['PA', 'kompetence', 'handicaphjaelper'],
  ['køkkenmedhjælper', 'kompetence', 'kok'],
  ['pædagogmedhjælper', 'kompetence', 'paedagog'],
  ['konstruktør', 'kompetence', 'struktoer'],
  ['sprøjtemaler', 'kompetence', 'sproejtecertifikat'],
  ['AMU', 'kompetence', 'arbejdsmiljoeuddannelse'],
  ['samarbejde med transportarbejdere', 'kompetence', 'samarbejde'],
];

test.each(confusables)('»%s« (%s) is never %s', (text, kind, never) => {
  const resolution = engine.resolve(text, kind);
  expect([resolution.conceptId, ...resolution.also]).not.toContain(never);
});

test('licences are told apart letter by letter', () => {
  const classes = ['B', 'BE', 'C', 'C1', 'CE', 'D', 'D1', 'DE'];
  for (const one of classes) {
    for (const text of [one, `kørekort ${one}`, `Kørekort kat. ${one}`, `kategori ${one.toLowerCase()}`]) {
      expect(engine.resolve(text, 'koerekort').conceptId).toBe(`koerekort-${one.toLowerCase()}`);
    }
  }
});

const neverGuessed: [string, TermKind][] = [
  ['kørekort X', 'koerekort'],
  ['B eller noget', 'koerekort'],
  ['ikke truck B', 'certifikat'],
  ['ingen erfaring med lager', 'kompetence'],
  ['har bil', 'koerekort'],
];

test.each(neverGuessed)('»%s« (%s) is not guessed', (text, kind) => {
  expect(engine.resolve(text, kind).status).toBe('unknown');
});

const suggestedOnly: [string, TermKind, string][] = [
  ['truckcertfikat', 'certifikat', 'truck-b'],
  ['hygiejnebevi', 'certifikat', 'hygiejnebevis'],
  ['engelks', 'sprog', 'sprog-engelsk'],
];

test.each(suggestedOnly)('»%s« (%s) is a question, never used', (text, kind, conceptId) => {
  expect(engine.resolve(text, kind)).toMatchObject({ status: 'suggested', conceptId });
});

const levels: [string | null, number | null, number | null][] = [
  // text, as a level field, named in free text
  ['A0', 0, null],
  ['b1', 3, null],
  ['C2', 6, null],
  ['PD1', 2, 2],
  ['PD 2', 3, 3],
  ['Prøve i Dansk 3', 4, 4],
  ['dansk 2', 3, 3],
  ['DU3 modul 5', 4, 4],
  ['D3 m5', 4, 4],
  ['DU3M6', 5, 5],
  ['DU2 modul 4', 3, 3],
  ['Danskuddannelse 1 modul 2', 1, 1],
  ['DU2', null, null],
  ['Studieprøven', 5, 5],
  ['A2-B1', 2, null],
  ['begynder', 1, null],
  ['Modersmål', 6, null],
  ['godt dansk', null, null],
  ['dansk 3 år', null, null],
  ['engelsk B2', 4, null],
  ['engelsk B2, dansk mindst B1', 3, 3],
  ['kørekort B1', 3, null],
  ['', null, null],
  [null, null, null],
];

test.each(levels)('Danish level %s', (text, asField, named) => {
  expect(parseDanishLevel(text)).toBe(asField);
  if (text !== null) expect(danishLevelNamed(text)).toBe(named);
});

test('travel time is crow-flight × 1.3 at the stated speeds, rounded up; unknown places stay unknown', () => {
  const { postcodes } = taxonomy;
  expect([minutesBy('bil', 1000), minutesBy('cykel', 1000), minutesBy('offentlig', 1000)]).toEqual([
    16, 52, 42,
  ]);
  expect(minutesBy('gang', 100)).toBe(16);
  const [albertslund, glostrup] = [zoneOf(postcodes, '2620'), zoneOf(postcodes, 'DK-2600 Glostrup')];
  const distance = decametres(postcodes, albertslund, glostrup);
  expect(distance).toBeGreaterThan(200);
  expect(distance).toBeLessThan(350);
  expect(decametres(postcodes, glostrup, albertslund)).toBe(distance);
  expect(fastestMinutes(0b0011, distance)).toBe(minutesBy('bil', distance));
  expect(fastestMinutes(0, distance)).toBe(-1);
  for (const text of ['0999', '262', '26200', 'x', '', null]) expect(zoneOf(postcodes, text)).toBe(-1);
  expect(zoneOf(postcodes, '1620')).toBe(zoneOf(postcodes, '1799'));
});

test('every postcode place lies in Denmark, in rising order without overlap', () => {
  let before = 999;
  for (const { from, to, lat, lon } of taxonomy.postcodes) {
    expect(from).toBeGreaterThan(before);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(lat > 54.5 && lat < 57.8 && lon > 8 && lon < 15.2).toBe(true);
    before = to;
  }
  expect(taxonomy.postcodes.length).toBeGreaterThan(550);
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

test('folding and edit distance', () => {
  expect(fold('Ærlig Øl på Århus é')).toBe('aerlig oel paa aarhus e');
  expect(tokenise('CO2-svejser, C# og §26')).toEqual(['co2', 'svejser', 'c#', 'og', '§', '26']);
  expect(editDistance('kok', 'kko')).toBe(1);
  expect(editDistance('lager', 'lagre')).toBe(1);
  expect(editDistance('kok', 'tjener')).toBe(3);
});

const nasty = [
  '',
  '   ',
  'og i at med',
  'x'.repeat(10_000),
  'lager '.repeat(2_000),
  'æøå '.repeat(2_500),
  '🚛👩‍🍳🧹',
  'سائق شاحنة',
  "'; DROP TABLE citizens; --",
  '(((((.*)+)+)+)+$ [a-z]{1,99999} \\',
  `${'a'.repeat(5_000)}!`,
  'B/C '.repeat(2_000),
  'dansk B1 '.repeat(1_000),
  '\0\u202e\ud800',
  '<script>alert(1)</script>',
];

test('nasty text never throws, in any field', () => {
  const today = '2026-11-20';
  for (const text of nasty) {
    for (const kind of ['kompetence', 'certifikat', 'koerekort', 'sprog', 'titel', 'krav'] as const) {
      engine.resolve(text, kind);
    }
    const { order, citizen } = pairOf(text);
    engine.judge(order, citizen, today);
    engine.explain(order, citizen, today);
    engine.encode({ orders: [order], citizens: [citizen], today, runKey: text });
  }
});

test('any text at all is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { order, citizen } = pairOf(text);
      expect(engine.judge(order, citizen, '2026-11-20').excluded?.reason ?? 'none').toBeTypeOf('string');
      expect(engine.resolve(text, 'krav').score).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

function pairOf(text: string): { order: MatchOrder; citizen: MatchCitizen } {
  const requirements = (['krav', 'oenske', 'certifikat', 'koerekort', 'sprog'] as const).map((kind) => ({
    kind,
    text,
    kanLaeres: false,
  }));
  const terms = (['jobmaal', 'kompetence', 'erfaring', 'certifikat', 'koerekort', 'sprog'] as const).map(
    (kind) => ({
      kind,
      text,
      years: 3,
      lastYear: 2020,
      expiresOn: text.slice(0, 10),
    }),
  );
  const order: MatchOrder = {
    id: 1,
    type: 'smaajob',
    title: text,
    requirements,
    hoursMin: null,
    hoursMax: null,
    workingTimes: [],
    allWorkingTimes: false,
    danishMin: text,
    danishOralMin: text,
    danishWrittenMin: text,
    offers: [],
    unavoidable: [],
    purpose: null,
    followUp: null,
    leadsToJob: null,
    firmBar: null,
    postcode: text,
    startDate: null,
  };
  const citizen: MatchCitizen = {
    id: 1,
    terms,
    hoursMin: null,
    hoursMax: null,
    workingTimes: [],
    danish: text,
    danishOral: text,
    danishWritten: text,
    transports: [],
    maxTravelMinutes: null,
    postcode: text,
    needs: [],
    purpose: null,
    canStart: null,
    mayBeShared: true,
    protectedAddress: false,
    hasEmployer: null,
    allowed: {},
  };
  return { order, citizen };
}
