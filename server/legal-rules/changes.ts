import { and, eq, isNull, ne } from 'drizzle-orm';
import { Value } from 'typebox/value';
import type { Db } from '../../db/client.ts';
import { legalRule } from '../../db/schema/legal-rules.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import { CONTENTS } from './contents.ts';

export type RuleDraft = Omit<
  typeof legalRule.$inferInsert,
  'id' | 'replacesId' | 'recordedAt' | 'recordedBy' | 'supersededAt'
> & { content: unknown };

type Tx = Pick<Db, 'select' | 'insert' | 'update'>;

/** Adds a version of a rule from a date; the earlier ones stand. Refused when one begins on that very day. */
export function addRule(db: Db, draft: RuleDraft, { actor, at }: Doing): number | 'taken' {
  return db.transaction(
    (tx) => {
      if (standingFrom(tx, draft)) return 'taken';
      const id = insertRule(tx, draft, { recordedAt: at, recordedBy: actor.userId, replacesId: null });
      const detail = `${draft.kind} ${draft.subject} fra ${draft.fromDate}`;
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'opret',
        entity: 'legal_rule',
        entityKey: String(id),
        detail,
      });
      return id;
    },
    { behavior: 'immediate' },
  );
}

/**
 * Puts a corrected rule in the place of a standing one, which is kept with the moment until which it was believed. Refused
 * when somebody else has replaced it meanwhile, or when another begins on the new day.
 */
export function correctRule(
  db: Db,
  replacesId: number,
  draft: RuleDraft,
  { actor, at }: Doing,
): number | 'stale' | 'taken' {
  return db.transaction(
    (tx) => {
      const standing = and(eq(legalRule.id, replacesId), isNull(legalRule.supersededAt));
      if (!tx.select({ id: legalRule.id }).from(legalRule).where(standing).get()) return 'stale';
      if (standingFrom(tx, draft, replacesId)) return 'taken';
      tx.update(legalRule).set({ supersededAt: at }).where(standing).run();
      const id = insertRule(tx, draft, { recordedAt: at, recordedBy: actor.userId, replacesId });
      const detail = `${draft.kind} ${draft.subject} fra ${draft.fromDate}, i stedet for ${replacesId}`;
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'ret',
        entity: 'legal_rule',
        entityKey: String(id),
        detail,
      });
      return id;
    },
    { behavior: 'immediate' },
  );
}

/** Another standing version than `but` begins on the same day. */
function standingFrom(tx: Tx, { kind, subject, fromDate }: RuleDraft, but = 0): boolean {
  const same = and(
    eq(legalRule.kind, kind),
    eq(legalRule.subject, subject),
    eq(legalRule.fromDate, fromDate),
    ne(legalRule.id, but),
    isNull(legalRule.supersededAt),
  );
  return tx.select({ id: legalRule.id }).from(legalRule).where(same).get() !== undefined;
}

function insertRule(
  tx: Tx,
  draft: RuleDraft,
  record: Pick<typeof legalRule.$inferInsert, 'recordedAt' | 'recordedBy' | 'replacesId'>,
): number {
  if (draft.content !== null && !Value.Check(CONTENTS[draft.kind], draft.content))
    throw new Error(`the content of a ${draft.kind} does not have its shape`);
  return tx
    .insert(legalRule)
    .values({ ...draft, ...record })
    .returning({ id: legalRule.id })
    .get().id;
}
