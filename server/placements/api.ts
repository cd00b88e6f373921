import type { FastifyRequest } from 'fastify';
import { IdParams } from '../api/fields.ts';
import { readKey } from '../api/keyset.ts';
import { pageOf, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { findOrder } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { FORBIDDEN } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { INVALID, placementShower } from './api-show.ts';
import { type Doer, startPlacement } from './changes.ts';
import {
  NewPlacement,
  Placement,
  PlacementQuery,
  PlacementSummary,
  toDraft,
  toSummary,
} from './placement-schema.ts';
import { listPlacements, PLACEMENT_SORTS } from './queries.ts';
import { placementReader } from './reading.ts';
import { findPlaceable, mayPlaceOn } from './who.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent', 'sagsbehandler'] as const };
const tags = ['Forløb'];
const UNKNOWN_CITIZEN = {
  field: 'citizenId',
  reason: 'Der er ingen borger med det id, som du kan oprette et forløb for.',
};

/** The same placements for machines: the rules and rights of the pages. */
export function placementApi(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { logShown } = placementReader(context);
  const show = placementShower(context);

  app.get(
    paths.api('placements'),
    {
      config: readers,
      schema: {
        tags,
        summary: 'Forløb, filtreret og sorteret; hvert navn, der vises, logges',
        querystring: PlacementQuery,
        response: { 200: pageOf(PlacementSummary) },
      },
    },
    async (request) => {
      const { q = '', type = null, status = 'aktive', held = 'alle', ...rest } = request.query;
      const { attention = null, sort = 'slut', ...range } = rest;
      const by = PLACEMENT_SORTS.find((name) => name === sort.replace(/^-/, '')) ?? 'slut';
      const order = { by, descending: sort.startsWith('-') };
      const filters = { text: q.trim(), type, status, held, attention, sort: order };
      const slice = readPaging(range, { sort: `${held} ${sort}`, parts: 3 });
      const { rows, total } = listPlacements(db, filters, { ...asking(request), slice });
      logShown(request, rows.slice(0, slice.limit));
      return toPage(rows, slice, { keyOf: readKey, toItem: toSummary, total });
    },
  );

  app.post(
    paths.api('placements'),
    {
      config: { ...writers, problems: [422] },
      schema: {
        tags,
        summary:
          'Opret et forløb; borgerens kort på ordrens tavle bliver startet; en regel, der ikke siger ja, kræver en begrundelse',
        body: NewPlacement,
        response: { 201: Placement },
      },
    },
    async (request, reply) => {
      const { citizenId = 0, citizenKey = '', formidlingId } = request.body;
      const pointer = { citizenId, citizenKey, formidlingId: formidlingId ?? 0 };
      const person = findPlaceable(db, pointer, asking(request));
      if (!person) return sendProblem(request, reply, { ...INVALID, errors: [UNKNOWN_CITIZEN] });
      const draft = toDraft(request.body, person.citizenId);
      const order = draft.jobOrderId === null ? undefined : findOrder(db, draft.jobOrderId, today());
      if (order && !mayPlaceOn(actorOf(request), order)) return sendProblem(request, reply, FORBIDDEN);
      const answer = db.transaction((tx) => startPlacement(tx, draft, doer(request)), {
        behavior: 'immediate',
      });
      if (answer.errors) return sendProblem(request, reply, { ...INVALID, errors: answer.errors });
      return show(request, reply.code(201), answer.id);
    },
  );

  app.get(
    paths.api('placements/:id'),
    {
      config: { ...readers, tagged: true, problems: [404] },
      schema: {
        tags,
        summary: 'Et forløb med timer, forlængelser og opfølgning; visningen logges',
        params: IdParams,
        response: { 200: Placement },
      },
    },
    async (request, reply) => show(request, reply, idOf(request.params.id)),
  );

  function asking(request: FastifyRequest) {
    return { viewer: actorOf(request), today: today() };
  }

  function doer(request: FastifyRequest): Doer {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}
