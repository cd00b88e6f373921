import { sql } from 'drizzle-orm';
import { type ImportKind, importBatch, importChange } from '../../db/schema/imports.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { localDate } from '../ui/dates.ts';
import type { ImportKindRules, Outcome, Tx } from './import-kind.ts';
import { KINDS } from './kinds.ts';
import type { Refusals } from './stage-file.ts';
import type { StagedRow, Staging } from './staging.ts';

export type Counts = Record<Outcome, number>;

export const NO_ROWS: Counts = { created: 0, updated: 0, unchanged: 0 };

/** What is known of a file before its first row is written. */
export interface ImportAbout {
  kind: ImportKind;
  fileName: string;
  sha256: string;
  importedAt: string;
  importedBy: number | null;
}

export function beginImport(tx: Pick<Tx, 'insert'>, about: ImportAbout): number {
  const batch = { ...about, ...NO_ROWS };
  return tx.insert(importBatch).values(batch).returning({ id: importBatch.id }).get().id;
}

export function recordImport(
  tx: Parameters<typeof recordEvent>[0],
  { importId, kind, importedBy, counts, at }: Pick<ImportAbout, 'kind' | 'importedBy'> & Written,
): void {
  recordEvent(tx, {
    at,
    userId: importedBy,
    action: 'importer',
    entity: 'import_batch',
    entityKey: String(importId),
    detail: `${kind}: ${counts.created} oprettet, ${counts.updated} ændret`,
  });
}

interface Written {
  importId: number;
  counts: Counts;
  at: string;
}

/** Writes staged rows, one after another; what only the database can judge becomes a refusal. */
export function openWriter(
  tx: Tx,
  importId: number,
  about: ImportAbout,
  { refusals, isTrial = false }: { refusals: Refusals; isTrial?: boolean | undefined },
) {
  const { kind, fileName, importedAt: at, importedBy: by } = about;
  const { uniqueField, start } = KINDS[kind];
  const insertChange = prepareChange(tx);
  const writer = start({
    tx,
    importId,
    at,
    today: localDate(new Date(at)),
    by,
    fileName,
    municipalityCode: readSettings(tx).municipalityCode,
    isTrial,
    reject: refusals.add,
    keepBefore: (entity, key, before) => {
      insertChange.run({ importId, entity, entityKey: String(key), before: JSON.stringify(before) });
    },
  });

  function write({ line, row, repeats, firstLine }: StagedRow): Outcome | undefined {
    if (repeats === 0 || !uniqueField) return writer.write(row, line, repeats);
    refusals.add(line, {
      field: uniqueField,
      reason: `står to gange i filen: i linje ${firstLine} og ${line}`,
    });
    return undefined;
  }

  return { write, finish: writer.finish };
}

/** The rows of a file in the order of writing; those that make one row are one. */
export function rowsToWrite(kind: ImportKind, staging: Staging): Iterable<StagedRow> {
  return mergedRows(staging.rows(), KINDS[kind].merge);
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
