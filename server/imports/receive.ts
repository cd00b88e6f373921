import type { IncomingMessage } from 'node:http';
import type { Multipart, MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyError, FastifyRequest } from 'fastify';
import type { ImportKind } from '../../db/schema/imports.ts';
import { maskCpr } from '../citizens/rules.ts';
import { letFileTakeTime } from '../plugins/connection-time.ts';
import type { Problem } from '../problems.ts';
import { hasControls, hasLostLetters, tidyText } from '../text.ts';
import { whyUnreadable } from './decode.ts';
import type { Upload, Uploads } from './uploads.ts';

/** A larger file is taken in by `npm run import`. */
export const LARGEST_FILE = 512 * 1024 * 1024;
const LONGEST_NAME = 200;
/** A form has a token and a few choices before its file: of more than this the rest is not read. */
const MOST_BEFORE_FILE = 1024 * 1024;
const MOST_THROWN_AWAY = 32 * 1024 * 1024;
const MUCH_BEFORE_FILE = 'MUCH_BEFORE_FILE';

/** Why a file is not taken in: about the whole form, or to be told at the field. */
export type NotTaken = Problem | { field: string; reason: string };

/** What the form says of its file, from the fields before it; a refusal ends the reading. */
export type Ask = (part: MultipartFile) => { kind: ImportKind } | NotTaken;

/**
 * Reads a form with one file to its end. Of a form that is cut, broken, too large or has more than one file nothing is
 * kept, nor of a file that is no text.
 */
export async function receiveFile(
  request: FastifyRequest,
  uploads: Uploads,
  ask: Ask,
): Promise<Upload | NotTaken> {
  if (!request.isMultipart()) return NO_FILE;
  if (Number(request.headers['content-length']) > LARGEST_FILE + MOST_BEFORE_FILE) return TOO_LARGE;
  letFileTakeTime(request);
  let upload: Upload | undefined;
  const giveUp = (why: NotTaken) => {
    if (upload) uploads.giveUp(upload);
    return why;
  };
  try {
    for await (const part of partsOf(request)) {
      if (part.type !== 'file') continue;
      const answer = ask(part);
      const wrongName = nameFault(part.filename ?? '');
      if (!('kind' in answer) || wrongName) {
        part.file.resume();
        return 'kind' in answer ? { field: 'fil', reason: wrongName ?? '' } : answer;
      }
      const about = {
        kind: answer.kind,
        fileName: maskCpr(tidyText(part.filename)),
        by: request.actor?.userId ?? 0,
      };
      upload = await uploads.receive(part.file, about);
    }
  } catch (error) {
    return giveUp(brokenForm(error as FastifyError));
  }
  if (!upload) return NO_FILE;
  const reason = await whyUnreadable(upload.file);
  return reason ? giveUp({ field: 'fil', reason }) : upload;
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  const parts = request.parts();
  const before = watchUntilFile(request.raw);
  for (;;) {
    const next = await Promise.race([parts.next(), before.tooMuch]);
    if (next.done) return;
    if (next.value.type === 'file') before.fileHasCome();
    yield next.value;
  }
}

/** `tooMuch` never resolves; it rejects when more has come than stands before a file, and the rest is thrown away. */
function watchUntilFile(body: IncomingMessage): { tooMuch: Promise<never>; fileHasCome: () => void } {
  const { promise: tooMuch, reject } = Promise.withResolvers<never>();
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BEFORE_FILE) giveUp();
    // Whoever has been told and goes on is cut off; a browser that is about done gets its answer.
    if (bytes > MOST_THROWN_AWAY) body.destroy();
  };
  function giveUp(): void {
    body.unpipe();
    body.resume();
    reject(Object.assign(new Error('No file yet'), { code: MUCH_BEFORE_FILE }));
  }
  tooMuch.catch(() => undefined);
  body.on('data', count);
  return { tooMuch, fileHasCome: () => void body.off('data', count) };
}

const NO_FILE: Problem = { status: 422, title: 'Der er ingen fil' };
const TOO_LARGE: Problem = {
  status: 413,
  title: 'Filen er for stor',
  detail: 'Brug npm run import på serveren.',
};

function nameFault(name: string): string | undefined {
  if (hasControls(name) || hasLostLetters(name))
    return 'Filens navn indeholder tegn, der ikke er tekst. Giv den et andet.';
  return name.length > LONGEST_NAME ? `Filens navn må højst være ${LONGEST_NAME} tegn.` : undefined;
}

/** busboy's own errors have no code; what has another is the disk's or ours. */
function brokenForm(error: FastifyError): Problem {
  if (error.code === 'FST_REQ_FILE_TOO_LARGE') return TOO_LARGE;
  if (['FST_FILES_LIMIT', 'FST_FIELDS_LIMIT', MUCH_BEFORE_FILE].includes(error.code ?? ''))
    return { status: 413, title: 'For stort', detail: 'Send én fil ad gangen.' };
  if (error.code !== undefined && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  return {
    status: 400,
    title: 'Filen kom ikke hel frem',
    detail: 'Formularen kunne ikke læses til ende. Prøv igen.',
  };
}

/** A text field that stood before the file in the form. */
export function fieldOf(part: MultipartFile, name: string): string | undefined {
  const field = part.fields[name];
  return field && !Array.isArray(field) && field.type === 'field'
    ? String((field as MultipartValue).value)
    : undefined;
}
