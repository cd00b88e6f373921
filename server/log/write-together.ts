import type { Db } from '../../db/client.ts';

interface Waiting {
  write: () => void;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Writes with whatever else comes in this turn of the event loop, in one transaction: each takes the disk a millisecond or
 * more while everybody waits, and a busy server has several answers to log at a time. Settles when `write` has been
 * committed; rejects with what `write` threw, and the others are written, or with what refused the transaction.
 */
export function writeTogether(db: Db, write: () => void): Promise<void> {
  return new Promise((done, failed) => {
    const waiting = waitingFor.get(db) ?? beginTurn(db);
    waiting.push({ write, done, failed });
  });
}

const waitingFor = new WeakMap<Db, Waiting[]>();

function beginTurn(db: Db): Waiting[] {
  const waiting: Waiting[] = [];
  waitingFor.set(db, waiting);
  setImmediate(() => {
    waitingFor.delete(db);
    writeAll(db, waiting);
  });
  return waiting;
}

function writeAll({ $client }: Db, waiting: readonly Waiting[]): void {
  const refused = new Map<Waiting, unknown>();
  const writeEach = $client.transaction(() => {
    for (const one of waiting) {
      try {
        // In the one that is open already: a savepoint.
        $client.transaction(one.write).immediate();
      } catch (error) {
        refused.set(one, error);
      }
    }
  });
  try {
    writeEach.immediate();
  } catch (error) {
    for (const { failed } of waiting) failed(error);
    return;
  }
  for (const one of waiting) {
    if (refused.has(one)) one.failed(refused.get(one));
    else one.done();
  }
}
