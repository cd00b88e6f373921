import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../problems.ts';

/** The tag of what a program was shown: whatever it says, version and names and today's status, is in it. */
function etagOf(shown: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22)}"`;
}

/** Sends it with its ETag; 304 without a body to whoever has it already. */
export function sendTagged(request: FastifyRequest, reply: FastifyReply, shown: object): FastifyReply {
  const tag = etagOf(shown);
  // Personal data: a cache may keep nothing, but a program may ask whether what it has is still so.
  reply.header('etag', tag);
  if (hasTag(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.send(shown);
}

/**
 * Why a change may not be made: it does not say what was seen (428), or that is no longer so (412); undefined: it may.
 * Check and change must stand together with nothing awaited between them: then nobody else can come in between, because
 * one thread alone writes.
 */
export function whyNotMatched(request: FastifyRequest, shown: object): Problem | undefined {
  const wanted = request.headers['if-match'];
  if (wanted === undefined) return NOT_SAID;
  return wanted === '*' || hasTag(wanted, etagOf(shown)) ? undefined : CHANGED_SINCE;
}

function hasTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}

const NOT_SAID: Problem = {
  status: 428,
  title: 'If-Match mangler',
  detail: 'Hent det, der skal ændres, og send dets ETag tilbage i If-Match.',
};
const CHANGED_SINCE: Problem = {
  status: 412,
  title: 'Nogen har rettet i mellemtiden',
  detail: 'Hent det igen, og lav din ændring på den nye udgave. Intet er overskrevet.',
};
