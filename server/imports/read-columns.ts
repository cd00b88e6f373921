import { parse } from 'csv-parse/sync';
import type { FileColumn } from './columns.ts';
import { inspectFile, textChunks } from './decode.ts';
import { delimiterOf } from './read-csv.ts';
import { FileProblem } from './records.ts';

const SAMPLE_ROWS = 3;
const LONGEST_SAMPLE = 60;

/**
 * The columns of a CSV file with their first three values; undefined: it is JSON, or cannot be read so (trying it then
 * says why, with the line).
 */
export async function readColumns(file: string): Promise<FileColumn[] | undefined> {
  const beginning = await firstText(file);
  if (beginning === undefined || /^\s*[[{]/.test(beginning)) return undefined;
  const rows = firstRows(beginning.replaceAll(/\r\n?/g, '\n').trimStart());
  const [headings, ...samples] = rows ?? [];
  if (!headings) return undefined;
  const columns = headings.map((heading, at) => ({
    heading: heading.trim(),
    key: heading.trim().toLowerCase(),
    samples: samples.map((row) => (row[at] ?? '').trim().slice(0, LONGEST_SAMPLE)),
  }));
  const keys = columns.map(({ key }) => key).filter(Boolean);
  return new Set(keys).size === keys.length ? columns.filter(({ key }) => key !== '') : undefined;
}

async function firstText(file: string): Promise<string | undefined> {
  try {
    const chunks = textChunks(await inspectFile(file));
    const { value } = await chunks.next();
    await chunks.return(undefined);
    return value || undefined;
  } catch (error) {
    if (error instanceof FileProblem) return undefined;
    throw error;
  }
}

function firstRows(text: string): string[][] | undefined {
  try {
    const delimiter = delimiterOf(text);
    return parse(text, {
      delimiter,
      relax_quotes: delimiter === '\t',
      relax_column_count: true,
      skip_empty_lines: true,
      to: SAMPLE_ROWS + 1,
    }) as string[][];
  } catch {
    return undefined;
  }
}
