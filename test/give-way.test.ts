import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askThread } from '../workers/ask-thread.ts';
import { openSnapshot, snapshotSha } from '../workers/matching/engine.ts';
import { startScorePool } from '../workers/score-pool.ts';
import { sharedCopy } from '../workers/snapshots.ts';
import { citizen, order, snapshot } from './matching-builders.ts';

const NORMAL = getPriority();
const LOWER = Math.min(NORMAL + 5, constants.priority.PRIORITY_LOW);

test('long work gives way to the thread that serves, and only long work', async () => {
  const thread = path.join(import.meta.dirname, 'fixtures', 'tells-priority.ts');
  expect(await askThread<number>(thread, {})).toBe(LOWER);
  expect(priorities().get(process.pid)).toBe(NORMAL);
});

test('those who rank in the night give way as well', async () => {
  const before = lowOnes();
  const pool = startScorePool(2);
  onTestFinished(() => pool.close());
  const { bytes } = snapshot({ orders: [order()], citizens: [citizen()] });
  const sha = snapshotSha(bytes);
  await pool.score(sha, sharedCopy(sha, bytes), openSnapshot(bytes).orderIds);
  expect(lowOnes() - before).toBe(2);
  expect(priorities().get(process.pid)).toBe(NORMAL);
});

function lowOnes(): number {
  return [...priorities().values()].filter((priority) => priority === LOWER).length;
}

/** Of each thread of this process, by its number: the nineteenth field of what the system tells of it. */
function priorities(): Map<number, number> {
  const tasks = '/proc/self/task';
  return new Map(
    readdirSync(tasks).map((task) => {
      const stat = readFileSync(path.join(tasks, task, 'stat'), 'utf8');
      return [Number(task), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])];
    }),
  );
}
