/** Tonight's match on the demo town, through the real queue. */
import type { Db } from '../../db/client.ts';
import type { Config } from '../../server/config.ts';
import { startMatching } from '../../server/matching/night-run.ts';
import { nightKey, requestRun } from '../../server/matching/run-queries.ts';
import { localDate } from '../../server/ui/dates.ts';
import { openQueueBackend } from '../../workers/backend.ts';
import { QUEUE_PREFIX } from '../../workers/queues.ts';
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
  const backend = await openQueueBackend({ queueUrl, folder: files.queue, prefix: QUEUE_PREFIX, log });
  const matching = startMatching({
    db,
    backend,
    files,
    now,
    log,
    withScoreWorkers: true,
    nightly: false,
  });
  try {
    const { id } = requestRun(db, { runKey: nightKey(localDate(now())), requestedBy: null, now: now() });
    const { pairs, matches, ms } = await matching.waitFor(id, say);
    return { pairs, matches, ms, queue: backend.kind };
  } finally {
    await matching.stop();
    await backend.close();
  }
}
