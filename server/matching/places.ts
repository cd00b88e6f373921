import { eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { matchRun } from '../../db/schema/matching.ts';

/** A run's pseudonym key as the database keeps it: little-endian 32-bit citizen ids, by place in the snapshot. */
export function writePlaces(places: Uint32Array): Buffer {
  const bytes = Buffer.alloc(places.length * 4);
  places.forEach((id, place) => void bytes.writeUInt32LE(id, place * 4));
  return bytes;
}

/** Who stands at a place; 0 when the citizen has been erased since, or the key is gone. */
export function citizenAt(places: Buffer | null, place: number): number {
  return places && place * 4 + 4 <= places.length ? places.readUInt32LE(place * 4) : 0;
}

/** The key the other way round: citizen → place. Whoever has been erased is nowhere. */
export function placesOf(places: Buffer | null): Map<number, number> {
  const count = places ? Math.floor(places.length / 4) : 0;
  const pairs = Array.from({ length: count }, (_, place) => [citizenAt(places, place), place] as const);
  return new Map(pairs.filter(([id]) => id !== 0));
}

/** Has somebody in the snapshot been erased since? */
export function hasErased(places: Buffer | null): boolean {
  return (
    !places || Array.from({ length: places.length / 4 }).some((_, place) => citizenAt(places, place) === 0)
  );
}

/**
 * Takes citizens out of every run's key: their places in the snapshots can be nobody's again. For whoever erases
 * them, in the same transaction.
 */
export function forgetPlaces(tx: Pick<Db, 'select' | 'update'>, ids: ReadonlySet<number>): void {
  if (ids.size === 0) return;
  const runs = tx
    .select({ id: matchRun.id, places: matchRun.citizenPlaces })
    .from(matchRun)
    .where(isNotNull(matchRun.citizenPlaces))
    .all();
  for (const { id, places } of runs) {
    if (!places) continue;
    const kept = Uint32Array.from({ length: places.length / 4 }, (_, place) => {
      const citizenId = citizenAt(places, place);
      return ids.has(citizenId) ? 0 : citizenId;
    });
    tx.update(matchRun)
      .set({ citizenPlaces: writePlaces(kept) })
      .where(eq(matchRun.id, id))
      .run();
  }
}
