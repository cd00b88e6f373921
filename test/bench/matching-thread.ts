/** A thread of the ranking measurement: ranks and nothing else, taking the next order from the shared counter. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSnapshot, rankRows, specAt } from '../../workers/matching/engine.ts';
import { KEPT_ROWS } from '../../workers/shard-result.ts';

const { snapshot, next }: { snapshot: SharedArrayBuffer; next: Int32Array } = workerData;
const market = openSnapshot(new Uint8Array(snapshot));

parentPort?.on('message', () => {
  const count = market.orderIds.length;
  for (let at = Atomics.add(next, 0, 1); at < count; at = Atomics.add(next, 0, 1)) {
    rankRows(market, specAt(market, at), KEPT_ROWS);
  }
  parentPort?.postMessage('done');
});
