import type { FastifyRequest } from 'fastify';

/**
 * The server closes a connection on which nothing has moved for a minute, and whoever waits for a large import, or an undo,
 * would never be told of it. From the next question on the minute counts again. What a test injects has no connection.
 */
export function letItTakeTime({ raw }: FastifyRequest): void {
  raw.socket.setTimeout?.(0);
}
