import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { VIEW_SHARES } from '../../db/schema/firm-work.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { atFields, FreeText, IdParams, Nothing, Text } from '../api/fields.ts';
import { cutTo, pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import { fieldsOfQuery, filterQuery } from '../companies/filters.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { changeView, deleteView, type SavedView, saveView, type ViewAnswer, viewsFor } from './views.ts';

const config = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const tags = ['Gemte visninger'];
const View = Type.Object({
  id: Type.Integer(),
  name: Text,
  query: Type.String({
    description: 'Virksomhedslistens filtre, som de står i adressen.',
    examples: ['stoerrelse=i_maal&kontakt=ikke_kontaktet'],
  }),
  share: Type.Enum([...VIEW_SHARES]),
  ownerName: Text,
});
const NewView = Type.Object(
  { name: FreeText, share: Type.Enum([...VIEW_SHARES]), query: Type.String({ maxLength: 2000 }) },
  { additionalProperties: false },
);
const ChangedView = Type.Object(
  { name: FreeText, share: Type.Enum([...VIEW_SHARES]) },
  { additionalProperties: false },
);
const FIELDS = { navn: 'name', deles_med: 'share' };

/** The firm list's filters under a name, for machines. */
export function viewApi(app: App, { db, now }: AppContext): void {
  app.get(
    paths.api('views'),
    {
      config,
      schema: {
        tags,
        summary: 'Dine egne visninger, teamets og alles: dine egne først, efter navn',
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: { 200: pageOf(View) },
      },
    },
    async (request) => {
      const { userId } = actorOf(request);
      const views = viewsFor(db, userId);
      const paging = readPaging(request.query, { sort: 'navn', parts: 3 });
      const keyOf = (view: SavedView) => [view.userId === userId ? 0 : 1, view.name, view.id];
      const shown = cutTo(views, paging, { keyOf });
      return toPage(shown, paging, { keyOf, toItem: (view) => view, total: views.length });
    },
  );

  app.post(
    paths.api('views'),
    {
      config: { ...config, problems: [422] },
      schema: {
        tags,
        summary: 'Gem filtre under et navn; det samme navn igen erstatter filtrene',
        body: NewView,
        response: { 201: View },
      },
    },
    async (request, reply) => {
      const { name, share, query } = request.body;
      const draft = { name: cleanText(name), share, query: filterQuery(fieldsOfQuery(query)) };
      const answer = saveView(db, draft, doing(request));
      const saved = answer.outcome === 'saved' ? findView(request, answer.id) : undefined;
      return saved ? reply.code(201).send(saved) : refuse(request, reply, answer);
    },
  );

  app.get(
    paths.api('views/:id'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: { tags, summary: 'En gemt visning', params: IdParams, response: { 200: View } },
    },
    async (request, reply) => {
      const view = findView(request, idOf(request.params.id));
      return view ? sendTagged(request, reply, view) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.put(
    paths.api('views/:id'),
    {
      config: { ...config, tagged: true, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Giv din egen visning et andet navn, eller del den med andre',
        params: IdParams,
        body: ChangedView,
        response: { 200: View },
      },
    },
    async (request, reply) => {
      const view = findView(request, idOf(request.params.id));
      if (!view) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, view);
      if (refusal) return sendProblem(request, reply, refusal);
      const { name, share } = request.body;
      const draft = { name: cleanText(name), share, query: view.query };
      const answer = changeView(db, view.id, draft, doing(request));
      const saved = answer.outcome === 'saved' ? findView(request, view.id) : undefined;
      return saved ? reply.send(saved) : refuse(request, reply, answer);
    },
  );

  app.delete(
    paths.api('views/:id'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: { tags, summary: 'Slet din egen visning', params: IdParams, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const view = findView(request, idOf(request.params.id));
      if (!view) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, view);
      if (refusal) return sendProblem(request, reply, refusal);
      if (!deleteView(db, view.id, doing(request))) return sendProblem(request, reply, NOT_FOUND);
      return reply.code(204).send(null);
    },
  );

  function findView(request: FastifyRequest, id: number): SavedView | undefined {
    return viewsFor(db, actorOf(request).userId).find((view) => view.id === id);
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function refuse(request: FastifyRequest, reply: Parameters<typeof sendProblem>[1], answer: ViewAnswer) {
  if (answer.outcome !== 'refused') return sendProblem(request, reply, NOT_FOUND);
  const errors = atFields(answer.errors, FIELDS);
  return sendProblem(request, reply, { status: 422, title: 'Visningen kan ikke gemmes', errors });
}
