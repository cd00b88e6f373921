import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { oneOf } from './columns.ts';
import { user } from './users.ts';

/**
 * Whose changes another program may be told of: tables by their names, as in the log of changes, and each day what that
 * log ends with. Nothing of citizens' own.
 */
export const WEBHOOK_SUBJECTS = [
  'p_unit',
  'contact',
  'firm_record',
  'job_order',
  'lead',
  'formidling',
  'placement',
  'match_run',
  'coverage_seal',
  'import_batch',
  'log_head',
] as const;
export type WebhookSubject = (typeof WEBHOOK_SUBJECTS)[number];

/** Where another program wants to be told. The secret is sealed, since each message is signed with it. */
export const webhook = sqliteTable('webhook', {
  id: integer().primaryKey(),
  name: text().notNull(),
  url: text().notNull(),
  secret: text().notNull(),
  createdAt: text('created_at').notNull(),
  createdBy: integer('created_by')
    .notNull()
    .references(() => user.id),
  closedAt: text('closed_at'),
});

export const webhookSubject = sqliteTable(
  'webhook_subject',
  {
    webhookId: integer('webhook_id')
      .notNull()
      .references(() => webhook.id),
    subject: text({ enum: WEBHOOK_SUBJECTS }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.webhookId, t.subject] }),
    oneOf('webhook_subject_subject', t.subject, WEBHOOK_SUBJECTS),
  ],
);

/** Why the latest attempt brought nothing. */
export const WEBHOOK_PROBLEMS = [
  'ikke_tilladt',
  'privat_adresse',
  'ukendt_vaert',
  'svarer_ikke',
  'certifikat',
  'omdirigering',
  'afvist',
  'hemmelighed',
  'gendannet',
] as const;
export type WebhookProblem = (typeof WEBHOOK_PROBLEMS)[number];

/**
 * The outbox of webhooks: written in the transaction of the change, one row per program that wants to know. It waits while
 * `due_at` is set, is delivered or given up when not.
 */
export const webhookDelivery = sqliteTable(
  'webhook_delivery',
  {
    id: integer().primaryKey(),
    /** the same at every attempt: the receiver knows by it what it has had */
    messageId: text('message_id').notNull().unique(),
    webhookId: integer('webhook_id')
      .notNull()
      .references(() => webhook.id),
    /** entity, action and key of the event; `webhook` and `proeve` of a try; of the log's head the line that is kept of it */
    entity: text().notNull(),
    action: text().notNull(),
    entityKey: text('entity_key').notNull(),
    occurredAt: text('occurred_at').notNull(),
    attempts: integer().notNull().default(0),
    dueAt: text('due_at'),
    deliveredAt: text('delivered_at'),
    lastAttemptAt: text('last_attempt_at'),
    lastStatus: integer('last_status'),
    problem: text({ enum: WEBHOOK_PROBLEMS }),
  },
  (t) => [
    index('webhook_delivery_due').on(t.dueAt),
    index('webhook_delivery_webhook').on(t.webhookId, t.id),
    index('webhook_delivery_occurred').on(t.occurredAt),
    oneOf('webhook_delivery_problem', t.problem, WEBHOOK_PROBLEMS),
    check('webhook_delivery_over', sql`${t.dueAt} IS NULL OR ${t.deliveredAt} IS NULL`),
  ],
);
