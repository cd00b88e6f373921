/** Reads the market and writes its snapshot, away from the thread that serves pages. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { openDbReadOnly } from '../../db/client.ts';
import { answerAsked, stopIfAsked } from '../../workers/ask-thread.ts';
import { createEngine, snapshotSha } from '../../workers/matching/engine.ts';
import { readKnowledge } from '../terms/knowledge.ts';
import { allCitizenIds, openOrderIds, readCitizens, readOrders } from './market.ts';
import type { Planned, PlanRequest } from './plan.ts';
import { pairsSetAside, standingSetAside } from './set-aside.ts';
import { snapshotFile } from './snapshot-file.ts';

await answerAsked(plan);

function plan({ database, snapshots, taxonomy, today, runKey }: PlanRequest): Planned {
  const db = openDbReadOnly(database);
  try {
    // One transaction, so that orders, citizens and what their words mean are of the same moment.
    return db.transaction(
      () => {
        const engine = createEngine(taxonomy, readKnowledge(db));
        const orders = {
          ids: openOrderIds(db, today),
          read: (ids: readonly number[]) => {
            stopIfAsked();
            return readOrders(db, ids, today);
          },
        };
        const citizens = {
          ids: allCitizenIds(db),
          read: (ids: readonly number[]) => {
            stopIfAsked();
            return readCitizens(db, ids, today).map(({ matchCitizen }) => matchCitizen);
          },
        };
        const pairs = pairsSetAside(db, orders.ids);
        const setAside = standingSetAside(
          db,
          orders.read([...new Set(pairs.map(({ orderId }) => orderId))]),
          citizens.read([...new Set(pairs.map(({ citizenId }) => citizenId))]),
        );
        const secret = randomBytes(32).toString('hex');
        const { bytes, places } = engine.encode({ orders, citizens, setAside, today, runKey, secret });
        const sha = snapshotSha(bytes);
        writeWhole(snapshotFile(snapshots, sha), bytes);
        const { taxonomyVersion, weights } = engine;
        const { ids: orderIds } = orders;
        return { sha, orderIds, places, taxonomyVersion, weightsVersion: weights.version };
      },
      { behavior: 'deferred' },
    );
  } finally {
    db.$client.close();
  }
}

/** The name appears when every byte is on the disk, never before. */
function writeWhole(file: string, bytes: Uint8Array): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  const target = openSync(unfinished, 'w', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(target, bytes, at);
    fsyncSync(target);
  } catch (error) {
    // Half of it would take what room is left on a full disk, and more with each attempt.
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(target);
  }
  renameSync(unfinished, file);
  const folder = openSync(path.dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
