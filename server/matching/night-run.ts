import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Processor } from 'bullmq';
import { diskProblem } from '../../db/refused.ts';
import type { QueueBackend } from '../../workers/backend.ts';
import { type Attempt, readPayload, workerLock } from '../../workers/queues.ts';
import { startScoreWorkers } from '../../workers/score-workers.ts';
import { localDate } from '../ui/dates.ts';
import { endAttempt, isWhole } from './attempts.ts';
import { commitShard } from './commit.ts';
import { type RelayOptions, startRelay } from './relay.ts';
import { nightKey, type RunView, requestRun, viewRun } from './run-queries.ts';
import { progressLine } from './run-text.ts';
import { snapshotsInFolder } from './snapshot-file.ts';
import { startWatchdog } from './watchdog.ts';

const LOOK_EVERY = 200;
const LOOK_FOR_ROOM_EVERY = 2000;

export interface MatchingOptions extends RelayOptions {
  /** score in threads of this program; without, `npm run worker` does it elsewhere */
  withScoreWorkers: boolean;
  /** one run each night; a script that runs one match now says false */
  nightly: boolean;
  /** see WatchdogOptions */
  lookEvery?: number;
}

/** What `npm run match -- --json` prints. */
export interface RunSummary {
  runId: number;
  orders: number;
  citizens: number;
  pairs: number;
  matches: number;
  ms: number;
  /** SHA-256 of the snapshot */
  snapshot: string;
}

/** The run ended without a result; the message is for people. */
export class RunFailed extends Error {}

type Progress = (line: string) => void;

export interface Matching {
  /** asks for a run now and waits for its end, telling how far it is; throws RunFailed */
  runNow: (requestedBy: number | null, progress: Progress) => Promise<RunSummary>;
  /** the same for a run that has been asked for */
  waitFor: (runId: number, progress: Progress) => Promise<RunSummary>;
  /** no new work from here on; the backend's close() then lets what is under way end */
  stop: () => Promise<void>;
}

/** Plans, scores, commits and watches. The data folder must be this process's own (openData). */
export function startMatching(options: MatchingOptions): Matching {
  const { db, backend, files, now, log } = options;
  let stopped = false;
  takeInResults(backend, options, () => stopped);
  if (options.nightly) {
    const planNight = async () => {
      const today = now();
      requestRun(db, { runKey: nightKey(localDate(today)), requestedBy: null, now: today });
    };
    backend.worker('planner', planNight, workerLock);
  }
  if (options.withScoreWorkers) {
    startScoreWorkers(backend, { snapshots: snapshotsInFolder(files.snapshots), log });
  }
  const relay = startRelay(options);
  const watchdog = startWatchdog(options);

  async function waitFor(runId: number, progress: Progress): Promise<RunSummary> {
    let said = '';
    for (;;) {
      const run = viewRun(db, runId);
      if (run?.status === 'faerdig') return summaryOf(run);
      if (run?.status === 'fejlet') throw new RunFailed(run.error ?? 'Kørslen fejlede');
      if (stopped || !run) throw new RunFailed('Afbrudt. Kørslen gøres færdig ved næste start.');
      const line = progressLine(run);
      if (line !== said) progress(line);
      said = line;
      await delay(LOOK_EVERY);
    }
  }

  return {
    runNow(requestedBy, progress) {
      const { id } = requestRun(db, { runKey: `nu:${randomUUID()}`, requestedBy, now: now() });
      return waitFor(id, progress);
    },
    waitFor,
    async stop() {
      stopped = true;
      await Promise.all([relay.stop(), watchdog.stop()]);
    },
  };
}

/**
 * Each shard is written as it is done, so that progress is live; the commit job writes what that may have missed.
 * One shard at a time, so that never more than one order is written between two turns of the event loop.
 */
function takeInResults(
  backend: QueueBackend,
  { db, now, log }: MatchingOptions,
  isStopped: () => boolean,
): void {
  let before: Promise<unknown> = Promise.resolve();
  const takeIn = (value: unknown, { onlyNew }: { onlyNew: boolean }): Promise<void> => {
    const taken = before.then(() => commitShard(db, value, { now, log, onlyNew }));
    before = taken.catch(() => undefined);
    return taken;
  };
  backend.queueEvents('match-score').on('completed', ({ returnvalue }) => {
    takeIn(returnvalue, { onlyNew: false }).catch((error: Error) =>
      log.error(`Match: et resultat kunne ikke gemmes: ${diskProblem(error) ?? error.message}`),
    );
  });
  const commit: Processor<Attempt, unknown, string> = async (job) => {
    const attempt = readPayload('match-commit', job);
    // What has come beforehand is in the database, mostly all of it, and the queue's copy is tens of megabytes.
    await before;
    if (!isWhole(db, attempt)) {
      for (const value of Object.values(await job.getChildrenValues())) {
        await whenThereIsRoom(() => takeIn(value, { onlyNew: true }));
      }
    }
    for (const reason of Object.values(await job.getIgnoredChildrenFailures())) {
      log.error(`Match: en del af kørsel ${attempt.runId} kunne ikke beregnes: ${reason}`);
    }
    await whenThereIsRoom(() => endAttempt(db, attempt, now()));
  };
  backend.worker('match-commit', commit, workerLock);

  /** The results are made, so a full disk is waited for: an attempt that gave up would only have them made again. */
  async function whenThereIsRoom(write: () => void | Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        const problem = diskProblem(error);
        if (problem === null || isStopped()) throw error;
        log.error(`Match: resultater kunne ikke gemmes: ${problem}`);
        await delay(LOOK_FOR_ROOM_EVERY);
      }
    }
  }
}

function summaryOf(run: RunView): RunSummary {
  return {
    runId: run.id,
    orders: run.orders,
    citizens: run.citizens,
    pairs: run.pairs,
    matches: run.matches ?? 0,
    ms: run.durationMs ?? 0,
    snapshot: run.snapshotSha ?? '',
  };
}
