import path from 'node:path';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type DataFiles, projectRoot } from '../../db/files.ts';
import { matchRun } from '../../db/schema/matching.ts';
import { askThread } from '../../workers/ask-thread.ts';
import { ENGINE_VERSION, resultSha } from '../../workers/matching/engine.ts';
import { latestChange } from '../citizens/changed-since.ts';
import { expireJobOrders } from '../job-orders/changes.ts';
import { localDate } from '../ui/dates.ts';
import { addWork, markSent } from './outbox.ts';
import { withoutErased, writePlaces } from './places.ts';
import { findRun, isOver } from './run-queries.ts';
import { shardsOf } from './shards.ts';

export interface PlanRequest {
  database: string;
  snapshots: string;
  taxonomy: string;
  /** the local date that rules and deadlines are judged by */
  today: string;
  runKey: string;
}

export interface Planned {
  sha: string;
  orderIds: number[];
  /** the run's pseudonym key: place in the snapshot → citizen */
  places: Uint32Array;
  taxonomyVersion: string;
  weightsVersion: string;
}

interface PlanOptions {
  runId: number;
  outboxId: number;
  files: DataFiles;
  now: () => Date;
  stopping?: AbortSignal;
}

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `plan-thread${path.extname(import.meta.filename)}`);

/**
 * Room for the planner, in MB. A country needs a fifth of it; a heap that may grow to any size collects late and takes
 * twice as much.
 */
export const PLANNER_MEMORY = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 24 };

/**
 * Makes a requested run ready: closes overdue orders, writes the snapshot, and hands the scoring to the relay in the
 * same transaction that records what the run consists of. Harmless when the run has been planned before.
 */
export async function planRun(db: Db, { runId, outboxId, files, now, stopping }: PlanOptions): Promise<void> {
  const run = findRun(db, runId);
  const today = localDate(now());
  if (run && !isOver(run.status) && !run.snapshotSha) {
    const before = { seq: latestChange(db), at: now().toISOString() };
    expireJobOrders(db, today, before.at);
    const request: PlanRequest = {
      database: files.database,
      snapshots: files.snapshots,
      taxonomy: path.join(projectRoot, 'workers', 'matching', 'taxonomy'),
      today,
      runKey: run.runKey,
    };
    // Encoding a town takes seconds: its own thread, its own connection that only reads.
    const choices = { stopping, resourceLimits: PLANNER_MEMORY };
    const planned = await askThread<Planned>(threadFile, request, choices);
    recordPlan(db, { runId, outboxId, planned, before, at: now().toISOString() });
    return;
  }
  markSent(db, outboxId, now().toISOString());
}

interface Plan {
  runId: number;
  outboxId: number;
  planned: Planned;
  /** as things were before the market was read */
  before: { seq: number; at: string };
  at: string;
}

function recordPlan(db: Db, { runId, outboxId, planned, before, at }: Plan): void {
  const { sha, orderIds, places, taxonomyVersion, weightsVersion } = planned;
  const citizens = places.length;
  const facts = {
    snapshotSha: sha,
    taxonomyVersion,
    weightsVersion,
    engineVersion: ENGINE_VERSION,
    orders: orderIds.length,
    citizens,
    pairs: orderIds.length * citizens,
    shards: shardsOf(orderIds, 1).length,
  };
  const nothing = { matches: 0, newMatches: 0, resultSha: resultSha([]), finishedAt: at, durationMs: 0 };
  db.transaction(
    (tx) => {
      const nothingToDo = orderIds.length === 0;
      const citizenPlaces = writePlaces(withoutErased(tx, places, before));
      tx.update(matchRun)
        .set({ ...facts, citizenPlaces, ...(nothingToDo && { ...nothing, status: 'faerdig' }) })
        .where(eq(matchRun.id, runId))
        .run();
      if (nothingToDo) addWork(tx, 'match-review', { runId, failures: 0 }, at);
      else addWork(tx, 'match-score', { runId, fence: 1, orderIds }, at);
      markSent(tx, outboxId, at);
    },
    { behavior: 'immediate' },
  );
}
