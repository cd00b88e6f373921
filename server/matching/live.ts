import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type Engine, openSnapshot, rankOrder, rankOrdersForCitizen } from '../../workers/matching/engine.ts';
import type {
  Excluded,
  ExclusionReason,
  Explanation,
  MatchCitizen,
  MatchOrder,
  ScoreParts,
} from '../../workers/matching/types.ts';
import {
  type CitizenRow,
  type JobOrderRow,
  type MarketCitizen,
  readActiveCitizens,
  readCitizen,
  readOpenOrders,
  readOrder,
} from './market.ts';

/** As many as a person reads; the night run keeps the same number. */
export const SHORTLIST_ROWS = 50;

export type OrderRef = { id: number } | { orderKey: string };

interface LiveOptions {
  /** the local date that rules and dates are judged by */
  today: string;
  /** the sagsbehandler who looks: their own protected citizens are ranked as well, for no other eyes */
  viewerId?: number;
}

export interface ShortlistRow {
  rank: number;
  citizen: CitizenRow;
  matchCitizen: MatchCitizen;
  score: number;
  parts: ScoreParts;
}

export interface Shortlist {
  order: JobOrderRow;
  matchOrder: MatchOrder;
  rows: ShortlistRow[];
  citizens: number;
  excludedCounts: Record<ExclusionReason, number>;
}

/**
 * The order's candidates as things are now, best first: all citizens through the engine, without queue or snapshot.
 * Undefined when there is no such order.
 */
export function shortlistOf(
  db: Db,
  engine: Engine,
  order: OrderRef,
  { limit = SHORTLIST_ROWS, ...options }: LiveOptions & { limit?: number },
): Shortlist | undefined {
  const { today } = options;
  const found = readOrder(db, order, today);
  if (!found) return undefined;
  const all = citizensNow(db, options);
  const byId = new Map(all.map((entry) => [entry.row.id, entry]));
  const bytes = engine.encode({
    orders: [found.matchOrder],
    citizens: all.map((entry) => entry.matchCitizen),
    today,
    runKey: liveKey(today),
  });
  const ranking = rankOrder(openSnapshot(bytes), found.row.id, limit);
  const rows = ranking.rows.flatMap(({ citizenId, rank, score, parts }) => {
    const entry = byId.get(citizenId);
    return entry ? [{ rank, score, parts, citizen: entry.row, matchCitizen: entry.matchCitizen }] : [];
  });
  return {
    order: found.row,
    matchOrder: found.matchOrder,
    rows,
    citizens: all.length,
    excludedCounts: ranking.excludedCounts,
  };
}

export interface ExcludedRow extends Excluded {
  citizen: CitizenRow;
}

/** Every citizen that a hard rule keeps from the order, with the reason, by citizen id. */
export function excludedOf(
  db: Db,
  engine: Engine,
  order: OrderRef,
  options: LiveOptions,
): { order: JobOrderRow; citizens: number; excluded: ExcludedRow[] } | undefined {
  const found = readOrder(db, order, options.today);
  if (!found) return undefined;
  const all = citizensNow(db, options);
  const byId = new Map(all.map((entry) => [entry.row.id, entry.row]));
  const asked = all.map((entry) => entry.matchCitizen);
  const excluded = engine.excludedOf(found.matchOrder, asked, options.today).flatMap((entry) => {
    const row = byId.get(entry.citizenId);
    return row ? [{ ...entry, citizen: row }] : [];
  });
  return { order: found.row, citizens: all.length, excluded };
}

interface Known {
  version: string;
  citizens: MarketCitizen[];
}
const known = new WeakMap<Db, Known>();

/** All citizens as they are now; read again only when one has changed or the day has. */
function citizensNow(db: Db, { today, viewerId }: LiveOptions): MarketCitizen[] {
  const version = `${today} ${citizensVersion(db)}`;
  let kept = known.get(db);
  if (kept?.version !== version) {
    kept = { version, citizens: readActiveCitizens(db, today) };
    known.set(db, kept);
  }
  return viewerId === undefined ? kept.citizens : kept.citizens.map((entry) => asSeenBy(viewerId, entry));
}

/** Another text whenever a citizen or a term of theirs has been added, changed or taken away. */
function citizensVersion(db: Db): string {
  const row = db.get<Record<string, unknown>>(sql`SELECT
    (SELECT count(*) || ' ' || coalesce(sum(version), 0) || ' ' || coalesce(max(updated_at), '') FROM citizen) AS citizens,
    (SELECT count(*) || ' ' || coalesce(sum(id), 0) FROM citizen_term) AS terms`);
  return `${row?.citizens} ${row?.terms}`;
}

function asSeenBy(viewerId: number, entry: MarketCitizen): MarketCitizen {
  if (entry.row.caseworkerUserId !== viewerId || !entry.matchCitizen.protectedAddress) return entry;
  return { ...entry, matchCitizen: { ...entry.matchCitizen, protectedAddress: false } };
}

export interface CitizenMatch {
  rank: number;
  matchOrder: MatchOrder;
  score: number;
  parts: ScoreParts;
  explanation: Explanation;
}

/**
 * The open orders that fit one citizen, best first, each explained; undefined when there is no such citizen. Of a
 * protected citizen only the own sagsbehandler (`viewerId`) is told any.
 */
export function matchesOf(
  db: Db,
  engine: Engine,
  citizenId: number,
  { today, viewerId = 0, limit = SHORTLIST_ROWS }: LiveOptions & { limit?: number },
) {
  const read = readCitizen(db, citizenId, today);
  if (!read) return undefined;
  const { matchCitizen } = asSeenBy(viewerId, read);
  const orders = readOpenOrders(db, today);
  const byId = new Map(orders.map((order) => [order.id, order]));
  const bytes = engine.encode({ orders, citizens: [matchCitizen], today, runKey: liveKey(today) });
  const matches: CitizenMatch[] = rankOrdersForCitizen(openSnapshot(bytes), citizenId, limit).flatMap(
    ({ orderId, rank, score, parts }) => {
      const matchOrder = byId.get(orderId);
      if (!matchOrder) return [];
      const explanation = engine.explain(matchOrder, matchCitizen, today);
      return [{ rank, score, parts, matchOrder, explanation }];
    },
  );
  return { citizen: read.row, matches, openOrders: orders.length };
}

/**
 * The live shortlist as `npm run match -- --order` prints it: keys of the case system, up to 50 rows, every excluded
 * citizen. Undefined when no order has that ordre_id.
 */
export function liveShortlist(db: Db, engine: Engine, orderKey: string, today: string) {
  const found = shortlistOf(db, engine, { orderKey }, { today });
  const sortedOut = excludedOf(db, engine, { orderKey }, { today });
  if (!found || !sortedOut) return undefined;
  return {
    orderId: found.order.orderKey,
    shortlist: found.rows.map(({ rank, citizen, matchCitizen, score, parts }) => ({
      rank,
      borger_id: citizen.citizenKey,
      score,
      parts,
      ...engine.explain(found.matchOrder, matchCitizen, today),
    })),
    excluded: sortedOut.excluded.map(({ citizen, reason, detail }) => ({
      borger_id: citizen.citizenKey,
      reason,
      detail,
    })),
  };
}

/** The fair tie-break is drawn anew each day, and stays the same through the day. */
function liveKey(today: string): string {
  return `live:${today}`;
}
