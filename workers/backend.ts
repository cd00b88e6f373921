import {
  type BackendFactory,
  createPostgresBackend,
  FlowProducer,
  type IQueueBackend,
  type Processor,
  Queue,
  QueueEvents,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { type Log, pglitePool } from './pglite-pool.ts';
import { type JobQueue, jobOptions, type Payload, type QueueName } from './queues.ts';
import { openRedis, withinTime } from './redis.ts';

const MINUTE = 60_000;
/** A finished shard's rows stand in its event too, and BullMQ would keep 10,000 of them. */
const streams = { events: { maxLen: 500 } };

export type JobWorker<N extends QueueName> = Worker<Payload<N>, unknown, string, IQueueBackend>;

export type QueueBackend = {
  kind: 'redis' | 'pglite';
  /** Which queue this is, in Danish, without the password of its address. */
  describe(): string;
  queue<N extends QueueName>(name: N): JobQueue<N>;
  flowProducer(): FlowProducer<IQueueBackend>;
  queueEvents(name: QueueName): QueueEvents<unknown, IQueueBackend>;
  worker<N extends QueueName>(
    name: N,
    processor: Processor<Payload<N>, unknown, string> | string | URL,
    options?: Omit<WorkerOptions, 'connection' | 'prefix'>,
  ): JobWorker<N>;
  /** What is wrong with the queue's server or its settings, as Danish sentences; empty when all is well. */
  check(): Promise<string[]>;
  /** Call it when adding has failed: the next attempt is made on a fresh connection. */
  startOver(): void;
  /** Lets running jobs end (at most `graceMs`), then closes everything that was made here. */
  close(graceMs?: number): Promise<void>;
};

export type Store = Pick<QueueBackend, 'kind' | 'describe' | 'check' | 'startOver'> & {
  /** Gives each BullMQ object the connection that suits its role. */
  factory: BackendFactory<IQueueBackend>;
  /** Called before the objects are closed: from here on nothing may wait for a server that is down. */
  stopWaiting(): Promise<void>;
  close(): Promise<void>;
};
type Closable = { close(): Promise<void> };
type Reporting = { on(event: 'error', listener: (error: Error) => void): unknown };

/**
 * Opens the queue: Redis when there is a `queueUrl`, else BullMQ's PostgreSQL backend on PGlite in `folder`.
 * A Redis that is down is only reported to `log`: the call returns within 2 seconds, adding a job fails
 * at once until Redis is there, and workers join by themselves.
 * @throws Error when the PGlite folder is in use by another process or cannot be written.
 */
export async function openQueueBackend(settings: {
  queueUrl: string | undefined;
  folder: string;
  prefix: string;
  log: Log;
}): Promise<QueueBackend> {
  const { queueUrl, folder, prefix } = settings;
  const log = withoutRepeats(settings.log);
  const store = queueUrl ? await openRedis(queueUrl, log) : await openPglite(folder, log);
  const workers: Closable[] = [];
  const others: Closable[] = [];
  const options = { connection: {}, prefix };

  function keep<T extends Closable & Reporting>(made: T, list: Closable[], what: string): T {
    made.on('error', (error) => log.error(`Køen ${what}: ${error.message}`));
    list.push(made);
    return made;
  }

  return {
    kind: store.kind,
    describe: store.describe,
    check: store.check,
    startOver: store.startOver,
    queue: (name) =>
      keep(
        new Queue(name, { ...options, defaultJobOptions: jobOptions, streams }, store.factory),
        others,
        name,
      ),
    flowProducer: () => keep(new FlowProducer(options, store.factory), others, 'flow'),
    queueEvents: (name) => keep(new QueueEvents(name, options, store.factory), others, name),
    worker: (name, processor, chosen) =>
      keep(new Worker(name, processor, { ...chosen, ...options }, store.factory), workers, name),
    async close(graceMs = 10_000) {
      await store.stopWaiting();
      await closeAll(workers, graceMs, log);
      await closeAll(others, 2000, log);
      await store.close();
    },
  };
}

async function closeAll(list: Closable[], graceMs: number, log: Log): Promise<void> {
  const closing = Promise.allSettled(list.map((made) => made.close()));
  if ((await withinTime(closing, graceMs)) === undefined)
    log.warn(`Køen blev ikke lukket inden ${graceMs} ms`);
}

async function openPglite(folder: string, log: Log): Promise<Store> {
  const pool = pglitePool(folder, log);
  const client = await pool.connect();
  await runMigrations(client).catch(async (error) => {
    await pool.end();
    throw error;
  });
  client.release();
  return {
    kind: 'pglite',
    describe: () => `indbygget kø (PGlite) i ${folder}`,
    factory: (name, options, role) => createPostgresBackend(name, { ...options, connection: pool }, role),
    async check() {
      try {
        await pool.query('SELECT 1');
        return [];
      } catch (error) {
        return [`Den indbyggede kø svarer ikke: ${error instanceof Error ? error.message : error}`];
      }
    },
    startOver: () => undefined,
    stopWaiting: async () => undefined,
    close: () => pool.end(),
  };
}

/** Each object reports a lost server for itself and at every attempt; one line a minute is enough. */
function withoutRepeats(log: Log): Log {
  const lastSaid = new Map<string, number>();
  const once = (level: keyof Log) => (message: string) => {
    const now = performance.now();
    if (now - (lastSaid.get(message) ?? -MINUTE) < MINUTE) return;
    lastSaid.set(message, now);
    log[level](message);
  };
  return { info: once('info'), warn: once('warn'), error: once('error') };
}
