import type { Db } from '../../db/client.ts';
import { checkpointThread } from './thread.ts';

/** So many pieces fill some fifty megabytes of SQLite's log. */
const PIECES = 30;
/** After so many the thread begins, and the pieces go on meanwhile: what it has to do when they wait is little. */
const AHEAD = 24;

/**
 * While a large file is written: moving pages from SQLite's log into the file takes a hundred milliseconds now and then,
 * which a thread of its own spends. Whoever asks is not held up, and the import waits, so that the log does not grow.
 */
export function openCheckpoints(db: Db) {
  const { $client } = db;
  const thread = checkpointThread(db);
  const move = () => thread.ask('move');
  const automatic = $client.pragma('wal_autocheckpoint', { simple: true });
  let pieces = 0;
  let ahead: Promise<unknown> = Promise.resolve();
  $client.pragma('wal_autocheckpoint = 0');

  return {
    async afterPiece(): Promise<void> {
      pieces += 1;
      if (pieces % PIECES === AHEAD) {
        ahead = move();
        // Nobody may be waiting for it yet.
        ahead.catch(() => undefined);
      }
      if (pieces % PIECES !== 0) return;
      await ahead;
      await move();
    },
    async close(): Promise<void> {
      if ($client.open) $client.pragma(`wal_autocheckpoint = ${automatic}`);
      await thread.close();
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
