import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds package.json, whether we run from the sources or from dist/. */
export const projectRoot = findProjectRoot(import.meta.dirname);

function findProjectRoot(from: string): string {
  return existsSync(path.join(from, 'package.json')) ? from : findProjectRoot(path.dirname(from));
}

export const migrationsFolder = path.join(projectRoot, 'db', 'migrations');

/** Every file and folder the program writes, all of them under one data folder. */
export function dataFiles(dataDir: string) {
  const root = path.resolve(dataDir);
  return {
    root,
    database: path.join(root, 'samtlige.db'),
    owner: path.join(root, 'owner.lock'),
    socket: path.join(root, 'server.sock'),
    keys: path.join(root, 'demo-keys.json'),
    queue: path.join(root, 'queue'),
    snapshots: path.join(root, 'snapshots'),
    backups: path.join(root, 'backups'),
    uploads: path.join(root, 'uploads'),
    staging: path.join(root, 'staging'),
    demoFiles: path.join(root, 'demo'),
    /** who has been erased, by number: a restored backup is told of it (server/privacy/erasure-list.ts) */
    erasures: path.join(root, 'sletninger.jsonl'),
    /** the mark of a restored folder that has not been started yet */
    restored: path.join(root, 'gendannet.json'),
  };
}

export type DataFiles = ReturnType<typeof dataFiles>;

export function createDataFolders(files: DataFiles): void {
  for (const folder of [files.root, files.snapshots, files.backups, files.uploads, files.staging]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}
