import { expect, test } from 'vitest';
import { sendNastyToApi } from './nasty-api.ts';
import { readBackFromEverywhere } from './nasty-shown.ts';
import { typeInEveryField } from './nasty-text.ts';
import { NASTY, REFUSED } from './nasty-words.ts';
import { openWholeTown } from './whole-town.ts';

test('hvad der bliver skrevet i et felt, står sådan i databasen, på siderne, i API’et og i filerne, eller bliver afvist med ord', async () => {
  const town = await openWholeTown();
  const some = [...NASTY.filter(({ what }) => what === 'letters apart'), ...REFUSED.slice(0, 1)];
  const typed = await typeInEveryField(town, some);
  expect(typed.wrong).toEqual([]);
  expect(typed.stored).toBeGreaterThan(100);
  const read = await readBackFromEverywhere(town, typed.taken);
  expect(read.wrong).toEqual([]);
  expect(read.stored).toBeGreaterThan(90);
  // A template's name stands on the form of a new order of its firm, a capacity note on the page of its rule.
  expect(read.unseen.length).toBeLessThan(4);
  expect([read.places.CSV.size, read.places.XLSX.size]).toEqual([2, 2]);
}, 300_000);

test('API’et gemmer tekst efter samme regel', async () => {
  const town = await openWholeTown();
  const { stored, refused, wrong } = await sendNastyToApi(town, {
    texts: [...NASTY.slice(0, 1), ...REFUSED.slice(0, 1)],
    each: 1,
    seed: 20_261_129,
  });
  expect(wrong).toEqual([]);
  expect(stored).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(50);
}, 300_000);
