import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { pUnit } from '../../db/schema/companies.ts';
import type { ImportKind } from '../../db/schema/imports.ts';
import type { CprKeys } from '../config.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { groupsOn } from '../legal-rules/target-groups.ts';
import { localDate } from '../ui/dates.ts';
import type { ColumnMapping } from './columns.ts';
import { inspectFile } from './decode.ts';
import { KINDS } from './kinds.ts';
import { readRecords } from './read-file.ts';
import { type FieldProblem, FileProblem } from './records.ts';
import type { Staging } from './staging.ts';

const MAX_REPORTED = 1000;
const MAX_IGNORED = 100;

/** Reading it, writing it to a copy, writing it. */
export type ImportPhase = 'laeser' | 'proever' | 'gemmer';

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
  /** pages are asked for meanwhile: a large file must not keep them waiting */
  serving?: boolean | undefined;
  onProgress?: (progress: { phase: ImportPhase; rows: number }) => void;
}

export interface Rejection extends FieldProblem {
  /** line of the file; record number in a JSON array or search reply */
  line: number;
}

export type Refusals = ReturnType<typeof collectRefusals>;

/** What is wrong with a file, all of it counted and the first of it kept. */
export function collectRefusals() {
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

export interface FileReading {
  /** undefined: the file could not be read to its end */
  sha256: string | undefined;
  /** rows that are none of ours: a concept out of use, a house where no firm is */
  passedOver: number;
  /** texts in which something that looks like a CPR number was masked */
  masked: number;
  /** the file's last line has no end: it may have been cut */
  endsInCell: boolean;
}

/** Reads and judges every row into the staging file, yielding to other work between batches. */
export async function stageFile(
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
