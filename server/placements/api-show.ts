import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendTagged } from '../api/etag.ts';
import type { AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, type Problem } from '../problems.ts';
import { findPlacement } from './find.ts';
import { toPlacement } from './placement-schema.ts';
import { placementReader } from './reading.ts';

export const INVALID: Problem = { status: 422, title: 'Forløbet kan ikke gemmes' };

/** Answers with a placement as this viewer may know it; whoever is shown is logged. */
export function placementShower(context: AppContext) {
  const { db, today } = context;
  const { logShown } = placementReader(context);
  return (request: FastifyRequest, reply: FastifyReply, id: number) => {
    const details = findPlacement(db, id, { viewer: actorOf(request), today: today() });
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    logShown(request, [details]);
    return request.method === 'GET'
      ? sendTagged(request, reply, toPlacement(details))
      : reply.send(toPlacement(details));
  };
}
