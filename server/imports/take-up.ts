import type { Db } from '../../db/client.ts';
import { diskProblem } from '../../db/refused.ts';
import { ImportStopped, takeUpAgain } from './one-at-a-time.ts';
import { whatIsUnderWay } from './queries.ts';
import type { ImportOptions } from './stage-file.ts';

const EVERY_MS = 60_000;

interface Setting {
  db: Db;
  files: ImportOptions['files'];
  now: () => Date;
  log: { error: (text: string) => void };
}

/** An import, or an undo, that a full disk has stopped goes on when there is room again: nobody has to think of it. */
export function startTakingUp({ db, files, now, log }: Setting): { stop: () => void } {
  const look = async () => {
    try {
      if (whatIsUnderWay(db)) await takeUpAgain(db, { files, now });
    } catch (error) {
      if (!(error instanceof ImportStopped) && diskProblem(error) === null)
        log.error(`import: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
