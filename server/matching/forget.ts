import { rm } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, count, eq, gte, isNotNull, lt } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { matchRun } from '../../db/schema/matching.ts';
import { readSettings } from '../admin/queries.ts';
import { snapshotFile } from './snapshot-file.ts';

const ROWS_A_TURN = 2000;

const ORDERS_A_TURN = 40;

/**
 * After the days of the setting, half a year at least, what is kept of a run is its row, with hashes, versions and figures; the rest names people and takes room.
 */
export async function forgetOldRuns(
  db: Db,
  { files, now }: { files: Pick<DataFiles, 'snapshots'>; now: () => Date },
): Promise<void> {
  const before = new Date(now().getTime() - readSettings(db).runLogDays * 86_400_000).toISOString();
  const old = db
    .select({ id: matchRun.id, snapshotSha: matchRun.snapshotSha })
    .from(matchRun)
    .where(and(lt(matchRun.plannedAt, before), isNotNull(matchRun.citizenPlaces)))
    .all();
  for (const { id, snapshotSha } of old) {
    await removeLists(db, id);
    await removeFrom(db, 'match_standing', 'run_id = ?', id);
    if (snapshotSha && !isNeeded(db, snapshotSha, before)) {
      await rm(snapshotFile(files.snapshots, snapshotSha), { force: true });
    }
    // Last: a run whose key is gone has nothing left to clear away.
    db.update(matchRun).set({ citizenPlaces: null }).where(eq(matchRun.id, id)).run();
    await nextTurn();
  }
  await removeFrom(db, 'outbox', 'sent_at < ?', before);
}

function isNeeded(db: Db, snapshotSha: string, before: string): boolean {
  const found = db
    .select({ runs: count() })
    .from(matchRun)
    .where(and(eq(matchRun.snapshotSha, snapshotSha), gte(matchRun.plannedAt, before)))
    .get();
  return (found?.runs ?? 0) > 0;
}

async function removeLists({ $client }: Db, runId: number): Promise<void> {
  const some = $client
    .prepare('SELECT job_order_id FROM match_order_result WHERE run_id = ? LIMIT ?')
    .pluck();
  const rows = $client.prepare('DELETE FROM match_row WHERE run_id = ? AND job_order_id = ?');
  const head = $client.prepare('DELETE FROM match_order_result WHERE run_id = ? AND job_order_id = ?');
  const removeSome = $client.transaction(() => {
    const orderIds = some.all(runId, ORDERS_A_TURN);
    for (const orderId of orderIds) {
      rows.run(runId, orderId);
      head.run(runId, orderId);
    }
    return orderIds.length;
  });
  while (removeSome.immediate() > 0) await nextTurn();
}

/** So many at a time that pages have their turn. */
export async function removeFrom(
  { $client }: Db,
  table: 'match_standing' | 'outbox',
  which: string,
  value: number | string,
) {
  const some = $client.prepare(
    `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${which} LIMIT ${ROWS_A_TURN})`,
  );
  while (some.run(value).changes > 0) await nextTurn();
}
