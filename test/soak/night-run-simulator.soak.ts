import { expect, test } from 'vitest';
import { openTestDb } from '../../db/client.ts';
import { simulateNight } from '../night-run-simulator.ts';
import { fillTown } from '../night-run-town.ts';

test('titusind nætter med flere regnere ender rigtigt', async () => {
  const db = openTestDb();
  fillTown(db, { orders: 25, citizens: 5 });
  let refused = 0;
  for (let seed = 1; seed <= 10_000; seed += 1) refused += (await simulateNight(db, 25, seed)).refused;
  process.stderr.write(`10.000 nætter, ${refused} sene og gentagne svar afvist\n`);
  expect(refused).toBeGreaterThan(10_000);
});
