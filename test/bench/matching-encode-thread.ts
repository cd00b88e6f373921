/** Makes a market's snapshot and ends, as the planner of the real program does: what it needed goes with the thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../../workers/matching/engine.ts';
import { createMarket, type MarketSize } from './matching-market.ts';

const { taxonomy, today, size }: { taxonomy: string; today: string; size: MarketSize } = workerData;
const { citizen, order, citizenIds, orderIds } = createMarket(size);
const engine = createEngine(taxonomy);
const started = performance.now();
const { bytes, places } = engine.encode({
  orders: { ids: orderIds, read: (ids) => ids.map(order) },
  citizens: { ids: citizenIds, read: (ids) => ids.map(citizen) },
  today,
  runKey: 'bench',
  secret: 'bench',
});
const ms = performance.now() - started;
parentPort?.postMessage({ bytes, places, ms }, [bytes.buffer as ArrayBuffer]);
