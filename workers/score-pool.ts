import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ScoreAnswer, ScoreTask } from './score-thread.ts';

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `score-thread${path.extname(import.meta.filename)}`);

/** Threads that rank orders of one snapshot in shared memory, each taking the next order as it gets there. */
export interface ScorePool {
  /** The orders' results as packResults writes them, by order id. One task at a time. */
  score(sha: string, snapshot: SharedArrayBuffer, orderIds: readonly number[]): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function startScorePool(threads: number): ScorePool {
  const workers: Worker[] = [];
  let before: Promise<unknown> = Promise.resolve();

  async function scoreNow(sha: string, snapshot: SharedArrayBuffer, orderIds: readonly number[]) {
    const ids = new Uint32Array(new SharedArrayBuffer(orderIds.length * 4));
    ids.set(orderIds);
    const next = new Int32Array(new SharedArrayBuffer(4));
    const task: ScoreTask = { sha, snapshot, orderIds: ids, next };
    for (let at = 0; at < threads; at++) workers[at] = alive(workers[at]);
    // All are waited for, so that none is still at this task when the next one comes.
    const answers = await Promise.allSettled(workers.map((worker) => ask(worker, task)));
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed) throw failed.reason;
    return inOrder(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
  }

  return {
    score(sha, snapshot, orderIds) {
      const scored = before.then(() => scoreNow(sha, snapshot, orderIds));
      before = scored.catch(() => undefined);
      return scored;
    },
    async close() {
      // They have no database, only shared memory: nothing is left half done.
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

const ENDED = -1;

/** A thread that has died is replaced: the next task must not wait for it. */
function alive(worker: Worker | undefined): Worker {
  if (worker && worker.threadId !== ENDED) return worker;
  const started = new Worker(threadFile);
  started.unref();
  return started;
}

function ask(worker: Worker, task: ScoreTask): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const forget = () => {
      worker.off('message', answered).off('error', failed).off('exit', gone);
      worker.unref();
    };
    const answered = (answer: ScoreAnswer) => {
      forget();
      if ('results' in answer) resolve(answer.results);
      else reject(new Error(answer.error));
    };
    const failed = (error: Error) => {
      forget();
      reject(error);
    };
    const gone = () => {
      forget();
      reject(new Error('En regner standsede uden svar'));
    };
    worker.ref();
    worker.on('message', answered).on('error', failed).on('exit', gone);
    worker.postMessage(task);
  });
}

/** Whoever was first with an order, the bytes lie in the orders' own order. */
function inOrder(results: Uint8Array[]): Uint8Array {
  const orderId = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const sorted = results.sort((a, b) => orderId(a) - orderId(b));
  const all = new Uint8Array(sorted.reduce((sum, bytes) => sum + bytes.length, 0));
  let at = 0;
  for (const bytes of sorted) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}
