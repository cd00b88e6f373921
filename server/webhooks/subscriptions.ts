import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type WebhookSubject, webhook, webhookSubject } from '../../db/schema/webhooks.ts';
import { recordEvent } from '../admin/queries.ts';
import { keyFor, openField, sealField } from '../field-cipher.ts';
import { makeSecret } from './message.ts';

interface Change {
  at: string;
  by: number;
  formKey: Buffer;
}

export interface NewWebhook {
  name: string;
  url: string;
  subjects: readonly WebhookSubject[];
}

/** Gives its id and its secret, which is told this once; undefined when an open one has the address: a double click. */
export function createWebhook(
  db: Db,
  { name, url, subjects }: NewWebhook,
  { at, by, formKey }: Change,
): { id: number; secret: string } | undefined {
  const secret = makeSecret();
  return db.transaction(
    (tx) => {
      const same = and(eq(webhook.url, url), isNull(webhook.closedAt));
      if (tx.select({ id: webhook.id }).from(webhook).where(same).get()) return undefined;
      const row = { name, url, secret: sealSecret(formKey, secret, url), createdAt: at, createdBy: by };
      const { id } = tx.insert(webhook).values(row).returning({ id: webhook.id }).get();
      for (const subject of subjects) tx.insert(webhookSubject).values({ webhookId: id, subject }).run();
      const event = { entity: 'webhook', entityKey: String(id), detail: subjects.join(' ') };
      recordEvent(tx, { at, userId: by, action: 'opret', ...event });
      return { id, secret };
    },
    { behavior: 'immediate' },
  );
}

/** A new secret rules from the next attempt on: the receiver takes it in first. */
export function renewSecret(
  db: Db,
  { id, url }: { id: number; url: string },
  { at, by, formKey }: Change,
): string {
  const secret = makeSecret();
  db.transaction(
    (tx) => {
      tx.update(webhook)
        .set({ secret: sealSecret(formKey, secret, url) })
        .where(eq(webhook.id, id))
        .run();
      const event = { action: 'ny hemmelighed', entity: 'webhook', entityKey: String(id) };
      recordEvent(tx, { at, userId: by, ...event });
    },
    { behavior: 'immediate' },
  );
  return secret;
}

/** What waits is not sent any more. False when it was closed before. */
export function closeWebhook(db: Db, id: number, { at, by }: Omit<Change, 'formKey'>): boolean {
  return db.transaction(
    (tx) => {
      const open = and(eq(webhook.id, id), isNull(webhook.closedAt));
      const { changes } = tx.update(webhook).set({ closedAt: at }).where(open).run();
      if (changes > 0)
        recordEvent(tx, { at, userId: by, action: 'luk', entity: 'webhook', entityKey: String(id) });
      return changes > 0;
    },
    { behavior: 'immediate' },
  );
}

export function listWebhooks(db: Db) {
  return db
    .select({ id: webhook.id, name: webhook.name, url: webhook.url, closedAt: webhook.closedAt })
    .from(webhook)
    .orderBy(sql`${webhook.closedAt} IS NOT NULL`, asc(webhook.name), asc(webhook.id))
    .limit(200)
    .all();
}

export function findWebhook(db: Db, id: number) {
  const found = db
    .select({
      id: webhook.id,
      name: webhook.name,
      url: webhook.url,
      createdAt: webhook.createdAt,
      closedAt: webhook.closedAt,
    })
    .from(webhook)
    .where(eq(webhook.id, id))
    .get();
  if (!found) return undefined;
  const rows = db.select().from(webhookSubject).where(eq(webhookSubject.webhookId, id)).all();
  return { ...found, subjects: rows.map(({ subject }) => subject) };
}

/** Bound to the address: a secret that was moved to another does not open. */
function sealSecret(formKey: Buffer, secret: string, url: string): string {
  return sealField(keyFor(formKey, 'webhook'), secret, `webhook:secret:${url}`);
}

/** Undefined when it was sealed with another FORM_KEY: a new one is made on its page. */
export function openSecret(
  formKey: Buffer,
  { secret, url }: { secret: string; url: string },
): string | undefined {
  try {
    return openField(keyFor(formKey, 'webhook'), secret, `webhook:secret:${url}`);
  } catch {
    return undefined;
  }
}
