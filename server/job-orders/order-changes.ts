import { gt, max, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { jobOrderChange } from '../../db/schema/job-orders.ts';

/** With more, whoever keeps orders looks all of them through again. */
const MOST_CHANGES = 200;

/** The number of the latest change of an order or of what bars its firm: what is kept of orders holds while it stands. */
export function latestOrderChange(db: Db): number {
  return latest(db).get()?.seq ?? 0;
}

const latest = preparedOnce((db: Db) =>
  db
    .select({ seq: max(jobOrderChange.seq) })
    .from(jobOrderChange)
    .prepare(),
);

/** The orders with a later change than that; null when there are too many to look at one by one. */
export function ordersChangedSince(db: Db, seq: number): number[] | null {
  const rows = changed(db).all({ seq });
  return rows.length > MOST_CHANGES ? null : rows.map(({ id }) => id);
}

const changed = preparedOnce((db: Db) =>
  db
    .select({ id: jobOrderChange.jobOrderId })
    .from(jobOrderChange)
    .where(gt(jobOrderChange.seq, sql.placeholder('seq')))
    .limit(MOST_CHANGES + 1)
    .prepare(),
);
