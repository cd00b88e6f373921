import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { matchOrderResult, matchRow } from '../../db/schema/matching.ts';
import type { KeptResult, ResultRow } from '../../workers/matching/engine.ts';
import { placesOf } from './places.ts';
import type { MatchRun } from './run-queries.ts';

/** An order's result as the database holds it, in the snapshot's places. */
export interface StoredResult extends KeptResult {
  /** what the order's bytes were when they were written */
  sha: string | null;
  /** by rank; a citizen who has been erased since leaves a gap */
  rows: (ResultRow & { rank: number; citizenId: number })[];
}

type Select = Pick<Db, 'select'>;

/** Reads an order's stored result. Reasons that were not kept are empty, and a place nobody has is -1. */
export function storedResults(db: Select, run: Pick<MatchRun, 'id' | 'citizenPlaces'>) {
  const placeOf = placesOf(run.citizenPlaces);
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
      .map(({ rank, citizenId, score, parts, reasons }) => {
        const place = placeOf.get(citizenId) ?? -1;
        return { rank, citizenId, place, score, parts, reasons: reasons ?? new Uint8Array() };
      });
    return { orderId, excludedCounts: head.excludedCounts, sha: head.resultSha, rows };
  };
}
