import type { Db } from '../../db/client.ts';
import { checkpointThread } from './thread.ts';

const EVERY_MS = 1000;
/** 64 MB: by then the thread is not there, or much slower than those who write. */
const LAST_RESORT_PAGES = 16_384;

/**
 * While a server serves: what people have saved is moved from SQLite's log into the database's file by a thread of its own,
 * once a second. Left to SQLite it is done every thousand pages by the thread that serves, in the midst of somebody's save:
 * tens of milliseconds, and hundreds after a long reader such as a backup, while everybody waits.
 */
export function startCheckpoints(db: Db, onError: (error: unknown) => void): { stop: () => Promise<void> } {
  const thread = checkpointThread(db);
  let underWay = false;

  function move(): void {
    if (underWay) return;
    underWay = true;
    thread
      .ask('move')
      .catch(onError)
      .finally(() => {
        underWay = false;
      });
  }

  db.$client.pragma(`wal_autocheckpoint = ${LAST_RESORT_PAGES}`);
  const timer = setInterval(move, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return thread.close();
    },
  };
}
