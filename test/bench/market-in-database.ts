import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { writePlaces } from '../../server/matching/places.ts';
import { PLANNER_MEMORY } from '../../server/matching/plan.ts';
import type { MarketSize } from './matching-market.ts';

interface EncodedMarket {
  bytes: Uint8Array<ArrayBuffer>;
  places: Uint32Array;
  ms: number;
}

/** A market's snapshot, made in a thread that ends, as the planner of the real program does. */
export async function encodeInThread(
  taxonomy: string,
  { today, size }: { today: string; size: MarketSize },
): Promise<EncodedMarket> {
  const file = path.join(import.meta.dirname, `matching-encode-thread${path.extname(import.meta.filename)}`);
  const thread = new Worker(file, { workerData: { taxonomy, today, size }, resourceLimits: PLANNER_MEMORY });
  const ended = once(thread, 'exit');
  const [encoded] = (await once(thread, 'message')) as [EncodedMarket];
  await ended;
  return encoded;
}

/** Orders and citizens that a run's rows may name; what they ask and can do stands in the snapshot alone. */
export function fillMarket(client: Database.Database, { citizens, orders }: MarketSize): void {
  client.transaction(() => {
    client.exec("INSERT INTO company (cvr, created_at, updated_at) VALUES (10000001, '', '')");
    const citizen = client.prepare(`INSERT INTO citizen
      (id, citizen_key, target_group, transports, working_times, needs, version, created_at, updated_at)
      VALUES (?, ?, 'dagpenge', '[]', '[]', '[]', 1, '', '')`);
    for (let id = 1; id <= citizens; id++) citizen.run(id, `B-${id}`);
    const order = client.prepare(`INSERT INTO job_order
      (id, order_key, cvr, type, title, description, positions, working_times, all_working_times, offers, status, version, created_at, updated_at)
      VALUES (?, ?, 10000001, 'ordinaer', 'x', 'x', 1, '[]', 0, '[]', 'under_behandling', 1, '', '')`);
    for (let id = 1; id <= orders; id++) order.run(id, `O-${id}`);
  })();
  client.pragma('wal_checkpoint(TRUNCATE)');
}

interface PlannedRun extends MarketSize {
  id: number;
  sha: string;
  places: Uint32Array;
}

/** A run whose snapshot has been written: its orders wait to be scored. */
export function addRun(client: Database.Database, { id, sha, places, citizens, orders }: PlannedRun): void {
  client
    .prepare(`INSERT INTO match_run
      (id, run_key, status, fence, snapshot_sha, engine_version, orders, citizens, pairs, shards, planned_at, citizen_places)
      VALUES (?, ?, 'koerer', 1, ?, '2', ?, ?, ?, 1, ?, ?)`)
    .run(
      id,
      `bench:${id}`,
      sha,
      orders,
      citizens,
      orders * citizens,
      new Date().toISOString(),
      writePlaces(places),
    );
}
