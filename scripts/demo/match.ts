/** Tonight's match on the demo town, through the real queue. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from '../../db/client.ts';
import type { Config } from '../../server/config.ts';
import { startMatching } from '../../server/matching/night-run.ts';
import { isOver, nightKey, requestRun, viewRun } from '../../server/matching/run-queries.ts';
import { progressLine } from '../../server/matching/run-text.ts';
import { localDate } from '../../server/ui/dates.ts';
import { openQueueBackend } from '../../workers/backend.ts';
import { say } from '../command.ts';

export interface TownRun {
  pairs: number;
  matches: number;
  ms: number;
  /** redis or pglite */
  queue: string;
}

/** Runs it once a day: a second start on the same day tells what the first one found. */
export async function runTonightsMatch(config: Config, db: Db, now: () => Date): Promise<TownRun> {
  const log = { info: () => undefined, warn: say, error: say };
  const { files, queueUrl } = config;
  const backend = await openQueueBackend({ queueUrl, folder: files.queue, prefix: 'samtlige', log });
  const matching = await startMatching({
    db,
    backend,
    queueUrl,
    files,
    now,
    log,
    withScoreWorkers: true,
    nightly: false,
  });
  try {
    const { id } = requestRun(db, { runKey: nightKey(localDate(now())), requestedBy: null, now: now() });
    let said = '';
    for (;;) {
      const run = viewRun(db, id);
      if (!run || run.status === 'fejlet') throw new Error(run?.error ?? 'Matchkørslen forsvandt');
      if (isOver(run.status)) {
        return { pairs: run.pairs, matches: run.matches ?? 0, ms: run.durationMs ?? 0, queue: backend.kind };
      }
      const line = progressLine(run);
      if (line !== said) say(line);
      said = line;
      await delay(100);
    }
  } finally {
    await matching.stop();
    await backend.close();
  }
}
