import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import {
  DELIVERY_STATES,
  deliveriesOf,
  deliveryCounts,
  sendAgain,
  sendFailedAgain,
  sendTrial,
} from './deliveries.ts';
import { readWebhookForm } from './form.ts';
import { NewWebhookPage, SecretPage, WebhookPage, WebhooksPage } from './pages.tsx';
import { closeWebhook, createWebhook, findWebhook, listWebhooks, renewSecret } from './subscriptions.ts';

const config = { access: ['administrator'] as const };
const Id = Type.String({ pattern: '^[1-9][0-9]{0,9}$' });
const params = Type.Object({ id: Id });

/** Which programs are told of what, and how their messages went; an administrator decides. */
export function webhookRoutes(app: App, { db, now, config: { formKey, webhookTargets } }: AppContext): void {
  const { origins, privateOrigins } = webhookTargets;
  const allowed = [...origins, ...privateOrigins];

  app.get(paths.webhooks, { config }, async (request, reply) =>
    reply.page(
      WebhooksPage({
        view: request.view(reply),
        webhooks: listWebhooks(db),
        counts: deliveryCounts(db),
        allowed,
      }),
    ),
  );

  app.get(paths.newWebhook, { config }, async (request, reply) =>
    reply.page(NewWebhookPage({ view: request.view(reply), form: EMPTY_FORM, allowed })),
  );

  app.post(paths.webhooks, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const { webhook, errors } = readWebhookForm(request.body, webhookTargets);
    const made = errors.length === 0 ? createWebhook(db, webhook, change(request)) : undefined;
    if (made) return reply.page(SecretPage({ view: request.view(reply), ...made, name: webhook.name }));
    if (errors.length === 0)
      errors.push({ field: 'adresse', reason: 'En åben webhook har allerede den adresse.' });
    const form = { values: request.body, errors };
    return reply.code(422).page(NewWebhookPage({ view: request.view(reply), form, allowed }));
  });

  app.get(
    paths.webhook(':id'),
    { config, schema: { params, querystring: FieldsSchema } },
    async (request, reply) => {
      const webhook = findWebhook(db, Number(request.params.id));
      if (!webhook) return sendProblem(request, reply, NOT_FOUND);
      const state = oneOf(DELIVERY_STATES, textOf(request.query as Fields, 'vis'));
      const deliveries = deliveriesOf(db, webhook.id, state);
      const counts = deliveryCounts(db).get(webhook.id);
      return reply.page(WebhookPage({ view: request.view(reply), webhook, deliveries, counts, state }));
    },
  );

  app.post(paths.webhookClosed(':id'), { config, schema: { params } }, async (request, reply) => {
    const { id } = request.params;
    if (!closeWebhook(db, Number(id), change(request))) return sendProblem(request, reply, NOT_FOUND);
    return reply.redirect(withMessage(paths.webhook(id), 'webhook-lukket'), 303);
  });

  app.post(paths.webhookSecret(':id'), { config, schema: { params } }, async (request, reply) => {
    const webhook = openWebhook(request.params.id);
    if (!webhook) return sendProblem(request, reply, NOT_FOUND);
    const secret = renewSecret(db, webhook, change(request));
    return reply.page(SecretPage({ view: request.view(reply), id: webhook.id, name: webhook.name, secret }));
  });

  app.post(paths.webhookTrial(':id'), { config, schema: { params } }, async (request, reply) => {
    const webhook = openWebhook(request.params.id);
    if (!webhook) return sendProblem(request, reply, NOT_FOUND);
    sendTrial(db, webhook.id, now().toISOString());
    return reply.redirect(withMessage(paths.webhook(webhook.id), 'webhook-sendes'), 303);
  });

  app.post(paths.webhookFailedAgain(':id'), { config, schema: { params } }, async (request, reply) => {
    const webhook = openWebhook(request.params.id);
    if (!webhook) return sendProblem(request, reply, NOT_FOUND);
    sendFailedAgain(db, webhook.id, now().toISOString());
    return reply.redirect(withMessage(paths.webhook(webhook.id), 'webhook-sendes'), 303);
  });

  app.post(
    paths.webhookAgain(':id', ':deliveryId'),
    { config, schema: { params: Type.Object({ id: Id, deliveryId: Id }) } },
    async (request, reply) => {
      const webhook = openWebhook(request.params.id);
      const message = { webhookId: webhook?.id ?? 0, id: Number(request.params.deliveryId) };
      if (!webhook || !sendAgain(db, message, now().toISOString()))
        return sendProblem(request, reply, NOT_FOUND);
      return reply.redirect(withMessage(paths.webhook(webhook.id), 'webhook-sendes'), 303);
    },
  );

  /** One that still may be told. */
  function openWebhook(id: string) {
    const found = findWebhook(db, Number(id));
    return found?.closedAt === null ? found : undefined;
  }

  function change(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId, formKey };
  }
}
