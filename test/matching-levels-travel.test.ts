import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import { danishLevelNamed, parseDanishLevel } from '../workers/matching/levels.ts';
import { loadTaxonomy } from '../workers/matching/taxonomy.ts';
import { decametres, fastestMinutes, minutesBy, zoneOf } from '../workers/matching/travel.ts';

const folder = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
const taxonomy = loadTaxonomy(folder);

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
