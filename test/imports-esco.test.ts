import { expect, test } from 'vitest';
import { taxonomyConcept, taxonomyName, termDecision } from '../db/schema/taxonomy.ts';
import { lazyEngine } from '../server/start.ts';
import { readConcepts } from '../server/terms/knowledge.ts';
import { addUser, openTestApp, signIn, testEngine } from './app.ts';
import { hashOfAllTables, openDesk } from './imports-builders.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { undoImport } from './undo.ts';

const HEADER =
  'conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,description';
const SKILL = 'http://data.europa.eu/esco/skill/';
const OCCUPATION = 'http://data.europa.eu/esco/occupation/';
/** As the official files are: comma, quotes around names of a line each, long descriptions. */
const FILE = `${HEADER}
KnowledgeSkillCompetence,${SKILL}aa1,skill/competence,cross-sector,kvæsthusskrubning,"skrubbe kvæsthuse
kvæsthusrens",,released,"En tekst med, komma"
Occupation,${OCCUPATION}bb2,,,rullebåndsmester,"båndmester
rullebåndsmesterinde",båndchef,released,
KnowledgeSkillCompetence,${SKILL}cc3,knowledge,,udgået kunnen,,,obsolete,
`;

test('an official file becomes concepts with their names, and the same file again changes nothing', async () => {
  const { db, take } = openDesk();
  const first = await take('esco', FILE);
  expect(first).toMatchObject({ created: 2, updated: 0, unchanged: 0, ignored: [], rejected: [] });
  expect(readConcepts(db)).toEqual([
    {
      id: `${OCCUPATION}bb2`,
      kind: 'erhverv',
      label: 'rullebåndsmester',
      aliases: ['båndmester', 'rullebåndsmesterinde', 'båndchef'],
    },
    {
      id: `${SKILL}aa1`,
      kind: 'kompetence',
      label: 'kvæsthusskrubning',
      aliases: ['skrubbe kvæsthuse', 'kvæsthusrens'],
    },
  ]);
  const before = hashOfAllTables(db);
  expect(await take('esco', FILE)).toMatchObject({ created: 0, updated: 0, unchanged: 2, importId: null });
  expect(await take('esco', FILE.replaceAll('kvæst', 'kvast'), { dryRun: true })).toMatchObject({
    updated: 1,
  });
  expect(hashOfAllTables(db)).toBe(before);
});

test('tabs, semicolons, JSON Lines and the Windows letters of an old Excel say the same', async () => {
  const rows = [
    ['conceptUri', 'preferredLabel', 'altLabels'],
    [`${SKILL}aa1`, 'smørrebrødsanretning på båd', 'pynte båd|båd å la carte'],
  ];
  const lists = ['\t', ';', ','].map((delimiter) => rows.map((row) => row.join(delimiter)).join('\n'));
  const json = JSON.stringify({
    conceptUri: rows[1]?.[0],
    preferredLabel: rows[1]?.[1],
    altLabels: ['pynte båd', 'båd å la carte'],
  });
  for (const content of [...lists, json, Buffer.from(lists[0] ?? '', 'latin1')]) {
    const { db, take } = openDesk();
    expect(await take('esco', content)).toMatchObject({ created: 1, rejected: [] });
    expect(readConcepts(db)).toEqual([
      {
        id: `${SKILL}aa1`,
        kind: 'kompetence',
        label: 'smørrebrødsanretning på båd',
        aliases: ['pynte båd', 'båd å la carte'],
      },
    ]);
  }
});

test('STAR’s list of titles has a title a line: those of one concept are one', async () => {
  const { db, take } = openDesk();
  const file = 'titelid;titel\n7;Båndmester\n8;Tårnfalkoner\n7;Båndmesterinde\n';
  expect(await take('esco', file)).toMatchObject({ created: 2, rejected: [] });
  expect(readConcepts(db)).toEqual([
    { id: 'star:7', kind: 'erhverv', label: 'Båndmester', aliases: ['Båndmesterinde'] },
    { id: 'star:8', kind: 'erhverv', label: 'Tårnfalkoner', aliases: [] },
  ]);
  expect(await take('esco', file)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  expect(db.select({ source: taxonomyConcept.source }).from(taxonomyConcept).all()).toEqual([
    { source: 'star' },
    { source: 'star' },
  ]);
});

test('a file with faults is refused whole, with line, field and reason', async () => {
  const { db, take } = openDesk();
  const faulty = await take(
    'esco',
    `conceptUri,preferredLabel\n${SKILL}1,god nok\n${SKILL}2,\n,uden adresse\n`,
  );
  expect(faulty.rejected).toEqual([
    { line: 3, field: 'preferredLabel', reason: 'mangler' },
    { line: 4, field: 'conceptUri', reason: 'mangler' },
  ]);
  expect(faulty).toMatchObject({ created: 0, importId: null });
  const other = await take('esco', 'navn,alder\nKaj,7\n');
  expect(other.rejected).toEqual([
    { line: 1, field: 'conceptUri', reason: 'Kolonnen mangler i overskriften' },
  ]);
  const cut = await take('esco', `${FILE}Occupation,${OCCUPATION}dd4,,,afkort`);
  expect(cut.rejected[0]).toMatchObject({ line: 7 });
  expect(await take('esco', '')).toMatchObject({
    rejected: [{ line: 1, field: '', reason: 'Filen er tom' }],
  });
  expect(db.select().from(taxonomyConcept).all()).toEqual([]);
});

test('undoing gives back what was there, but keeps what somebody has decided a word to mean', async () => {
  const desk = openDesk();
  const { db, take, clock } = desk;
  await take('esco', FILE);
  const before = readConcepts(db);
  clock.now = new Date('2026-11-23T09:00:00Z');
  const more = `${FILE.replace('båndmester\n', 'båndmester\nbåndstyrer\n')}Occupation,${OCCUPATION}ee5,,,brofoged,,,released,\nOccupation,${OCCUPATION}ff6,,,dækvært,,,released,\n`;
  const second = await take('esco', more);
  expect(second).toMatchObject({ created: 2, updated: 1, unchanged: 1 });
  const by = await addUser(db, 'sara', ['sagsbehandler']);
  db.insert(termDecision)
    .values({
      text: 'fogeden',
      textKey: 'fogeden',
      decision: 'rettet',
      conceptId: `${OCCUPATION}ee5`,
      decidedAt: '2026-11-23T10:00:00Z',
      decidedBy: by,
    })
    .run();
  const report = undoImport(db, second.importId ?? 0, { at: '2026-11-23T11:00:00Z', by });
  expect(report).toMatchObject({ undone: 2, keptCount: 1 });
  expect(report.kept[0]?.what).toBe('Begreb brofoged');
  const kept = { id: `${OCCUPATION}ee5`, kind: 'erhverv', label: 'brofoged', aliases: [] };
  expect(readConcepts(db)).toEqual([...before, kept].sort((a, b) => (a.id < b.id ? -1 : 1)));
});

test('an import that a later one has changed stands until that one is undone', async () => {
  const { db, take } = openDesk();
  const first = await take('esco', FILE);
  await take('esco', FILE.replace('båndchef', 'båndbas'));
  const report = undoImport(db, first.importId ?? 0, { at: '2026-11-23T11:00:00Z', by: null });
  expect(report).toMatchObject({
    undone: 1,
    kept: [{ what: 'Begreb rullebåndsmester', reason: expect.any(String) }],
  });
});

test('thirteen thousand concepts come in within seconds', async () => {
  const { db, take } = openDesk();
  const rows = Array.from({ length: 13_500 }, (_, at) =>
    [
      'Occupation',
      `${OCCUPATION}${at}`,
      '',
      '',
      `titel nummer ${at}`,
      `"navn ${at} a\nnavn ${at} b"`,
      '',
      '',
      '',
    ].join(','),
  );
  const started = performance.now();
  expect(await take('esco', `${HEADER}\n${rows.join('\n')}\n`)).toMatchObject({ created: 13_500 });
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(db.select().from(taxonomyName).all()).toHaveLength(27_000);
});

test('imported concepts count from the next shortlist on, and are gone when the import is undone', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent', 'administrator'], 'Nord');
  addFirm(db, { pNumber: 1_020_000_001, name: 'Bo Bygger ApS' });
  addCitizen(db, { citizenKey: 'K1', terms: [{ text: 'kvæsthusrens' }, { text: 'pakkemedarbejder' }] });
  const hanne = await signIn(app, 'hanne');
  const form = {
    ...ORDER_FORM,
    krav: 'kvæsthusskrubning',
    oensker: '',
    certifikater: '',
    koerekort: '',
    sprog: '',
  };
  const made = await hanne.post('/jobordrer', { ...form, virksomhed: '1020000001' });
  const shortlist = `${made.location?.split('?')[0]}/forslag`;
  const words = async () => (await hanne.get(shortlist)).body.replaceAll(/<[^>]*>/g, '');
  expect(await words()).not.toMatch(/»kvæsthusrens« → (?:er forstået som )?kvæsthusskrubning/);

  const { take } = openDesk(clock.now.toISOString(), db);
  const { importId } = await take('esco', FILE);
  expect(await words()).toMatch(/»kvæsthusrens« → (?:er forstået som )?kvæsthusskrubning/);
  await hanne.post(`/import/${importId}/fortrydelse`, {});
  expect(await words()).not.toMatch(/»kvæsthusrens« → (?:er forstået som )?kvæsthusskrubning/);
});

test('a concept that ships already gets the names; a name that means something else stays what it was', async () => {
  const { db, take } = openDesk();
  const rows = [
    `Occupation,${OCCUPATION}1,,,LAGERMEDARBEJDER,"kassejonglør\ntruckfører",,released,`,
    `KnowledgeSkillCompetence,${SKILL}2,,,Gaffeltruckcertifikat B,bifftruck,,released,`,
    `Occupation,${OCCUPATION}3,,,reolrytter,"reolridning\nlagermedarbejder",,released,`,
  ];
  await take('esco', `${HEADER}\n${rows.join('\n')}\n`);
  const engine = lazyEngine(db)();
  const meaningOf = (text: string) => engine.resolve(text, 'kompetence');
  expect(meaningOf('kassejonglør')).toMatchObject({ status: 'accepted', conceptId: 'lagermedarbejder' });
  expect(engine.concepts.has(`${OCCUPATION}1`)).toBe(false);
  expect(meaningOf('truckfører').conceptId).toBe(testEngine().resolve('truckfører', 'kompetence').conceptId);
  expect(meaningOf('lagermedarbejder').conceptId).toBe('lagermedarbejder');
  expect(meaningOf('reolridning')).toMatchObject({ status: 'accepted', conceptId: `${OCCUPATION}3` });
  // Whoever has the name would hold the certificate.
  expect(engine.resolve('bifftruck', 'certifikat').status).not.toBe('accepted');
});
