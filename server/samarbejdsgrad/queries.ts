import { desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { samarbejdsgrad } from '../../db/schema/coverage.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';

const SHOWN = 100;

export type SamarbejdsgradDraft = Pick<
  typeof samarbejdsgrad.$inferInsert,
  'periodFrom' | 'periodTo' | 'firms' | 'localShare' | 'othersShare' | 'allShare' | 'source' | 'sourceDate'
>;

/** Every figure entered, the latest period first and of one period the one entered last. */
export function samarbejdsgradHistory(db: Db) {
  return db
    .select({ figure: samarbejdsgrad, recordedByName: user.name })
    .from(samarbejdsgrad)
    .leftJoin(user, eq(user.id, samarbejdsgrad.recordedBy))
    .where(notUndone())
    .orderBy(desc(samarbejdsgrad.periodFrom), desc(samarbejdsgrad.periodTo), desc(samarbejdsgrad.id))
    .limit(SHOWN)
    .all()
    .map(({ figure, recordedByName }) => ({ ...figure, recordedByName }));
}
export type SamarbejdsgradFigure = ReturnType<typeof samarbejdsgradHistory>[number];

/** Condition on samarbejdsgrad: nobody has undone the import that brought it. */
export function notUndone(): SQL {
  return sql`(${samarbejdsgrad.importId} IS NULL OR ${samarbejdsgrad.importId} NOT IN (
    SELECT id FROM import_batch WHERE undone_at IS NOT NULL))`;
}

/** Adds a published figure; an earlier one of the same period stays in the history. Its id. */
export function recordSamarbejdsgrad(db: Db, draft: SamarbejdsgradDraft, { actor, at }: Doing): number {
  return db.transaction(
    (tx) => {
      const { id } = tx
        .insert(samarbejdsgrad)
        .values({ ...draft, recordedAt: at, recordedBy: actor.userId })
        .returning({ id: samarbejdsgrad.id })
        .get();
      const event = { action: 'opret', entity: 'samarbejdsgrad', entityKey: String(id) };
      recordEvent(tx, {
        at,
        userId: actor.userId,
        ...event,
        detail: `${draft.periodFrom}–${draft.periodTo}`,
      });
      return id;
    },
    { behavior: 'immediate' },
  );
}
