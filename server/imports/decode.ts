import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileProblem } from './records.ts';

export interface FileSource {
  file: string;
  sha256: string;
  gzip: boolean;
  encoding: 'utf-8' | 'windows-1252';
  /** the last line has no end: nobody can see whether its last cell is whole */
  endsInCell: boolean;
}

/** A gzip that unpacks to more than this many times its size is a bomb; CVR's records pack about 25 times. */
const MAX_UNPACKING = 200;
const UNPACKING_CHECKED_FROM = 64 * 1024 * 1024;
/** The rows of a chunk are judged at a stretch, some ten milliseconds, and fit in the young part of the memory. */
const CHUNK = 64 * 1024;

/** Reads the file once: its hash, whether it is packed, and its encoding. Refuses what is no text. */
export async function inspectFile(file: string): Promise<FileSource> {
  const hash = createHash('sha256');
  const gzip = await startsAsGzip(file);
  const encoding = encodingProbe();
  let first = true;
  let last: number | undefined;
  try {
    for await (const chunk of byteChunks(file, gzip, (raw) => hash.update(raw))) {
      if (first) refuseKnownBinary(chunk);
      first = false;
      // UTF-16 without its mark, or a binary file.
      if (chunk.includes(0)) throw new FileProblem(NOT_TEXT, { line: 1 });
      encoding.add(chunk);
      last = chunk.at(-1);
    }
  } catch (error) {
    // A packed file that is cut is met again by the reader, which knows how far it came.
    if (!(error instanceof FileProblem) || error.message !== PACKED_CUT) throw error;
  }
  const endsInCell = last !== undefined && !ENDS.includes(String.fromCharCode(last));
  return { file, sha256: hash.digest('hex'), gzip, encoding: encoding.result(), endsInCell };
}

/** Why no row of the file can be read, or undefined. */
export async function whyUnreadable(file: string): Promise<string | undefined> {
  try {
    await inspectFile(file);
    return undefined;
  } catch (error) {
    if (error instanceof FileProblem) return error.message;
    throw error;
  }
}

/** The file's text in chunks of 64 kB, without byte order mark. */
export async function* textChunks(source: FileSource): AsyncGenerator<string> {
  const decoder = new TextDecoder(source.encoding, { fatal: true });
  for await (const chunk of byteChunks(source.file, source.gzip)) {
    const text = decoder.decode(chunk, { stream: true });
    if (text) yield text;
  }
  try {
    decoder.decode();
  } catch {
    throw new FileProblem('Filen er afkortet midt i et bogstav');
  }
}

/** Of lines, of quoted cells, and of JSON. */
const ENDS = '\n\r"}]';

const NOT_TEXT =
  'Filen er ikke tekst i UTF-8 eller Windows-1252 (måske UTF-16). Gem den som CSV UTF-8 og prøv igen';
const PACKED_CUT = 'Filen er afkortet: den pakkede fil slutter for tidligt';

async function startsAsGzip(file: string): Promise<boolean> {
  try {
    for await (const chunk of createReadStream(file, { end: 1 }))
      return chunk[0] === 0x1f && chunk[1] === 0x8b;
    return false;
  } catch (error) {
    throw new FileProblem(`Filen kan ikke læses (${codeOf(error)})`, { line: 1 });
  }
}

function refuseKnownBinary(chunk: Buffer): void {
  const head = chunk.toString('latin1', 0, 4);
  if (head.startsWith('PK\x03\x04')) {
    throw new FileProblem('Filen er et regneark eller en zip-fil. Gem den som CSV UTF-8 og prøv igen', {
      line: 1,
    });
  }
  if (head.startsWith('\xff\xfe') || head.startsWith('\xfe\xff')) {
    throw new FileProblem('Filen er i UTF-16. Gem den som CSV UTF-8 og prøv igen', { line: 1 });
  }
}

async function* byteChunks(file: string, gzip: boolean, tap?: (raw: Buffer) => void): AsyncGenerator<Buffer> {
  if (!gzip) {
    yield* plainChunks(file, tap);
    return;
  }
  const raw = createReadStream(file, { highWaterMark: CHUNK });
  if (tap) raw.on('data', (chunk) => tap(Buffer.from(chunk)));
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // The error reaches the loop below, because pipeline destroys gunzip with it.
  pipeline(raw, gunzip, () => undefined);
  let unpacked = 0;
  try {
    for await (const chunk of gunzip) {
      unpacked += chunk.length;
      if (unpacked > UNPACKING_CHECKED_FROM && unpacked > MAX_UNPACKING * gunzip.bytesWritten) {
        throw new FileProblem('Den pakkede fil folder sig ud til for meget og er afvist', { line: 1 });
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem(codeOf(error) === 'Z_BUF_ERROR' ? PACKED_CUT : 'Den pakkede fil er beskadiget');
  }
}

/** One buffer for the whole file: a chunk holds only until the next is asked for. */
async function* plainChunks(file: string, tap?: (raw: Buffer) => void): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return;
      const chunk = buffer.subarray(0, bytesRead);
      tap?.(chunk);
      yield chunk;
    }
  } finally {
    await handle.close();
  }
}

/** UTF-8 when every byte fits it, else Windows-1252. */
function encodingProbe() {
  let fits = true;
  let beyondAscii = false;
  /** the bytes of a letter that goes on in the next chunk */
  let tail = Buffer.alloc(0);
  return {
    add(chunk: Buffer) {
      if (!fits) return;
      const bytes = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk;
      const whole = bytes.length - bytesOfHalfLetter(bytes);
      const letters = bytes.subarray(0, whole);
      fits = isUtf8(letters);
      beyondAscii ||= !isAscii(letters);
      tail = Buffer.from(bytes.subarray(whole));
    },
    result(): FileSource['encoding'] {
      if (!fits) return 'windows-1252';
      if (tail.length === 0) return 'utf-8';
      // The last letter is incomplete. After whole UTF-8 letters, or as half an æ, ø, å (C3) or dash (E2), the file is
      // cut; a lone last letter after plain ASCII is a whole one in Windows-1252.
      const half = beyondAscii || tail.length > 1 || [0xc2, 0xc3, 0xe2].includes(tail[0] ?? 0);
      return half ? 'utf-8' : 'windows-1252';
    },
  };
}

/** How many bytes at the end begin a UTF-8 letter that is not whole yet. */
function bytesOfHalfLetter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'ukendt fejl';
}
