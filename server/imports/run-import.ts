import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { type ImportKind, importBatch, importChange } from '../../db/schema/imports.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import type { CprKeys } from '../config.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { groupsOn } from '../legal-rules/target-groups.ts';
import { localDate } from '../ui/dates.ts';
import { adresser } from './adresser.ts';
import { borgere } from './borgere.ts';
import { borgereOprindelse } from './borgere-oprindelse.ts';
import type { ColumnMapping, KindColumns } from './columns.ts';
import { inspectFile } from './decode.ts';
import { esco } from './esco.ts';
import type { ImportKindRules, Outcome, Tx } from './import-kind.ts';
import { jobordrer } from './jobordrer.ts';
import { kontakter } from './kontakter.ts';
import { readRecords } from './read-file.ts';
import { type FieldProblem, FileProblem } from './records.ts';
import { samarbejdsgrad } from './samarbejdsgrad.ts';
import { openStaging, type StagedRow, type Staging } from './staging.ts';
import { virksomheder } from './virksomheder.ts';

const KINDS: Record<ImportKind, ImportKindRules<unknown>> = {
  virksomheder,
  borgere,
  jobordrer,
  kontakter,
  esco,
  adresser,
  samarbejdsgrad,
  borgere_oprindelse: borgereOprindelse,
};

/** The columns of a kind whose lists may come from elsewhere; undefined: files of ESCO and of the address register are always theirs. */
export function columnsOf(kind: ImportKind): KindColumns | undefined {
  const { columns, required } = KINDS[kind];
  const own = required.filter((column) => typeof column === 'string');
  return kind === 'esco' || kind === 'adresser' ? undefined : { columns, required: own };
}

const MAX_REPORTED = 1000;
const MAX_IGNORED = 100;

export interface ImportOptions {
  kind: ImportKind;
  /** path of the file; it is read twice and never changed */
  file: string;
  /** what people call it; default: the last part of the path */
  fileName?: string;
  /** which field each column of a CSV file is, where its headings are not ours */
  mapping?: ColumnMapping | undefined;
  /** counts exactly, writes nothing */
  dryRun?: boolean;
  /** where the throw-away staging file may lie */
  files: Pick<DataFiles, 'staging'>;
  /** undefined: a row with a CPR stops the import */
  cprKeys: CprKeys | undefined;
  now: () => Date;
  by: number | null;
  onProgress?: (progress: { phase: 'laeser' | 'gemmer'; rows: number }) => void;
}

export interface Rejection extends FieldProblem {
  /** line of the file; record number in a JSON array or search reply */
  line: number;
}

export interface ImportReport {
  created: number;
  updated: number;
  unchanged: number;
  /** unknown columns */
  ignored: string[];
  /** the first thousand, by line; anything here means that nothing was changed */
  rejected: Rejection[];
  rejectedCount: number;
  /** rows that are none of ours: a concept out of use, a house where no firm is */
  passedOver: number;
  /** texts in which something that looks like a CPR number was masked */
  masked: number;
  /** the file's last line has no end: it may have been cut */
  endsInCell: boolean;
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

type Refusals = ReturnType<typeof collectRefusals>;

function collectRefusals() {
  const list: Rejection[] = [];
  let total = 0;
  return {
    list,
    count: () => total,
    add(line: number, { field, reason }: FieldProblem) {
      total++;
      if (list.length < MAX_REPORTED) list.push({ line, field, reason });
    },
  };
}

interface Desk {
  staging: Staging;
  refusals: Refusals;
  ignored: Set<string>;
}

interface FileReading extends Pick<ImportReport, 'passedOver' | 'masked' | 'endsInCell'> {
  /** undefined: the file could not be read to its end */
  sha256: string | undefined;
}

async function stageFile(
  db: Db,
  options: ImportOptions,
  { staging, refusals, ignored }: Desk,
): Promise<FileReading> {
  const rules = KINDS[options.kind];
  let postcodes: ReadonlySet<string> | undefined;
  const firmPostcodes = () => {
    postcodes ??= postcodesOfFirms(db);
    return postcodes;
  };
  const today = localDate(options.now());
  let codes: readonly string[] | undefined;
  const targetGroups = () => {
    codes ??= groupsOn(legalRules(db).groups, today).map(({ code }) => code);
    return codes;
  };
  const context = { today, cprKeys: options.cprKeys, firmPostcodes, targetGroups };
  let read = 0;
  let passedOver = 0;
  let masked = 0;
  let line = 1;
  try {
    const source = await inspectFile(options.file);
    for await (const batch of readRecords(source, rules.required, options.mapping)) {
      const good = [];
      for (const record of batch) {
        line = record.line;
        if ('problem' in record) {
          refusals.add(record.line, record.problem);
          continue;
        }
        if (!rules.isForeignShape?.(record.fields)) noteUnknown(record.fields, rules.columns, ignored);
        const parsed = rules.parse(record.fields, context);
        if (Array.isArray(parsed)) {
          if (parsed.length === 0) passedOver++;
          for (const problem of parsed) refusals.add(record.line, problem);
        } else {
          good.push({ line: record.line, parsed });
          masked += parsed.masked ?? 0;
        }
      }
      staging.add(good);
      read += batch.length;
      options.onProgress?.({ phase: 'laeser', rows: read });
    }
    return { sha256: source.sha256, passedOver, masked, endsInCell: source.endsInCell };
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    refusals.add(error.line ?? line, { field: error.field, reason: error.message });
    return { sha256: undefined, passedOver, masked, endsInCell: false };
  }
}

function postcodesOfFirms(db: Db): ReadonlySet<string> {
  const rows = db.selectDistinct({ postcode: pUnit.postcode }).from(pUnit).all();
  return new Set(rows.flatMap(({ postcode }) => postcode ?? []));
}

function noteUnknown(fields: object, columns: readonly string[], ignored: Set<string>): void {
  for (const name of Object.keys(fields)) {
    if (!columns.includes(name) && ignored.size < MAX_IGNORED) ignored.add(name.slice(0, 100));
  }
}

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
