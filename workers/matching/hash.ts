import { createHash } from 'node:crypto';

/** Mixes 32 bits so that every input has its own output (murmur3's finaliser): two ids never tie. */
export function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The run's seed: drawn from its key, so that no citizen is first twice for the same reason. */
export function seedOf(runKey: string): number {
  return createHash('sha256').update(runKey).digest().readUInt32LE(0);
}

/** Among equal scores the lower number comes first: a new draw per run and list, blind to age and id. */
export function tieOf(seed: number, listId: number, rowId: number): number {
  return mix(rowId ^ mix(seed ^ mix(listId)));
}

/** Hex SHA-256 of a snapshot. */
export function snapshotSha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
