import { min, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { employerAnswer } from '../../db/schema/order-work.ts';
import { localDate } from '../ui/dates.ts';
import { type Promised, promiseOf } from './order-rules.ts';

interface Followed {
  /** when the first citizen was shared with the employer, a local date */
  firstSharedOn: string | null;
  promise: Promised | null;
}

/** What followed on each order up to today: the first citizen shared, and whether the employer was answered in time. */
export function followedUp(
  db: Db,
  orders: readonly { id: number; firstAnswerDue: string | null }[],
  today: string,
): (order: { id: number; firstAnswerDue: string | null }) => Followed {
  const ids = JSON.stringify(orders.map(({ id }) => id));
  const shared = firsts(
    db
      .select({ id: formidling.jobOrderId, at: min(formidling.sharedAt) })
      .from(formidling)
      .where(sql`${formidling.jobOrderId} IN (SELECT value FROM json_each(${ids}))`)
      .groupBy(formidling.jobOrderId)
      .all(),
  );
  const answered = firsts(
    db
      .select({ id: employerAnswer.jobOrderId, at: min(employerAnswer.answeredAt) })
      .from(employerAnswer)
      .where(sql`${employerAnswer.jobOrderId} IN (SELECT value FROM json_each(${ids}))`)
      .groupBy(employerAnswer.jobOrderId)
      .all(),
  );
  return ({ id, firstAnswerDue }) => {
    const at = shared.get(id);
    return {
      firstSharedOn: at ? localDate(new Date(at)) : null,
      promise: promiseOf({ due: firstAnswerDue, answeredAt: answered.get(id) ?? null }, today),
    };
  };
}

function firsts(rows: readonly { id: number; at: string | null }[]): Map<number, string> {
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const])));
}
