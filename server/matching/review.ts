import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type DataFiles, projectRoot } from '../../db/files.ts';
import { matchRun, matchStanding, type RunAudit } from '../../db/schema/matching.ts';
import { askThread } from '../../workers/ask-thread.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import { lastNights } from '../citizens/without-suggestions.ts';
import { forgetOldRuns, removeFrom } from './forget.ts';
import { findRun } from './run-queries.ts';
import type { RunStandings } from './standings.ts';

export interface ReviewRequest {
  database: string;
  snapshots: string;
  taxonomy: string;
  runId: number;
}

/** What the look over a run found; numbers and sentences, to be written by the one thread that writes. */
export interface Review {
  audit: RunAudit;
  standings: RunStandings;
}

interface ReviewOptions {
  runId: number;
  files: DataFiles;
  now: () => Date;
  log: Log;
  /** a program that ends does not wait for it */
  stopping: AbortSignal;
}

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `review-thread${path.extname(import.meta.filename)}`);
const ROWS_A_TURN = 500;

/**
 * After a run: checks it, writes down what stands in the way for those it brought nothing, and clears away what is too
 * old to keep. It may be done twice; a run that is not there any more needs none.
 */
export async function reviewRun(db: Db, { runId, files, now, log, stopping }: ReviewOptions): Promise<void> {
  if (findRun(db, runId)?.snapshotSha) {
    const taxonomy = path.join(projectRoot, 'workers', 'matching', 'taxonomy');
    const { database, snapshots } = files;
    const request: ReviewRequest = { database, snapshots, taxonomy, runId };
    // Ranking again and asking every citizen what is missing takes seconds: its own thread, its own connection.
    const { audit, standings } = await askThread<Review>(threadFile, request, { stopping });
    await writeStandings(db, runId, standings);
    db.update(matchRun).set({ audit }).where(eq(matchRun.id, runId)).run();
    if (audit.differing + audit.broken > 0) log.error(faultLine(runId, audit));
    await forgetOldStandings(db, runId);
  }
  await forgetOldRuns(db, { files, now });
}

function faultLine(runId: number, { rescored, differing, broken, named }: RunAudit): string {
  const orders = named.join(', ');
  return `Match: eftersynet af kørsel ${runId} fandt fejl i ${rescored} ordrer: ${differing} med andet indhold, ${broken} forslag mod et ufravigeligt krav (ordre ${orders})`;
}

/** In small transactions; until the audit is written as well, pages show the answers of the run before. */
async function writeStandings(db: Db, runId: number, { citizens, orders }: RunStandings): Promise<void> {
  db.delete(matchStanding).where(eq(matchStanding.runId, runId)).run();
  const rows = [
    ...citizens.map((row) => ({ ...row, runId, subject: 'borger' as const, jobOrderId: null })),
    ...orders.map(({ orderId, ...row }) => {
      return { ...row, runId, subject: 'ordre' as const, citizenId: null, jobOrderId: orderId };
    }),
  ];
  const insert = db.$client.prepare(`
    INSERT INTO match_standing (run_id, subject, citizen_id, job_order_id, rule, answer, who_can_fix)
    SELECT @runId, @subject, @citizenId, @jobOrderId, @rule, @answer, @whoCanFix
    WHERE @citizenId IN (SELECT id FROM citizen) OR @jobOrderId IN (SELECT id FROM job_order)`);
  for (let from = 0; from < rows.length; from += ROWS_A_TURN) {
    db.transaction(
      () => {
        for (const row of rows.slice(from, from + ROWS_A_TURN)) insert.run(row);
      },
      { behavior: 'immediate' },
    );
    await nextTurn();
  }
}

/** Only the newest answers are shown; of citizens, that there was one stays as long as »uden forslag« counts nights. */
async function forgetOldStandings(db: Db, runId: number): Promise<void> {
  const nights = new Set(lastNights(db));
  const others = db
    .select({ id: matchRun.id })
    .from(matchRun)
    .where(
      sql`${matchRun.id} <> ${runId} AND EXISTS (SELECT 1 FROM match_standing WHERE run_id = ${matchRun.id})`,
    )
    .all();
  for (const { id } of others) {
    await removeFrom(
      db,
      'match_standing',
      nights.has(id) ? "run_id = ? AND subject = 'ordre'" : 'run_id = ?',
      id,
    );
  }
}
