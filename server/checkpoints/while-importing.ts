import type { Db } from '../../db/client.ts';
import { checkpointThread } from './thread.ts';

/** 10 MB: the thread moves so much at a time while the pieces go on. */
const A_MOVE = 2_560;
/** 50 MB: the pieces wait till all of it is moved, and SQLite begins its log anew. */
const MOST = 12_800;

/**
 * While a large file is written: moving pages from SQLite's log into the file takes a hundred milliseconds now and then,
 * which a thread of its own spends. Whoever asks is not held up, and the import waits, so that the log does not grow.
 */
export function openCheckpoints(db: Db) {
  const { $client } = db;
  const thread = checkpointThread(db);
  const automatic = $client.pragma('wal_autocheckpoint', { simple: true });
  let moving: Promise<unknown> | undefined;
  /** how many pages the log had when the latest move began */
  let seen = 0;
  $client.pragma('wal_autocheckpoint = 0');

  function move(pages: number): Promise<unknown> {
    seen = pages;
    const mine = thread.ask('move').finally(() => {
      moving = undefined;
    });
    // Nobody may be waiting for it.
    mine.catch(() => undefined);
    moving = mine;
    return mine;
  }

  return {
    async afterPiece(): Promise<void> {
      const pages = pagesInLog(db);
      // Others' moves, once a second, may have let SQLite begin it anew.
      if (pages < seen) seen = 0;
      if (!moving && pages - seen >= A_MOVE) void move(pages);
      if (pages < MOST) return;
      await moving;
      await move(pages);
    },
    async close(): Promise<void> {
      if ($client.open) $client.pragma(`wal_autocheckpoint = ${automatic}`);
      await thread.close();
    },
  };
}

function pagesInLog({ $client }: Db): number {
  const [told] = $client.pragma('wal_checkpoint(NOOP)') as { log: number }[];
  return told?.log ?? 0;
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
