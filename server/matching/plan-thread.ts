/** Reads the market and writes its snapshot, away from the thread that serves pages. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openDbReadOnly } from '../../db/client.ts';
import { createEngine, snapshotSha } from '../../workers/matching/engine.ts';
import { readActiveCitizens, readOpenOrders } from './market.ts';
import type { Planned, PlanRequest } from './plan.ts';
import { snapshotFile } from './snapshot-file.ts';

const request: PlanRequest = workerData;
parentPort?.postMessage(plan(request));

function plan({ database, snapshots, taxonomy, today, runKey }: PlanRequest): Planned {
  const { orders, citizens } = readMarket(database, today);
  const bytes = createEngine(taxonomy).encode({ orders, citizens, today, runKey });
  const sha = snapshotSha(bytes);
  writeWhole(snapshotFile(snapshots, sha), bytes);
  return { sha, orderIds: orders.map((order) => order.id), citizens: citizens.length };
}

function readMarket(database: string, today: string) {
  const db = openDbReadOnly(database);
  try {
    // One transaction, so that orders and citizens are of the same moment.
    return db.transaction(
      () => ({
        orders: readOpenOrders(db, today),
        citizens: readActiveCitizens(db, today).map((entry) => entry.matchCitizen),
      }),
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
