import { EventEmitter } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PgPool, PgPoolClient, PgQueryResult } from 'bullmq';

export type Log = Record<'info' | 'warn' | 'error', (message: string) => void>;

export type ThreadRequest = { id: number; text: string; params?: readonly unknown[] } | { end: true };
export type ThreadMessage =
  | { id: number; rows: unknown[]; rowCount: number }
  | { id: number; error: PgFault }
  | { channel: string; payload: string }
  | { ready: true }
  | { warning: string }
  | { fatal: PgFault };
export type PgFault = { message: string; code?: string; detail?: string };

type Waiting = { resolve: (result: PgQueryResult) => void; reject: (error: Error) => void };

// Beside this file, and of the same kind: .ts when run from the sources, .js in dist/.
const threadFile = path.join(import.meta.dirname, `pglite-thread${path.extname(import.meta.filename)}`);

/**
 * What BullMQ expects of a node-postgres pool, answered by one PGlite in a thread of its own, so that
 * no query runs on the event loop of the web server. The thread starts with the first query, and again
 * with the next one if it has died.
 */
export function pglitePool(folder: string, log: Log): PgPool {
  const pool = new EventEmitter();
  const clients = new Set<EventEmitter>();
  const waiting = new Map<number, Waiting>();
  let thread: Promise<Worker> | undefined;
  let lastId = 0;
  let holder: object | undefined;
  let released = Promise.withResolvers<void>();

  async function connect(): Promise<PgPoolClient> {
    const session = new EventEmitter().setMaxListeners(0);
    clients.add(session);
    return Object.assign(session, {
      query: (text: string, params?: readonly unknown[]) => query(session, text, params),
      release: () => {
        clients.delete(session);
        if (holder === session) query(session, 'ROLLBACK').catch((error: Error) => log.error(error.message));
      },
    });
  }

  // There is one connection, so a transaction keeps everybody else's statements out until it ends.
  async function query(session: object, text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
    while (holder && holder !== session) await released.promise;
    if (/^\s*begin\b/i.test(text)) holder = session;
    try {
      return await ask(text, params);
    } finally {
      if (/^\s*(commit|rollback)\s*;?\s*$/i.test(text)) release();
    }
  }

  function release(): void {
    holder = undefined;
    released.resolve();
    released = Promise.withResolvers();
  }

  async function ask(text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
    thread ??= start();
    const worker = await thread;
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      tell(worker, { id, text, params });
    });
  }

  function start(): Promise<Worker> {
    const worker = new Worker(threadFile, { workerData: folder });
    const opened = Promise.withResolvers<Worker>();
    let reason: PgFault = { message: 'Køens tråd er standset' };
    worker.on('message', (message: ThreadMessage) => {
      if ('id' in message) settle(message);
      else if ('channel' in message) for (const client of clients) client.emit('notification', message);
      else if ('ready' in message) opened.resolve(worker);
      else if ('warning' in message) log.warn(message.warning);
      else reason = message.fatal;
    });
    worker.on('error', (error: Error) => {
      reason = { message: `${reason.message}: ${error.message}` };
    });
    worker.on('exit', () => {
      thread = undefined;
      opened.reject(toError(reason));
      abandon(toError(reason));
    });
    return opened.promise;
  }

  function settle(message: Extract<ThreadMessage, { id: number }>): void {
    const caller = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) caller?.reject(toError(message.error));
    else caller?.resolve(message);
  }

  // BullMQ asks for a new LISTEN client when the old one reports an error.
  function abandon(error: Error): void {
    for (const caller of waiting.values()) caller.reject(error);
    waiting.clear();
    release();
    for (const client of clients) if (client.listenerCount('error') > 0) client.emit('error', error);
    clients.clear();
  }

  async function end(): Promise<void> {
    const worker = await thread?.catch(() => undefined);
    if (!worker) return;
    const stopped = new Promise((resolve) => worker.once('exit', resolve));
    tell(worker, { end: true });
    await stopped;
  }

  return Object.assign(pool.setMaxListeners(0), {
    connect,
    end,
    query: (text: string, params?: readonly unknown[]) => query({}, text, params),
  });
}

function toError(told: PgFault): Error {
  return Object.assign(new Error(told.message), told);
}

function tell(worker: Worker, request: ThreadRequest): void {
  worker.postMessage(request);
}
