import Database from 'better-sqlite3';
import type { DataFiles } from './files.ts';

/** Another program holds the data folder; ask it over its socket, or wait until it has ended. */
export class DataFolderBusy extends Error {}

/**
 * Makes this process the only writer of the data folder until `release` or until it dies, however it dies:
 * the lock is SQLite's own on an empty file, and the kernel lets go of it with the process.
 */
export function takeDataFolder(files: DataFiles): { release: () => void } {
  const lock = new Database(files.owner, { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new DataFolderBusy(`Datamappen ${files.root} er i brug af et andet program`);
    }
    throw error;
  }
  return { release: () => lock.close() };
}
