import { Type } from 'typebox';
import { FirmParams, FreeText, IdParams, Nothing, Text } from '../api/fields.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { findFirm } from './order-firms.ts';
import { findOrder } from './queries.ts';
import { SaveTemplatePage } from './template-page.tsx';
import { findTemplate, retireTemplate, saveTemplate, templatesAt } from './templates.ts';

const writers = { access: ['konsulent'] as const };
const Params = Type.Object({ id: Type.String() });
const tags = ['Jobordrer'];
const Template = Type.Object({ id: Type.Integer(), name: Text, createdAt: Text, byName: Text });

/** What a firm usually asks for: kept from an order, used for the next, and no longer offered when it is out of date. */
export function orderTemplateRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.saveTemplate(':id'),
    { config: writers, schema: { params: Params } },
    async (request, reply) => {
      const details = findOrder(db, idOf(request.params.id), today());
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const form = { values: { navn: details.order.title }, errors: [] };
      return reply.page(SaveTemplatePage({ view: request.view(reply), details, form }));
    },
  );

  app.post(
    paths.saveTemplate(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOrder(db, idOf(request.params.id), today());
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const answer = saveTemplate(
        db,
        { details, name: textOf(request.body, 'navn') },
        doing(actorOf(request)),
      );
      if ('id' in answer)
        return reply.redirect(withMessage(paths.jobOrder(details.order.id), 'skabelon-gemt'), 303);
      const errors = answer.errors.map(({ reason }) => ({ field: 'navn', reason }));
      const form = { values: request.body, errors };
      return reply.code(422).page(SaveTemplatePage({ view: request.view(reply), details, form }));
    },
  );

  app.post(
    paths.templateRetired(':id'),
    { config: writers, schema: { params: Params } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const template = findTemplate(db, id);
      if (!template || !retireTemplate(db, id, doing(actorOf(request))))
        return sendProblem(request, reply, NOT_FOUND);
      return reply.redirect(withMessage(paths.company(template.pNumber), 'skabelon-udgaaet'), 303);
    },
  );

  app.get(
    paths.api('companies/:pNumber/order-templates'),
    {
      config: { ...writers, problems: [404] },
      schema: {
        tags,
        summary: 'Virksomhedens ordreskabeloner, efter navn',
        params: FirmParams,
        response: { 200: Type.Object({ items: Type.Array(Template) }) },
      },
    },
    async (request, reply) => {
      const firm = findFirm(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      return reply.send({ items: templatesAt(db, firm.pNumber) });
    },
  );

  app.post(
    paths.api('job-orders/:id/template'),
    {
      config: { ...writers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Gem ordren som skabelon for virksomheden',
        params: IdParams,
        body: Type.Object({ name: FreeText }, { additionalProperties: false }),
        response: { 201: Template },
      },
    },
    async (request, reply) => {
      const details = findOrder(db, idOf(request.params.id), today());
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const answer = saveTemplate(db, { details, name: request.body.name }, doing(actorOf(request)));
      if ('errors' in answer)
        return sendProblem(request, reply, {
          status: 422,
          title: 'Skabelonen kan ikke gemmes',
          errors: answer.errors,
        });
      const saved = templatesAt(db, details.order.pNumber ?? 0).find(({ id }) => id === answer.id);
      return saved ? reply.code(201).send(saved) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.post(
    paths.api('order-templates/:id/retirement'),
    {
      config: { ...writers, problems: [404] },
      schema: {
        tags,
        summary: 'Lad en skabelon udgå; ordrer lavet af den består',
        params: IdParams,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      if (!retireTemplate(db, idOf(request.params.id), doing(actorOf(request))))
        return sendProblem(request, reply, NOT_FOUND);
      return reply.code(204).send(null);
    },
  );

  function doing({ userId }: { userId: number }) {
    return { at: now().toISOString(), by: userId };
  }
}
