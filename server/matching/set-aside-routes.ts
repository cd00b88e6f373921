import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { SET_ASIDE_REASONS } from '../../db/schema/matching.ts';
import { Nothing } from '../api/fields.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { endCardSetAside } from '../formidling/set-aside.ts';
import type { OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND } from '../problems.ts';
import { FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { personFor, teamsOfUsers } from './candidates.ts';
import { citizenIdOf, readCitizen, readOrder } from './market.ts';
import { checkSetAside, findSetAside, type SetAsideDraft, setCandidateAside, takeBack } from './set-aside.ts';
import { shortlistReader, showShortlist } from './shortlist-reading.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const NewSetAside = Type.Object(
  {
    citizenKey: Type.String({ maxLength: 100, description: 'borgernummeret, som det står på listen' }),
    reason: Type.Enum([...SET_ASIDE_REASONS]),
    comment: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()])),
  },
  { additionalProperties: false },
);

/** A candidate is set aside for one order, and taken back, by those who are shown the person. */
export function setAsideRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const reader = shortlistReader(context);

  app.post(
    paths.setAside(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = reader.findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const citizenId = idOf(textOf(request.body, 'borger'));
      const draft = {
        reason: textOf(request.body, 'grund'),
        comment: cleanText(textOf(request.body, 'kommentar')),
      };
      const answer = setAside(request, details, { citizenId, draft });
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        reply.code(422);
        const form = { values: request.body, errors: answer.errors };
        return showShortlist(context, request, reply, { details, typed: { citizenId, form } });
      }
      const list = `${paths.shortlist(details.order.id)}?fortryd=${answer.id}`;
      return reply.redirect(withMessage(list, 'sat-til-side'), 303);
    },
  );

  app.post(
    paths.setAsideWithdrawn(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const orderId = withdraw(request, reply, request.params.id);
      if (orderId === undefined) return reply;
      const back =
        textOf(request.body, 'til') === 'sorteret-fra'
          ? `${paths.excluded(orderId)}?grund=sat_til_side`
          : paths.shortlist(orderId);
      return reply.redirect(withMessage(back, 'taget-tilbage'), 303);
    },
  );

  app.post(
    paths.api('job-orders/:id/set-asides'),
    {
      config: { ...config, problems: [404, 422] },
      schema: {
        params: Params,
        body: NewSetAside,
        response: { 201: Type.Object({ id: Type.Integer() }) },
        tags: ['Match'],
        summary: 'Sæt en kandidat til side for ordren med en grund; »andet« kræver en kommentar',
      },
    },
    async (request, reply) => {
      const details = reader.findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const { citizenKey, reason, comment } = request.body;
      const draft = { reason, comment: cleanText(comment) };
      const answer = setAside(request, details, { citizenId: citizenIdOf(db, citizenKey), draft });
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        const problem = { status: 422, title: 'Borgeren kan ikke sættes til side', errors: answer.errors };
        return sendProblem(request, reply, problem);
      }
      return reply.code(201).send({ id: answer.id });
    },
  );

  app.post(
    paths.api('set-asides/:id/withdrawal'),
    {
      config: { ...config, problems: [404] },
      schema: {
        params: Params,
        response: { 204: Nothing },
        tags: ['Match'],
        summary: 'Tag en kandidat tilbage, som var sat til side',
      },
    },
    async (request, reply) => {
      if (withdraw(request, reply, request.params.id) === undefined) return reply;
      return reply.code(204).send(null);
    },
  );

  type Answer =
    | { outcome: 'saved'; id: number }
    | { outcome: 'refused'; errors: FieldError[] }
    | { outcome: 'unknown' };

  /** Whom the viewer is not shown answers as one who does not exist. */
  function setAside(
    request: FastifyRequest,
    details: OrderDetails,
    { citizenId, draft }: { citizenId: number; draft: SetAsideDraft },
  ): Answer {
    const citizen = readCitizen(db, citizenId, today());
    const order = readOrder(db, { id: details.order.id }, today());
    if (!citizen || !order || !mayBeSeen(request, details, citizen.row)) return { outcome: 'unknown' };
    const { checked, errors } = checkSetAside(draft);
    if (!checked) return { outcome: 'refused', errors };
    const entry = { ...checked, order: order.matchOrder, citizen: citizen.matchCitizen };
    // A candidate no more: an open card on the order's board ends with the same reason.
    const id = db.transaction(
      (tx) => {
        const pair = { orderId: details.order.id, citizenId, reason: checked.reason };
        endCardSetAside(tx, pair, doing(request));
        return setCandidateAside(db, entry, doing(request));
      },
      { behavior: 'immediate' },
    );
    return { outcome: 'saved', id };
  }

  /** The order's id when the person is a candidate again; otherwise the refusal is sent. */
  function withdraw(request: FastifyRequest, reply: FastifyReply, id: string): number | undefined {
    const found = findSetAside(db, idOf(id));
    const details = reader.findAllowed(request, reply, String(found?.jobOrderId ?? 0));
    if (!found || !details) return undefined;
    const citizen = readCitizen(db, found.citizenId, today());
    if (!citizen || !mayBeSeen(request, details, citizen.row)) {
      sendProblem(request, reply, NOT_FOUND);
      return undefined;
    }
    takeBack(db, found.id, doing(request));
    return details.order.id;
  }

  function mayBeSeen(
    request: FastifyRequest,
    details: OrderDetails,
    citizen: Parameters<typeof personFor>[2],
  ): boolean {
    return personFor(actorOf(request), details, citizen, teamsOfUsers(db)) !== null;
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}
