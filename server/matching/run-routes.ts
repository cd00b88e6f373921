import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { render } from 'preact-render-to-string';
import { type Static, Type } from 'typebox';
import { RUN_STATUSES } from '../../db/schema/matching.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { withMessage } from '../ui/messages.ts';
import { RunListPage, RunPage, RunProgress } from './run-pages.tsx';
import { listRuns, newByOwner, ordersOfRun, type RunView, requestRun, viewRun } from './run-queries.ts';

const PAGE_SIZE = 50;
const config = { access: ['konsulent', 'leder', 'administrator'] as const };
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
const pageNumber = Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,5}$' }));
const Params = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) });
const Page = Type.Object({ side: pageNumber });
const ApiPage = Type.Object(pageQuery, { additionalProperties: false });
const Order = Type.Object({ noegle: Uuid }, { additionalProperties: false });
const ApiOrder = Type.Object({ key: Type.Optional(Uuid) }, { additionalProperties: false });
const orNull = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(type: T) =>
  Type.Union([type, Type.Null()]);
const Run = Type.Object({
  id: Type.Integer(),
  status: Type.Enum([...RUN_STATUSES]),
  nightly: Type.Boolean(),
  orders: Type.Integer(),
  ordersDone: Type.Integer(),
  citizens: Type.Integer(),
  pairs: Type.Integer(),
  matches: Type.Integer(),
  plannedAt: Type.String(),
  startedAt: orNull(Type.String()),
  finishedAt: orNull(Type.String()),
  durationMs: orNull(Type.Integer()),
  snapshot: orNull(Type.String()),
  resultHash: orNull(Type.String()),
  newMatches: orNull(Type.Integer()),
  engineVersion: Type.String(),
  taxonomyVersion: orNull(Type.String()),
  weightsVersion: orNull(Type.String()),
  audit: Type.Union([
    Type.Object({
      orders: Type.Integer(),
      rescored: Type.Integer(),
      rows: Type.Integer({ description: 'Rækker, der er set på.', examples: [250] }),
      differing: Type.Integer(),
      broken: Type.Integer(),
      changed: Type.Integer(),
    }),
    Type.Null(),
  ]),
  error: orNull(Type.String()),
});

/** Runs of the matching: counts only, no citizen and no order stands here. */
export function runRoutes(app: App, { db, now, today }: AppContext): void {
  const orderRun = (request: FastifyRequest, key: string) =>
    requestRun(db, { runKey: `nu:${key}`, requestedBy: request.actor?.userId ?? null, now: now() });

  app.get(paths.runs, { config, schema: { querystring: Page } }, async (request, reply) => {
    const page = Number(request.query.side ?? 1);
    const found = listRuns(db, { page, pageSize: PAGE_SIZE });
    const formKey = randomUUID();
    return reply.page(
      RunListPage({ view: request.view(reply), ...found, page, pageSize: PAGE_SIZE, formKey }),
    );
  });

  app.post(paths.runs, { config, schema: { body: Order } }, async (request, reply) => {
    const { id } = orderRun(request, request.body.noegle);
    return reply.redirect(withMessage(paths.run(id), 'match-bestilt'), 303);
  });

  app.get(
    paths.run(':id'),
    { config, schema: { params: Params, querystring: Page } },
    async (request, reply) => {
      const run = viewRun(db, Number(request.params.id));
      if (!run) return sendProblem(request, reply, NOT_FOUND);
      const viewer = actorOf(request);
      const page = Number(request.query.side ?? 1);
      const hasOrders = viewer.roles.includes('konsulent') && run.status === 'faerdig';
      const orders = hasOrders
        ? ordersOfRun(db, run.id, viewer, { today: today(), page, pageSize: PAGE_SIZE })
        : null;
      const news = run.status === 'faerdig' ? newByOwner(db, run.id, today()) : [];
      return reply.page(RunPage({ view: request.view(reply), run, news, orders, page, pageSize: PAGE_SIZE }));
    },
  );

  app.get(paths.runProgress(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const run = viewRun(db, Number(request.params.id));
    if (!run) return sendProblem(request, reply, NOT_FOUND);
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(render(RunProgress({ run })));
  });

  app.get(
    paths.api('match-runs'),
    {
      config,
      schema: {
        querystring: ApiPage,
        response: { 200: pageOf(Run) },
        tags: ['Match'],
        summary: 'Matchkørsler, nyeste først',
      },
    },
    async (request) => {
      const paging = readPaging(request.query, { sort: 'planlagt', parts: 2 });
      const { runs, total } = listRuns(db, paging);
      return toPage(runs, paging, { keyOf: ({ plannedAt, id }) => [plannedAt, id], toItem: toApi, total });
    },
  );

  app.post(
    paths.api('match-runs'),
    {
      config,
      schema: {
        body: ApiOrder,
        response: { 202: Run },
        tags: ['Match'],
        summary: 'Bestil en matchkørsel nu. Samme key giver samme kørsel, så kaldet kan gentages',
      },
    },
    async (request, reply) => {
      const { id } = orderRun(request, request.body.key ?? randomUUID());
      const run = viewRun(db, id);
      if (!run) return sendProblem(request, reply, NOT_FOUND);
      return reply
        .code(202)
        .header('location', paths.api(`match-runs/${id}`))
        .send(toApi(run));
    },
  );

  app.get(
    paths.api('match-runs/:id'),
    {
      config: { ...config, problems: [404] },
      schema: {
        params: Params,
        response: { 200: Run },
        tags: ['Match'],
        summary: 'En matchkørsel og dens fremdrift',
      },
    },
    async (request, reply) => {
      const run = viewRun(db, Number(request.params.id));
      return run ? toApi(run) : sendProblem(request, reply, NOT_FOUND);
    },
  );
}

function toApi(run: RunView): Static<typeof Run> {
  return {
    id: run.id,
    status: run.status,
    nightly: run.runKey.startsWith('nat:'),
    orders: run.orders,
    ordersDone: run.ordersDone,
    citizens: run.citizens,
    pairs: run.pairs,
    matches: run.matches ?? run.matchesSoFar,
    plannedAt: run.plannedAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    durationMs: run.durationMs,
    snapshot: run.snapshotSha,
    resultHash: run.resultSha,
    newMatches: run.newMatches,
    engineVersion: run.engineVersion,
    taxonomyVersion: run.taxonomyVersion,
    weightsVersion: run.weightsVersion,
    audit: run.audit,
    error: run.error,
  };
}
