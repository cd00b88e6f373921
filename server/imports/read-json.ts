import { splitRecords } from './json-splitter.ts';
import { FileProblem, MAX_RECORD, type SourceRecord } from './records.ts';

/**
 * JSON Lines (one object a line, `line` is the line), or a document: an array of objects, an Elasticsearch reply
 * (`hits.hits[]._source`) or a single object (`line` is the record's number). Nothing but one record is held at a time.
 */
export async function* readJson(chunks: AsyncIterable<string>): AsyncGenerator<SourceRecord[]> {
  const { first, rest } = await takeFirstLine(chunks);
  yield* isJsonLine(first) ? readLines(rest) : readDocument(rest);
}

async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<SourceRecord[]> {
  let tail = '';
  let line = 0;
  for await (const chunk of chunks) {
    const lines = (tail + chunk).split('\n');
    tail = lines.pop() ?? '';
    yield lines.flatMap((text) => lineRecord(text, ++line));
    if (tail.length > MAX_RECORD) throw new FileProblem('Linjen er større end 16 MB', { line: line + 1 });
  }
  yield lineRecord(tail, line + 1);
}

function lineRecord(text: string, line: number): SourceRecord[] {
  return text.trim() === ''
    ? []
    : [parseRecord(text, line, 'Linjen er ikke et gyldigt JSON-objekt. Filen er måske afkortet')];
}

async function* readDocument(chunks: AsyncIterable<string>): AsyncGenerator<SourceRecord[]> {
  const splitter = splitRecords();
  let line = 0;
  for await (const chunk of chunks) {
    const texts = splitter.push(chunk);
    yield texts.map((text) => parseRecord(text, ++line, 'Posten er ikke gyldig JSON'));
  }
  splitter.end();
}

function parseRecord(text: string, line: number, reason: string): SourceRecord {
  const value = parseOrUndefined(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, problem: { field: '', reason } };
  }
  return { line, fields: value as Record<string, unknown> };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A whole object on the first line means JSON Lines, unless it is a search reply on one line. */
function isJsonLine(first: string): boolean {
  const value = parseOrUndefined(first);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { hits } = value as { hits?: { hits?: unknown } | null };
  return !Array.isArray(hits?.hits);
}

/** How Elasticsearch begins its reply, often on one line of hundreds of MB: no need to look for its end. */
const SEARCH_REPLY = /^\s*\{\s*"(?:took|_scroll_id|timed_out|_shards|hits)"/;

/** The first line, and all the chunks with that line still in them. A line too long for a record is no JSON Lines. */
async function takeFirstLine(
  chunks: AsyncIterable<string>,
): Promise<{ first: string; rest: AsyncIterable<string> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: string[] = [];
  let length = 0;
  let ended = false;
  while (!ended && length <= MAX_RECORD) {
    const next = await iterator.next();
    if (next.done) break;
    // Blank lines before the first object belong to no record.
    const text = length === 0 ? next.value.trimStart() : next.value;
    if (length === 0 && SEARCH_REPLY.test(text)) ended = true;
    if (text.includes('\n')) ended = true;
    taken.push(next.value);
    length += text.length;
  }
  async function* rest() {
    try {
      yield* taken;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { first: taken.join('').trimStart().split('\n', 1)[0] ?? '', rest: rest() };
}
