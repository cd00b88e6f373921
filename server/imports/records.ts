/** Characters; the format's limits against a file that is something else. */
export const MAX_CELL = 1024 * 1024;
export const MAX_RECORD = 16 * 1024 * 1024;

export interface FieldProblem {
  field: string;
  reason: string;
}

/** A column's name as people write it, or the names of which one must be there. */
export type RequiredColumn = string | readonly string[];

export type Fields = Readonly<Record<string, unknown>>;

/** One row or object of the file, or why it is none. `line`: see readCsv and readJson. */
export type SourceRecord = { line: number; fields: Fields } | { line: number; problem: FieldProblem };

/** A file that cannot be read to its end. `line` is null until the reader that knows it fills it in. */
export class FileProblem extends Error {
  line: number | null;
  readonly field: string;

  constructor(reason: string, { line = null, field = '' }: { line?: number | null; field?: string } = {}) {
    super(reason);
    this.line = line;
    this.field = field;
  }
}
