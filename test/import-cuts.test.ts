import { expect, test } from 'vitest';
import { cutImports, killImports, killUndos } from './import-cuts.ts';

test('en fil klippet over: afvist med linje, eller det hele, og et tvivlsomt sidste felt siges', async () => {
  const told = await cutImports({ points: 12 });
  expect(told.refused).toBeGreaterThan(30);
}, 120_000);

test('dræbt midt i en import: intet er inde eller alt, og samme fil igen giver det samme', async () => {
  const { nothing, all } = await killImports({ points: 2, rows: 1500 });
  expect(nothing + all).toBe(2);
  expect(all).toBeGreaterThan(0);
}, 120_000);

test('dræbt midt i en fortrydelse: efter næste start er den fortrudt til ende', async () => {
  expect(await killUndos({ points: 2, rows: 3000 })).toEqual({ inTheMidst: 2 });
}, 120_000);
