import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { importBatch, importChange } from '../../db/schema/imports.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { localDate } from '../ui/dates.ts';
import type { ImportKindRules, Outcome, Tx } from './import-kind.ts';
import { KINDS } from './kinds.ts';
import {
  collectRefusals,
  type FileReading,
  type ImportOptions,
  type Refusals,
  type Rejection,
  stageFile,
} from './stage-file.ts';
import { openStaging, type StagedRow, type Staging } from './staging.ts';

export interface ImportReport extends Omit<FileReading, 'sha256'> {
  created: number;
  updated: number;
  unchanged: number;
  /** unknown columns */
  ignored: string[];
  /** the first thousand, by line; anything here means that nothing was changed */
  rejected: Rejection[];
  rejectedCount: number;
  /** null: nothing was written (a dry run, a refused file, or nothing new) */
  importId: number | null;
}

/**
 * Imports a file whole or not at all: reads and judges every row into a staging file, yielding to other work between
 * batches, then writes in one transaction. A file that cannot be read is a rejection with its line and a blank field,
 * not an exception.
 */
export async function runImport(db: Db, options: ImportOptions): Promise<ImportReport> {
  const refusals = collectRefusals();
  const ignored = new Set<string>();
  const staging = openStaging(options.files.staging);
  try {
    const { sha256, passedOver, masked, endsInCell } = await stageFile(db, options, {
      staging,
      refusals,
      ignored,
    });
    const applied = sha256 ? apply(db, options, { sha256, staging, refusals }) : NOTHING;
    return {
      ...applied,
      ignored: [...ignored],
      rejected: refusals.list.toSorted((a, b) => a.line - b.line),
      rejectedCount: refusals.count(),
      passedOver,
      masked,
      endsInCell,
    };
  } finally {
    staging.close();
  }
}

const NOTHING = { created: 0, updated: 0, unchanged: 0, importId: null };

const ROLLED_BACK = new Error('Rolled back: a dry run, a refused file, or nothing new');

interface Staged {
  sha256: string;
  staging: Staging;
  refusals: Refusals;
}

/** Writes all staged rows in one transaction, which is rolled back unless it is to stand. */
function apply(db: Db, options: ImportOptions, { sha256, staging, refusals }: Staged) {
  const at = options.now().toISOString();
  const fileName = options.fileName ?? path.basename(options.file);
  const { municipalityCode } = readSettings(db);
  const rules = KINDS[options.kind];
  const counts: Record<Outcome, number> = { created: 0, updated: 0, unchanged: 0 };
  let importId: number | null = null;
  try {
    db.transaction(
      (tx) => {
        const batch = {
          kind: options.kind,
          fileName,
          sha256,
          importedAt: at,
          importedBy: options.by,
          ...counts,
        };
        const { id } = tx.insert(importBatch).values(batch).returning({ id: importBatch.id }).get();
        const insertChange = prepareChange(tx);
        const keepBefore = (entity: string, key: string | number, before: unknown) => {
          insertChange.run({ importId: id, entity, entityKey: String(key), before: JSON.stringify(before) });
        };
        const writer = rules.start({
          tx,
          importId: id,
          at,
          today: localDate(options.now()),
          by: options.by,
          fileName,
          municipalityCode,
          reject: refusals.add,
          keepBefore,
        });
        let rows = 0;
        for (const { line, row, repeats, firstLine } of mergedRows(staging.rows(), rules.merge)) {
          if (repeats > 0 && rules.uniqueField) {
            refusals.add(line, {
              field: rules.uniqueField,
              reason: `står to gange i filen: i linje ${firstLine} og ${line}`,
            });
            continue;
          }
          counts[writer.write(row, line, repeats)]++;
          if (++rows % 1000 === 0) options.onProgress?.({ phase: 'gemmer', rows });
        }
        if (refusals.count() > 0) throw ROLLED_BACK;
        writer.finish();
        if (options.dryRun || counts.created + counts.updated === 0) throw ROLLED_BACK;
        tx.update(importBatch).set(counts).where(eq(importBatch.id, id)).run();
        recordEvent(tx, {
          at,
          userId: options.by,
          action: 'importer',
          entity: 'import_batch',
          entityKey: String(id),
          detail: `${options.kind}: ${counts.created} oprettet, ${counts.updated} ændret`,
        });
        importId = id;
      },
      { behavior: 'immediate' },
    );
  } catch (error) {
    if (error !== ROLLED_BACK) throw error;
  }
  return { ...(refusals.count() > 0 ? NOTHING : counts), importId };
}

/** Rows with the same key stand together. */
function* mergedRows(
  rows: Iterable<StagedRow>,
  merge: ImportKindRules<unknown>['merge'],
): Iterable<StagedRow> {
  if (!merge) {
    yield* rows;
    return;
  }
  let first: StagedRow | undefined;
  for (const next of rows) {
    if (first && next.repeats > 0) {
      first = { ...first, row: merge(first.row, next.row) };
      continue;
    }
    if (first) yield first;
    first = next;
  }
  if (first) yield first;
}

function prepareChange(tx: Tx) {
  return tx
    .insert(importChange)
    .values({
      importId: sql.placeholder('importId'),
      entity: sql.placeholder('entity'),
      entityKey: sql.placeholder('entityKey'),
      before: sql.placeholder('before'),
    })
    .prepare();
}
