import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ReadPurpose } from '../../db/schema/citizens.ts';
import { EXCLUSION_REASONS, type ExclusionReason } from '../../workers/matching/types.ts';
import { logReads } from '../citizens/reads.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { findOrder, type OrderDetails } from '../job-orders/queries.ts';
import { idOf, paths } from '../paths.ts';
import { type Actor, actorOf } from '../plugins/session.ts';
import { NOT_FOUND, type Problem } from '../problems.ts';
import { candidatesFor, type ExcludedPerson, excludedFor, lastRunAt, type Person } from './candidates.ts';
import { ExcludedPage } from './excluded-page.tsx';
import { excludedOf, shortlistOf } from './live.ts';
import { shortlistAccess } from './rules.ts';
import { ShortlistPage, TakeFirstPage } from './shortlist-page.tsx';
import { ApiExcluded, ApiShortlist, toApiCandidate, toApiPerson } from './shortlist-schema.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const PAGE_SIZE = 50;
const Params = Type.Object({ id: Type.String() });
const ExcludedQuery = Type.Object({
  grund: Type.Optional(Type.String({ maxLength: 50 })),
  side: Type.Optional(Type.String({ maxLength: 6 })),
});
const ApiExcludedQuery = Type.Object(
  {
    reason: Type.Optional(Type.Enum([...EXCLUSION_REASONS])),
    page: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,5}$' })),
  },
  { additionalProperties: false },
);
const TAKE_FIRST: Problem = {
  status: 403,
  title: 'Ingen har ansvaret for ordren',
  detail: 'Overtag den for at se forslag.',
};

/** Candidates for an order and those sorted out, for those who may see them; every person shown is logged. */
export function shortlistRoutes(app: App, { db, now, today, engine }: AppContext): void {
  app.get(paths.shortlist(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const details = findAllowed(request, reply, request.params.id);
    if (!details) return reply;
    const { shortlist, candidates } = readShortlist(request, details, 'forslagsliste');
    return reply.page(
      ShortlistPage({
        view: request.view(reply),
        details,
        ...shortlist,
        candidates,
        lastRunAt: lastRunAt(db),
      }),
    );
  });

  app.get(
    paths.excluded(':id'),
    { config, schema: { params: Params, querystring: ExcludedQuery } },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const page = Number(request.query.side) || 1;
      const found = readExcluded(request, details, {
        wanted: request.query.grund,
        page,
        purpose: 'forslagsliste',
      });
      return reply.page(
        ExcludedPage({ view: request.view(reply), details, ...found, page, pageSize: PAGE_SIZE }),
      );
    },
  );

  app.get(
    paths.api('job-orders/:id/shortlist'),
    {
      config,
      schema: {
        params: Params,
        response: { 200: ApiShortlist },
        summary: 'Kandidater til en ordre, beregnet nu, med begrundelse',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const { shortlist, candidates } = readShortlist(request, details, 'api');
      return reply.send({
        orderId: details.order.id,
        orderKey: details.order.orderKey,
        citizens: shortlist.citizens,
        excludedCounts: shortlist.excludedCounts,
        rows: candidates.map(toApiCandidate),
      });
    },
  );

  app.get(
    paths.api('job-orders/:id/excluded'),
    {
      config,
      schema: {
        params: Params,
        querystring: ApiExcludedQuery,
        response: { 200: ApiExcluded },
        summary: 'Hvem et ufravigeligt krav holder ude, og hvorfor; 50 ad gangen',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, reply, request.params.id);
      if (!details) return reply;
      const page = Number(request.query.page ?? 1);
      const found = readExcluded(request, details, { wanted: request.query.reason, page, purpose: 'api' });
      return reply.send({
        counts: Object.fromEntries(found.counts),
        reason: found.reason,
        total: found.visible,
        page,
        pageSize: PAGE_SIZE,
        rows: found.shown.map(({ person, reason, detail }) => ({
          citizen: toApiPerson(person),
          reason,
          detail,
        })),
      });
    },
  );

  /** The order when its candidates may be seen; otherwise the refusal is sent, the same for foreign and missing. */
  function findAllowed(request: FastifyRequest, reply: FastifyReply, id: string): OrderDetails | undefined {
    const details = findOrder(db, idOf(id), today());
    const access = details ? shortlistAccess(actorOf(request), details) : 'no';
    if (details && access === 'yes') return details;
    if (!details || access === 'no') sendProblem(request, reply, NOT_FOUND);
    else if (request.url.startsWith('/api/')) sendProblem(request, reply, TAKE_FIRST);
    else reply.code(403).page(TakeFirstPage({ view: request.view(reply), details }));
    return undefined;
  }

  function readShortlist(request: FastifyRequest, details: OrderDetails, purpose: ReadPurpose) {
    const viewer = actorOf(request);
    const options = { today: today(), viewerId: caseworkerId(viewer) };
    const shortlist = shortlistOf(db, engine(), { id: details.order.id }, options);
    if (!shortlist) throw new Error('The order is gone within one request');
    const candidates = candidatesFor(db, engine(), shortlist, { viewer, ownership: details, today: today() });
    log(
      candidates.flatMap(({ person }) => person ?? []),
      viewer,
      details,
      purpose,
    );
    return { shortlist, candidates };
  }

  function readExcluded(
    request: FastifyRequest,
    details: OrderDetails,
    { wanted, page, purpose }: { wanted: string | undefined; page: number; purpose: ReadPurpose },
  ) {
    const viewer = actorOf(request);
    const options = { today: today(), viewerId: caseworkerId(viewer) };
    const excluded = excludedOf(db, engine(), { id: details.order.id }, options)?.excluded ?? [];
    const byReason = Map.groupBy(excluded, (row) => row.reason);
    const counts = EXCLUSION_REASONS.map((reason): [ExclusionReason, number] => [
      reason,
      byReason.get(reason)?.length ?? 0,
    ]).filter(([, count]) => count > 0);
    const reason = counts.find(([each]) => each === wanted)?.[0] ?? counts[0]?.[0] ?? null;
    const visible: ExcludedPerson[] = reason
      ? excludedFor(db, byReason.get(reason) ?? [], { viewer, ownership: details })
      : [];
    const shown = visible.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    log(
      shown.map(({ person }) => person),
      viewer,
      details,
      purpose,
    );
    return { counts, reason, visible: visible.length, shown };
  }

  function log(people: Person[], viewer: Actor, { order }: OrderDetails, purpose: ReadPurpose): void {
    const ids = people.map((person) => person.citizenId);
    logReads(db, ids, { userId: viewer.userId, at: now().toISOString(), purpose, jobOrderId: order.id });
  }
}

/** Only a sagsbehandler has own citizens, protected ones among them. */
function caseworkerId(viewer: Actor): number | undefined {
  return viewer.roles.includes('sagsbehandler') ? viewer.userId : undefined;
}
