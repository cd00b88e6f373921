/** Looks a finished run over, away from the thread that serves pages: it only reads. */
import { readFileSync } from 'node:fs';
import { openDbReadOnly } from '../../db/client.ts';
import { answerAsked } from '../../workers/ask-thread.ts';
import { createEngine, openSnapshot, snapshotSha } from '../../workers/matching/engine.ts';
import { readKnowledge } from '../terms/knowledge.ts';
import { auditRun } from './audit.ts';
import type { Review, ReviewRequest } from './review.ts';
import { findRun } from './run-queries.ts';
import { snapshotFile } from './snapshot-file.ts';
import { runStandings } from './standings.ts';

await answerAsked(review);

function review({ database, snapshots, taxonomy, runId }: ReviewRequest): Review {
  const db = openDbReadOnly(database);
  try {
    return db.transaction(
      () => {
        const run = findRun(db, runId);
        if (!run?.snapshotSha) throw new Error(`Kørsel ${runId} har intet øjebliksbillede`);
        const bytes = readFileSync(snapshotFile(snapshots, run.snapshotSha));
        if (snapshotSha(bytes) !== run.snapshotSha) throw new Error('Øjebliksbilledet er beskadiget');
        const market = openSnapshot(bytes);
        const engine = createEngine(taxonomy, readKnowledge(db));
        return {
          audit: auditRun(db, run, { market, engine }),
          standings: runStandings(db, run, market, engine),
        };
      },
      { behavior: 'deferred' },
    );
  } finally {
    db.$client.close();
  }
}
