import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { allCitizenIds, readCitizens } from '../server/matching/market.ts';
import { openOrdersNow } from '../server/matching/open-orders.ts';
import { openSnapshot, packResults, rankOrder, snapshotSha } from '../workers/matching/engine.ts';
import { startScorePool } from '../workers/score-pool.ts';
import { KEPT_ROWS } from '../workers/shard-result.ts';
import { testEngine } from './app.ts';
import { fillTown } from './night-run-town.ts';

const bytes = encodeTown();

function encodeTown(): Uint8Array {
  const db = openTestDb();
  fillTown(db, { orders: 40, citizens: 80 });
  const today = '2026-11-22';
  const input = {
    orders: openOrdersNow(db, today),
    citizens: readCitizens(db, allCitizenIds(db), today).map(({ matchCitizen }) => matchCitizen),
  };
  const encoded = testEngine().encode({ ...input, today, runKey: 'nu:prøve', secret: 'hemmelig' });
  db.$client.close();
  return encoded.bytes;
}

/** A pool on a town's snapshot, the threads it has started, and the bytes that one thread alone would give. */
async function openPool(threads: number) {
  const sha = snapshotSha(bytes);
  const snapshot = new SharedArrayBuffer(bytes.length);
  new Uint8Array(snapshot).set(bytes);
  const started: Worker[] = [];
  const seen = (thread: Worker) => void started.push(thread);
  process.on('worker', seen);
  const pool = startScorePool(threads);
  onTestFinished(async () => {
    process.off('worker', seen);
    await pool.close();
  });
  const market = openSnapshot(bytes);
  const right = packResults(market.orderIds.map((id) => rankOrder(market, id, KEPT_ROWS)));
  const score = (ids: readonly number[] = market.orderIds) => pool.score(sha, snapshot, ids);
  return { score, started, right, orderIds: market.orderIds };
}

test.each([1, 2, 4])('%i tråde giver de samme bytes', async (threads) => {
  const { score, started, right } = await openPool(threads);
  expect(Buffer.compare(await score(), right)).toBe(0);
  expect(Buffer.compare(await score(), right)).toBe(0);
  expect(started).toHaveLength(threads);
});

test('en tråd, der dør, bliver erstattet, både mellem to opgaver og midt i en', async () => {
  const { score, started, right } = await openPool(2);
  await score();
  await started[0]?.terminate();
  expect(Buffer.compare(await score(), right)).toBe(0);
  expect(started).toHaveLength(3);

  const under = score();
  await started[1]?.terminate();
  const outcome = await under.then(
    (bytes) => Buffer.compare(bytes, right),
    (error: Error) => error.message,
  );
  expect([0, 'En regner standsede uden svar']).toContain(outcome);
  expect(Buffer.compare(await score(), right)).toBe(0);
});

test('en ordre, der ikke kan beregnes, fælder sin egen opgave og ingen anden', async () => {
  const { score, right, orderIds } = await openPool(2);
  const [bad, good] = await Promise.allSettled([score([...orderIds, 9999]), score()]);
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'Order 9999 is not in the snapshot' } });
  expect(good.status === 'fulfilled' && Buffer.compare(good.value, right)).toBe(0);
});
