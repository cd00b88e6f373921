import { expect, test } from 'vitest';
import { placeOnLastPositions } from '../last-place.ts';

test('tusind gange den sidste plads', async () => {
  const { placed, refused } = await placeOnLastPositions(1000);
  process.stderr.write(`${placed} fik den, ${refused} fik nej\n`);
  expect([placed, refused]).toEqual([1000, 1000]);
});
