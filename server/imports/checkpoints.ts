import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Db } from '../../db/client.ts';

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `checkpoint-thread${path.extname(import.meta.filename)}`);

/** So many pieces fill some fifty megabytes of SQLite's log. */
const PIECES = 30;
/** After so many the thread begins, and the pieces go on meanwhile: what it has to do when they wait is little. */
const AHEAD = 24;
/** SQLite's own choice. */
const AUTOMATIC = 1000;

/**
 * While a large file is written: moving pages from SQLite's log into the file takes a hundred milliseconds now and then,
 * which a thread of its own spends. Whoever asks is not held up, and the import waits, so that the log does not grow.
 */
export function openCheckpoints(db: Db) {
  const thread = new Worker(threadFile, { workerData: db.$client.name });
  // What goes wrong in it is met by whoever waits for it.
  const ended = once(thread, 'exit').catch(() => undefined);
  let pieces = 0;
  let ahead: Promise<unknown> = Promise.resolve();
  db.$client.pragma('wal_autocheckpoint = 0');

  function move(): Promise<unknown> {
    const done = once(thread, 'message');
    // Nobody may be waiting for it yet.
    done.catch(() => undefined);
    thread.postMessage(true);
    return done;
  }

  return {
    async afterPiece(): Promise<void> {
      pieces += 1;
      if (pieces % PIECES === AHEAD) ahead = move();
      if (pieces % PIECES !== 0) return;
      await ahead;
      await move();
    },
    async close(): Promise<void> {
      if (db.$client.open) db.$client.pragma(`wal_autocheckpoint = ${AUTOMATIC}`);
      thread.postMessage(false);
      await ended;
    },
  };
}

/**
 * A piece need not have reached the disk before the next: after a power cut the import goes on from the last that had.
 * Whatever is saved after it, by others or at its end, takes everything before it along to the disk.
 */
export function withoutWaitingForDisk<Result>(db: Db, work: () => Result): Result {
  db.$client.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    db.$client.pragma('synchronous = FULL');
  }
}
