import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReadPurpose } from '../../db/schema/citizens.ts';
import { EXCLUSION_REASONS, type ExclusionReason } from '../../workers/matching/types.ts';
import { cutTo, type Key, type Slice } from '../api/paging.ts';
import { logReads } from '../citizens/reads.ts';
import type { AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { stagesOfOrder } from '../formidling/queries.ts';
import { findOrder, type OrderDetails } from '../job-orders/queries.ts';
import { idOf } from '../paths.ts';
import { type Actor, actorOf } from '../plugins/session.ts';
import { NOT_FOUND, type Problem } from '../problems.ts';
import { shortlistAccess } from '../rights.ts';
import {
  candidatesFor,
  type ExcludedPerson,
  excludedFor,
  lastRunOf,
  type Person,
  visibleAmong,
} from './candidates.ts';
import { confirmersFor } from './confirmers.ts';
import { fewFactsFor } from './few-facts.ts';
import { excludedOf, shortlistOf } from './live.ts';
import { type NearMatches, nearOf, nearQuestions } from './near.ts';
import { findSetAside } from './set-aside.ts';
import type { TypedSetAside } from './set-aside-form.tsx';
import { ShortlistPage, TakeFirstPage } from './shortlist-page.tsx';

export const EXCLUDED_PAGE_SIZE = 50;

const TAKE_FIRST: Problem = {
  status: 403,
  title: 'Ingen har ansvaret for ordren',
  detail: 'Overtag den for at se forslag.',
};

export type ShortlistReader = ReturnType<typeof shortlistReader>;

/** What pages and programs read of an order's candidates, each view logged, by the same rules. */
export function shortlistReader({ db, now, today, engine }: AppContext) {
  return { findAllowed, readShortlist, readExcluded, readNear, readQuestions };

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
    const few = fewFactsFor(db, engine(), shortlist, { ...options, viewer, ownership: details });
    log(
      request,
      [...candidates, ...few.shown].flatMap(({ person }) => person ?? []),
      details,
      purpose,
    );
    return { shortlist, candidates, few };
  }

  async function readQuestions(request: FastifyRequest, details: OrderDetails, purpose: ReadPurpose) {
    const viewer = actorOf(request);
    const viewing = { today: today(), viewerId: caseworkerId(viewer), viewer, ownership: details };
    const near = await readNear(request, details);
    const questions = await nearQuestions(db, engine(), near, viewing);
    log(
      request,
      questions.flatMap(({ shown }) => shown.map(({ person }) => person)),
      details,
      purpose,
    );
    return { matchOrder: near.matchOrder, questions };
  }

  async function readNear(request: FastifyRequest, { order }: OrderDetails): Promise<NearMatches> {
    const options = { today: today(), viewerId: caseworkerId(actorOf(request)) };
    const near = await nearOf(db, engine(), { id: order.id }, options);
    if (!near) throw new Error('The order is gone within one request');
    return near;
  }

  function readExcluded(
    request: FastifyRequest,
    details: OrderDetails,
    { wanted, slice, purpose }: { wanted: string | undefined; slice: Slice; purpose: ReadPurpose },
  ) {
    const viewer = actorOf(request);
    const options = { today: today(), viewerId: caseworkerId(viewer) };
    const found = excludedOf(db, engine(), { id: details.order.id }, options);
    const counts = EXCLUSION_REASONS.map((reason): [ExclusionReason, number] => [
      reason,
      found?.counts[reason] ?? 0,
    ]).filter(([, count]) => count > 0);
    const reason = counts.find(([each]) => each === wanted)?.[0] ?? counts[0]?.[0] ?? null;
    const viewing = { viewer, ownership: details };
    const visible = found && reason ? visibleAmong(db, found.idsOf(reason), viewing) : [];
    const ids = cutTo(visible, slice, { keyOf: (id) => [id] });
    const cut =
      found && reason
        ? excludedFor(db, found.told(reason, ids), { ...viewing, setAsides: found.setAsides })
        : [];
    const shown = 'page' in slice ? cut : cut.slice(0, slice.limit);
    log(
      request,
      shown.map(({ person }) => person),
      details,
      purpose,
    );
    return { counts, reason, visible: visible.length, shown, cut };
  }

  function log(
    request: FastifyRequest,
    people: Person[],
    { order }: OrderDetails,
    purpose: ReadPurpose,
  ): void {
    const ids = people.map((person) => person.citizenId);
    logReads(request, { db, now }, ids, { purpose, jobOrderId: order.id });
  }
}

/** By the citizen's row: it tells nothing, and opens nothing to those who may not see the citizen. */
export function excludedKey({ person }: ExcludedPerson): Key {
  return [person.citizenId];
}

interface ShownShortlist {
  details: OrderDetails;
  /** the row that was just set aside, so that the page's message can take it back */
  undo?: number;
  typed?: TypedSetAside;
}

/** The page itself: also what a set-aside form comes back to. */
export async function showShortlist(
  context: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { details, undo = 0, typed }: ShownShortlist,
): Promise<FastifyReply> {
  const reader = shortlistReader(context);
  const { shortlist, candidates, few } = reader.readShortlist(request, details, 'forslagsliste');
  const explanations = candidates.flatMap(({ explanation }) => explanation ?? []);
  const { questions } = await reader.readNear(request, details);
  const justSetAside = findSetAside(context.db, undo);
  const mayUndo = justSetAside?.jobOrderId === details.order.id && justSetAside.withdrawnAt === null;
  return reply.page(
    ShortlistPage({
      view: request.view(reply),
      details,
      ...shortlist,
      candidates,
      confirmers: confirmersFor(context.db, explanations),
      few,
      questions,
      lastRun: lastRunOf(context.db, details.order.id),
      undo: mayUndo ? justSetAside.id : null,
      typed: typed ?? null,
      board: stagesOfOrder(context.db, details.order.id),
    }),
  );
}

/** Only a sagsbehandler has own citizens, protected ones among them. */
export function caseworkerId(viewer: Actor): number | undefined {
  return viewer.roles.includes('sagsbehandler') ? viewer.userId : undefined;
}
