import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type SnapshotSource, sharedCopy } from '../../workers/snapshots.ts';

/** Where the snapshot with this SHA-256 lies. */
export function snapshotFile(folder: string, sha: string): string {
  return path.join(folder, `${sha}.snap`);
}

/** For score workers in the server's own program. */
export function snapshotsInFolder(folder: string): SnapshotSource {
  return async (sha) => sharedCopy(sha, await readFile(snapshotFile(folder, sha)));
}
