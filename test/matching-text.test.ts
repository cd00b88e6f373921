import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { createEngine } from '../workers/matching/engine.ts';
import { createResolver, type Resolution } from '../workers/matching/resolve.ts';
import { loadTaxonomy, parseTaxonomy } from '../workers/matching/taxonomy.ts';
import { editDistance, fold, tokenise } from '../workers/matching/text.ts';
import type { RequirementKind, TermKind } from '../workers/matching/types.ts';

const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
const engine = createEngine(folder);
const taxonomy = loadTaxonomy(folder);
const resolver = createResolver(taxonomy);

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

test('who studies for a trade does not have it yet', () => {
  for (const text of ['sygeplejerskestuderende', 'lærerstuderende', 'stud.jur.'])
    expect(engine.resolve(text, 'erfaring').status).not.toBe('accepted');
});

test('a title in the plural names the trade, never a place', () => {
  expect(engine.resolve('2 tømrere', 'titel')).toMatchObject({ status: 'accepted', conceptId: 'toemrer' });
  expect(engine.resolve('Chauffører til Netto', 'titel').conceptId).toBe('chauffoer');
  expect(engine.resolve('kørsel til lagere', 'kompetence').status).not.toBe('accepted');
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
  // directions, not concepts
  ['noget med mennesker', 'jobmaal', 'udadvendt'],
  ['mennesker', 'kompetence', 'udadvendt'],
  ['sikkerhed', 'kompetence', 'vagt'],
  // one thing done for two
  ['befordring af ældre og handicappede', 'kompetence', 'kundebefordring'],
  // a trade is not a certificate, a vehicle not yet a licence
  ['svejser', 'certifikat', 'svejser'],
  ['truckkort?', 'certifikat', 'truck-b'],
  ['tysk truckkort', 'certifikat', 'truck-b'],
  ['lastbil', 'koerekort', 'koerekort-c'],
  ['Bagge- og personhejs', 'kompetence', 'byggehejs-bevis'],
];

test.each(suggestedOnly)('»%s« (%s) is a question, never used', (text, kind, conceptId) => {
  expect(engine.resolve(text, kind)).toMatchObject({ status: 'suggested', conceptId });
});

const understoodAnyway: [string, TermKind, string][] = [
  ['lager medarbejder', 'kompetence', 'lagermedarbejder'],
  ['lagermedarb.', 'kompetence', 'lagermedarbejder'],
  ['kok med 5 års erfaring', 'erfaring', 'kok'],
  ['lagererfaring', 'kompetence', 'lagermedarbejder'],
  ['certifikat B til truck', 'certifikat', 'truck-b'],
  ['truckcertifikater', 'certifikat', 'truck-b'],
  ['truck b cert', 'certifikat', 'truck-b'],
  ['kok (vikar)', 'erfaring', 'kok'],
  ['vikar som kok', 'erfaring', 'kok'],
  ['lagermedarbejder hos DSV', 'erfaring', 'lagermedarbejder'],
  ['tjener i Syrien', 'erfaring', 'tjener'],
  ['praktik i børnehave 4 uger', 'erfaring', 'paedagogmedhjaelper'],
  ["SSA'er", 'erfaring', 'ssa'],
  ['uddannet PA', 'erfaring', 'paedagogisk-assistent'],
  ['arbejde pa lager', 'erfaring', 'lagermedarbejder'],
  ['protør', 'erfaring', 'portoer'],
  ['dansk på B1-niveau', 'kompetence', 'sprog-dansk'],
];

test.each(understoodAnyway)('»%s« (%s) is %s all the same', (text, kind, conceptId) => {
  expect(engine.resolve(text, kind)).toMatchObject({ status: 'accepted', conceptId });
});

const statements: [string, TermKind, Partial<Resolution>][] = [
  ['ikke truck', 'kompetence', { status: 'unknown', negated: true, conceptId: null }],
  ['ingen erfaring med kasse', 'kompetence', { status: 'unknown', negated: true }],
  ['uden kørekort', 'koerekort', { status: 'unknown', negated: true }],
  ['ikke lager, men kok', 'kompetence', { status: 'accepted', negated: false, conceptId: 'kok', also: [] }],
  ['ikke kun kok', 'kompetence', { negated: false }],
  ['lidt dansk', 'kompetence', { status: 'accepted', weak: true, conceptId: 'sprog-dansk' }],
  ['begynder i Excel', 'kompetence', { status: 'accepted', weak: true, conceptId: 'excel' }],
  ['5 års erfaring som kok', 'erfaring', { conceptId: 'kok', years: 5 }],
  ['to år som kok', 'erfaring', { conceptId: 'kok', years: 2 }],
  ['kok, 6 mdr. erfaring', 'erfaring', { conceptId: 'kok', years: 0.5 }],
  ['kok siden 2018', 'erfaring', { conceptId: 'kok', since: 2018, years: null }],
  ['kok 2015-2019', 'erfaring', { conceptId: 'kok', years: 4, lastYear: 2019 }],
  ['mange års erfaring som kok', 'erfaring', { conceptId: 'kok', long: true, years: null }],
  ['ADR til 2027', 'certifikat', { conceptId: 'adr', expiresOn: '2027-12-31', expired: false }],
  ['ADR gyldigt til 1.5.2027', 'certifikat', { conceptId: 'adr', expiresOn: '2027-05-01' }],
  ['ADR gyldig til 02/2028', 'certifikat', { conceptId: 'adr', expiresOn: '2028-02-29' }],
  ['ADR fra 2022 til 2027', 'certifikat', { conceptId: 'adr', expiresOn: '2027-12-31', years: null }],
  ['ADR udløber maj 2027', 'certifikat', { conceptId: 'adr', expiresOn: '2027-05-31' }],
  ['truckkort udløbet 2023', 'certifikat', { conceptId: 'truck-b', expired: true, expiresOn: '2023-12-31' }],
  ['truckkort (udløbet)', 'certifikat', { conceptId: 'truck-b', expired: true, expiresOn: null }],
  ['hygiejnebevis, mangler bevis', 'certifikat', { status: 'unknown', negated: true }],
  ['dårligt dansk', 'kompetence', { status: 'accepted', weak: true, conceptId: 'sprog-dansk' }],
  ['murer for 20 år siden', 'erfaring', { conceptId: 'murer', years: null }],
  ['kok, 26 uger', 'erfaring', { conceptId: 'kok', years: 0.5 }],
  ['truckkort A og B', 'certifikat', { conceptId: 'truck-a', also: ['truck-b'], joined: 'og' }],
  ['kok og tjener', 'kompetence', { conceptId: 'kok', also: ['tjener'], joined: 'og' }],
  ['kok eller tjener', 'kompetence', { conceptId: 'kok', also: ['tjener'], joined: 'eller' }],
  ['kørekort B/C', 'koerekort', { conceptId: 'koerekort-b', also: ['koerekort-c'], joined: 'eller' }],
  ['kørekort C/E og B', 'koerekort', { conceptId: 'koerekort-ce', also: ['koerekort-b'], joined: 'og' }],
  ['kok', 'kompetence', { negated: false, weak: false, years: null, joined: null, expired: false }],
];

test.each(statements)('»%s« (%s) says %o', (text, kind, said) => {
  expect(engine.resolve(text, kind)).toMatchObject(said);
});

test('what a row bars is never taken for its concept', () => {
  for (const concept of taxonomy.concepts.values()) {
    for (const text of concept.not.filter((entry) => !taxonomy.concepts.has(entry))) {
      for (const kind of ['kompetence', 'certifikat', 'erfaring', 'fri'] as const) {
        const { conceptId, also } = resolver.resolve(text, kind);
        expect([text, kind, conceptId, ...also]).not.toContain(concept.id);
      }
    }
  }
});

test('no slip of the pen turns into a licence, certificate or language', () => {
  const exact = [...taxonomy.concepts.values()].filter(({ kind }) =>
    ['certifikat', 'koerekort', 'sprog'].includes(kind),
  );
  fc.assert(
    fc.property(fc.constantFrom(...exact), fc.nat(), fc.nat({ max: 25 }), (concept, place, letter) => {
      const at = 1 + (place % Math.max(1, concept.label.length - 1));
      const slip =
        concept.label.slice(0, at) + String.fromCharCode(97 + letter) + concept.label.slice(at + 1);
      for (const kind of ['certifikat', 'koerekort', 'sprog', 'krav', 'fri'] as const) {
        const { status, method, conceptId } = resolver.resolve(slip, kind);
        // A slip in "Bygge- og personhejs" may still be the skill of handling a byggehejs.
        const isExact = exact.some(({ id }) => id === conceptId);
        expect([slip, status, method, isExact]).not.toEqual([slip, 'accepted', 'trigram', true]);
      }
    }),
    { numRuns: 100 },
  );
});

test('matches are distinct, best first, and there whatever the status', () => {
  for (const text of ['lagermedarbejder', 'lagermd', 'ikke truck', 'truckcertfikat', 'rengøring på skib']) {
    const matches = resolver.matches(text, 'fri');
    expect(matches.length).toBeGreaterThan(1);
    expect(matches.length).toBeLessThanOrEqual(10);
    expect(new Set(matches.map(({ id }) => id)).size).toBe(matches.length);
    expect(matches.map(({ score }) => score)).toEqual(
      matches.map(({ score }) => score).sort((a, b) => b - a),
    );
    for (const { id, label } of matches) expect(taxonomy.concepts.get(id)?.label).toBe(label);
  }
  expect(resolver.matches('', 'fri')).toEqual([]);
});

test('a compound is taken apart at its words, and the last of them is what it is', () => {
  const rows = 'a\terhverv\tlønassistent\nb\terhverv\tkundeservicemedarbejder';
  const words = 'styrke\tord\nnær\tassistent|medarbejder\nnær\tløn|gage';
  const told = createResolver(parseTaxonomy([`id\tkind\tlabel\n${rows}`], '', words));
  expect(told.matches('lønmedarbejder', 'fri')[0]?.id).toBe('a');
  expect(resolver.matches('hospitalssygeplejerske', 'fri')[0]?.id).toBe('sygeplejerske');
});

test('folding and edit distance', () => {
  expect(fold('Ærlig Øl på Århus é')).toBe('aerlig oel paa aarhus e');
  expect(tokenise('CO2-svejser, C# og §26')).toEqual(['co2', 'svejser', 'c#', 'og', '§', '26']);
  expect(editDistance('kok', 'kko')).toBe(1);
  expect(editDistance('lager', 'lagre')).toBe(1);
  expect(editDistance('kok', 'tjener')).toBe(3);
});
