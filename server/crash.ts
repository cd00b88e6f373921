import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import closeWithGrace, { type Options } from 'close-with-grace';
import { projectRoot } from '../db/files.ts';

const MOST_PLACES = 8;
/** Where a line of a stack says that it was: the file, then line and column. */
const PLACE = /((?:file:\/\/)?\/[^\s()]+?):(\d{1,6}):\d{1,6}\)?$/;

/**
 * What an error may tell when the program dies of it: its kind and where in our code it was. Never its message, nor anything
 * else of it: those may hold what somebody typed, or a key. A stack is its message too, so only files that exist are told.
 */
export function crashLine(error: unknown): string {
  if (!(error instanceof Error)) return `Programmet gik ned: ${typeof error} i stedet for en fejl`;
  const code = 'code' in error && /^[A-Z][A-Z0-9_]{2,40}$/.test(String(error.code)) ? ` ${error.code}` : '';
  const places = placesIn(error.stack ?? '').join(' < ');
  return `Programmet gik ned: ${error.constructor.name}${code} ${places === '' ? 'uden sted' : `ved ${places}`}`;
}

function placesIn(stack: string): string[] {
  return stack
    .split('\n')
    .flatMap((line) => {
      const [, url = '', at = ''] = PLACE.exec(line) ?? [];
      const file = url.startsWith('file:') ? pathOf(url) : url;
      const known = file.startsWith(`${projectRoot}${path.sep}`) && existsSync(file);
      return known ? [`${path.relative(projectRoot, file)}:${at}`] : [];
    })
    .slice(0, MOST_PLACES);
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return '';
  }
}

type Tell = (line: string) => void;

/**
 * From the program's first line on it dies of an error with one line and exit code 1. What is given back is for when it
 * serves: from then on a signal or an error lets it end what it is doing, for at most `delay` ms. What cannot wait for that
 * ends at once, by SIGKILL.
 */
export function dieInOneLine(
  say: Tell,
): (options: { delay: number; tell: Tell }, end: () => Promise<void>) => void {
  const die = (error: unknown) => {
    say(crashLine(error));
    process.exit(1);
  };
  process.on('uncaughtException', die).on('unhandledRejection', die);
  return ({ delay, tell }, end) => {
    process.off('uncaughtException', die).off('unhandledRejection', die);
    const options: Options = {
      delay,
      onSecondError: (error) => endAtOnce(tell, crashLine(error)),
      onSecondSignal: (signal) =>
        endAtOnce(tell, `Endnu et signal, ${signal}: programmet ender uden at vente`),
      onTimeout: () => endAtOnce(tell, `Programmet nåede ikke at slutte på ${delay / 1000} sekunder`),
    };
    closeWithGrace(options, ({ err }) => {
      if (err !== undefined) tell(crashLine(err));
      return end().catch((error: unknown) => endAtOnce(tell, crashLine(error)));
    });
  };
}

const LOG_WRITTEN_MS = 500;

/** Node would end the program's threads first, and aborts in one that loads: SIGABRT, and a core that holds the keys. */
function endAtOnce(tell: Tell, line: string): void {
  tell(line);
  // The log is written by a thread beside, and nothing else of the program may go on.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOG_WRITTEN_MS);
  process.kill(process.pid, 'SIGKILL');
}
