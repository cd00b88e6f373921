import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { matchOrderResult, matchRow } from '../../db/schema/matching.ts';
import type { KeptResult, ResultRow } from '../../workers/matching/engine.ts';
import { readPlaces } from './places.ts';
import type { MatchRun } from './run-queries.ts';

/** An order's result as the database holds it, in the snapshot's places. */
export interface StoredResult extends KeptResult {
  /** what the order's bytes were when they were written */
  sha: string | null;
  /** by rank; citizenId is 0 for whoever has been erased since */
  rows: (ResultRow & { rank: number; citizenId: number })[];
}

type Select = Pick<Db, 'select'>;

/** Reads an order's stored result. Reasons that were not kept are empty. */
export function storedResults(db: Select, run: Pick<MatchRun, 'id' | 'citizenPlaces'>) {
  const places = readPlaces(run.citizenPlaces);
  return (orderId: number): StoredResult | undefined => {
    const ofOrder = and(eq(matchOrderResult.runId, run.id), eq(matchOrderResult.jobOrderId, orderId));
    const head = db.select().from(matchOrderResult).where(ofOrder).get();
    if (!head) return undefined;
    const rows = db
      .select()
      .from(matchRow)
      .where(and(eq(matchRow.runId, run.id), eq(matchRow.jobOrderId, orderId)))
      .orderBy(asc(matchRow.rank))
      .all()
      .map(({ rank, place, score, parts, reasons }) => {
        const citizenId = places[place] ?? 0;
        return { rank, citizenId, place, score, parts, reasons: reasons ?? new Uint8Array() };
      });
    return { orderId, excludedCounts: head.excludedCounts, sha: head.resultSha, rows };
  };
}
