import { expect, test } from 'vitest';
import { listsWith } from '../../server/privacy/extract.ts';
import { openTown } from '../night-run-town.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);
const RUNS = 4;
const ORDERS = 25_000;
const CITIZENS = 1_000_000;

test('indsigt i et lands kørsler: alle lister læses, og ingen anden venter imens', async () => {
  const { db } = openTown(null);
  const client = db.$client;
  client.pragma('foreign_keys = OFF');
  client.pragma('synchronous = OFF');
  const places = Uint32Array.from({ length: CITIZENS }, (_, place) => CITIZENS - place);
  for (let runId = 1; runId <= RUNS; runId += 1) writeRun(runId, Buffer.from(places.buffer));

  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const started = performance.now();
  const found = await listsWith(client, 1234);
  const ms = performance.now() - started;
  clearInterval(timer);
  tell(
    `${RUNS} kørsler på ${ORDERS * 50} rækker: ${Math.round(ms / RUNS)} ms hver, længste ventetid for andre ${longest.toFixed(0)} ms`,
  );
  const here = CITIZENS - 1234;
  const right = client.prepare('SELECT count(*) FROM match_row WHERE place = ?').pluck().get(here);
  expect(found.length).toBe(right);
  expect(found.length).toBeGreaterThan(0);

  function writeRun(runId: number, key: Buffer): void {
    client.transaction(() => {
      client
        .prepare(
          `INSERT INTO match_run (id, run_key, status, fence, engine_version, orders, citizens, pairs, shards, planned_at, citizen_places)
            VALUES (?, ?, 'faerdig', 1, '3', 0, 0, 0, 0, '2026-11-22T00:00:00.000Z', ?)`,
        )
        .run(runId, `nu:${runId}`, key);
      const head = client.prepare(
        "INSERT INTO match_order_result (run_id, job_order_id, fence, rows, excluded_counts, committed_at) VALUES (?, ?, 1, 50, '{}', '2026-11-22T00:00:00.000Z')",
      );
      const row = client.prepare(
        "INSERT INTO match_row (run_id, job_order_id, rank, place, score, parts, reasons) VALUES (?, ?, ?, ?, ?, '[10,20,30,40,50,60,70]', zeroblob(40))",
      );
      for (let order = 1; order <= ORDERS; order += 1) {
        head.run(runId, order);
        for (let rank = 1; rank <= 50; rank += 1)
          row.run(runId, order, rank, (order * 7919 + rank * 104_729 + runId) % CITIZENS, 900 - rank);
      }
    })();
  }
});
