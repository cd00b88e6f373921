import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { App } from '../context.ts';

/** From its first byte; a form or a call is at most a megabyte. */
export const SENT_WITHIN = 30_000;
/** Half a gigabyte on a slow line: some five million bits a second. Node's own limit, which knows no routes, is this one. */
export const FILE_SENT_WITHIN = 15 * 60_000;

const limits = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Whoever sends a body drop by drop loses the connection, whether or not anybody waits for that body. */
export function dropSlowSenders(app: App): void {
  app.addHook('onRequest', async ({ raw }) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers;
    if (encoding === undefined && length === '0') return;
    dropUnlessSent(raw, SENT_WITHIN);
    finished(raw, () => clearTimeout(limits.get(raw)));
  });
}

/** Whoever is answered while the server closes keeps no connection: it would wait for six seconds for their next question. */
export function keepNoConnectionAtClose(app: App): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}

/** For somebody who may send a file: it takes the time of their line. */
export function letFileTakeTime({ raw }: FastifyRequest): void {
  clearTimeout(limits.get(raw));
  if (!raw.readableEnded) dropUnlessSent(raw, FILE_SENT_WITHIN);
}

/**
 * For a large import, or an undo, that a program waits for: the server closes a connection on which nothing has moved for a
 * minute, and it would never be told of the end. From the next question on the minute counts again.
 */
export function letAnswerTakeTime({ raw }: FastifyRequest): void {
  // What a test injects has no connection.
  raw.socket.setTimeout?.(0);
}

function dropUnlessSent(raw: IncomingMessage, within: number): void {
  limits.set(raw, setTimeout(() => raw.destroy(), within).unref());
}
