import type Database from 'better-sqlite3';
import type { Db } from '../../db/client.ts';

const BUSY_TIMEOUT = 5000;
/** Since when an erasure has waited for somebody who reads (UTC). A program that starts anew empties the log first. */
const waiting = new WeakMap<Database.Database, string>();

/**
 * Empties SQLite's log, which still holds what the pages held. False: somebody is reading (a backup under way); then
 * emptyLogIfWaiting does it, once a minute until it is done. It never waits: that would stand still for everybody.
 */
export function emptyLog({ $client }: Pick<Db, '$client'>, at: string): boolean {
  $client.pragma('busy_timeout = 0');
  try {
    const [answer] = $client.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    const isEmpty = answer?.busy === 0;
    if (isEmpty) waiting.delete($client);
    else if (!waiting.has($client)) waiting.set($client, at);
    return isEmpty;
  } finally {
    $client.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
  }
}

/** Since when what was erased is still in the log; null: it is not. */
export function logWaitsSince({ $client }: Pick<Db, '$client'>): string | null {
  return waiting.get($client) ?? null;
}

export function emptyLogIfWaiting(db: Pick<Db, '$client'>): void {
  const since = logWaitsSince(db);
  if (since !== null) emptyLog(db, since);
}
