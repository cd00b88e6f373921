import { max } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { jobOrderChange } from '../../db/schema/job-orders.ts';

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
