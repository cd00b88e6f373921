import { and, desc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type BackupOccasion, type BackupRunKind, backupRun } from '../../db/schema/backup.ts';

const HOUR = 3_600_000;
/** A night and a little: a backup each night, a proof of it each night. */
const OLD_AFTER = 30 * HOUR;

export type BackupRun = typeof backupRun.$inferSelect;

interface Which {
  kind: BackupRunKind;
  occasion?: BackupOccasion;
  status?: BackupRun['status'];
}

export function latestRun(db: Db, { kind, occasion, status }: Which): BackupRun | undefined {
  return db
    .select()
    .from(backupRun)
    .where(
      and(
        eq(backupRun.kind, kind),
        occasion && eq(backupRun.occasion, occasion),
        status && eq(backupRun.status, status),
      ),
    )
    .orderBy(desc(backupRun.startedAt), desc(backupRun.id))
    .limit(1)
    .get();
}

export interface BackupHealth {
  /** the latest that succeeded, and the latest of all when that one failed */
  backup: { last: BackupRun | null; failed: BackupRun | null; old: boolean };
  drill: { last: BackupRun | null; failed: BackupRun | null; old: boolean };
  /** backups are encrypted */
  encrypted: boolean;
}

/** When the latest backup was made and proven, and whether that is too long ago. */
export function backupHealth(db: Db, { now, key }: { now: Date; key: Buffer | undefined }): BackupHealth {
  const of = (kind: BackupRunKind) => {
    const last = latestRun(db, { kind, status: 'faerdig' }) ?? null;
    const latest = latestRun(db, { kind }) ?? null;
    const failed = latest?.status === 'fejlet' ? latest : null;
    const old = !last || now.getTime() - Date.parse(last.startedAt) > OLD_AFTER;
    return { last, failed, old };
  };
  return { backup: of('kopi'), drill: of('proeve'), encrypted: key !== undefined };
}
