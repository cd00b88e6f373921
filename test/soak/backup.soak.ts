import { test } from 'vitest';
import { backUp, everyFlipIsRefused, KEY, placesIn } from '../backup-town.ts';
import { openTown } from '../night-run-town.ts';

test('hundrede ændrede bytes i en krypteret kopi og hundrede i en, der ikke er det, afvises alle', () => {
  const town = openTown({ orders: 20, citizens: 200 });
  const sealed = backUp(town.files);
  const plain = backUp(town.files, null, '2026-11-29T02:31:00.000Z');
  everyFlipIsRefused(sealed.file, placesIn(sealed.bytes, 100, 1), KEY);
  everyFlipIsRefused(plain.file, placesIn(plain.bytes, 100, 2), undefined);
});
