/** Reads the market and writes its snapshot, away from the thread that serves pages. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openDbReadOnly } from '../../db/client.ts';
import { createEngine, snapshotSha } from '../../workers/matching/engine.ts';
import { readKnowledge } from '../terms/knowledge.ts';
import { readActiveCitizens, readOpenOrders } from './market.ts';
import type { Planned, PlanRequest } from './plan.ts';
import { standingSetAside } from './set-aside.ts';
import { snapshotFile } from './snapshot-file.ts';

const request: PlanRequest = workerData;
parentPort?.postMessage(plan(request));

function plan({ database, snapshots, taxonomy, today, runKey }: PlanRequest): Planned {
  const { knowledge, ...market } = readMarket(database, today);
  const engine = createEngine(taxonomy, knowledge);
  const secret = randomBytes(32).toString('hex');
  const { bytes, places } = engine.encode({ ...market, today, runKey, secret });
  const sha = snapshotSha(bytes);
  writeWhole(snapshotFile(snapshots, sha), bytes);
  return {
    sha,
    orderIds: market.orders.map((order) => order.id),
    places,
    taxonomyVersion: engine.taxonomyVersion,
    weightsVersion: engine.weights.version,
  };
}

function readMarket(database: string, today: string) {
  const db = openDbReadOnly(database);
  try {
    // One transaction, so that orders, citizens and what their words mean are of the same moment.
    return db.transaction(
      () => {
        const orders = readOpenOrders(db, today);
        const citizens = readActiveCitizens(db, today).map((entry) => entry.matchCitizen);
        const setAside = standingSetAside(db, orders, citizens);
        return { orders, citizens, setAside, knowledge: readKnowledge(db) };
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
  } finally {
    closeSync(target);
  }
  renameSync(unfinished, file);
  const folder = openSync(path.dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
