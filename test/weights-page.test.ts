import { expect, test } from 'vitest';
import { changesAfter, inForce, tableOn, WEIGHT_WORDS } from '../server/matching/weight-words.ts';
import { EXCLUSION_REASONS, ORDER_TYPES } from '../workers/matching/types.ts';
import { parseWeights, WEIGHT_PARTS, weightsOn } from '../workers/matching/weights.ts';
import { addUser, openTestApp, signIn, stranger, testEngine } from './app.ts';

const number = (value: number) => new Intl.NumberFormat('da-DK').format(value);

test('the page says what the engine runs on: every part, every type that differs, every rule in its order', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'lea', ['leder']);
  const lea = await signIn(app, 'lea');
  const { body } = await lea.get('/match/vaegte');
  const { weights } = testEngine();
  const points = weightsOn(weights, 'ordinaer', '2026-11-22');
  for (const part of WEIGHT_PARTS) {
    const { name } = WEIGHT_WORDS[part];
    const shown = part === 'beslaegtet_procent' ? `${points[part]} %` : number(Math.abs(points[part]));
    const row = new RegExp(`<td[^>]*>${name}</td><td[^>]*>−?${shown.replace(/\./g, '\\.')}</td>`);
    expect(body).toMatch(row);
  }
  for (const type of ORDER_TYPES) {
    for (const { name, shown } of tableOn(weights, '2026-11-22').own.find((own) => own.type === type)
      ?.parts ?? [])
      expect(body).toContain(`${name}: ${shown}`);
  }
  expect(body).toContain(`Ordrens krav deler ${number(points.krav)} point`);
  const places = ['Virksomheden:', 'Må ikke deles:', 'Sat til side:', 'Målgruppe:', 'Vilkår i arbejdet:'].map(
    (label) => body.indexOf(`<strong>${label}`),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(body.match(/<ol class="rule-steps">.*?<\/ol>/s)?.[0].match(/<li>/g)).toHaveLength(
    EXCLUSION_REASONS.length,
  );
  expect(body).toContain('trækkes der lod');
  expect(body).toContain(weights.version);
});

test('a date before the first weights says so, and a date that is none means today', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'kaj', ['sagsbehandler']);
  const kaj = await signIn(app, 'kaj');
  expect((await kaj.get('/match/vaegte?dato=2020-01-01')).body).toContain(
    'Der var ingen vægte i kraft 01.01.2020',
  );
  expect((await kaj.get('/match/vaegte?dato=i-morgen')).body).toContain('Vægte i kraft 22.11.2026');
});

test('programs read the same, and nobody reads it without signing in', async () => {
  const { app, db } = await openTestApp();
  await addUser(db, 'adam', ['administrator']);
  const adam = await signIn(app, 'adam');
  const found = (await adam.json('GET', '/api/v1/match/weights')).data<{
    types: Record<string, Record<string, number>>;
    version: string;
    changes: unknown[];
  }>();
  for (const type of ORDER_TYPES)
    expect(found.types[type]).toEqual(weightsOn(testEngine().weights, type, '2026-11-22'));
  expect(found).toMatchObject({ version: testEngine().weights.version, changes: [] });
  expect((await adam.json('GET', '/api/v1/match/weights?date=x')).status).toBe(400);
  expect((await stranger(app).json('GET', '/api/v1/match/weights')).status).toBe(401);
  expect((await stranger(app).get('/match/vaegte')).status).toBe(303);
});

test('what is decided for later is shown with what counts until then', () => {
  const weights = parseWeights(
    [
      'valid_from\ttype\tpart\tpoints',
      '2026-01-01\t*\tkrav\t1000',
      '2026-01-01\tfleksjob\trejse_15\t50',
      '2027-03-01\t*\tkrav\t900',
      '2027-01-01\tfleksjob\trejse_15\t70',
    ].join('\n'),
  );
  const krav = (date: string) =>
    inForce(weights, 'ordinaer', date).find(({ part }) => part === 'krav')?.points;
  expect([krav('2026-11-22'), krav('2027-02-28'), krav('2027-03-01')]).toEqual([1000, 1000, 900]);
  expect(changesAfter(weights, '2026-11-22')).toEqual([
    { validFrom: '2027-01-01', type: 'fleksjob', part: 'rejse_15', points: 70, before: 50 },
    { validFrom: '2027-03-01', type: '*', part: 'krav', points: 900, before: 1000 },
  ]);
  expect(changesAfter(weights, '2027-03-01')).toEqual([]);
});
