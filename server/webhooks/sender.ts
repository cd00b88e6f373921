import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from '../../db/client.ts';
import { diskProblem } from '../../db/refused.ts';
import type { Log } from '../../workers/pglite-pool.ts';
import { type DueDelivery, dueDeliveries, forgetOldDeliveries, recordOutcome } from './deliveries.ts';
import { bodyOf, signedHeaders } from './message.ts';
import { type Outcome, post } from './send.ts';
import { openSecret } from './subscriptions.ts';
import type { WebhookTargets } from './targets.ts';

const PAUSE = 1_000;
/** So many programs are told at once, each one message at a time: one that is slow holds up no other. */
const AT_ONCE = 8;

export interface SenderOptions {
  db: Db;
  formKey: Buffer;
  targets: WebhookTargets;
  now: () => Date;
  log: Pick<Log, 'error'>;
}

/** Sends what is due, for as long as the server runs. */
export function startWebhooks(options: SenderOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await sendDue(options, stopping.signal).catch((error) => {
        const text = diskProblem(error) ?? (error instanceof Error ? error.message : String(error));
        options.log.error(`Webhooks: ${text}`);
      });
      await delay(PAUSE, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** Everything that is due now, to its end; gives how many messages were sent. */
export async function sendDue(options: SenderOptions, stopping?: AbortSignal): Promise<number> {
  const { db, now } = options;
  const busy = new Map<number, Promise<void>>();
  let sent = 0;
  while (!stopping?.aborted) {
    const [next] = busy.size < AT_ONCE ? dueDeliveries(db, now(), 1, [...busy.keys()]) : [];
    if (next) {
      sent += 1;
      const { webhookId } = next.delivery;
      busy.set(
        webhookId,
        send(options, next).finally(() => busy.delete(webhookId)),
      );
    } else if (busy.size > 0) await Promise.race(busy.values());
    else break;
  }
  await Promise.all(busy.values());
  if (sent > 0) forgetOldDeliveries(db, now());
  return sent;
}

/** A stop between the answer and the row sends it once more: the id tells the receiver. */
async function send(options: SenderOptions, { delivery, url, secret }: DueDelivery): Promise<void> {
  const outcome = await attempt(options, { delivery, url, secret });
  recordOutcome(options.db, delivery, outcome, options.now());
}

async function attempt(
  { formKey, targets, now }: SenderOptions,
  { delivery, url, secret: sealed }: DueDelivery,
): Promise<Outcome> {
  const secret = openSecret(formKey, { secret: sealed, url });
  if (secret === undefined) return { ok: false, status: null, problem: 'hemmelighed' };
  const body = bodyOf(delivery);
  return post({ url, body, headers: signedHeaders(delivery, body, { secret, now: now() }), targets });
}
