import { expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { simulateNight } from './night-run-simulator.ts';
import { fillTown } from './night-run-town.ts';

test('tredive nætter med nedbrud, pauser, gentagelser, forkerte ure og glemte køer ender rigtigt', async () => {
  const db = openTestDb();
  fillTown(db, { orders: 25, citizens: 5 });
  let refused = 0;
  for (let seed = 1; seed <= 30; seed += 1) refused += (await simulateNight(db, 25, seed)).refused;
  // Late and repeated answers did come, and were counted.
  expect(refused).toBeGreaterThan(30);
});
