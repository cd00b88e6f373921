import { and, eq, inArray, isNull, notInArray } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { targetGroup, targetGroupSuccessor } from '../../db/schema/legal-rules.ts';
import { recordEvent } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import type { GroupDraft, GroupEnd } from './group-form.ts';

/** Adds a target group from a day. Those that it follows end the day before, unless they have ended already. */
export function addTargetGroup(
  db: Db,
  { follows, ...draft }: GroupDraft,
  { actor, at }: Doing,
): 'added' | 'taken' {
  return db.transaction(
    (tx) => {
      const { code, fromDate } = draft;
      if (tx.select({ code: targetGroup.code }).from(targetGroup).where(eq(targetGroup.code, code)).get())
        return 'taken';
      const recorded = { recordedAt: at, recordedBy: actor.userId };
      tx.insert(targetGroup)
        .values({ ...draft, ...recorded })
        .run();
      for (const followed of follows)
        tx.insert(targetGroupSuccessor)
          .values({ code: followed, successorCode: code, ...recorded })
          .run();
      tx.update(targetGroup)
        .set({ untilDate: fromDate, endedAt: at, endedBy: actor.userId })
        .where(and(inArray(targetGroup.code, follows), isNull(targetGroup.untilDate)))
        .run();
      const detail = `fra ${fromDate}${follows.length > 0 ? `, afløser ${follows.join(', ')}` : ''}`;
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'opret',
        entity: 'target_group',
        entityKey: code,
        detail,
      });
      return 'added';
    },
    { behavior: 'immediate' },
  );
}

/** Says when a group ends and which follow it. The log keeps what was said before. */
export function endTargetGroup(
  db: Db,
  code: string,
  { untilDate, successors }: GroupEnd,
  { actor, at }: Doing,
): void {
  db.transaction(
    (tx) => {
      const ended = { untilDate, endedAt: at, endedBy: actor.userId };
      tx.update(targetGroup).set(ended).where(eq(targetGroup.code, code)).run();
      const dropped = and(
        eq(targetGroupSuccessor.code, code),
        notInArray(targetGroupSuccessor.successorCode, successors),
      );
      tx.delete(targetGroupSuccessor).where(dropped).run();
      for (const successorCode of successors)
        tx.insert(targetGroupSuccessor)
          .values({ code, successorCode, recordedAt: at, recordedBy: actor.userId })
          .onConflictDoNothing()
          .run();
      const detail = `til ${untilDate ?? 'indtil videre'}, afløses af ${successors.join(', ') || 'ingen'}`;
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'ret',
        entity: 'target_group',
        entityKey: code,
        detail,
      });
    },
    { behavior: 'immediate' },
  );
}
