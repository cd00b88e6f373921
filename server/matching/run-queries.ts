import { and, asc, count, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { matchOrderResult, matchRun, type RunStatus } from '../../db/schema/matching.ts';
import { user } from '../../db/schema/users.ts';
import { ENGINE_VERSION } from '../../workers/matching/engine.ts';
import type { Attempt } from '../../workers/queues.ts';
import { recordEvent } from '../admin/queries.ts';
import { sliceBy } from '../api/keyset.ts';
import type { Slice } from '../api/paging.ts';
import {
  firmOwner,
  firmOwnerJoin,
  isOwnedBy,
  orderOwner,
  orderOwnerJoin,
  ownership,
} from '../job-orders/ownership.ts';
import { firmName } from '../job-orders/queries.ts';
import { addWork } from './outbox.ts';

const UNFINISHED: RunStatus[] = ['planlagt', 'koerer'];

export type MatchRun = typeof matchRun.$inferSelect;

/** A run as people see it: how far it is, and who asked for it. */
export interface RunView extends Omit<MatchRun, 'citizenPlaces'> {
  /** false: the lists have been cleared away, and only figures and hashes are left */
  listsKept: boolean;
  ordersDone: number;
  matchesSoFar: number;
  requestedByName: string | null;
}

/** One run a night, whoever asks for it and however often: the local date is the key. */
export function nightKey(today: string): string {
  return `nat:${today}`;
}

/**
 * Asks for a run: a row, and the work for the relay, in one transaction. A second request with the same key gives
 * the run that is already there. The queue is not touched, so a page never waits for it.
 */
export function requestRun(
  db: Db,
  { runKey, requestedBy, now }: { runKey: string; requestedBy: number | null; now: Date },
): { id: number; isNew: boolean } {
  const at = now.toISOString();
  return db.transaction(
    (tx) => {
      const made = tx
        .insert(matchRun)
        .values({
          runKey,
          status: 'planlagt',
          requestedBy,
          fence: 1,
          engineVersion: ENGINE_VERSION,
          orders: 0,
          citizens: 0,
          pairs: 0,
          shards: 0,
          plannedAt: at,
        })
        .onConflictDoNothing({ target: matchRun.runKey })
        .returning({ id: matchRun.id })
        .get();
      if (!made) return { id: findByKey(tx, runKey).id, isNew: false };
      addWork(tx, 'match-plan', { runId: made.id, failures: 0 }, at);
      recordEvent(tx, {
        at,
        userId: requestedBy,
        action: 'bestil',
        entity: 'match_run',
        entityKey: String(made.id),
      });
      return { id: made.id, isNew: true };
    },
    { behavior: 'immediate' },
  );
}

function findByKey(db: Pick<Db, 'select'>, runKey: string): MatchRun {
  const found = db.select().from(matchRun).where(eq(matchRun.runKey, runKey)).get();
  if (!found) throw new Error(`no run ${runKey}`);
  return found;
}

export function hasRun(db: Db, runKey: string): boolean {
  return db.select({ id: matchRun.id }).from(matchRun).where(eq(matchRun.runKey, runKey)).get() !== undefined;
}

export function findRun(db: Pick<Db, 'select'>, id: number): MatchRun | undefined {
  return db.select().from(matchRun).where(eq(matchRun.id, id)).get();
}

export function isOver(status: RunStatus): boolean {
  return !UNFINISHED.includes(status);
}

/** Is this still the attempt that the run waits for? */
export function isUnderWay(run: MatchRun | undefined, { fence, snapshotSha }: Attempt): run is MatchRun {
  return run?.fence === fence && run.snapshotSha === snapshotSha && !isOver(run.status);
}

export function unfinishedRuns(db: Db): MatchRun[] {
  return db.select().from(matchRun).where(inArray(matchRun.status, UNFINISHED)).all();
}

const doneOrders = sql<number>`(SELECT count(*) FROM ${matchOrderResult} WHERE ${matchOrderResult.runId} = ${matchRun.id})`;
const doneRows = sql<number>`(SELECT coalesce(sum(${matchOrderResult.rows}), 0) FROM ${matchOrderResult} WHERE ${matchOrderResult.runId} = ${matchRun.id})`;

// The pseudonym key is half a megabyte in a country, and no page shows it.
const { citizenPlaces: _key, ...runColumns } = getTableColumns(matchRun);
const listsKept = sql<number>`${matchRun.status} <> 'faerdig' OR ${matchRun.citizenPlaces} IS NOT NULL`;

function viewOfRuns(db: Db) {
  return db
    .select({
      run: runColumns,
      listsKept,
      ordersDone: doneOrders,
      matchesSoFar: doneRows,
      requestedByName: user.name,
    })
    .from(matchRun)
    .leftJoin(user, eq(user.id, matchRun.requestedBy))
    .$dynamic();
}

export function viewRun(db: Db, id: number): RunView | undefined {
  const found = viewOfRuns(db).where(eq(matchRun.id, id)).get();
  return found && flatten(found);
}

export function listRuns(db: Db, slice: Slice) {
  const { after, orderBy, limit, offset } = sliceBy(RUN_KEYS, slice);
  const rows = viewOfRuns(db)
    .where(after)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .all();
  return { runs: rows.map(flatten), total: countRuns(db) };
}

const RUN_KEYS = [
  { by: matchRun.plannedAt, descending: true },
  { by: matchRun.id, descending: true },
];

function countRuns(db: Db): number {
  return db.select({ total: count() }).from(matchRun).get()?.total ?? 0;
}

type FoundRun = NonNullable<ReturnType<ReturnType<typeof viewOfRuns>['get']>>;

function flatten({ run, listsKept: kept, ...rest }: FoundRun): RunView {
  return { ...run, ...rest, listsKept: kept === 1 };
}

/** How many a run found that were not on the lists before it, per konsulent; null is nobody's. */
export function newByOwner(db: Db, runId: number, today: string) {
  return ordersInRun(db, runId, today)
    .groupBy(ownership.ownerId)
    .having(sql`${freshRows} > 0`)
    .orderBy(sql`${freshRows} DESC`, asc(ownership.ownerName))
    .all();
}

export type OrderInRun = ReturnType<typeof ordersOfRun>['rows'][number];

/** One page of the viewer's and the team's orders in a run, those with most news first. */
export function ordersOfRun(
  db: Db,
  runId: number,
  viewer: { userId: number; teamId: number | null },
  { today, page, pageSize }: { today: string; page: number; pageSize: number },
) {
  const rows = ordersInRun(db, runId, today)
    .where(and(eq(matchOrderResult.runId, runId), isOwnedBy('team', viewer)))
    .groupBy(jobOrder.id)
    .orderBy(sql`${freshRows} DESC`, asc(firmName), asc(jobOrder.id))
    .all();
  return { total: rows.length, rows: rows.slice((page - 1) * pageSize, page * pageSize) };
}

const freshRows = sql<number>`coalesce(sum((SELECT count(*) FROM match_row
  WHERE match_row.run_id = ${matchOrderResult.runId} AND match_row.job_order_id = ${matchOrderResult.jobOrderId}
  AND match_row.is_new)), 0)`;

function ordersInRun(db: Db, runId: number, today: string) {
  return db
    .select({
      id: jobOrder.id,
      title: jobOrder.title,
      type: jobOrder.type,
      firmName,
      ownerName: ownership.ownerName,
      rows: sql<number>`sum(${matchOrderResult.rows})`,
      fresh: freshRows,
    })
    .from(matchOrderResult)
    .innerJoin(jobOrder, eq(jobOrder.id, matchOrderResult.jobOrderId))
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today))
    .where(eq(matchOrderResult.runId, runId))
    .$dynamic();
}
