import { createHmac, randomBytes } from 'node:crypto';
import type { WebhookSubject } from '../../db/schema/webhooks.ts';

/** What happened, in ids and kinds: who it is about is for the receiver to ask, with its own right to know. */
export interface Message {
  messageId: string;
  entity: string;
  action: string;
  entityKey: string;
  occurredAt: string;
}

/** The one message that brings what it tells of: a line to be kept where we cannot write it anew. */
const LOG_HEAD: WebhookSubject = 'log_head';

const PREFIX = 'whsec_';

export function makeSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** The same bytes at every attempt. */
export function bodyOf({ entity, action, entityKey, occurredAt }: Message): string {
  const data =
    entity === LOG_HEAD
      ? { entity, action, id: entityKey.split(' ')[0], head: entityKey }
      : { entity, action, id: entityKey };
  return JSON.stringify({ type: `${entity}.${action}`, timestamp: occurredAt, data });
}

/** The three headers of Standard Webhooks: the time is the attempt's, so that an old recording can be told from a late one. */
export function signedHeaders(
  message: Message,
  body: string,
  { secret, now }: { secret: string; now: Date },
) {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${message.messageId}.${timestamp}.${body}`)
    .digest('base64');
  return {
    'webhook-id': message.messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
