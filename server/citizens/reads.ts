import type { Db } from '../../db/client.ts';
import { citizenRead, type ReadPurpose } from '../../db/schema/citizens.ts';

export interface Reading {
  userId: number;
  at: string;
  purpose: ReadPurpose;
  /** the order whose list showed them */
  jobOrderId?: number;
}

/** One row per person shown, before the answer is sent: nobody is seen without a trace. */
export function logReads(db: Pick<Db, 'insert'>, citizenIds: Iterable<number>, reading: Reading): void {
  const { userId, at, purpose, jobOrderId = null } = reading;
  const rows = [...new Set(citizenIds)].map((citizenId) => ({ citizenId, userId, at, purpose, jobOrderId }));
  if (rows.length > 0) db.insert(citizenRead).values(rows).run();
}
