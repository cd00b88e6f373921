/** One thread of a score pool: takes the next order from the shared counter until there are none left. */
import { parentPort } from 'node:worker_threads';
import { giveWay } from './give-way.ts';
import { type Market, openSnapshot, packResults, rankOrder } from './matching/engine.ts';
import { KEPT_ROWS } from './shard-result.ts';

/** What a pool tells its threads, all of it shared memory. */
export interface ScoreTask {
  /** tells snapshots apart */
  sha: string;
  snapshot: SharedArrayBuffer;
  orderIds: Uint32Array;
  /** the next order's index */
  next: Int32Array;
}

export type ScoreAnswer = { results: Uint8Array[] } | { error: string };

let opened: { sha: string; market: Market } | undefined;

giveWay();
parentPort?.on('message', (task: ScoreTask) => {
  const answer = answerTo(task);
  const moved = 'results' in answer ? answer.results.map(({ buffer }) => buffer as ArrayBuffer) : [];
  parentPort?.postMessage(answer, moved);
});

function answerTo({ sha, snapshot, orderIds, next }: ScoreTask): ScoreAnswer {
  try {
    if (opened?.sha !== sha) opened = { sha, market: openSnapshot(new Uint8Array(snapshot)) };
    const results: Uint8Array[] = [];
    for (let at = Atomics.add(next, 0, 1); at < orderIds.length; at = Atomics.add(next, 0, 1)) {
      results.push(packResults([rankOrder(opened.market, orderIds[at] ?? 0, KEPT_ROWS)]));
    }
    return { results };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
