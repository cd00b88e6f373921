import path from 'node:path';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { diskProblem } from '../../db/refused.ts';
import { type BackupOccasion, type BackupRunKind, backupRun } from '../../db/schema/backup.ts';
import { askThread, ThreadStopped } from '../../workers/ask-thread.ts';
import type { DrillResult } from './drill.ts';
import type { BackupMade } from './make.ts';
import { BackupRefused } from './seal.ts';
import type { ThreadRequest } from './thread.ts';

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `thread${path.extname(import.meta.filename)}`);
const MEMORY = { maxOldGenerationSizeMb: 256 };

export interface BackupOptions {
  db: Db;
  files: DataFiles;
  key: Buffer | undefined;
  now: () => Date;
  stopping?: AbortSignal;
}

/** Makes a backup now and writes down how it went. Throws what went wrong, after writing that down. */
export function runBackup(
  { db, files, key, now, stopping }: BackupOptions,
  occasion: BackupOccasion,
): Promise<BackupMade> {
  const make = { database: files.database, folder: files.backups, key, at: now().toISOString() };
  return recorded<BackupMade>(db, { kind: 'kopi', occasion, now, stopping }, { make });
}

/** Restores the newest backup beside the live database and looks at it; writes down what was found. */
export function runDrill(
  { db, files, key, now, stopping }: BackupOptions,
  occasion: BackupOccasion,
): Promise<DrillResult> {
  const { backups: folder, root, database } = files;
  const drill = { folder, root, database, key };
  return recorded<DrillResult>(db, { kind: 'proeve', occasion, now, stopping }, { drill });
}

interface Recording {
  kind: BackupRunKind;
  occasion: BackupOccasion;
  now: () => Date;
  stopping: AbortSignal | undefined;
}

async function recorded<Result extends Omit<BackupMade, 'encrypted'> & { problems?: string[] }>(
  db: Db,
  { kind, occasion, now, stopping }: Recording,
  request: ThreadRequest,
): Promise<Result> {
  const startedAt = now().toISOString();
  const started = performance.now();
  const end = (outcome: Partial<typeof backupRun.$inferInsert> & { status: 'faerdig' | 'fejlet' }) => {
    const ms = Math.round(performance.now() - started);
    db.insert(backupRun)
      .values({ kind, occasion, startedAt, ms, ...outcome })
      .run();
  };
  try {
    const result = await inTurn(db, () =>
      askThread<Result>(threadFile, request, { stopping, resourceLimits: MEMORY }),
    );
    const { file, bytes, rows, problems = [] } = result;
    const facts = { file: path.basename(file), bytes, rowCount: rows };
    if (problems.length === 0) end({ ...facts, status: 'faerdig' });
    else end({ ...facts, status: 'fejlet', error: problems.slice(0, 20).join('\n') });
    return result;
  } catch (error) {
    // Not a failure: the next start makes it.
    if (error instanceof ThreadStopped) throw new BackupRefused(error.message, { cause: error });
    const said = diskProblem(error) ?? (error instanceof Error ? error.message : String(error));
    try {
      end({ status: 'fejlet', error: said });
    } catch {
      // On a full disk there is no room for this either; whoever asked is told, and the light goes out by itself.
    }
    throw new BackupRefused(said, { cause: error });
  }
}

/** One at a time: each clears away what one that was killed has left. */
async function inTurn<Result>(db: Db, work: () => Promise<Result>): Promise<Result> {
  const before = underWay.get(db) ?? Promise.resolve();
  const mine = before.then(work);
  underWay.set(
    db,
    mine.catch(() => undefined),
  );
  return mine;
}

/** What a script has asked for is not waited for by anybody else. */
export async function backupsEnded(db: Db): Promise<void> {
  await underWay.get(db);
}

const underWay = new WeakMap<Db, Promise<unknown>>();
