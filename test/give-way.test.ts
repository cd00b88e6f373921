import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askThread } from '../workers/ask-thread.ts';
import { openSnapshot, snapshotSha } from '../workers/matching/engine.ts';
import { startScorePool } from '../workers/score-pool.ts';
import { sharedCopy } from '../workers/snapshots.ts';
import { openLiveFolder, startLive } from './live-server.ts';
import { citizen, order, snapshot } from './matching-builders.ts';

const NORMAL = getPriority();
const LOWER = Math.min(NORMAL + 10, constants.priority.PRIORITY_LOW);

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

test('the threads that V8 collects garbage in give way to the one that answers, a little', async () => {
  const { child } = await startLive(await openLiveFolder());
  const own = priorities(child.pid);
  const those = (name: string) =>
    new Set([...own].filter(([id]) => nameOf(child.pid, id) === name).map(([, priority]) => priority));
  expect(those('MainThread')).toEqual(new Set([NORMAL]));
  expect(those('V8Worker')).toEqual(new Set([Math.min(NORMAL + 4, constants.priority.PRIORITY_LOW)]));
}, 60_000);

function lowOnes(): number {
  return [...priorities().values()].filter((priority) => priority === LOWER).length;
}

/** Of each thread of a process, by its number: the nineteenth field of what the system tells of it. */
function priorities(of: number | undefined = process.pid): Map<number, number> {
  const tasks = `/proc/${of}/task`;
  return new Map(
    readdirSync(tasks).map((task) => {
      const stat = readFileSync(path.join(tasks, task, 'stat'), 'utf8');
      return [Number(task), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])];
    }),
  );
}

function nameOf(of: number | undefined, thread: number): string {
  return readFileSync(`/proc/${of}/task/${thread}/comm`, 'utf8').trim();
}
