import { expect, test } from 'vitest';
import { addUser, openTestApp } from '../app.ts';

const PAIRS = 500;

test('tusind forsøg: et kendt og et ukendt navn tager lige lang tid at afvise, inden for ti procent', async () => {
  const { app, db, clock } = await openTestApp();
  await addUser(db, 'hanne', ['konsulent']);
  let asked = 0;
  const timed = async (username: string) => {
    asked += 1;
    // Each from a place of its own and later than any pause: what is timed is the password, not the brake.
    clock.now = new Date(clock.now.getTime() + 16 * 60_000);
    const begun = performance.now();
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      remoteAddress: `10.0.${asked >> 8}.${asked & 255}`,
      headers: { 'sec-fetch-site': 'same-origin' },
      payload: { username, password: 'forkert-men-langt-nok' },
    });
    expect(answer.statusCode).toBe(401);
    return performance.now() - begun;
  };
  const times: Record<'hanne' | 'ukendt', number[]> = { hanne: [], ukendt: [] };
  for (let n = 0; n < 20; n += 1) await timed(n % 2 ? 'hanne' : 'ukendt');
  for (let n = 0; n < PAIRS; n += 1)
    for (const username of n % 2 ? (['hanne', 'ukendt'] as const) : (['ukendt', 'hanne'] as const))
      times[username].push(await timed(username));
  const [known, unknown] = [median(times.hanne), median(times.ukendt)];
  process.stdout.write(`kendt ${known.toFixed(2)} ms, ukendt ${unknown.toFixed(2)} ms\n`);
  expect(Math.abs(known - unknown) / Math.max(known, unknown)).toBeLessThan(0.1);
});

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
