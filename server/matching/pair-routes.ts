import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ReadPurpose } from '../../db/schema/citizens.ts';
import { EXCLUSION_REASONS } from '../../workers/matching/types.ts';
import { logReads } from '../citizens/reads.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { stagesOfOrder } from '../formidling/queries.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { personFor, teamsOfUsers } from './candidates.ts';
import { confirmersFor } from './confirmers.ts';
import { LetterPage } from './letter-page.tsx';
import { pairOf } from './pair.ts';
import { PairPage } from './pair-page.tsx';
import { peopleReady } from './people.ts';
import { caseworkerId, shortlistReader } from './shortlist-reading.ts';
import { ApiExplanation, ApiPerson, toApiPerson } from './shortlist-schema.ts';
import { inForce } from './weight-words.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String(), citizenId: Type.String() });
const ApiPair = Type.Object({
  citizen: ApiPerson,
  rank: Type.Union([Type.Integer(), Type.Null()]),
  score: Type.Integer(),
  rules: Type.Array(
    Type.Object({
      rule: Type.Enum([...EXCLUSION_REASONS]),
      demand: Type.String(),
      verdict: Type.Enum(['holdt', 'brudt', 'ukendt']),
      detail: Type.String(),
    }),
  ),
  versions: Type.Object({ engine: Type.String(), taxonomy: Type.String(), weights: Type.String() }),
  ...ApiExplanation,
});

/** One order and one citizen: for colleagues on a page, for the citizen on paper, for programs. Each view is logged. */
export function pairRoutes(app: App, context: AppContext): void {
  const { db, engine, now, today } = context;
  const { findAllowed } = shortlistReader(context);
  const preHandler = () => peopleReady(db, engine(), today());

  app.get(
    paths.pair(':id', ':citizenId'),
    { config, preHandler, schema: { params: Params } },
    async (request, reply) => {
      const found = readPair(request, reply, request.params, 'forslagsliste');
      if (!found) return reply;
      const confirmers = confirmersFor(db, [found.pair.explanation]);
      const board = stagesOfOrder(db, found.details.order.id);
      return reply.page(PairPage({ view: request.view(reply), ...found, confirmers, board }));
    },
  );

  app.get(
    paths.matchReason(':citizenId', ':id'),
    { config, preHandler, schema: { params: Params } },
    async (request, reply) => {
      const found = readPair(request, reply, request.params, 'forslagsliste');
      if (!found) return reply;
      const { person, pair, details } = found;
      const weights = inForce(engine().weights, pair.matchOrder.type, today());
      const name = person.sight === 'full' ? person.name : null;
      return reply.page(
        LetterPage({ view: request.view(reply), details, name, citizenKey: person.key, pair, weights }),
      );
    },
  );

  app.get(
    paths.api('job-orders/:id/shortlist/:citizenId'),
    {
      config: { ...config, problems: [404] },
      preHandler,
      schema: {
        params: Params,
        response: { 200: ApiPair },
        tags: ['Match'],
        summary: 'Alt, der er sammenlignet mellem en ordre og en borger; visningen logges',
      },
    },
    async (request, reply) => {
      const found = readPair(request, reply, request.params, 'api');
      if (!found) return reply;
      const { rank, rules, versions, judgement, explanation } = found.pair;
      const { score, parts, excluded } = judgement;
      return reply.send({
        citizen: toApiPerson(found.person),
        rank,
        score,
        rules,
        versions,
        parts: excluded ? null : parts,
        ...explanation,
      });
    },
  );

  // Whoever may see the order's candidates, and this one among them; foreign and missing look the same.
  function readPair(
    request: FastifyRequest,
    reply: FastifyReply,
    { id, citizenId }: { id: string; citizenId: string },
    purpose: ReadPurpose,
  ) {
    const details = findAllowed(request, reply, id);
    if (!details) return undefined;
    const viewer = actorOf(request);
    const ids = { orderId: details.order.id, citizenId: idOf(citizenId) };
    const pair = pairOf(db, engine(), ids, { today: today(), viewerId: caseworkerId(viewer) });
    const person = pair && personFor(viewer, details, pair.citizen, teamsOfUsers(db));
    if (!pair || !person) {
      sendProblem(request, reply, NOT_FOUND);
      return undefined;
    }
    logReads(request, { db, now }, [ids.citizenId], { purpose, jobOrderId: ids.orderId });
    return { details, person, pair };
  }
}
