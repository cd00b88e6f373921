import { CsvError, parse } from 'csv-parse';
import type { ColumnMapping } from './columns.ts';
import { FileProblem, MAX_RECORD, type RequiredColumn, type SourceRecord } from './records.ts';

const REASONS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'Et anførselstegn bliver ikke lukket. Filen er måske afkortet',
  CSV_INVALID_CLOSING_QUOTE: 'Der står tekst efter et lukket anførselstegn',
  INVALID_OPENING_QUOTE:
    'Et anførselstegn står midt i en celle. Sæt hele cellen i anførselstegn, og skriv tegnet dobbelt',
  CSV_MAX_RECORD_SIZE: 'Rækken er større end 16 MB',
};

/**
 * Rows of a CSV file with a header, `;`, `,` or tab between cells. A row with another number of cells than the header is a
 * problem of that row; a wrong quote ends the file. `line` is where the row starts.
 */
export async function* readCsv(
  chunks: AsyncIterable<string>,
  required: readonly RequiredColumn[],
  mapping: ColumnMapping = {},
): AsyncGenerator<SourceRecord[]> {
  let batch: SourceRecord[] = [];
  let columns: string[] | undefined;
  let failure: Error | undefined;
  let lastLine = 0;

  const onRow = (cells: string[], lines: number) => {
    lastLine = lines;
    const line = lines - cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
    if (!columns) columns = readHeader(cells, required, mapping);
    else batch.push(toRecord(columns, cells, line));
    return null;
  };
  const open = (header: string, delimiter = delimiterOf(header)) =>
    parse({
      delimiter,
      // A tab-separated file quotes nothing but cells with line breaks.
      relax_quotes: delimiter === '\t',
      record_delimiter: '\n',
      max_record_size: MAX_RECORD,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], context) => onRow(cells, context.lines),
    }).on('error', (error) => {
      failure ??= error;
    });

  let parser: ReturnType<typeof open> | undefined;
  try {
    for await (const chunk of plainLineEnds(chunks)) {
      parser ??= open(chunk);
      await new Promise<void>((resolve) => parser?.write(chunk, () => resolve()));
      if (failure) break;
      yield batch;
      batch = [];
    }
  } catch (error) {
    // Rows are known here even when they are no records, as the header.
    if (error instanceof FileProblem) error.line ??= lastLine + 1;
    throw error;
  }
  if (!parser) throw new FileProblem('Filen er tom', { line: 1 });
  if (!failure) await finish(parser);
  yield batch;
  if (failure) throw asFileProblem(failure, lastLine + 1);
  if (!columns) throw new FileProblem('Filen er tom', { line: 1 });
}

/** csv-parse counts CRLF inside quotes as two lines. */
async function* plainLineEnds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of chunks) {
    const text = held + chunk;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held) yield '\n';
}

function finish(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    parser.on('end', resolve).on('error', () => resolve());
    parser.resume();
    parser.end();
  });
}

/** The one that the header has most of. */
export function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/\n|$/));
  const count = (delimiter: string) => header.split(delimiter).length;
  return [';', ',', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** A heading that was chosen for a field is that field; one that was skipped keeps a name that no field has. */
function readHeader(cells: string[], required: readonly RequiredColumn[], mapping: ColumnMapping): string[] {
  const headings = cells.map((cell) => cell.trim().toLowerCase());
  const absent = Object.keys(mapping).find((heading) => !headings.includes(heading));
  if (absent !== undefined)
    throw new FileProblem(`Der er ingen kolonne med overskriften ${absent}`, {
      line: 1,
      field: mapping[absent] ?? '',
    });
  const columns = headings.map((heading) => {
    const chosen = mapping[heading];
    return chosen === '' ? `${heading} (fravalgt)` : (chosen ?? heading);
  });
  const named = columns.filter((column) => column !== '');
  const twice = named.find((column, index) => named.indexOf(column) !== index);
  if (twice) throw new FileProblem('Kolonnen står to gange i overskriften', { line: 1, field: twice });
  const missing = required
    .map((column) => [column].flat())
    .find((names) => !names.some((name) => columns.includes(name.toLowerCase())));
  if (missing) throw new FileProblem('Kolonnen mangler i overskriften', { line: 1, field: missing[0] ?? '' });
  return columns;
}

function toRecord(columns: string[], cells: string[], line: number): SourceRecord {
  if (cells.length !== columns.length) {
    return {
      line,
      problem: {
        field: '',
        reason: `Rækken har ${cells.length} celler, men overskriften har ${columns.length}`,
      },
    };
  }
  const fields: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) if (column) fields[column] = cells[index];
  return { line, fields };
}

function lineBreaks(cell: string): number {
  return cell.includes('\n') ? cell.split('\n').length - 1 : 0;
}

function asFileProblem(error: Error, line: number): FileProblem {
  if (error instanceof FileProblem) return error;
  const code = error instanceof CsvError ? error.code : '';
  return new FileProblem(REASONS[code] ?? 'Rækken er ikke gyldig CSV', { line });
}
