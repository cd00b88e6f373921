import path from 'node:path';

/** Where the snapshot with this SHA-256 lies. */
export function snapshotFile(folder: string, sha: string): string {
  return path.join(folder, `${sha}.snap`);
}
