import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { retentionRun } from '../../db/schema/privacy.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import { whatIsUnderWay } from '../imports/queries.ts';
import { localDate } from '../ui/dates.ts';
import { emptyLogIfWaiting } from './empty-log.ts';
import type { ListFiles } from './erase.ts';
import { runRetention } from './retention.ts';

const MINUTE = 60_000;
/** After the night's backup and its trial restore: a mistake in a rule can be mended from it. */
const EARLIEST = '04:30';
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Copenhagen',
  hour: '2-digit',
  minute: '2-digit',
});

interface Options {
  db: Db;
  files: ListFiles;
  now: () => Date;
  log: Log;
  /** milliseconds between two looks; a test has less time than a night */
  lookEvery?: number;
}

/** Every night, or the morning after when the machine was off; and each minute what an erasure could not empty. */
export function startRetention(options: Options): { stop: () => Promise<void> } {
  const { db, now, log } = options;
  let round: Promise<void> | undefined;
  const timer = setInterval(() => {
    emptyLogIfWaiting(db);
    if (round || !isRetentionDue(db, now())) return;
    round = runRetention(db, options)
      .catch((error: unknown) => log.error(`Opbevaring: ${error instanceof Error ? error.message : error}`))
      .finally(() => {
        round = undefined;
      });
  }, options.lookEvery ?? MINUTE);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}

/** Once a local date, after an import or an undo that is under way, which could bring somebody back, and until it has come to its end. */
export function isRetentionDue(db: Pick<Db, 'select'>, now: Date): boolean {
  if (clock.format(now) < EARLIEST || whatIsUnderWay(db)) return false;
  const run = db
    .select()
    .from(retentionRun)
    .where(eq(retentionRun.onDate, localDate(now)))
    .get();
  return !run?.finishedAt;
}
