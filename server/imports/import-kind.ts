import type { Db } from '../../db/client.ts';
import type { CprKeys } from '../config.ts';
import type { FieldProblem, Fields, RequiredColumn } from './records.ts';

export type Tx = Pick<Db, '$client' | 'select' | 'insert' | 'update' | 'delete'>;
export type Outcome = 'created' | 'updated' | 'unchanged';

/** A row that kept the rules of its file; `key` is what makes it one of its kind, `sort` (an integer) the order of writing. */
export interface ParsedRow<Row> {
  key: string;
  sort: number;
  row: Row;
  /** texts of it in which a CPR number was masked */
  masked?: number;
}

export interface ParseContext {
  /** local date of the import */
  today: string;
  cprKeys: CprKeys | undefined;
  /** where the firms stand that we know, read once at the first question */
  firmPostcodes: () => ReadonlySet<string>;
  /** codes of the target groups that exist on the day */
  targetGroups: () => readonly string[];
}

export interface ApplyContext {
  tx: Tx;
  importId: number;
  at: string;
  today: string;
  by: number | null;
  fileName: string;
  municipalityCode: number;
  /** it is all thrown away: what no other row is judged by need not be written */
  isTrial: boolean;
  /** a rule that only the database can judge; the whole import is then rolled back */
  reject: (line: number, problem: FieldProblem) => void;
  /** keeps what a row was before this import changed it */
  keepBefore: (entity: string, key: string | number, before: unknown) => void;
}

export interface RowWriter<Row> {
  /** `repeats`: number of earlier rows in the file with the same key */
  write(row: Row, line: number, repeats: number): Outcome;
  /** after the last row of a transaction; others may follow in the next */
  finish(): void;
}

/** One kind of file: what it holds, what its rows mean, how they are written. */
export interface ImportKindRules<Row> {
  /** columns that are known; others are reported and ignored */
  columns: readonly string[];
  /** columns a CSV file cannot do without; a list: one of them */
  required: readonly RequiredColumn[];
  /** the field whose value may stand once in a file; undefined: equal rows are allowed */
  uniqueField: string | undefined;
  /** an empty list: the row is none of ours and is passed over */
  parse: (fields: Fields, context: ParseContext) => ParsedRow<Row> | FieldProblem[];
  /** true: the record is not in columns (CVR's own shape) and has none to ignore */
  isForeignShape?: (fields: Fields) => boolean;
  /** makes one row of two with the same key; undefined: each is written by itself */
  merge?(first: Row, next: Row): Row;
  start: (context: ApplyContext) => RowWriter<Row>;
}

/** The fields of `wanted` that differ from what is stored; undefined says nothing about a field. */
export function changesTo<Row extends object>(stored: Row, wanted: Partial<Row>): Partial<Row> {
  const changes: Partial<Row> = {};
  for (const key of Object.keys(wanted) as (keyof Row)[]) {
    if (wanted[key] !== undefined && !sameValue(stored[key], wanted[key])) changes[key] = wanted[key];
  }
  return changes;
}

function sameValue(a: unknown, b: unknown): boolean {
  return (
    a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
  );
}

export function isEmpty(changes: object): boolean {
  return Object.keys(changes).length === 0;
}
