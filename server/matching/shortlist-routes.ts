import { Type } from 'typebox';
import { EXCLUSION_REASONS } from '../../workers/matching/types.ts';
import { pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { idOf, paths } from '../paths.ts';
import { ExcludedPage } from './excluded-page.tsx';
import { peopleReady } from './people.ts';
import { EXCLUDED_PAGE_SIZE, excludedKey, shortlistReader, showShortlist } from './shortlist-reading.ts';
import { ApiExcluded, ApiShortlist, toApiCandidate, toApiExcluded, toApiPerson } from './shortlist-schema.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const ShortlistQuery = Type.Object({ fortryd: Type.Optional(Type.String({ maxLength: 12 })) });
const ExcludedQuery = Type.Object({
  grund: Type.Optional(Type.String({ maxLength: 50 })),
  side: Type.Optional(Type.String({ maxLength: 6 })),
});
const ApiExcludedQuery = Type.Object(
  {
    reason: Type.Optional(Type.Enum([...EXCLUSION_REASONS])),
    ...pageQuery,
  },
  { additionalProperties: false },
);

/** Candidates for an order and those sorted out, for those who may see them; every person shown is logged. */
export function shortlistRoutes(app: App, context: AppContext): void {
  const { findAllowed, readShortlist, readExcluded } = shortlistReader(context);
  const { db, engine, today } = context;
  const preHandler = () => peopleReady(db, engine(), today());

  app.get(
    paths.shortlist(':id'),
    { config, preHandler, schema: { params: Params, querystring: ShortlistQuery } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      return showShortlist(context, request, reply, { details, undo: idOf(request.query.fortryd ?? '') });
    },
  );

  app.get(
    paths.excluded(':id'),
    { config, preHandler, schema: { params: Params, querystring: ExcludedQuery } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const page = Number(request.query.side) || 1;
      const found = readExcluded(request, details, {
        wanted: request.query.grund,
        slice: { page, pageSize: EXCLUDED_PAGE_SIZE },
        purpose: 'forslagsliste',
      });
      return reply.page(
        ExcludedPage({ view: request.view(reply), details, ...found, page, pageSize: EXCLUDED_PAGE_SIZE }),
      );
    },
  );

  app.get(
    paths.api('job-orders/:id/shortlist'),
    {
      config: { ...config, problems: [404] },
      preHandler,
      schema: {
        params: Params,
        response: { 200: ApiShortlist },
        tags: ['Match'],
        summary: 'Kandidater til en ordre, beregnet nu, med begrundelse',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const { shortlist, candidates, few } = readShortlist(request, details, 'api');
      return reply.send({
        orderId: details.order.id,
        orderKey: details.order.orderKey,
        citizens: shortlist.citizens,
        excludedCounts: shortlist.excludedCounts,
        rows: candidates.map(toApiCandidate),
        fewFacts: {
          total: few.total,
          rows: few.shown.map(({ person, ask }) => ({ citizen: toApiPerson(person), ask })),
        },
      });
    },
  );

  app.get(
    paths.api('job-orders/:id/excluded'),
    {
      config: { ...config, problems: [404] },
      preHandler,
      schema: {
        params: Params,
        querystring: ApiExcludedQuery,
        response: { 200: ApiExcluded },
        tags: ['Match'],
        summary: 'Hvem et ufravigeligt krav holder ude, og hvorfor',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const { reason: wanted, ...range } = request.query;
      const slice = readPaging(range, { sort: wanted ?? '', parts: 1 });
      const { counts, reason, visible, cut } = readExcluded(request, details, {
        wanted,
        slice,
        purpose: 'api',
      });
      const page = toPage(cut, slice, { keyOf: excludedKey, toItem: toApiExcluded, total: visible });
      return reply.send({ ...page, counts: Object.fromEntries(counts), reason });
    },
  );
}
