import { expect, test } from 'vitest';
import { placeOnLastPositions } from './last-place.ts';

test('to giver hver sin borger den samme sidste plads: én får den, den anden får at vide hvorfor ikke', async () => {
  expect(await placeOnLastPositions(15)).toEqual({ placed: 15, refused: 15 });
}, 120_000);
