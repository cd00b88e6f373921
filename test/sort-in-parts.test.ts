import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortInParts } from '../server/imports/sort-in-parts.ts';

test('sorteret i dele er sorteret, og lige står, som de stod', () => {
  const row = fc.record({ key: fc.nat(9), place: fc.nat() });
  const byKey = (a: { key: number }, b: { key: number }) => a.key - b.key;
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
      const steps = sortInParts(rows, byKey, size);
      let pauses = 0;
      let step = steps.next();
      for (; !step.done; step = steps.next()) pauses += 1;
      expect(step.value).toEqual(rows.toSorted(byKey));
      expect(pauses).toBeGreaterThanOrEqual(Math.ceil(rows.length / size));
    }),
  );
});
