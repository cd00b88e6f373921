import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { citizenOpener } from '../citizens/opening.ts';
import type { CitizenDetails } from '../citizens/queries.ts';
import { logReads } from '../citizens/reads.ts';
import { nameOrKey } from '../citizens/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { ordersOfCitizen } from '../formidling/queries.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { isProtected } from '../rights.ts';
import type { CitizenAnswers, CitizenQuestion } from './citizen-answers.ts';
import { CitizenMatchesPage } from './citizen-matches-page.tsx';
import { confirmersFor } from './confirmers.ts';
import { SHORTLIST_ROWS } from './live.ts';
import { NothingOpensPage, OpeningPage } from './opening-page.tsx';
import { ApiExplanation } from './shortlist-schema.ts';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const Query = Type.Object({ side: Type.Optional(Type.String({ maxLength: 3 })) });
const OpeningQuery = Type.Object({
  ...Query.properties,
  art: Type.Optional(Type.String({ maxLength: 20 })),
  hvad: Type.Optional(Type.String({ maxLength: 300 })),
});
/** Each card holds all its reasons: a whole list of fifty is 350 kB to a telephone. */
const PAGE_SIZE = 20;
const ORDERS_A_PAGE = 50;
const ApiMatches = Type.Object({
  openOrders: Type.Integer(),
  rows: Type.Array(
    Type.Object({
      rank: Type.Integer(),
      score: Type.Integer(),
      order: Type.Object({
        id: Type.Integer(),
        title: Type.String(),
        type: Type.String(),
        firmName: Type.String(),
        deadline: Type.Union([Type.String(), Type.Null()]),
      }),
      ...ApiExplanation,
    }),
  ),
});
const ApiMissing = Type.Object({
  openOrders: Type.Integer(),
  rows: Type.Array(
    Type.Object({
      kind: Type.String(),
      text: Type.String(),
      /** a course can give it; otherwise it is for the citizen to decide */
      learned: Type.Boolean(),
      count: Type.Integer(),
      /** the first ten by title */
      orders: Type.Array(
        Type.Object({
          id: Type.Integer(),
          title: Type.String(),
          type: Type.String(),
          firmName: Type.String(),
        }),
      ),
    }),
  ),
});

/** The other direction: which open orders fit one citizen, for the citizen's own sagsbehandler and team. */
export function citizenMatchRoutes(app: App, context: AppContext, answers: CitizenAnswers): void {
  const { db, now, today } = context;
  const { findAllowed } = citizenOpener(context);

  app.get(
    paths.citizenMatches(':id'),
    { config, schema: { params: Params, querystring: Query } },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const slice = { page: pageOf(request.query.side), pageSize: PAGE_SIZE };
      const found = await answers.suggestions({ ...readingOf(request, details, 'borgerside'), ...slice });
      const citizen = {
        ...namedOf(details),
        mayBeShared: details.citizen.mayBeShared,
        isProtected: isProtected(details.citizen),
      };
      return reply.page(
        CitizenMatchesPage({
          view: request.view(reply),
          citizen,
          ...found,
          pageSize: PAGE_SIZE,
          confirmers: confirmersFor(
            db,
            found.matches.map(({ explanation }) => explanation),
          ),
          boards: ordersOfCitizen(db, citizen.id),
        }),
      );
    },
  );

  app.get(
    paths.opening(':id'),
    { config, schema: { params: Params, querystring: OpeningQuery } },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { art = '', hvad = '', side } = request.query;
      const slice = { page: pageOf(side), pageSize: ORDERS_A_PAGE };
      const reading = readingOf(request, details, 'borgerside');
      const found = await answers.opening({ ...reading, ...slice, kind: art, text: hvad });
      const shown = { view: request.view(reply), citizen: namedOf(details) };
      if (!found) return reply.page(NothingOpensPage(shown));
      return reply.page(OpeningPage({ ...shown, ...found, pageSize: ORDERS_A_PAGE }));
    },
  );

  app.get(
    paths.api('citizens/:id/matches'),
    {
      config: { ...config, problems: [404] },
      schema: {
        params: Params,
        response: { 200: ApiMatches },
        tags: ['Match'],
        summary: 'Åbne ordrer, der passer til en borger, med begrundelse; visningen logges',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const slice = { page: 1, pageSize: SHORTLIST_ROWS };
      const { matches, openOrders } = await answers.matches({
        ...readingOf(request, details, 'api'),
        ...slice,
      });
      const rows = matches.map(({ rank, score, parts, matchOrder, explanation, firmName, deadline }) => ({
        rank,
        score,
        order: { id: matchOrder.id, title: matchOrder.title, type: matchOrder.type, firmName, deadline },
        parts,
        ...explanation,
      }));
      return reply.send({ openOrders, rows });
    },
  );

  app.get(
    paths.api('citizens/:id/missing'),
    {
      config: { ...config, problems: [404] },
      schema: {
        params: Params,
        response: { 200: ApiMissing },
        tags: ['Match'],
        summary: 'Hvilken ene ting der åbner hvor mange ordrer for en borger; visningen logges',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { openOrders, openings } = await answers.missing(readingOf(request, details, 'api'));
      return reply.send({ openOrders, rows: openings });
    },
  );

  /** Logged before anything is looked up. */
  function readingOf(
    request: FastifyRequest,
    { citizen }: CitizenDetails,
    purpose: 'borgerside' | 'api',
  ): CitizenQuestion {
    logReads(request, { db, now }, [citizen.id], { purpose });
    return { citizenId: citizen.id, today: today(), viewerId: actorOf(request).userId };
  }
}

function pageOf(side: string | undefined): number {
  return /^[1-9]\d{0,2}$/.test(side ?? '') ? Number(side) : 1;
}

function namedOf({ citizen }: CitizenDetails): { id: number; name: string } {
  return { id: citizen.id, name: nameOrKey(citizen) };
}
