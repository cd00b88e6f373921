import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * What is wrong with a database file, or null. Only reads, also the log of a program that was killed. Looks at every page:
 * about a second for each half GB. It cannot see a byte that changed inside a text; the trial restore can.
 */
export function findDamage(file: string): string | null {
  if (!existsSync(file)) return null;
  if (statSync(file).size === 0) return existsSync(`${file}-wal`) ? 'filen er tom' : null;
  try {
    const client = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    try {
      const found = client.pragma('quick_check(1)', { simple: true });
      return found === 'ok' ? null : String(found);
    } finally {
      client.close();
    }
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') return error.message;
    throw error;
  }
}
