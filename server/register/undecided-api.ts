import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { FirmParams, IdParams, Nothing, Text } from '../api/fields.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { FirmRowSchema } from '../companies/schemas.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { quarterOf } from '../ui/dates.ts';
import { idOf } from '../ui/fields.ts';
import {
  settleFirm,
  takeBackFigure,
  UNDECIDED_KEY_PARTS,
  UNDECIDED_SORTS,
  undecidedFirmsAfter,
} from './undecided.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const settlers = { access: ['konsulent'] as const };
const tags = ['Uafklarede'];
const ListQuery = Type.Object(
  {
    owner: Type.Optional(Type.Literal('me')),
    postcode: Type.Optional(Type.String({ maxLength: 4 })),
    branch: Type.Optional(Type.String({ maxLength: 100 })),
    sort: Type.Optional(Type.Enum([...UNDECIDED_SORTS])),
    ...pageQuery,
  },
  { additionalProperties: false },
);
const Undecided = Type.Object({
  firm: FirmRowSchema,
  sources: Type.Array(Type.Object({ id: Type.Integer(), date: Text, note: Text })),
});
const Settlement = Type.Object(
  { count: Type.Integer(), sourceId: Type.Optional(Type.Integer()) },
  { additionalProperties: false },
);

/** The firms of which nobody knows whether they are over the limit, for machines. */
export function undecidedApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('undecided-companies'),
    {
      config: readers,
      schema: {
        tags,
        summary:
          'Virksomheder, hvis interval ikke siger, om de er over grænsen, med de samtaler et tal kan komme fra',
        querystring: ListQuery,
        response: { 200: pageOf(Undecided) },
      },
    },
    async (request) => {
      const { owner, postcode, branch, sort = 'interval', ...range } = request.query;
      const filters = { caredForBy: owner === 'me' ? actorOf(request).userId : undefined, postcode, branch };
      const paging = readPaging(range, { sort, parts: UNDECIDED_KEY_PARTS });
      const question = { from: quarterOf(today()).from, to: today(), asOf: now().toISOString() };
      const { rows, total } = undecidedFirmsAfter(db, filters, { sort, question, paging });
      return toPage(rows, paging, { keyOf: ({ key }) => key, toItem: ({ row }) => row, total });
    },
  );

  app.post(
    paths.api('companies/:pNumber/settlement'),
    {
      config: { ...settlers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Afklar en virksomhed: antal ansatte, som oplyst i en samtale (sourceId) eller i dag',
        params: FirmParams,
        body: Settlement,
        response: { 201: Type.Object({ headcountId: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { count, sourceId = 0 } = request.body;
      const entry = { pNumber: idOf(request.params.pNumber), count: String(count), sourceId };
      const answer = settleFirm(db, entry, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        const errors = [{ field: 'count', reason: answer.reason }];
        return sendProblem(request, reply, { status: 422, title: 'Antallet kan ikke gemmes', errors });
      }
      return reply.code(201).send({ headcountId: answer.headcountId });
    },
  );

  app.post(
    paths.api('headcounts/:id/withdrawal'),
    {
      config: { ...settlers, problems: [404] },
      schema: {
        tags,
        summary: 'Tag et tal tilbage, som du selv har oplyst; rækken bevares',
        params: IdParams,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const pNumber = takeBackFigure(db, idOf(request.params.id), doing(request));
      if (pNumber === undefined) return sendProblem(request, reply, NOT_FOUND);
      return reply.code(204).send(null);
    },
  );

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
