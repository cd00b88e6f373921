import { eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizenChange } from '../../db/schema/citizens.ts';
import { matchRun } from '../../db/schema/matching.ts';

/**
 * A run's pseudonym key as the database keeps it: 32-bit citizen ids by place in the snapshot, low byte first as on
 * every machine that the pinned Node is made for.
 */
export function writePlaces(places: Uint32Array): Buffer {
  return Buffer.from(places.slice().buffer);
}

/** What writePlaces wrote: who stands at each place, 0 where the citizen has been erased since. No key: nobody. */
export function readPlaces(bytes: Buffer | null): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes ?? []).buffer);
}

/**
 * Takes citizens out of every run's key: their places in the snapshots and lists can be nobody's again. For whoever
 * erases them, in the same transaction.
 */
export function forgetPlaces(tx: Pick<Db, 'select' | 'update'>, ids: ReadonlySet<number>): void {
  if (ids.size === 0) return;
  const runs = tx
    .select({ id: matchRun.id, places: matchRun.citizenPlaces })
    .from(matchRun)
    .where(isNotNull(matchRun.citizenPlaces))
    .all();
  for (const { id, places } of runs) {
    const before = readPlaces(places);
    if (!before.some((citizenId) => ids.has(citizenId))) continue;
    const kept = before.map((citizenId) => (ids.has(citizenId) ? 0 : citizenId));
    tx.update(matchRun)
      .set({ citizenPlaces: writePlaces(kept) })
      .where(eq(matchRun.id, id))
      .run();
  }
}

/**
 * The key of a snapshot without those who were erased while it was made, when no run had a key yet to take them out
 * of. `seq` and `at`: the latest change and the time before it was read. A number that is somebody else's since is
 * nobody's.
 */
export function withoutErased(
  tx: Pick<Db, 'select'>,
  places: Uint32Array,
  { seq, at }: { seq: number; at: string },
): Uint32Array {
  const rows = tx
    .select({ id: citizenChange.citizenId })
    .from(citizenChange)
    .where(
      sql`${gt(citizenChange.seq, seq)} AND NOT EXISTS
        (SELECT 1 FROM citizen WHERE citizen.id = ${citizenChange.citizenId} AND citizen.created_at <= ${at})`,
    )
    .all();
  const gone = new Set(rows.map(({ id }) => id));
  return places.map((id) => (gone.has(id) ? 0 : id));
}
