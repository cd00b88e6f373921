import type { Db } from '../../db/client.ts';
import { diskProblem } from '../../db/refused.ts';
import type { QueueBackend } from '../../workers/backend.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import { type Attempt, type JobQueue, jobIds, scheduleNightRun } from '../../workers/queues.ts';
import { beat } from '../admin/heartbeat.ts';
import { localDate } from '../ui/dates.ts';
import { endAttempt } from './attempts.ts';
import { isSent } from './outbox.ts';
import { hasRun, nightKey, requestRun, unfinishedRuns } from './run-queries.ts';

/** So that what the queue forgets is asked for again within a minute, the relay's longest pause included. */
const LOOK_EVERY = 30_000;
const LATEST_START = '01:05';
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Copenhagen',
  hour: '2-digit',
  minute: '2-digit',
});

export interface WatchdogOptions {
  db: Db;
  backend: QueueBackend;
  now: () => Date;
  log: Log;
  /** false: a script that wants one run now must not start the night's as well */
  nightly: boolean;
  /** milliseconds between two looks; a test has less time than a night */
  lookEvery?: number;
}

/**
 * The queue may forget everything at any time; this puts it back. At the start and twice a minute: tonight's run if the
 * queue's clock has not asked for it, the clock itself, and runs whose jobs are gone.
 */
export function startWatchdog({ db, backend, now, log, nightly, lookEvery = LOOK_EVERY }: WatchdogOptions): {
  stop: () => Promise<void>;
} {
  const queues = {
    planner: backend.queue('planner'),
    commit: backend.queue('match-commit'),
    score: backend.queue('match-score'),
  };
  let round = look();
  const timer = setInterval(() => {
    round = round.then(look);
  }, lookEvery);

  async function look(): Promise<void> {
    try {
      if (nightly) {
        requestNightRunIfDue(db, now());
        // The night comes also without the queue: one that is away has a light of its own.
        beat(db, 'planlaegger', now());
        await keepSchedule(queues.planner);
      }
      for (const run of unfinishedRuns(db)) {
        const { id: runId, fence, snapshotSha } = run;
        if (!snapshotSha || !isSent(db, runId, fence)) continue;
        const attempt = { runId, fence, snapshotSha };
        if (!(await isLost(queues, attempt))) continue;
        log.warn(`Match: kørsel ${runId} er væk fra køen (forsøg ${fence})`);
        endAttempt(db, attempt, now());
      }
    } catch (error) {
      const said = diskProblem(error) ?? (error instanceof Error ? error.message : error);
      log.error(`Match: vagthunden kunne ikke se efter: ${said}`);
    }
  }

  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}

/** The run of the local date, from five past one on: also after a morning when the machine was off. */
export function requestNightRunIfDue(db: Db, now: Date): void {
  const runKey = nightKey(localDate(now));
  if (clock.format(now) < LATEST_START || hasRun(db, runKey)) return;
  requestRun(db, { runKey, requestedBy: null, now });
}

async function keepSchedule(planner: JobQueue<'planner'>): Promise<void> {
  if ((await planner.getJobSchedulersCount()) === 0) await scheduleNightRun(planner);
}

interface Queues {
  commit: JobQueue<'match-commit'>;
  score: JobQueue<'match-score'>;
}

/** An unfinished run needs its commit job, and that job needs the shards it still waits for. */
async function isLost({ commit, score }: Queues, attempt: Attempt): Promise<boolean> {
  const job = await commit.getJob(jobIds.commit(attempt));
  if (!job) return true;
  const state = await job.getState();
  if (state !== 'waiting-children') return ['completed', 'failed', 'unknown'].includes(state);
  const { unprocessed = [] } = await job.getDependencies();
  for (const key of unprocessed) {
    // "samtlige:match-score:score-7-1-4fd0a1b2c3d4-3"
    if (!(await score.getJob(key.slice(key.lastIndexOf(':') + 1)))) return true;
  }
  return false;
}
