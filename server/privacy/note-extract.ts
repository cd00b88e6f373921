import type { FastifyRequest } from 'fastify';
import { recordEvent } from '../admin/queries.ts';
import type { AppContext } from '../context.ts';
import { actorOf } from '../plugins/session.ts';

/** That somebody at a firm was told what we hold of them; citizens have a log of reads of their own. */
export function noteExtract(
  { db, now }: Pick<AppContext, 'db' | 'now'>,
  request: FastifyRequest,
  id: number,
): void {
  const event = { action: 'laes', entity: 'contact_person', entityKey: String(id), detail: 'indsigt' };
  recordEvent(db, { at: now().toISOString(), userId: actorOf(request).userId, ...event });
}
