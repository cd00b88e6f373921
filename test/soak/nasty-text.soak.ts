import { expect, test } from 'vitest';
import { sendNastyToApi } from '../nasty-api.ts';
import { readBackFromEverywhere } from '../nasty-shown.ts';
import { typeInEveryField } from '../nasty-text.ts';
import { NASTY, REFUSED } from '../nasty-words.ts';
import { openWholeTown } from '../whole-town.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);

test('hver tekst i hvert felt i hver formular, og alt læst igen', async () => {
  const town = await openWholeTown();
  const { taken, stored, refused, wrong } = await typeInEveryField(town, [...NASTY, ...REFUSED]);
  const fields = [...taken.values()].reduce((sum, names) => sum + names.size, 0);
  tell(`${fields} felter tager tekst; ${stored} gemt til punkt og prikke, ${refused} afvist med ord`);
  expect(wrong).toEqual([]);
  const read = await readBackFromEverywhere(town, taken);
  const places = Object.entries(read.places).map(([place, marks]) => `${marks.size} i ${place}`);
  tell(`${read.stored} tekster, læst igen: ${places.join(', ')}`);
  expect(read.wrong).toEqual([]);
});

test('hver tekst i hver egenskab i API’et', async () => {
  const { stored, refused, wrong } = await sendNastyToApi(await openWholeTown(), {
    texts: [...NASTY, ...REFUSED],
    each: 4,
    seed,
  });
  tell(`API: ${stored} gemt, ${refused} afvist, SEED=${seed}`);
  expect(wrong).toEqual([]);
});
