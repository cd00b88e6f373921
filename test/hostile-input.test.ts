import { expect, test } from 'vitest';
import { ASKING, namesByRoute, sendFitting, sendHostile } from './hostile-input.ts';
import { openWholeTown } from './whole-town.ts';

const SEED = 20_261_129;

test('forvanskede forespørgsler til hver adresse: aldrig en fejl hos os, aldrig noget om vores indre', async () => {
  const town = await openWholeTown();
  const names = await namesByRoute(town, ASKING);
  const wrong: string[] = [];
  let sent = 0;
  for (const who of ASKING) {
    const answered = await sendHostile(town, names, { who, each: 1, seed: SEED });
    wrong.push(...answered.wrong);
    sent += answered.sent;
  }
  expect(wrong).toEqual([]);
  expect(sent).toBeGreaterThan(2000);
}, 300_000);

test('alt, hvad API’ets skemaer lukker ind, bliver besvaret som skemaet siger', async () => {
  const town = await openWholeTown();
  const wrong: string[] = [];
  let done = 0;
  for (const who of ASKING) {
    const answered = await sendFitting(town, { who, each: 2, seed: SEED });
    wrong.push(...answered.wrong);
    done += answered.done;
  }
  expect(wrong).toEqual([]);
  expect(done).toBeGreaterThan(150);
}, 300_000);
