import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { readKey } from '../api/keyset.ts';
import { pageOf, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, type Problem, STALE } from '../problems.ts';
import { can } from '../rights.ts';
import { changeStatus, createJobOrder, editJobOrder, renewDeadline, takeJobOrder } from './changes.ts';
import { tidy } from './form.ts';
import { orderErrors } from './order-check.ts';
import { findFirm } from './order-firms.ts';
import {
  ChangedOrder,
  ListQuery,
  NewOrder,
  NOT_ASKED,
  Order,
  OrderSummary,
  Params,
  Renewal,
  StatusChange,
  toDraft,
} from './order-schema.ts';
import { findOrder, listOrders, ORDER_SORTS, type OrderDetails, type OrderListRow } from './queries.ts';
import { barRefusal, checkStatusChange, isChecked, statusToday } from './rules.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent'] as const };

const INVALID: Problem = { status: 422, title: 'Ordren kan ikke gemmes' };
const BARRED: Problem = { status: 409, title: 'Virksomheden kan ikke få nye ordrer' };
const CLOSED: Problem = { status: 409, title: 'En afsluttet ordre kan ikke forlænges' };

/** The same orders for machines: the rules and rights of the pages. */
export function jobOrderApi(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.api('job-orders'),
    {
      config: readers,
      schema: {
        querystring: ListQuery,
        response: { 200: pageOf(OrderSummary) },
        tags: ['Jobordrer'],
        summary: 'Jobordrer, filtreret og sorteret',
      },
    },
    async (request) => {
      const {
        q = '',
        type = null,
        status = null,
        owner = 'alle',
        unanswered = false,
        sort = 'frist',
        ...range
      } = request.query;
      const by = ORDER_SORTS.find((name) => name === sort.replace(/^-/, '')) ?? 'frist';
      const filters = {
        text: q.trim(),
        type,
        status,
        owner,
        unanswered,
        sort: { by, descending: sort.startsWith('-') },
      };
      const slice = readPaging(range, { sort: `${owner} ${sort}`, parts: 3 });
      const { rows, total } = listOrders(db, filters, { viewer: actorOf(request), today: today(), slice });
      const toItem = (row: OrderListRow) => ({ ...row, status: statusToday(row, today()) });
      return toPage(rows, slice, { keyOf: readKey, toItem, total });
    },
  );

  app.post(
    paths.api('job-orders'),
    {
      config: { ...writers, problems: [409, 422] },
      schema: {
        body: NewOrder,
        response: { 201: Order },
        tags: ['Jobordrer'],
        summary: 'Opret en jobordre; den bliver din',
      },
    },
    async (request, reply) => {
      const { pNumber, leadId = null, key = randomUUID(), ...body } = request.body;
      const firm = findFirm(db, pNumber, today());
      if (!firm) return refuse(request, reply, [{ field: 'pNumber', reason: 'Arbejdsstedet findes ikke.' }]);
      const refusal = barRefusal(firm.bar);
      if (refusal) return sendProblem(request, reply, { ...BARRED, detail: refusal });
      const draft = toDraft(body, NOT_ASKED);
      const errors = orderErrors(db, draft, { pNumber, before: null, ...asked(body) });
      if (!isChecked(draft, errors)) return refuse(request, reply, errors);
      const { userId } = actorOf(request);
      const id = createJobOrder(db, draft, {
        pNumber: firm.pNumber,
        cvr: firm.cvr,
        formKey: key,
        leadId,
        ownerUserId: userId,
        at: now().toISOString(),
        by: userId,
      });
      return answer(request, reply.code(201), id);
    },
  );

  app.get(
    paths.api('job-orders/:id'),
    {
      config: { ...readers, tagged: true, problems: [404] },
      schema: { params: Params, response: { 200: Order }, tags: ['Jobordrer'], summary: 'En jobordre' },
    },
    async (request, reply) => {
      const found = findOrder(db, idOf(request.params.id), today());
      return found ? sendTagged(request, reply, toApi(found)) : sendProblem(request, reply, NOT_FOUND);
    },
  );

  app.put(
    paths.api('job-orders/:id'),
    {
      config: { ...writers, tagged: true, problems: [404, 422] },
      schema: {
        params: Params,
        body: ChangedOrder,
        response: { 200: Order },
        tags: ['Jobordrer'],
        summary: 'Ret en jobordre',
      },
    },
    async (request, reply) => {
      const found = findOwn(request, request.params.id);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, toApi(found));
      if (refusal) return sendProblem(request, reply, refusal);
      const { version } = found.order;
      const draft = toDraft(request.body, { ...found.order, shifts: found.shifts });
      const { pNumber } = found.order;
      const errors = orderErrors(db, draft, { pNumber, before: found, ...asked(request.body) });
      if (!isChecked(draft, errors)) return refuse(request, reply, errors);
      const refused = editJobOrder(db, found.order.id, draft, { version, ...change(request) });
      if (typeof refused !== 'string') return refuse(request, reply, refused);
      return answer(request, reply, found.order.id);
    },
  );

  app.post(
    paths.api('job-orders/:id/status'),
    {
      config: { ...writers, problems: [404, 409, 422] },
      schema: {
        params: Params,
        body: StatusChange,
        response: { 200: Order },
        tags: ['Jobordrer'],
        summary: 'Skift status med en kommentar (§ 137)',
      },
    },
    async (request, reply) => {
      const found = findOwn(request, request.params.id);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const { status, version } = request.body;
      const comment = tidy(request.body.comment);
      const errors = checkStatusChange({ status, comment }, found.order, today());
      if (errors.length > 0) return refuse(request, reply, errors);
      if (changeStatus(db, found.order.id, { status, comment, version, ...change(request) }) === 'stale')
        return sendProblem(request, reply, STALE);
      return answer(request, reply, found.order.id);
    },
  );

  app.post(
    paths.api('job-orders/:id/renewal'),
    {
      config: { ...writers, problems: [404, 409] },
      schema: {
        params: Params,
        body: Renewal,
        response: { 200: Order },
        tags: ['Jobordrer'],
        summary: 'Forlæng fristen 30 dage fra den frist, som blev vist',
      },
    },
    async (request, reply) => {
      const found = findOwn(request, request.params.id);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const options = { from: request.body.from, today: today(), ...change(request) };
      if (renewDeadline(db, found.order.id, options) === 'closed') return sendProblem(request, reply, CLOSED);
      return answer(request, reply, found.order.id);
    },
  );

  app.post(
    paths.api('job-orders/:id/owner'),
    {
      config: { ...writers, problems: [404] },
      schema: {
        params: Params,
        response: { 200: Order },
        tags: ['Jobordrer'],
        summary: 'Overtag ansvaret for ordren',
      },
    },
    async (request, reply) => {
      const found = findOwn(request, request.params.id);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      takeJobOrder(db, found.order.id, change(request));
      return answer(request, reply, found.order.id);
    },
  );

  function asked(body: Static<typeof ChangedOrder>) {
    const { noPersonInformation = false, textChecked = false } = body;
    return { today: today(), ticked: noPersonInformation, textTicked: textChecked };
  }

  function findOwn(request: FastifyRequest, id: string): OrderDetails | undefined {
    const details = findOrder(db, idOf(id), today());
    return details && can(actorOf(request), 'change order', details) ? details : undefined;
  }

  function answer(request: FastifyRequest, reply: FastifyReply, id: number) {
    const found = findOrder(db, id, today());
    if (!found) return sendProblem(request, reply, NOT_FOUND);
    return reply.send(toApi(found));
  }

  function toApi({
    order,
    taken,
    firstAnswerAt,
    firmName,
    ownerName,
    requirements,
    shifts,
    history,
    bar,
  }: OrderDetails) {
    const status = statusToday(order, today());
    return {
      ...order,
      taken,
      firstAnswerAt,
      status,
      firmName,
      ownerName,
      bar,
      requirements,
      shifts,
      history,
    };
  }

  function change(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

function refuse(request: FastifyRequest, reply: FastifyReply, errors: FieldError[]) {
  return sendProblem(request, reply, { ...INVALID, errors });
}
