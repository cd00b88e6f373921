import { and, eq, gt, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { RunAudit } from '../../db/schema/matching.ts';
import { placement } from '../../db/schema/placements.ts';
import { stopIfAsked } from '../../workers/ask-thread.ts';
import {
  type Engine,
  type Market,
  type OrderResult,
  packResults,
  rankOrder,
  readResults,
} from '../../workers/matching/engine.ts';
import { KEPT_ROWS } from '../../workers/shard-result.ts';
import { committedShas } from './commit.ts';
import { readCitizens, readOrder } from './market.ts';
import type { MatchRun } from './run-queries.ts';
import { type StoredResult, storedResults } from './stored.ts';

const LEAST = 20;
const NAMED = 5;

interface AuditOptions {
  market: Market;
  engine: Engine;
}

/**
 * Ranks some of a finished run's orders again from its snapshot and holds what the database keeps against it; and asks
 * of every row kept of them, from the words themselves and not from the snapshot's numbers, that no hard rule is broken.
 */
export function auditRun(db: Db, run: MatchRun, { market, engine }: AuditOptions): RunAudit {
  const stored = storedResults(db, run);
  const all = committedShas(db, run.id).map(({ orderId }) => orderId);
  const orderIds = sampleOf(all, run.resultSha ?? '');
  const audit: RunAudit = {
    orders: all.length,
    rescored: orderIds.length,
    rows: 0,
    differing: 0,
    broken: 0,
    changed: 0,
    named: [],
  };
  for (const orderId of orderIds) {
    stopIfAsked();
    const kept = stored(orderId);
    const [right] = readResults(packResults([rankOrder(market, orderId, KEPT_ROWS)]));
    if (!kept || !right) continue;
    audit.rows += kept.rows.length;
    const differs = !isSame(kept, right);
    const { broken, changed } = brokenRows(db, run, kept, engine, market.today);
    if (differs) audit.differing += 1;
    audit.broken += broken;
    audit.changed += changed;
    if ((differs || broken > 0) && audit.named.length < NAMED) audit.named.push(orderId);
  }
  return audit;
}

/** At least 20 and one in a hundred, spread evenly; which ones follows from the run's own hash. */
export function sampleOf(orderIds: readonly number[], sha: string): number[] {
  const size = Math.min(orderIds.length, Math.max(LEAST, Math.ceil(orderIds.length / 100)));
  const first = Number.parseInt(sha.slice(0, 8), 16) || 0;
  const picked = Array.from({ length: size }, (_, at) => {
    return orderIds[(first + Math.floor((at * orderIds.length) / size)) % orderIds.length] ?? 0;
  });
  return picked.sort((a, b) => a - b);
}

/** The same places, points, reasons and counts. */
function isSame(kept: StoredResult, right: OrderResult): boolean {
  const rows = right.rows.every(({ place, score, parts, reasons }, index) => {
    const row = kept.rows[index];
    return (
      row !== undefined &&
      row.rank === index + 1 &&
      row.place === place &&
      row.score === score &&
      String(row.parts) === String(parts) &&
      Buffer.compare(row.reasons, reasons) === 0
    );
  });
  const counts = Object.entries(right.excludedCounts).every(
    ([reason, count]) => kept.excludedCounts[reason] === count,
  );
  return rows && counts && kept.rows.length === right.rows.length && kept.sha === right.sha;
}

/** Rows that break a rule today. A pair whose facts are not those of the snapshot any more is counted apart. */
function brokenRows(db: Db, run: MatchRun, kept: StoredResult, engine: Engine, today: string) {
  const order = readOrder(db, { id: kept.orderId }, today);
  const people = readCitizens(
    db,
    kept.rows.map(({ citizenId }) => citizenId),
    today,
  );
  const count = { broken: 0, changed: 0 };
  if (!order) return count;
  for (const { row, matchCitizen } of people) {
    if (engine.broken(order.matchOrder, matchCitizen, today).length === 0) continue;
    const edited =
      order.row.updatedAt > run.plannedAt || row.updatedAt > run.plannedAt || isPlacedSince(db, row.id, run);
    if (edited || isKnownOtherwise(db, run, order.row.pNumber)) count.changed += 1;
    else count.broken += 1;
  }
  return count;
}

/** Who has begun in a placement, or whose placement has been changed, was still free in the snapshot. */
function isPlacedSince(db: Db, citizenId: number, { plannedAt }: MatchRun): boolean {
  const found = db
    .select({ id: placement.id })
    .from(placement)
    .where(and(eq(placement.citizenId, citizenId), gt(placement.updatedAt, plannedAt)))
    .get();
  return found !== undefined;
}

/** Has a decision on a word, an import of concepts or the firm's bars come in since the snapshot was taken? */
function isKnownOtherwise(db: Db, { plannedAt }: MatchRun, pNumber: number | null): boolean {
  const found = db.get<{ later: number }>(sql`SELECT
    EXISTS (SELECT 1 FROM term_decision WHERE decided_at > ${plannedAt} OR withdrawn_at > ${plannedAt})
    OR EXISTS (SELECT 1 FROM import_batch WHERE imported_at > ${plannedAt} OR finished_at > ${plannedAt} OR undone_at > ${plannedAt})
    OR EXISTS (SELECT 1 FROM company_bar WHERE (${pNumber} IS NULL OR p_number = ${pNumber}) AND (recorded_at > ${plannedAt} OR lifted_at > ${plannedAt}))
    AS later`);
  return found?.later === 1;
}
