import { expect, test } from 'vitest';
import { readHours, showHours } from '../server/ui/hours.ts';

test('hours are read as people write them', () => {
  expect(['37', '7,5', '7.5', '0', '168', '12,25'].map(readHours)).toEqual([37, 7.5, 7.5, 0, 168, 12.25]);
  expect(['', '-1', '168,5', '7,', ',5', '1e2', '7,555', 'syv', '0x10'].map(readHours)).toEqual(
    Array(9).fill(undefined),
  );
});

test('hours are shown as people read them', () => {
  expect(showHours(7.5, 12)).toBe('7,5–12');
  expect([showHours(37, 37), showHours(20, null), showHours(null, 7.5), showHours(null, null)]).toEqual([
    '37',
    'mindst 20',
    'højst 7,5',
    null,
  ]);
});
