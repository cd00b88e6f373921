import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { FieldsSchema, idOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { SavedViewsPage } from './view-page.tsx';
import { changeView, deleteView, readViewForm, saveView, viewsFor } from './views.ts';

const config = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const Params = Type.Object({ id: Type.String() });

/** The firm list's filters under a name, for oneself or shared. */
export function savedViewRoutes(app: App, { db, now }: AppContext): void {
  app.get(paths.savedViews, { config }, async (request, reply) => showViews(request, reply));

  app.post(paths.savedViews, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const draft = readViewForm(request.body);
    const answer = saveView(db, draft, doing(request));
    if (answer.outcome === 'saved')
      return reply.redirect(withMessage(`${paths.companies}?${answer.query}`, 'visning-gemt'), 303);
    const errors = answer.outcome === 'refused' ? answer.errors : [];
    reply.code(422);
    return showViews(request, reply, { id: 0, form: { values: request.body, errors } }, draft.query);
  });

  app.post(
    paths.savedView(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const answer = changeView(db, id, readViewForm(request.body), doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.savedViews, 'visning-gemt'), 303);
      reply.code(422);
      return showViews(request, reply, { id, form: { values: request.body, errors: answer.errors } });
    },
  );

  app.post(paths.savedViewDeleted(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    if (!deleteView(db, idOf(request.params.id), doing(request)))
      return sendProblem(request, reply, NOT_FOUND);
    return reply.redirect(withMessage(paths.savedViews, 'visning-slettet'), 303);
  });

  function showViews(
    request: FastifyRequest,
    reply: FastifyReply,
    failed: { id: number; form: FormState } | null = null,
    query = '',
  ) {
    const views = viewsFor(db, actorOf(request).userId);
    return reply.page(SavedViewsPage({ view: request.view(reply), views, failed, query }));
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}
