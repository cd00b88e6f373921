import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { importBatch } from '../../db/schema/imports.ts';
import type { Tx } from './import-kind.ts';
import {
  beginImport,
  type Counts,
  type ImportAbout,
  NO_ROWS,
  openWriter,
  recordImport,
  rowsToWrite,
} from './rows-writer.ts';
import type { ImportOptions, Refusals } from './stage-file.ts';
import type { Staging } from './staging.ts';

const ROLLED_BACK = new Error('Rolled back: a dry run, a refused file, or nothing new');

interface Staged {
  about: ImportAbout;
  staging: Staging;
  refusals: Refusals;
  isTrial?: boolean;
  onProgress?: ImportOptions['onProgress'];
}

/** Writes all staged rows in one transaction, which is rolled back unless it is to stand. */
export function writeWhole(
  db: Db,
  staged: Staged,
  { dryRun = false }: { dryRun?: boolean | undefined },
): { counts: Counts; importId: number | null } {
  const { about, refusals } = staged;
  let counts = NO_ROWS;
  let importId: number | null = null;
  try {
    db.transaction(
      () => {
        const written = writeAll(db, staged);
        counts = written.counts;
        if (dryRun || refusals.count() > 0 || counts.created + counts.updated === 0) throw ROLLED_BACK;
        db.update(importBatch).set(counts).where(eq(importBatch.id, written.importId)).run();
        recordImport(db, { ...about, ...written, at: about.importedAt });
        importId = written.importId;
      },
      { behavior: 'immediate' },
    );
  } catch (error) {
    if (error !== ROLLED_BACK) throw error;
  }
  return { counts, importId };
}

/** Only inside a transaction: every row, and how many there were of each. */
export function writeAll(tx: Tx, { about, staging, refusals, isTrial, onProgress }: Staged) {
  const importId = beginImport(tx, about);
  const writer = openWriter(tx, importId, about, { refusals, isTrial });
  const counts = { ...NO_ROWS };
  let rows = 0;
  for (const row of rowsToWrite(about.kind, staging)) {
    const outcome = writer.write(row);
    if (outcome) counts[outcome]++;
    if (++rows % 1000 === 0) onProgress?.({ phase: 'gemmer', rows });
  }
  if (refusals.count() === 0) writer.finish();
  return { importId, counts, rows };
}
