import type { ColumnMapping } from './columns.ts';
import { type FileSource, textChunks } from './decode.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { FileProblem, type RequiredColumn, type SourceRecord } from './records.ts';

/**
 * The file's records in batches, so that a million rows are not a million awaits. CSV or JSON by its first character.
 * Throws FileProblem, with the line, when the file cannot be read to its end.
 */
export async function* readRecords(
  source: FileSource,
  required: readonly RequiredColumn[],
  mapping?: ColumnMapping,
): AsyncGenerator<SourceRecord[]> {
  let line = 0;
  let records = 0;
  try {
    const { json, chunks } = await peek(textChunks(source));
    if (json && mapping) throw new FileProblem('Kolonner kan kun vælges i en CSV-fil', { line: 1 });
    for await (const batch of json ? readJson(chunks) : readCsv(chunks, required, mapping)) {
      line = batch.at(-1)?.line ?? line;
      records += batch.length;
      yield source.encoding === 'windows-1252' ? batch.map(refuseMixedEncoding) : batch;
    }
    if (records === 0) throw new FileProblem('Der er ingen poster i filen', { line: 1 });
  } catch (error) {
    if (error instanceof FileProblem) error.line ??= line + 1;
    throw error;
  }
}

async function peek(
  chunks: AsyncGenerator<string>,
): Promise<{ json: boolean; chunks: AsyncIterable<string> }> {
  const first = await chunks.next();
  if (first.done) throw new FileProblem('Filen er tom', { line: 1 });
  async function* all() {
    try {
      yield first.value as string;
      yield* chunks;
    } finally {
      // Closes the file also when the reader gives up before its end.
      await chunks.return(undefined);
    }
  }
  return { json: /^\s*[[{]/.test(first.value), chunks: all() };
}

/** Æ, ø or å in UTF-8 read as Windows-1252; no Danish text holds these pairs by itself. */
const UTF8_AS_WINDOWS_1252 = /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

function refuseMixedEncoding(record: SourceRecord): SourceRecord {
  if ('problem' in record || !UTF8_AS_WINDOWS_1252.test(JSON.stringify(record.fields))) return record;
  return {
    line: record.line,
    problem: { field: '', reason: 'Filen blander UTF-8 og Windows-1252. Gem den som UTF-8 og prøv igen' },
  };
}
