import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Store } from './backend.ts';
import type { Log } from './pglite-pool.ts';

const LONGEST_PAUSE = 1000;

/** Redis as the queue's store. Returns within 1.5 seconds whether Redis answers or not. */
export async function openRedis(queueUrl: string, log: Log): Promise<Store> {
  let closing = false;
  const { protocol, host, pathname } = new URL(queueUrl);
  const address = `Redis på ${protocol}//${host}${pathname}`;
  const reconnect = {
    retryStrategy: (times: number) => (closing ? null : Math.min(times * 200, LONGEST_PAUSE)),
  };

  // One connection for everything that adds jobs. It never holds a command back for a server that is down.
  const producer = new Redis(queueUrl, {
    ...reconnect,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 1500,
    commandTimeout: 5000,
  });
  producer.on('error', (error) => log.error(`${address} svarer ikke: ${error.message}`));
  producer.on('ready', () => log.info(`${address} svarer`));
  await withinTime(
    once(producer, 'ready').catch(() => undefined),
    1500,
  );

  return {
    kind: 'redis',
    describe: () => address,
    factory: (name, options, role) =>
      role?.blocking || role?.withBlockingConnection
        ? createRedisBackend(
            name,
            { ...options, connection: { ...reconnect, url: queueUrl, maxRetriesPerRequest: null } },
            role,
          )
        : // Asking for the version at birth would leave the queue broken for good when Redis is down then.
          createRedisBackend(
            name,
            { ...options, connection: producer, skipVersionCheck: true, skipWaitingForReady: true },
            role,
          ),
    async check() {
      const info = producer.status === 'ready' && (await producer.info().catch(() => undefined));
      return info ? redisWarnings(info) : [`${address} svarer ikke`];
    },
    // A full server refuses a script, and ioredis goes on believing that this connection has it.
    startOver() {
      if (producer.status === 'ready') producer.disconnect(true);
    },
    // ioredis never says 'end' when it is told to stop between two attempts, and BullMQ waits for that word:
    // so the attempts under way run out first.
    async stopWaiting() {
      closing = true;
      const isUp = await producer.ping().catch(() => undefined);
      if (!isUp) await delay(LONGEST_PAUSE + 200);
    },
    async close() {
      producer.disconnect();
    },
  };
}

/** A server that is so full may refuse the next job. */
const ALMOST_FULL = 0.9;

/** What BullMQ's manual demands of the server: version 6.2, no eviction, and an append-only file; and that it has room. */
export function redisWarnings(info: string): string[] {
  const fact = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  const version = fact('redis_version');
  const policy = fact('maxmemory_policy');
  const warnings: string[] = [];
  if (version.localeCompare('6.2', 'en', { numeric: true }) < 0) {
    warnings.push(`Redis er version ${version}. Køen kræver mindst 6.2.`);
  }
  if (policy !== 'noeviction') {
    warnings.push(`Redis har maxmemory-policy ${policy}. Sæt den til noeviction, ellers kan job forsvinde.`);
  }
  if (fact('aof_enabled') !== '1') {
    warnings.push(
      'Redis gemmer ikke løbende til disk. Sæt appendonly til yes, ellers går job tabt ved strømsvigt.',
    );
  }
  const [used, most] = [Number(fact('used_memory')), Number(fact('maxmemory'))];
  if (most > 0 && used >= most * ALMOST_FULL) {
    warnings.push(
      `Redis er fuld: ${megabytes(used)} af ${megabytes(most)} MB (maxmemory). Kørsler venter i databasen, til der er plads.`,
    );
  }
  return warnings;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('da-DK', { maximumFractionDigits: 1 });
}

/** The result of `work`, or undefined when it has not come within `ms`. */
export async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const limit = new AbortController();
  try {
    return await Promise.race([work, delay(ms, undefined, { signal: limit.signal })]);
  } finally {
    limit.abort();
  }
}
