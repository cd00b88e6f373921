import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Created, Nothing } from '../api/fields.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { liftBar, setBar } from './bars.ts';
import { findPUnit } from './queries.ts';
import { BarsSchema, LiftingSchema, NewBarSchema } from './schemas.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const barring = { access: ['konsulent', 'leder'] as const };
const Params = Type.Object({ pNumber: Type.String() });
const BarParams = Type.Object({ id: Type.String() });

/** A firm's bars for machines: the rules and rights of its page. */
export function companyBarApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('companies/:pNumber/bars'),
    {
      config: { ...readers, problems: [404] },
      schema: {
        params: Params,
        response: { 200: BarsSchema },
        tags: ['Virksomheder'],
        summary: 'Virksomhedens spærringer',
      },
    },
    async (request, reply) => {
      const firm = findPUnit(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      return reply.send({ bar: firm.bar, bars: firm.bars });
    },
  );

  app.post(
    paths.api('companies/:pNumber/bars'),
    {
      config: { ...barring, problems: [404, 422] },
      schema: {
        params: Params,
        body: NewBarSchema,
        response: { 201: Created },
        tags: ['Virksomheder'],
        summary: 'Spær en virksomhed: blokade, konflikt eller spærret, med begrundelse',
      },
    },
    async (request, reply) => {
      const { kind, reason, fromDate, untilDate } = request.body;
      const draft = { kind, reason: cleanText(reason), fromDate, untilDate: untilDate ?? '' };
      const answer = setBar(db, { pNumber: idOf(request.params.pNumber), draft }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        const problem = { status: 422, title: 'Spærringen kan ikke gemmes', errors: answer.errors };
        return sendProblem(request, reply, problem);
      }
      return reply.code(201).send({ id: answer.id });
    },
  );

  app.post(
    paths.api('company-bars/:id/lifting'),
    {
      config: { ...barring, problems: [404, 422] },
      schema: {
        params: BarParams,
        body: LiftingSchema,
        response: { 204: Nothing },
        tags: ['Virksomheder'],
        summary: 'Ophæv en spærring med en begrundelse',
      },
    },
    async (request, reply) => {
      const entry = { id: idOf(request.params.id), reason: cleanText(request.body.reason) };
      const answer = liftBar(db, entry, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        const problem = { status: 422, title: 'Spærringen kan ikke ophæves', errors: answer.errors };
        return sendProblem(request, reply, problem);
      }
      return reply.code(204).send(null);
    },
  );

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
