import type { Log } from '../../workers/pglite-pool.ts';
import { localDate } from '../ui/dates.ts';
import { latestRun } from './queries.ts';
import { type BackupOptions, runBackup, runDrill } from './runs.ts';

const MINUTE = 60_000;
/** After the night run, and clear of the hour that comes twice or never. */
const EARLIEST = '03:30';
const PAUSE_AFTER_FAILURE = 60 * MINUTE;
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Copenhagen',
  hour: '2-digit',
  minute: '2-digit',
});

/** A backup every night, and then the proof that it can be restored; also after a morning when the machine was off. */
export function startBackups(options: BackupOptions & { log: Log }): { stop: () => Promise<void> } {
  let round = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (!busy) round = look();
  }, MINUTE);

  async function look(): Promise<void> {
    busy = true;
    try {
      if (isDue(options, 'kopi')) await runBackup(options, 'nat');
      else if (isDue(options, 'proeve')) await reportDrill(options);
    } catch (error) {
      if (options.stopping?.aborted) return;
      options.log.error(`Sikkerhedskopi: ${error instanceof Error ? error.message : error}`);
    } finally {
      busy = false;
    }
  }

  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}

async function reportDrill(options: BackupOptions & { log: Log }): Promise<void> {
  const { file, problems } = await runDrill(options, 'nat');
  for (const problem of problems) options.log.error(`Gendannelsesprøve af ${file}: ${problem}`);
}

/** Once a local date; a failure is tried again an hour later. */
export function isDue({ db, now }: Pick<BackupOptions, 'db' | 'now'>, kind: 'kopi' | 'proeve'): boolean {
  const instant = now();
  if (clock.format(instant) < EARLIEST) return false;
  const latest = latestRun(db, { kind, occasion: 'nat' });
  if (!latest) return true;
  const started = new Date(latest.startedAt);
  if (latest.status === 'fejlet')
    return Math.abs(instant.getTime() - started.getTime()) >= PAUSE_AFTER_FAILURE;
  // A clock that was set back must not make a second one of the same night.
  return localDate(started) < localDate(instant);
}
