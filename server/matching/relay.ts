import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { diskProblem } from '../../db/refused.ts';
import { matchRun, outbox } from '../../db/schema/matching.ts';
import type { QueueBackend } from '../../workers/backend.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import { matchRunFlow } from '../../workers/queues.ts';
import { failRun, MOST_ATTEMPTS } from './attempts.ts';
import { markSent, readWork, unsentWork } from './outbox.ts';
import { planRun } from './plan.ts';
import { reviewRun } from './review.ts';
import { findRun, isOver } from './run-queries.ts';
import { shardsOf } from './shards.ts';

const PAUSE = 250;
const LONGEST_PAUSE = 5000;

export interface RelayOptions {
  db: Db;
  backend: QueueBackend;
  files: DataFiles;
  now: () => Date;
  log: Log;
}

/** Passes work on from the database to the queue, for as long as it takes: a queue that is down only delays it. */
export function startRelay(options: RelayOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const send = createSender(options);
  const ended = (async () => {
    let pause = PAUSE;
    while (!stopping.signal.aborted) {
      pause = (await send(stopping.signal)) ? PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

type OutboxRow = typeof outbox.$inferSelect;

/** The queue does not take what it is given: what comes after waits too, so that it is given in order. */
class QueueRefuses extends Error {}

/** Sends what is unsent, oldest first; false when some of it must be tried again. */
function createSender({ db, backend, files, now, log }: RelayOptions) {
  const flow = backend.flowProducer();

  return async (stopping: AbortSignal): Promise<boolean> => {
    let allSent = true;
    let queueRefuses = false;
    for (const row of unsentWork(db)) {
      if (stopping.aborted) return allSent;
      if (queueRefuses && row.topic === 'match-score') continue;
      try {
        await work(row, stopping);
      } catch (error) {
        allSent = false;
        queueRefuses ||= error instanceof QueueRefuses;
        const said = diskProblem(error) ?? (error instanceof Error ? error.message : String(error));
        log.error(`Match: ${row.topic} kunne ikke sendes: ${said}`);
      }
    }
    return allSent;
  };

  function work(row: OutboxRow, stopping: AbortSignal): Promise<void> {
    if (row.topic === 'match-plan') return plan(row, stopping);
    return row.topic === 'match-review' ? review(row, stopping) : sendShards(row);
  }

  async function plan(row: OutboxRow, stopping: AbortSignal): Promise<void> {
    const { runId, failures } = readWork('match-plan', row);
    try {
      await planRun(db, { runId, outboxId: row.id, files, now, stopping });
    } catch (error) {
      // Nothing is lost: the next start finds it unsent.
      if (stopping.aborted) return;
      // The night's run waits for room, however long that takes; only what would fail again is given up.
      if (diskProblem(error) === null) countFailedPlan(row, runId, failures + 1);
      throw error;
    }
  }

  function countFailedPlan(row: OutboxRow, runId: number, failures: number): void {
    db.update(outbox).set({ payload: { runId, failures } }).where(eq(outbox.id, row.id)).run();
    if (failures < MOST_ATTEMPTS) return;
    failRun(db, runId, 'Kørslen kunne ikke planlægges. Prøv igen, eller kontakt driften.', now());
  }

  async function review(row: OutboxRow, stopping: AbortSignal): Promise<void> {
    const { runId, failures } = readWork('match-review', row);
    try {
      await reviewRun(db, { runId, files, now, log, stopping });
      markSent(db, row.id, now().toISOString());
    } catch (error) {
      if (stopping.aborted) return;
      if (diskProblem(error) !== null) throw error;
      db.update(outbox)
        .set({ payload: { runId, failures: failures + 1 } })
        .where(eq(outbox.id, row.id))
        .run();
      // The run's page then says that nobody has looked it over.
      if (failures + 1 >= MOST_ATTEMPTS) markSent(db, row.id, now().toISOString());
      throw error;
    }
  }

  async function sendShards(row: OutboxRow): Promise<void> {
    const { runId, fence, orderIds } = readWork('match-score', row);
    const run = findRun(db, runId);
    if (!run?.snapshotSha || run.fence !== fence || isOver(run.status)) {
      return markSent(db, row.id, now().toISOString());
    }
    const snapshotSha = run.snapshotSha;
    const shards = shardsOf(orderIds, fence).map((ids, shard) => {
      return { runId, shard, snapshotSha, orderIds: ids, fence };
    });
    try {
      await flow.add(matchRunFlow({ runId, snapshotSha, fence }, shards));
    } catch (error) {
      backend.startOver();
      throw new QueueRefuses(error instanceof Error ? error.message : String(error), { cause: error });
    }
    markStarted(row, run.id);
  }

  /** The queue has it: a crash before this line sends it again, with the same job ids. */
  function markStarted(row: OutboxRow, runId: number): void {
    const at = now().toISOString();
    db.transaction(
      (tx) => {
        markSent(tx, row.id, at);
        const run = findRun(tx, runId);
        if (run?.status !== 'planlagt') return;
        tx.update(matchRun).set({ status: 'koerer', startedAt: at }).where(eq(matchRun.id, runId)).run();
      },
      { behavior: 'immediate' },
    );
  }
}
