import { and, eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { placement } from '../../db/schema/placements.ts';
import { recordEvent } from '../admin/queries.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import type { Doer, Tx } from './changes.ts';

export type PlacementRow = typeof placement.$inferSelect;

export type ChangeAnswer =
  | { outcome: 'saved'; id: number }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' }
  /** somebody has changed it in the meantime */
  | { outcome: 'stale' };

/** Which placement, as it was when the page was read. */
export interface Seen {
  id: number;
  version: number;
}

/** What a verb makes of a placement: errors at its fields, or the columns to set. */
export type Verdict =
  | { errors: FieldError[] }
  | { errors?: undefined; set: Partial<PlacementRow>; detail?: string };

/**
 * One change of a placement in one transaction, if nobody has changed it since `version` was read. A withdrawn one is not
 * changed any more. `decide` must have written nothing when it answers with errors.
 */
export function changePlacement(
  db: Db,
  { id, version }: Seen,
  { action, at, by }: Doer & { action: string },
  decide: (tx: Tx, row: PlacementRow) => Verdict,
): ChangeAnswer {
  return db.transaction(
    (tx): ChangeAnswer => {
      const row = tx.select().from(placement).where(eq(placement.id, id)).get();
      if (!row) return { outcome: 'unknown' };
      if (row.version !== version || row.withdrawnAt !== null) return { outcome: 'stale' };
      const verdict = decide(tx, row);
      if (verdict.errors) return { outcome: 'refused', errors: verdict.errors };
      tx.update(placement)
        .set({ ...verdict.set, version: version + 1, updatedAt: at })
        .where(and(eq(placement.id, id), eq(placement.version, version)))
        .run();
      recordEvent(tx, {
        at,
        userId: by,
        action,
        entity: 'placement',
        entityKey: String(id),
        ...(verdict.detail === undefined ? {} : { detail: verdict.detail }),
      });
      return { outcome: 'saved', id };
    },
    { behavior: 'immediate' },
  );
}

/** A reason that must be there. */
export function reasonErrors(field: string, reason: string | null, limit: number): FieldError[] {
  if (reason === null) return [{ field, reason: 'Skriv hvorfor.' }];
  return freeTextErrors(field, reason, limit);
}
