import { existsSync, statfsSync, statSync } from 'node:fs';
import type { Db } from '../../db/client.ts';
import { migrationsFolder } from '../../db/files.ts';
import { pendingMigrations } from '../../db/migrate.ts';
import { type BackupHealth, backupHealth } from '../backup/queries.ts';
import type { AppContext } from '../context.ts';
import { importsUnderWay } from '../imports/queries.ts';
import { headOf } from '../log/append.ts';
import { headsNotHeld, keptHeads } from '../log/keep-heads.ts';
import type { KeptHead } from '../log/verify.ts';
import { unsentWork } from '../matching/outbox.ts';
import { logWaitsSince } from '../privacy/empty-log.ts';
import { type SchedulerHealth, schedulerHealth } from './heartbeat.ts';

const LEAST_FREE_BYTES = 1_000_000_000;
/** Checkpoints keep the log at 64 MB: twice that, and somebody has been reading for too long. */
const LARGE_WAL_BYTES = 128 * 1024 * 1024;

/**
 * Why the program should not be sent work, in Danish; empty when it is ready. Asked every few seconds by a machine, so it
 * costs next to nothing: the whole file is looked at when the program starts and in each night's trial restore. Redis is no
 * part of it, since pages serve without.
 */
export function notReady({ db, config }: Pick<AppContext, 'db' | 'config'>): string[] {
  const problems: string[] = [];
  try {
    db.$client.prepare('SELECT count(*) FROM setting').get();
    if (pendingMigrations(db.$client, migrationsFolder).length > 0)
      problems.push('databasen mangler migreringer');
  } catch {
    problems.push('databasen kan ikke læses');
  }
  if (freeBytes(config.files.root) < LEAST_FREE_BYTES) problems.push('under 1 GB ledig plads');
  if (!config.cprKeys) problems.push('nøglerne til CPR-numre mangler');
  return problems;
}

export interface OperationsStatus {
  problems: string[];
  /** the queue in words, what is wrong with it, and since when the oldest work has waited (UTC) */
  queue: { name: string | null; warnings: string[]; waitingSince: string | null };
  scheduler: SchedulerHealth;
  backups: BackupHealth;
  imports: ReturnType<typeof importsUnderWay>;
  /** erasedSince: since when what was erased waits in the log for somebody who reads (UTC) */
  disk: {
    databaseBytes: number;
    walBytes: number;
    walIsLarge: boolean;
    erasedSince: string | null;
    freeBytes: number;
  };
  /** the newest row of the log's chain; null: it is empty */
  logHead: KeptHead | null;
  /** the newest that has been kept outside the database, and whether the log holds it */
  keptHead: { head: KeptHead | null; held: boolean };
  versions: { sqlite: string; node: string; schema: string };
}

/** Everything an administrator asks first when something is wrong. */
export async function operationsStatus(context: AppContext): Promise<OperationsStatus> {
  const { db, config, now, queue } = context;
  const oldest = unsentWork(db)[0];
  const found = await queue?.();
  const walBytes = sizeOf(`${config.files.database}-wal`);
  return {
    problems: notReady(context),
    queue: {
      name: found?.name ?? null,
      warnings: found?.warnings ?? [],
      waitingSince: oldest?.createdAt ?? null,
    },
    scheduler: schedulerHealth(db, now()),
    backups: backupHealth(db, { now: now(), key: config.backupKey }),
    imports: importsUnderWay(db),
    disk: {
      databaseBytes: sizeOf(config.files.database),
      walBytes,
      walIsLarge: walBytes > LARGE_WAL_BYTES,
      erasedSince: logWaitsSince(db),
      freeBytes: freeBytes(config.files.root),
    },
    logHead: logHead(db),
    keptHead: keptHead(db, config.files.backups),
    versions: {
      sqlite: String(db.$client.prepare('SELECT sqlite_version()').pluck().get()),
      node: process.versions.node,
      schema: String(db.$client.prepare('SELECT max(tag) FROM schema_migration').pluck().get()),
    },
  };
}

function logHead({ $client }: Db): KeptHead | null {
  const head = headOf($client);
  return head ? { ...head, hash: head.hash.toString('hex') } : null;
}

function keptHead(db: Db, backups: string): OperationsStatus['keptHead'] {
  const kept = keptHeads(backups);
  const head = kept?.at(-1) ?? null;
  return { head, held: kept !== null && (head === null || headsNotHeld(db, [head]).length === 0) };
}

function freeBytes(folder: string): number {
  const disk = statfsSync(folder);
  return disk.bavail * disk.bsize;
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
