import { and, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import type { PraktikPurpose } from '../../db/schema/job-orders.ts';
import { recordEvent } from '../admin/queries.ts';

interface PurposeChange {
  /** null: not decided */
  purpose: PraktikPurpose | null;
  /** as it was read */
  version: number;
  at: string;
  by: number;
}

/**
 * What the citizen's next place is for (plan 2018's second consideration). Saved if nobody has changed the citizen
 * since `version` was read; the same again changes nothing.
 */
export function decidePurpose(
  db: Db,
  id: number,
  { purpose, version, at, by }: PurposeChange,
): 'saved' | 'stale' {
  return db.transaction(
    (tx) => {
      const before = tx.select({ purpose: citizen.purpose }).from(citizen).where(eq(citizen.id, id)).get();
      if (before?.purpose === purpose) return 'saved';
      const { changes } = tx
        .update(citizen)
        .set({ purpose, version: version + 1, updatedAt: at, editedAt: at, editedBy: by })
        .where(and(eq(citizen.id, id), eq(citizen.version, version)))
        .run();
      if (changes === 0) return 'stale';
      const event = { action: 'ret', entity: 'citizen', entityKey: String(id), detail: 'formål' };
      recordEvent(tx, { at, userId: by, ...event });
      return 'saved';
    },
    { behavior: 'immediate' },
  );
}
