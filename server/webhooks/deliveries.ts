import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, notInArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import {
  WEBHOOK_SUBJECTS,
  type WebhookProblem,
  webhook,
  webhookDelivery,
  webhookSubject,
} from '../../db/schema/webhooks.ts';
import type { Outcome } from './send.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long after each failure; after the last nobody tries again by itself. Two days in all, a weekend's outage nearly. */
const PAUSES = [10_000, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];
/** What does not mend by itself is not tried again by itself. */
const FINAL: readonly WebhookProblem[] = ['ikke_tilladt', 'privat_adresse', 'omdirigering', 'hemmelighed'];
const KEPT_DAYS = 30;

interface Event {
  entity: string;
  action: string;
  entityKey: string;
  at: string;
}

const subjects: ReadonlySet<string> = new Set(WEBHOOK_SUBJECTS);

/** One message per program that wants to know; in the transaction of what happened. */
export function tellPrograms(tx: Pick<Db, 'insert'>, { entity, action, entityKey, at }: Event): void {
  if (subjects.has(entity)) messages(tx).run({ entity, action, entityKey, at });
}

const messages = preparedOnce((tx: Pick<Db, 'insert'>) => {
  const { placeholder } = sql;
  const [entity, at] = [placeholder('entity'), placeholder('at')];
  return tx
    .insert(webhookDelivery)
    .select(
      sql`SELECT NULL, 'msg_' || lower(hex(randomblob(16))), w.id, ${entity}, ${placeholder('action')},
        ${placeholder('entityKey')}, ${at}, 0, ${at}, NULL, NULL, NULL, NULL
        FROM ${webhookSubject} s JOIN ${webhook} w ON w.id = s.webhook_id
        WHERE s.subject = ${entity} AND w.closed_at IS NULL`,
    )
    .prepare();
});

/** A message that means nothing, to see that the way is open. */
export function sendTrial(tx: Pick<Db, 'insert'>, webhookId: number, at: string): void {
  tx.insert(webhookDelivery)
    .values({
      messageId: sql`'msg_' || lower(hex(randomblob(16)))`,
      webhookId,
      entity: 'webhook',
      action: 'proeve',
      entityKey: String(webhookId),
      occurredAt: at,
      dueAt: at,
    })
    .run();
}

/** What is to be sent now, the oldest first, but no more of one program than of the others. */
export function dueDeliveries(db: Db, now: Date, most: number, apart: readonly number[]) {
  return db
    .select({ delivery: webhookDelivery, url: webhook.url, secret: webhook.secret })
    .from(webhookDelivery)
    .innerJoin(webhook, eq(webhook.id, webhookDelivery.webhookId))
    .where(
      and(
        lte(webhookDelivery.dueAt, now.toISOString()),
        isNull(webhook.closedAt),
        notInArray(webhookDelivery.webhookId, [...apart]),
      ),
    )
    .orderBy(asc(webhookDelivery.dueAt), asc(webhookDelivery.id))
    .limit(most)
    .all();
}

export type DueDelivery = ReturnType<typeof dueDeliveries>[number];

/** How an attempt went, and when the next one is. */
export function recordOutcome(
  db: Db,
  { id, attempts }: { id: number; attempts: number },
  outcome: Outcome,
  now: Date,
): void {
  const at = now.toISOString();
  const pause = PAUSES[attempts];
  const again = !outcome.ok && pause !== undefined && !FINAL.includes(outcome.problem);
  db.update(webhookDelivery)
    .set({
      attempts: attempts + 1,
      lastAttemptAt: at,
      lastStatus: outcome.status,
      deliveredAt: outcome.ok ? at : null,
      problem: outcome.ok ? null : outcome.problem,
      dueAt: again ? new Date(now.getTime() + pause).toISOString() : null,
    })
    .where(eq(webhookDelivery.id, id))
    .run();
}

/** »Send igen«: with the same id, so that a receiver that had it after all can tell. */
export function sendAgain(db: Db, { webhookId, id }: { webhookId: number; id: number }, at: string): boolean {
  const { changes } = db
    .update(webhookDelivery)
    .set({ attempts: 0, dueAt: at, deliveredAt: null, problem: null })
    .where(and(eq(webhookDelivery.id, id), eq(webhookDelivery.webhookId, webhookId)))
    .run();
  return changes > 0;
}

/** What has been given up, all of it at once. */
export function sendFailedAgain(db: Db, webhookId: number, at: string): number {
  return db
    .update(webhookDelivery)
    .set({ attempts: 0, dueAt: at, problem: null })
    .where(and(eq(webhookDelivery.webhookId, webhookId), ...givenUp))
    .run().changes;
}

const givenUp = [isNull(webhookDelivery.dueAt), isNull(webhookDelivery.deliveredAt)];

/** A restored folder tells nobody what the one before it has told: somebody looks, and sends again what is missing. */
export function holdBack(tx: Pick<Db, 'update'>): void {
  tx.update(webhookDelivery)
    .set({ dueAt: null, problem: 'gendannet' })
    .where(isNotNull(webhookDelivery.dueAt))
    .run();
}

/** Messages are kept for a month; those that still wait, until they are through. */
export function forgetOldDeliveries(db: Db, now: Date): void {
  const before = new Date(now.getTime() - KEPT_DAYS * 24 * HOUR).toISOString();
  const old = db
    .select({ id: webhookDelivery.id })
    .from(webhookDelivery)
    .where(and(lt(webhookDelivery.occurredAt, before), isNull(webhookDelivery.dueAt)))
    .limit(500);
  db.delete(webhookDelivery).where(inArray(webhookDelivery.id, old)).run();
}

export const DELIVERY_STATES = ['venter', 'opgivet', 'leveret'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const STATE = sql<DeliveryState>`CASE WHEN ${webhookDelivery.dueAt} IS NOT NULL THEN 'venter'
  WHEN ${webhookDelivery.deliveredAt} IS NOT NULL THEN 'leveret' ELSE 'opgivet' END`;

/** The latest messages to one program. */
export function deliveriesOf(db: Db, webhookId: number, state: DeliveryState | undefined) {
  return db
    .select({ delivery: webhookDelivery, state: STATE })
    .from(webhookDelivery)
    .where(and(eq(webhookDelivery.webhookId, webhookId), state && sql`${STATE} = ${state}`))
    .orderBy(desc(webhookDelivery.id))
    .limit(MOST_SHOWN)
    .all();
}

export const MOST_SHOWN = 100;

/** How many messages wait, were given up and were delivered, by program. */
export function deliveryCounts(db: Db): Map<number, Record<DeliveryState, number>> {
  const rows = db
    .select({ webhookId: webhookDelivery.webhookId, state: STATE, rows: sql<number>`count(*)` })
    .from(webhookDelivery)
    .groupBy(webhookDelivery.webhookId, STATE)
    .all();
  const counts = new Map<number, Record<DeliveryState, number>>();
  for (const { webhookId, state, rows: many } of rows) {
    const of = counts.get(webhookId) ?? { venter: 0, opgivet: 0, leveret: 0 };
    counts.set(webhookId, { ...of, [state]: many });
  }
  return counts;
}
