import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { ORDER_STATUSES, ORDER_TYPES, type OrderStatus } from '../../db/schema/job-orders.ts';
import type { App, AppContext } from '../context.ts';
import { answersTo } from '../employer-answers/queries.ts';
import { sendProblem } from '../errors.ts';
import { cardReader } from '../formidling/reading.ts';
import { idOf, paths } from '../paths.ts';
import { isTicked } from '../persons/person-check.ts';
import { placementReader } from '../placements/reading.ts';
import { type Actor, actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, type Problem, STALE } from '../problems.ts';
import { can, holderOf, shortlistAccess } from '../rights.ts';
import { isTextTicked } from '../text-check/check.ts';
import { type Fields, FieldsSchema, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { changeStatus, editJobOrder, renewDeadline, takeJobOrder } from './changes.ts';
import { orderFormValues, readOrderForm, tidy, toFormErrors } from './form.ts';
import { EditOrderPage } from './form-page.tsx';
import { OrderListPage } from './list-page.tsx';
import { orderErrors } from './order-check.ts';
import { OrderPage } from './order-page.tsx';
import { OWNER_FILTERS } from './ownership.ts';
import {
  findOrder,
  listOrders,
  ORDER_SORTS,
  type OrderDetails,
  type OrderFilters,
  PAGE_SIZE,
} from './queries.ts';
import { checkStatusChange, isChecked } from './rules.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent'] as const };

const Params = Type.Object({ id: Type.String() });
const text = Type.Optional(Type.String({ maxLength: 200 }));
const ListQuery = Type.Object({
  q: text,
  type: text,
  status: text,
  ansvarlig: text,
  svar: text,
  sort: text,
  side: text,
});
const CLOSED: Problem = {
  status: 409,
  title: 'Ordren er afsluttet',
  detail: 'En afsluttet ordre kan ikke forlænges. Skift først status til under behandling.',
};

export function jobOrderRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { onOrderPage } = cardReader(context);
  const { placementsFor } = placementReader(context);

  app.get(
    paths.jobOrders,
    { config: readers, schema: { querystring: ListQuery } },
    async (request, reply) => {
      const actor = actorOf(request);
      const filters = readFilters(request.query, actor);
      const mayCreate = actor.roles.includes('konsulent');
      const slice = { page: filters.page, pageSize: PAGE_SIZE };
      const found = listOrders(db, filters, { viewer: actor, today: today(), slice });
      return reply.page(
        OrderListPage({
          view: request.view(reply),
          ...found,
          filters,
          mayCreate,
          now: now().toISOString(),
        }),
      );
    },
  );

  app.get(paths.jobOrder(':id'), { config: readers, schema: { params: Params } }, async (request, reply) => {
    const details = findOrder(db, idOf(request.params.id), today());
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    return showOrder(request, reply, details, EMPTY_FORM);
  });

  app.get(
    paths.editJobOrder(':id'),
    { config: writers, schema: { params: Params } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const values = orderFormValues(details.order, details.requirements, details.shifts);
      return showEdit(request, reply, details, { values, errors: [] });
    },
  );

  app.post(
    paths.editJobOrder(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const draft = readOrderForm(request.body);
      const { pNumber } = details.order;
      const errors = orderErrors(db, draft, { pNumber, before: details, ...asked(request.body) });
      if (!isChecked(draft, errors)) {
        reply.code(422);
        const form = { values: request.body, errors: toFormErrors(errors, draft) };
        return showEdit(request, reply, details, form, Number(textOf(request.body, 'version')));
      }
      const version = Number(textOf(request.body, 'version'));
      const answer = editJobOrder(db, details.order.id, draft, { version, ...change(actorOf(request)) });
      if (answer === 'stale') {
        reply.code(409);
        return showEdit(request, reply, details, { values: request.body, errors: [] });
      }
      if (answer !== 'saved') {
        reply.code(422);
        const form = { values: request.body, errors: toFormErrors(answer, draft) };
        return showEdit(request, reply, details, form, version);
      }
      return reply.redirect(withMessage(paths.jobOrder(details.order.id), 'ordre-rettet'), 303);
    },
  );

  app.post(
    paths.jobOrderStatus(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { order } = details;
      const status = textOf(request.body, 'status');
      const comment = tidy(textOf(request.body, 'kommentar'));
      const version = Number(textOf(request.body, 'version'));
      const done = withMessage(paths.jobOrder(order.id), 'ordre-status');
      // The second click of two: it is as it was asked to be.
      if (order.status === status && order.version === version + 1) return reply.redirect(done, 303);
      const errors = checkStatusChange({ status, comment }, order, today()).map(toStatusField);
      if (errors.length === 0) {
        const wanted = { status: status as OrderStatus, comment, version, ...change(actorOf(request)) };
        if (changeStatus(db, order.id, wanted) === 'saved') return reply.redirect(done, 303);
        errors.push({ field: 'status', reason: `${STALE.title}. Se den nye udgave, og prøv igen.` });
      }
      reply.code(order.version === version ? 422 : 409);
      return showOrder(request, reply, details, { values: request.body, errors });
    },
  );

  app.post(
    paths.jobOrderRenewal(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const from = textOf(request.body, 'fra') || null;
      const options = { from, today: today(), ...change(actorOf(request)) };
      if (renewDeadline(db, details.order.id, options) === 'closed')
        return sendProblem(request, reply, CLOSED);
      return reply.redirect(withMessage(paths.jobOrder(details.order.id), 'ordre-forlaenget'), 303);
    },
  );

  app.post(
    paths.jobOrderOwner(':id'),
    { config: writers, schema: { params: Params } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      takeJobOrder(db, details.order.id, change(actorOf(request)));
      return reply.redirect(withMessage(paths.jobOrder(details.order.id), 'ansvarlig-gemt'), 303);
    },
  );

  function asked(fields: Fields) {
    return { today: today(), ticked: isTicked(fields), textTicked: isTextTicked(fields) };
  }

  /** Another team's order answers a change as a missing one does. */
  function findOwn(request: FastifyRequest, id: string): OrderDetails | undefined {
    const details = findOrder(db, idOf(id), today());
    return details && can(actorOf(request), 'change order', details) ? details : undefined;
  }

  function showOrder(request: FastifyRequest, reply: FastifyReply, details: OrderDetails, form: FormState) {
    const actor = actorOf(request);
    const change = can(actor, 'change order', details);
    const rights = {
      change,
      take: change && holderOf(actor, details) !== 'egen',
      shortlist: shortlistAccess(actor, details) !== 'no',
    };
    const answers = answersTo(db, details.order.id);
    const cards = onOrderPage(request, details);
    const page = {
      view: request.view(reply),
      details,
      rights,
      form,
      answers,
      now: now().toISOString(),
      cards,
      placements: placementsFor(request, { jobOrderId: details.order.id }),
    };
    return reply.page(OrderPage(page));
  }

  function change(actor: Actor) {
    return { at: now().toISOString(), by: actor.userId };
  }
}

/** The version in the form is the newest: sending it again is then a choice made with both texts in view. */
function showEdit(
  request: FastifyRequest,
  reply: FastifyReply,
  details: OrderDetails,
  form: FormState,
  typedVersion = details.order.version,
) {
  const { id, title, version } = details.order;
  const stale = reply.statusCode === 409 || typedVersion !== version;
  const saved = stale ? orderFormValues(details.order, details.requirements, details.shifts) : undefined;
  const order = { id, title, version, firmName: details.firmName };
  return reply.page(EditOrderPage({ view: request.view(reply), form: { ...form, saved }, order }));
}

function toStatusField({ field, reason }: FieldError): FieldError {
  return { field: field === 'comment' ? 'kommentar' : field, reason };
}

function readFilters(query: Static<typeof ListQuery>, actor: Actor): OrderFilters {
  const isKonsulent = actor.roles.includes('konsulent');
  const sort = query.sort ?? 'frist';
  const by = ORDER_SORTS.find((name) => name === sort.replace(/^-/, '')) ?? 'frist';
  return {
    text: query.q?.trim() ?? '',
    type: ORDER_TYPES.find((type) => type === query.type) ?? null,
    status:
      query.status === 'alle'
        ? null
        : (ORDER_STATUSES.find((status) => status === query.status) ?? 'under_behandling'),
    owner: OWNER_FILTERS.find((filter) => filter === query.ansvarlig) ?? (isKonsulent ? 'mine' : 'alle'),
    unanswered: query.svar === 'mangler',
    sort: { by, descending: sort.startsWith('-') },
    page: idOf(query.side ?? '1') || 1,
  };
}
