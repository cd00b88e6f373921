import { setImmediate as nextTurn } from 'node:timers/promises';
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
import { inTurns } from '../turns.ts';
import { CitizenMatchesPage, type ShownMatch } from './citizen-matches-page.tsx';
import { confirmersFor } from './confirmers.ts';
import { type CitizenNow, citizenNow, matchesOf } from './live.ts';
import { changeInWords, isLearned } from './missing-text.ts';
import { listedOrders, openOrdersReady } from './open-orders.ts';
import { NothingOpensPage, OpeningPage } from './opening-page.tsx';
import { ApiExplanation } from './shortlist-schema.ts';
import { liveCitizenAnswer } from './standings.ts';
import { namedOpenings, openingsFor, pageOfOpening } from './what-is-missing.ts';

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
export function citizenMatchRoutes(app: App, context: AppContext): void {
  const { db, now, today, engine } = context;
  const { findAllowed } = citizenOpener(context);
  const preHandler = () => openOrdersReady(db, engine(), today());
  const isOver = () => !db.$client.open;

  app.get(
    paths.citizenMatches(':id'),
    { config, preHandler, schema: { params: Params, querystring: Query } },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const slice = { page: pageOf(request.query.side), pageSize: PAGE_SIZE };
      const found = await readMatches(request, details, { purpose: 'borgerside', slice });
      const citizen = {
        ...namedOf(details),
        mayBeShared: details.citizen.mayBeShared,
        isProtected: isProtected(details.citizen),
      };
      return reply.page(
        CitizenMatchesPage({ view: request.view(reply), citizen, ...found, pageSize: PAGE_SIZE }),
      );
    },
  );

  app.get(
    paths.opening(':id'),
    { config, preHandler, schema: { params: Params, querystring: OpeningQuery } },
    (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { art, hvad, side } = request.query;
      const current = readNow(request, details, 'borgerside');
      const opening =
        current &&
        openingsFor(engine(), current, today()).find(
          ({ change }) => change.kind === art && changeInWords(change) === hvad,
        );
      const shown = { view: request.view(reply), citizen: namedOf(details) };
      if (!opening) return reply.page(NothingOpensPage(shown));
      const page = Math.min(pageOf(side), Math.ceil(opening.orders.length / ORDERS_A_PAGE));
      const from = (page - 1) * ORDERS_A_PAGE;
      const asked = { orders: current.orders, from, pageSize: ORDERS_A_PAGE };
      const named = pageOfOpening(db, opening, asked);
      return reply.page(OpeningPage({ ...shown, opening: named, page, pageSize: ORDERS_A_PAGE }));
    },
  );

  app.get(
    paths.api('citizens/:id/matches'),
    {
      config: { ...config, problems: [404] },
      preHandler,
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
      const { matches, openOrders } = await readMatches(request, details, { purpose: 'api' });
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
      preHandler,
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
      const current = readNow(request, details, 'api');
      const openings = current ? openingsFor(engine(), current, today()) : [];
      const rows = namedOpenings(db, openings, current?.orders ?? []).map(({ change, count, orders }) => ({
        kind: change.kind,
        text: changeInWords(change),
        learned: isLearned(change),
        count,
        orders,
      }));
      return reply.send({ openOrders: current?.orders.length ?? 0, rows });
    },
  );

  function readNow(
    request: FastifyRequest,
    { citizen }: CitizenDetails,
    purpose: 'borgerside' | 'api',
  ): CitizenNow | undefined {
    logReads(request, { db, now }, [citizen.id], { purpose });
    return citizenNow(db, citizen.id, { today: today(), viewerId: actorOf(request).userId });
  }

  async function readMatches(
    request: FastifyRequest,
    details: CitizenDetails,
    { purpose, slice }: { purpose: 'borgerside' | 'api'; slice?: { page: number; pageSize: number } },
  ) {
    const current = readNow(request, details, purpose);
    const found = current && matchesOf(engine(), current, { today: today(), ...slice });
    const ids = (found?.matches ?? []).map(({ matchOrder }) => matchOrder.id);
    const byId = new Map(listedOrders(db, ids).map((order) => [order.id, order]));
    const matches = (found?.matches ?? []).map((match): ShownMatch => {
      const order = byId.get(match.matchOrder.id);
      return { ...match, firmName: order?.firmName ?? '', deadline: order?.deadline ?? null };
    });
    const standing =
      current && found?.ranked === 0
        ? await inTurns(
            liveCitizenAnswer(engine(), current.matchCitizen, { ...current, today: today() }),
            isOver,
          )
        : null;
    // This asks every open order as well: somebody else has a turn before it.
    await nextTurn();
    const explanations = matches.map(({ explanation }) => explanation);
    return {
      matches,
      ranked: found?.ranked ?? 0,
      page: found?.page ?? 1,
      openings: current ? openingsFor(engine(), current, today()) : [],
      standing: standing ?? null,
      openOrders: current?.orders.length ?? 0,
      confirmers: confirmersFor(db, explanations),
      boards: ordersOfCitizen(db, details.citizen.id),
    };
  }
}

function pageOf(side: string | undefined): number {
  return /^[1-9]\d{0,2}$/.test(side ?? '') ? Number(side) : 1;
}

function namedOf({ citizen }: CitizenDetails): { id: number; name: string } {
  return { id: citizen.id, name: nameOrKey(citizen) };
}
