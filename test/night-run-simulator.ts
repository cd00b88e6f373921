import { eq } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { matchOrderResult, matchRow, matchRun, outbox } from '../db/schema/matching.ts';
import { endAttempt } from '../server/matching/attempts.ts';
import { commitShard } from '../server/matching/commit.ts';
import { addWork, markSent, readWork, unsentWork } from '../server/matching/outbox.ts';
import { writePlaces } from '../server/matching/places.ts';
import { findRun, requestRun } from '../server/matching/run-queries.ts';
import { shardsOf } from '../server/matching/shards.ts';
import { repackResult } from '../workers/matching/engine.ts';
import { type ShardResult, toShardResult } from '../workers/shard-result.ts';
import { resultOf } from './night-run-town.ts';

const SHA = 'a'.repeat(64);
const START = Date.parse('2026-11-22T00:05:00Z');
const SKEW = 5 * 60_000;
const PLACES = [4, 2, 5, 1, 3];
const CITIZENS = [1, 2, 3, 4, 5];
const MOST_STEPS = 5000;

/** What the seed decides, always the same for the same seed (mulberry32). */
function drawer(seed: number) {
  let state = seed >>> 0;
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (n: number) => Math.floor(draw() * n), chance: (p: number) => draw() < p };
}

interface Shard {
  fence: number;
  orderIds: number[];
  /** what the commit job finds of it */
  state: 'waits' | 'done' | 'failed';
  result?: ShardResult;
}

/**
 * One night of several workers over the code that claims and commits, on a queue that loses, repeats, reorders and
 * delays as BullMQ may, with workers that crash, pause past their lock and come back, and a clock that is up to five
 * minutes wrong at every look. Throws, naming the seed, when the night does not end as it must.
 */
export async function simulateNight(db: Db, orders: number, seed: number): Promise<{ refused: number }> {
  const { below, chance } = drawer(seed);
  let refused = 0;
  let at = START;
  const now = () => new Date(at + below(2 * SKEW) - SKEW);
  const count = (line: string) => {
    refused += Number(/^Match: (\d+) svar/.exec(line)?.[1] ?? 0);
  };
  const unheard = (line: string) => {
    throw new Error(`seed ${seed}: ${line}`);
  };
  const options = { now, log: { info: count, warn: count, error: unheard } };

  const asked = Array.from({ length: 20 }, () =>
    requestRun(db, { runKey: `nat:${seed}`, requestedBy: null, now: now() }),
  );
  const runId = asked[0]?.id ?? 0;
  const orderIds = Array.from({ length: orders }, (_, index) => index + 1);
  if (asked.filter(({ isNew }) => isNew).length !== 1) throw new Error(`seed ${seed}: not one run`);
  for (const row of unsentWork(db)) markSent(db, row.id, now().toISOString());
  const facts = { status: 'koerer' as const, snapshotSha: SHA, orders, startedAt: now().toISOString() };
  db.update(matchRun)
    .set({ ...facts, citizenPlaces: writePlaces(Uint32Array.from(PLACES)) })
    .where(eq(matchRun.id, runId))
    .run();
  addWork(db, 'match-score', { runId, fence: 1, orderIds }, now().toISOString());

  /** each order's right list: a pure function of the order, as the engine is */
  const rightList = (orderId: number) =>
    CITIZENS.map((id) => ((id + orderId) % 5) + 1).slice(0, 1 + (orderId % 5));
  const scored = ({ fence, orderIds: ids }: Shard) => {
    const packed = ids.map((id) => repackResult(resultOf(id, rightList(id), PLACES)));
    return toShardResult({ runId, snapshotSha: SHA, fence }, Buffer.concat(packed));
  };

  // The queue: everything in it may vanish. What is on the way to the server, and what paused workers hold, does not.
  let shards: Shard[] = [];
  const onTheWay: ShardResult[] = [];
  const paused: Shard[] = [];

  const relay = () => {
    for (const row of unsentWork(db)) {
      if (row.topic === 'match-score') {
        const { fence, orderIds: ids } = readWork('match-score', row);
        // A fixed job id: sending twice adds nothing.
        if (!shards.some((shard) => shard.fence === fence)) {
          shards.push(
            ...shardsOf(ids, fence).map((some): Shard => ({ fence, orderIds: some, state: 'waits' })),
          );
        }
        // Killed between the queue and the database: it is sent again.
        if (chance(0.1)) continue;
      }
      markSent(db, row.id, now().toISOString());
    }
  };
  const bring = (result: ShardResult) => {
    onTheWay.push(result);
    if (chance(0.3)) onTheWay.push(result);
  };
  const work = () => {
    const waiting = shards.filter(({ state }) => state === 'waits');
    const shard = waiting[below(waiting.length)];
    if (!shard) return;
    if (chance(0.15)) return;
    if (chance(0.2)) return void paused.push(shard);
    if (chance(0.02)) {
      shard.state = 'failed';
      return;
    }
    shard.result = scored(shard);
    shard.state = 'done';
    // The event that tells of it may be lost: the commit job then finds it.
    if (chance(0.8)) bring(shard.result);
  };
  const wake = () => {
    const [shard] = paused.splice(below(paused.length), 1);
    if (shard) bring(scored(shard));
  };
  const deliver = async () => {
    const [result] = onTheWay.splice(below(onTheWay.length), 1);
    if (result) await commitShard(db, result, options);
  };
  const commit = async () => {
    const fence = shards[below(shards.length)]?.fence ?? 0;
    const flow = shards.filter((shard) => shard.fence === fence);
    if (flow.length === 0 || flow.some(({ state }) => state === 'waits')) return;
    for (const { result } of flow) if (result) await commitShard(db, result, { ...options, onlyNew: true });
    if (chance(0.1)) return;
    endAttempt(db, { runId, snapshotSha: SHA, fence }, now());
    if (chance(0.5)) shards = shards.filter((shard) => shard.fence !== fence);
  };
  const watch = () => {
    const run = findRun(db, runId);
    const sent = unsentWork(db).length === 0;
    if (!run || !sent || shards.some(({ fence }) => fence === run.fence)) return;
    endAttempt(db, { runId, snapshotSha: SHA, fence: run.fence }, now());
  };

  for (let step = 0; findRun(db, runId)?.status === 'koerer'; step += 1) {
    if (step > MOST_STEPS) throw new Error(`seed ${seed}: the night does not end`);
    at += below(2000);
    const dice = below(100);
    if (dice < 15) relay();
    else if (dice < 55) work();
    else if (dice < 75) await deliver();
    else if (dice < 83) wake();
    else if (dice < 93) await commit();
    else if (dice < 99) watch();
    // FLUSHALL, but not so often that three attempts in a row are bound to bring nothing.
    else if (chance(0.3)) shards = [];
  }
  while (paused.length > 0) wake();
  while (onTheWay.length > 0) await deliver();
  checkNight(db, { runId, orderIds, seed, rightList });
  forgetNight(db, runId);
  return { refused };
}

interface Night {
  runId: number;
  orderIds: number[];
  seed: number;
  rightList: (orderId: number) => number[];
}

function checkNight(db: Db, { runId, orderIds, seed, rightList }: Night): void {
  const run = findRun(db, runId);
  const heads = db.select().from(matchOrderResult).where(eq(matchOrderResult.runId, runId)).all();
  const rows = db.select().from(matchRow).where(eq(matchRow.runId, runId)).all();
  const found = heads.map(({ jobOrderId }) => {
    const list = rows.filter((row) => row.jobOrderId === jobOrderId).sort((a, b) => a.rank - b.rank);
    return [jobOrderId, list.map(({ place }) => PLACES[place])];
  });
  const wanted = orderIds.map((id) => [id, rightList(id)]);
  // Given up is right only when there was nothing to give: whatever was written must be right all the same.
  const compared =
    run?.status === 'faerdig' ? wanted : wanted.filter(([id]) => heads.some((h) => h.jobOrderId === id));
  const sorted = found.sort((a, b) => Number(a[0]) - Number(b[0]));
  if (JSON.stringify(sorted) !== JSON.stringify(compared)) {
    throw new Error(
      `seed ${seed} (${run?.status}): ${JSON.stringify(sorted)} is not ${JSON.stringify(compared)}`,
    );
  }
  if ((run?.durationMs ?? -1) < 0) throw new Error(`seed ${seed}: a negative duration`);
}

function forgetNight(db: Db, runId: number): void {
  db.transaction(
    (tx) => {
      tx.delete(matchRow).where(eq(matchRow.runId, runId)).run();
      tx.delete(matchOrderResult).where(eq(matchOrderResult.runId, runId)).run();
      tx.delete(outbox).run();
      tx.delete(matchRun).where(eq(matchRun.id, runId)).run();
    },
    { behavior: 'immediate' },
  );
}
